"""The list of markets: the newest of what is known beside each, every order whole, filters as plain conditions."""

import contextlib
import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credence.errors import InputError, NotBuilt
from credence.lake import Lake, open_lake
from credence.products.markets import SORTED, list_markets
from credence.tables.market_filters import RANGES

from .market_lake import DAY, HOUR, NOW, band, evidence, hour, lake_of, listed, price, put, quote, recalibrated, snapshot, trusted

MINUTE = timedelta(minutes=1)
SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
CATEGORIES = ("politics", "sports", "İstanbul", None)


def many(folder) -> Lake:
    """Thirty markets; of each column some values are equal, some unknown."""
    names = [f"m{at:02}" for at in range(30)]
    registry, prices, bands, trust, newer, said = [], [], [], [], [], []
    for at, name in enumerate(names):
        registry.append(listed(
            name, f"e{at % 7}", category=CATEGORIES[at % 4], status=("ACTIVE", "RESOLVED", "UNRESOLVED")[at % 3],
            end_ts=None if at % 5 == 0 else NOW + (at % 6 - 2) * 10 * DAY, neg_risk=(True, False, None)[at % 3],
            category_tags=["even"] if at % 2 == 0 else ["odd", "ödd"], question=f"Will {at % 4} GO up 100%?", closed_at=None,
        ))  # fmt: skip
        if at % 4:
            prices.append(price(name, NOW - at % 5 * HOUR, at % 9 / 8))
        if at % 3:
            bands.append(band(name, NOW - 65 * MINUTE, 0.2, 0.7))
        if at % 2:
            trust.append(trusted(name, NOW - DAY, at % 4 * 25.0))
            newer.append(snapshot(name, NOW - HOUR, volume_24h=10.0 ** (at % 5), liquidity_bucket=("LOW", "HIGH")[at % 4 // 2]))
        if at % 6 == 1:
            said.append(recalibrated(name, NOW - DAY, 0.5, 0.4 + at / 100))
    return lake_of(
        folder / "lake", market_registry=registry, prices=prices, forecast_band=bands, trust=trust, market_snapshot=newer,
        recalibrated=said, recalibration_evidence=[evidence("helps")],
        features=[hour(name, NOW - back * HOUR) for name in names[::2] for back in range(int(name[1:]))],
    )  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    return many(tmp_path_factory.mktemp("listed"))


@pytest.fixture(scope="module")
def rows(lake) -> list[dict]:
    return list_markets(lake).rows


def only(lake: Lake) -> dict:
    (row,) = list_markets(lake).rows
    return row


# ---- what stands in a row


def test_a_row_worked_by_hand(tmp_path):
    found = only(lake_of(
        tmp_path / "lake",
        market_registry=[listed("1", start_ts=NOW - 100 * HOUR, end_ts=NOW + 2 * DAY)],
        prices=[quote("1", NOW - 2 * HOUR, 0.5, 0.6), quote("1", NOW - 5 * MINUTE, 0.7, 0.8), price("1", NOW - MINUTE, None)],
        forecast_band=[
            band("1", NOW - 119 * MINUTE, 0.0, 0.1), band("1", NOW - 60 * MINUTE, 0.3, 0.65),  # its hour has just passed
            band("1", NOW - 60 * MINUTE, 0.1, 0.9, band_calibration="raw"), band("1", NOW - 59 * MINUTE, 0.7, 0.8),  # not yet
            band("1", NOW - 60 * MINUTE, 0.1, 0.9, horizon_steps=1), band("1", NOW - 3 * HOUR, 0.1, 0.9),
        ],
        trust=[trusted("1", NOW - DAY, 40.0), trusted("1", NOW, 70.0), trusted("1", NOW, 20.0, trust_version="v2"),
               trusted("1", NOW, 10.0, anchor="scheduled", horizon="24h")],
        recalibrated=[recalibrated("1", NOW - 3 * DAY, 0.5, 0.45), recalibrated("1", NOW - DAY, 0.55, 0.5, horizon="7d")],
        recalibration_evidence=[evidence("helps"), evidence("helps", horizon="7d")],
        market_snapshot=[snapshot("1", NOW - 2 * DAY, volume_24h=5.0, open_interest=7.0, liquidity_bucket="LOW"),
                         snapshot("1", NOW - DAY, volume_24h=900.0, liquidity_bucket="HIGH")],
        features=[hour("1", NOW - back * HOUR, staleness_seconds=3601.0 if back % 4 == 0 else 3600.0) for back in range(100)],
    ))  # fmt: skip
    assert (found["price"], found["price_at"], found["price_age_seconds"]) == (0.75, NOW - 5 * MINUTE, 300.0)
    assert (found["q10_1h"], found["q90_1h"], found["outside_range"]) == (0.3, 0.65, True)
    assert found["trust"] == 70.0
    assert (found["p_recalibrated"], found["recalibrated_low"], found["recalibrated_high"]) == (0.5, 0.4, 0.6)
    assert found["recalibration_verdict"] == "helps"
    # an older figure stands where the newest observation has none
    assert (found["volume_24h"], found["open_interest"], found["liquidity_bucket"]) == (900.0, 7.0, "HIGH")
    assert found["tte_seconds"] == 2 * 86_400
    # 100 hours since it started, of which every fourth was seen only by a price older than an hour
    assert found["seen_share"] == pytest.approx(0.75)


def test_a_market_of_which_nothing_is_known(tmp_path):
    found = only(lake_of(tmp_path / "lake", market_registry=[listed("1", end_ts=None)]))
    assert found["market_id"] == "1"
    assert found["liquidity_bucket"] == "UNKNOWN"
    unknown = ("price", "price_at", "price_age_seconds", "q10_1h", "q90_1h", "outside_range", "trust", "p_recalibrated",
               "recalibration_verdict", "volume_24h", "open_interest", "tte_seconds", "seen_share")  # fmt: skip
    assert {name: found[name] for name in unknown} == dict.fromkeys(unknown)


@pytest.mark.parametrize(("p", "outside"), [(0.4, False), (0.6, False), (0.399, True), (0.601, True), (None, None)])
def test_the_ends_of_a_range_are_inside(tmp_path, p, outside):
    bands = [band("1", NOW - HOUR, 0.4, 0.6)]
    lake = lake_of(tmp_path / "lake", market_registry=[listed("1")], prices=[price("1", NOW, p)], forecast_band=bands)
    assert only(lake)["outside_range"] is outside


def test_a_recalibrated_price_is_shown_only_where_it_helps(tmp_path):
    rows = {"market_registry": [listed("1")], "recalibrated": [recalibrated("1", NOW - DAY, 0.5, 0.4)]}
    lake = lake_of(tmp_path / "lake", **rows, recalibration_evidence=[evidence("not shown")])
    assert (only(lake)["p_recalibrated"], only(lake)["recalibrated_low"]) == (None, None)
    assert only(lake)["recalibration_verdict"] == "not shown"


def test_the_second_version_of_trust_counts_where_it_is_the_default(tmp_path):
    lake = lake_of(
        tmp_path / "lake", market_registry=[listed("1")],
        trust=[trusted("1", NOW, 70.0), trusted("1", NOW - DAY, 20.0, trust_version="v2")],
    )  # fmt: skip
    assert only(lake)["trust"] == 70.0
    best = {"trust_version": "v2", "anchor": "scheduled", "horizon": "all", "quintile": 0, "is_default": True}
    with lake.reading() as connection:
        put(lake, trust_reliability=[dict.fromkeys(
            name for name, *_ in connection.execute("describe trust_reliability").fetchall()
        ) | best])  # fmt: skip
    assert only(lake)["trust"] == 20.0


# ---- orders


def in_order(rows: list[dict], column: str, *, down: bool) -> list[dict]:
    """Unknown values last, equal ones in the order of market_id; the texts of these rows order alike by letter and by byte."""
    known = sorted((row for row in rows if row[column] is not None), key=lambda row: row["market_id"])
    known.sort(key=lambda row: row[column].encode() if isinstance(row[column], str) else row[column], reverse=down)
    if down:  # a reversed sort keeps equal ones in their order, save by market_id itself, which has none
        assert column == "market_id" or [row[column] for row in known] == sorted(
            (row[column] for row in known), key=lambda value: value.encode() if isinstance(value, str) else value, reverse=True
        )
    return known + [row for row in rows if row[column] is None]


def paged(lake: Lake, limit: int, **asked) -> list[dict]:
    found, cursor = [], None
    for _ in range(40):
        page = list_markets(lake, limit=limit, cursor=cursor, **asked)
        assert len(page.rows) <= limit
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("column", SORTED)
def test_pages_in_any_order_hold_each_row_once(lake, rows, column, down):
    assert paged(lake, 10, sort="-" * down + column) == in_order(rows, column, down=down)


@SETTINGS
@given(
    column=st.sampled_from(sorted(SORTED)), down=st.booleans(), limit=st.integers(4, 40),
    status=st.sampled_from([None, "ACTIVE", "RESOLVED"]), priced=st.sampled_from([None, "0.25:", ":0.5"]),
)  # fmt: skip
def test_an_order_and_filters_together(lake, rows, column, down, limit, status, priced):
    low, high = {None: (None, None), "0.25:": (0.25, 9), ":0.5": (-9, 0.5)}[priced]
    kept = [
        row for row in rows
        if status in (None, row["status"]) and (low is None or (row["price"] is not None and low <= row["price"] <= high))
    ]  # fmt: skip
    assert paged(lake, limit, sort="-" * down + column, status=status, price=priced) == in_order(kept, column, down=down)


def test_there_is_something_to_put_in_order(rows):
    varied = {"price", "price_at", "outside_range", "trust", "p_recalibrated", "volume_24h", "seen_share", "tte_seconds",
              "end_ts", "neg_risk", "category", "status", "q10_1h"}  # fmt: skip
    assert all(len({row[name] for row in rows}) > 1 for name in varied)
    assert len(rows) == 30


# ---- filters


equal = st.fixed_dictionaries({}, optional={
    "category": st.sampled_from(["politics", "sports", "İstanbul", "none"]), "event_id": st.sampled_from(["e0", "e3", "x"]),
    "status": st.sampled_from(["ACTIVE", "RESOLVED", "VOID"]), "liquidity_bucket": st.sampled_from(["LOW", "HIGH", "UNKNOWN"]),
    "outside_range": st.booleans(), "venue": st.sampled_from(["polymarket", "x"]),
})  # fmt: skip
ends = st.none() | st.integers(-40, 40) | st.sampled_from([0.25, 0.5, 25.0, 50.0, 100.0, 1e4, 0.0])
ranges = st.dictionaries(st.sampled_from(sorted(RANGES)), st.tuples(ends, ends).filter(
    lambda two: two != (None, None) and (None in two or two[0] <= two[1])
), max_size=2)  # fmt: skip


def lies_in(value: float | None, bounds: tuple[float | None, float | None]) -> bool:
    return value is not None and (bounds[0] is None or value >= bounds[0]) and (bounds[1] is None or value <= bounds[1])


@SETTINGS
@given(equal=equal, ranges=ranges)
def test_filters_are_plain_conditions(lake, rows, equal, ranges):
    def measured(row: dict, name: str) -> float | None:
        days = None if row["tte_seconds"] is None else row["tte_seconds"] / 86_400
        return days if name == "ends" else row[name]

    written = {name: ":".join("" if end is None else str(end) for end in bounds) for name, bounds in ranges.items()}
    seen = {name: {row[name] for row in rows} for name in ("venue", "category", "event_id")}
    unseen = {name for name, values in seen.items() if name in equal and equal[name] not in values}
    if unseen:
        with pytest.raises(InputError) as refused:
            list_markets(lake, **equal, **written)
        assert refused.value.name in unseen
        return
    page = list_markets(lake, **equal, **written)
    assert page.rows == [
        row for row in rows
        if all(row[name] == value for name, value in equal.items())
        and all(lies_in(measured(row, name), bounds) for name, bounds in ranges.items())
    ]  # fmt: skip
    assert page.total == len(page.rows)


@pytest.mark.parametrize(
    ("text", "n"),
    [("will", 30), ("0 go UP", 8), ("100%", 30), ("%", 30), ("_", 0), ("slug-m2", 10), ("", 30), ("\\", 0), ("' or 1", 0)],
)
def test_a_text_is_a_part_of_question_or_slug(lake, text, n):
    assert list_markets(lake, text=text).total == n


def test_a_tag_is_one_of_the_tags(lake):
    assert list_markets(lake, tag="EVEN").total == list_markets(lake, tag="ödd").total == 15
    with pytest.raises(InputError, match="tag must be"):
        list_markets(lake, tag="eve")


# ---- what is refused


@pytest.mark.parametrize(
    ("field", "value"),
    [("sort", value) for value in (
        "colour", "", "-", "--price", "price desc", "price; drop table prices", '"price"', "market_id,price", "1", "PRICE",
        "category_tags", "bid", "-price ", "random()",
    )]
    + [(name, value) for name in RANGES
       for value in ("1:0", ":", "", "5", "nan:", ":inf", "-inf:0", "a:b", "1:2:3", "0:1 or 1=1")]
    + [("limit", 0), ("limit", 10_001), ("status", "active"), ("liquidity_bucket", "LOW'"), ("cursor", "zzz")],
)  # fmt: skip
def test_nonsense_is_refused_by_name(lake, field, value):
    with pytest.raises(InputError) as refused:
        list_markets(lake, **{field: value})
    assert refused.value.name == field
    assert refused.value.next_step


WRONG_KEYS = [None, True, 10**400, float("nan"), float("inf"), -1e308, "m03", "\ud800", "2026-01-01T00:00:00", [], {}, "\x00"]


@pytest.mark.parametrize("column", ["market_id", "category", "price", "price_at", "outside_range", "tte_seconds"])
@pytest.mark.parametrize("value", WRONG_KEYS, ids=lambda value: repr(value)[:20])
def test_a_cursor_made_by_hand_is_refused_or_leads_to_rows_that_exist(lake, rows, column, value):
    key = [value] if column == "market_id" else [value, "m03"]
    cursor = urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
    with contextlib.suppress(InputError):
        assert all(row in rows for row in list_markets(lake, sort=column, cursor=cursor).rows)


def test_a_lake_without_a_registry_is_not_built(tmp_path):
    for lake in (open_lake(str(tmp_path / "none")), lake_of(tmp_path / "lake", prices=[price("1", NOW, 0.5)])):
        with pytest.raises(NotBuilt) as missing:
            list_markets(lake)
        assert missing.value.next_step


def test_without_a_finished_run_nothing_is_cut_off(tmp_path):
    lake = lake_of(tmp_path / "lake", now=None, market_registry=[listed("1")], prices=[price("1", NOW + DAY, 0.5)])
    assert only(lake)["price"] == 0.5


def test_a_new_version_of_a_table_is_seen_at_once(tmp_path):
    lake = lake_of(tmp_path / "lake", market_registry=[listed("1")], prices=[price("1", NOW - HOUR, 0.5)])
    assert only(lake)["price"] == 0.5
    put(lake, prices=[price("1", NOW - HOUR, 0.25)])
    assert only(lake)["price"] == 0.25

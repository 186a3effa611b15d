"""The whole job over all recordings, against counts and winners read from the files by other means than ours."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import zstandard

from credence.products import scoreboard
from credence.tables.build import Build

from .results import page

pytestmark = [pytest.mark.recorded, pytest.mark.xdist_group("recorded_lake")]

CATALOGUE = ("markets_2022", "markets_2024", "events_2022", "events_2024", "markets_mixed", "weather_event_snapshots")


AGREEING = {"anthonylin99": (67, 7), "cj-robinson": (3_762, 0), "johnstew324": (254, 8), "midterms": (23, 0)}


def lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as handle:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(handle, read_across_frames=True)
        for line in io.BufferedReader(reader, 2**20):
            yield json.loads(line)


@cache
def catalogue_ids(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Every market and event id that stands anywhere in gamma/, nested or not."""
    markets: set[str] = set()
    events: set[str] = set()
    for name in CATALOGUE:
        for line in lines(folder / "gamma" / f"{name}.jsonl.zst"):
            objects = line["gamma_events"] if "gamma_events" in line else [line.get("payload", line)]
            for item in objects:
                if name.startswith("events") or "gamma_events" in line:
                    events.add(str(item["id"]))
                    markets.update(str(market["id"]) for market in item.get("markets") or [])
                else:
                    markets.add(str(item["id"]))
                    events.update(str(event["id"]) for event in item.get("events") or [])
    return frozenset(markets), frozenset(events)


def column(lake, sql: str) -> list[Any]:
    return [next(iter(row.values())) for row in lake.rows(sql)]


def winners(folder: Path) -> pd.DataFrame:
    """source, condition_id and the index of the outcome that won, from everybody who is not the catalogue."""

    def listed(value: Any) -> list[str]:
        text = str(value)
        return json.loads(text) if text.startswith('["') else [part.strip(" '\"") for part in text.strip("[]").split(",")]

    found = []
    derived = folder / "gamma_derived"
    table = pd.read_parquet(derived / "resolved_high_volume_2024_with_prior_price.parquet").dropna(
        subset=["conditionId", "outcomes", "winning_outcome"]
    )
    found += [("cj-robinson", row.conditionId, listed(row.outcomes).index(row.winning_outcome)) for row in table.itertuples()]
    table = pd.read_parquet(derived / "resolved_geopolitics_2024_2026.parquet").dropna(subset=["conditionId"])
    found += [("johnstew324", row.conditionId, listed(row.outcomes).index(row.resolvedOutcome)) for row in table.itertuples()]
    for name in ("markets_culture_2024_2026", "markets_excluded_culture_2024_2026"):
        table = pd.read_parquet(derived / f"{name}.parquet").dropna(subset=["resolved_outcome"])
        found += [
            ("anthonylin99", row.condition_id, row.outcomes.split("|").index(row.resolved_outcome)) for row in table.itertuples()
        ]
    table = pd.read_parquet(folder / "data_api" / "trades_midterms_2022.parquet")
    won = table[table["outcome"] == table["winning_outcome"]].drop_duplicates("condition_id")
    found += [("midterms", row.condition_id, row.outcome_index) for row in won.itertuples()]
    frame = pd.DataFrame(found, columns=["source", "condition_id", "won"]).drop_duplicates()
    frame["condition_id"] = frame["condition_id"].str.lower()
    return frame[frame["condition_id"] != ""]


@pytest.fixture(scope="module")
def catalogue(recorded) -> pd.DataFrame:
    """What the catalogue's objects say alone: files brought by hand have no part in it."""
    build = Build(recorded.lake, recorded.brought.as_of)
    try:
        build.relation("identity")
        return (
            build.relation("outcome_fact")
            .execute(
                "select i.condition_id, i.slug, f.status, f.outcome_index, f.provenance, f.rule, f.disputed "
                "from outcome_fact as f inner join identity as i using (market_id) "
                "where f.source = 'gamma'"
            )
            .df()
        )
    finally:
        build.close()


# ---- who is there


def test_every_market_of_the_catalogue_stands_once(recorded, recorded_folder):
    markets, _ = catalogue_ids(recorded_folder)
    assert len(markets) == 19_445
    found = column(recorded.lake, "select market_id from market_registry where origin = 'gamma'")
    assert len(found) == len(set(found))
    assert set(found) == markets


def test_every_event_of_the_catalogue_stands_once(recorded, recorded_folder):
    _, events = catalogue_ids(recorded_folder)
    assert len(events) == 7_824
    found = column(recorded.lake, "select event_id from events where origin = 'gamma'")
    assert len(found) == len(set(found))
    assert set(found) == events


def test_every_market_has_a_history(recorded):
    sql = (
        "select count(*) from market_registry where origin = 'gamma' and market_id not in (select market_id from market_history)"
    )
    assert column(recorded.lake, sql) == [0]


def test_no_condition_is_two_markets(recorded, recorded_folder):
    found = column(recorded.lake, "select condition_id from market_registry where condition_id is not null")
    assert len(found) == len(set(found))
    assert set(winners(recorded_folder)["condition_id"]) <= set(found)


def test_every_market_has_an_outcome_and_every_outcome_a_market(recorded):
    lake = recorded.lake
    assert set(column(lake, "select market_id from outcomes")) == set(column(lake, "select market_id from market_registry"))


def test_the_other_venue_is_there_whole(recorded, recorded_folder):
    expected = set(pd.read_parquet(recorded_folder / "polymarket_us" / "markets.parquet")["slug"])
    found = column(recorded.lake, "select slug from market_registry where venue = 'polymarket_us'")
    assert len(found) == len(set(found)) == 27_473
    assert set(found) == expected


# ---- who won


@pytest.fixture(scope="module")
def both(recorded_folder, catalogue) -> pd.DataFrame:
    """Independent winners beside what our object says, where it has one."""
    return winners(recorded_folder).merge(catalogue, on="condition_id")


def agreement(both: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """source -> (winners compared, of them open with us)"""
    return {str(name): (len(part), int((part["rule"] == "open").sum())) for name, part in both.groupby("source")}


def still_open(both: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(source, slug, condition) of every winner whose market is open in our recording"""
    rows = both[both["rule"] == "open"][["source", "slug", "condition_id"]]
    return sorted(rows.itertuples(index=False, name=None))


def test_labels_agree_with_all_independent_winners(both):
    """Wherever our object is closed it names the same winner; where it is open it is UNRESOLVED."""
    closed = both[both["rule"] != "open"]
    assert (closed["outcome_index"].notna() & (closed["won"] == closed["outcome_index"])).all()
    assert set(both[both["rule"] == "open"]["status"]) <= {"UNRESOLVED"}
    assert agreement(both) == AGREEING


@pytest.fixture(scope="module")
def special(recorded_folder, catalogue) -> pd.DataFrame:
    """The flagged markets beside our label; the flag forgives what a decimal does not."""
    table = pd.read_parquet(recorded_folder / "labels" / "special_resolutions.parquet")
    table["condition_id"] = table["conditionId"].str.lower()
    table["prices"] = [[Decimal(price) for price in json.loads(text)] for text in table["outcomePrices"]]
    half = table["prices"].map(lambda prices: prices == [Decimal("0.5")] * 2)
    table.loc[(table["flags"] == "fifty_fifty") & ~half, "flags"] = "nearly fifty_fifty"
    return table.merge(catalogue, on="condition_id")


def by_rule(special: pd.DataFrame) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(special[name] for name in ("flags", "status", "provenance", "rule")), strict=True))


def test_special_resolutions_come_out_by_the_rules(special):
    assert len(special) == 570
    found = by_rule(special)
    winner = {flag: {key[1:] for key in found if key[0] == flag} for flag in set(special["flags"])}
    won = ("RESOLVED_TRUE", "RESOLVED_FALSE")
    assert winner == {
        "fifty_fifty": {("VOID", "final", "equal")},
        "nearly fifty_fifty": {("UNRESOLVED", "none", "no_clear_winner")},
        "zero_zero": {("UNRESOLVED", "none", "zero_zero")},
        "all_one": {("VOID", "final", "all_one")},
        "no_clear_winner": {("UNRESOLVED", "none", "no_clear_winner")},
        "uma_disputed": {(status, "final", "exact") for status in won},
        "uma_not_final:proposed": {(status, "inferred", "near_one_not_final") for status in won},
    }
    for row in special.itertuples():
        assert row.disputed == (row.flags == "uma_disputed")
        if pd.notna(row.outcome_index):
            assert row.prices[int(row.outcome_index)] == max(row.prices)


def test_derived_answers_are_never_independent(recorded):
    """Only what somebody else states makes a label independent."""
    sql = """
        select count(*) from outcomes
        where independent and provenance not in ('payouts', 'winner') or provenance = 'final' and independent
    """
    assert column(recorded.lake, sql) == [0]


# ---- prices


def test_prices_of_the_exchange_and_of_files_are_merged_without_repeats(recorded, recorded_folder):
    sql = "select count(*) - count(distinct hash(market_id, ts, price_kind)) from prices"
    assert column(recorded.lake, sql) == [0]
    weather = {
        (item["token_id"], point["t"])
        for item in lines(recorded_folder / "clob" / "prices_history_weather.jsonl.zst")
        for point in item["response"]["history"]
    }
    sources = {
        row["source"]: row["n"]
        for row in recorded.lake.rows("select source, count(*) as n from prices where price_kind = 'history' group by source")
    }
    assert sources["clob"] > 0
    assert sources["clob"] + sources["clob_prices_history_weather"] == len(weather) == 190_130


def test_refused_rows_are_accounted_for(recorded, recorded_folder):
    crossed = duckdb.sql(
        f"select count(*) from '{recorded_folder}/polymarket_us/quotes_2min.parquet' where bid > ask"
    ).fetchall()[0][0]
    pages = recorded_folder / "clob" / "markets_page.jsonl.zst"
    nameless = sum(not market.get("condition_id") for market in lines(pages))
    found = recorded.lake.rows("select reason, count(*) as n from refused group by reason")
    assert {row["reason"]: row["n"] for row in found} == {
        "crossed: the bid is above the ask": crossed,
        "a market of the order book needs a condition id": nameless,
        "the price is missing": 2,
        "the id is missing": 1,
    }
    assert crossed == 153


# ---- the whole


def test_no_step_is_empty(recorded):
    """Answers on open interest are derived from the catalogue and say nothing; the exchange alone has no priced answer."""
    empty = {
        run: {step["step"] for step in result.steps if step["status"] == "done" and not step["rows_out"]}
        for run, result in (("asked", recorded.asked), ("brought", recorded.brought))
    }
    unlabelled = {"scoreboard", "trust_reliability"}
    assert empty == {"asked": {"ingest_open_interest", "open_interest"} | unlabelled, "brought": {"open_interest"}}


def test_no_cutoff_uses_a_later_price_and_prior_prices_stand_at_their_cutoff(recorded):
    assert column(recorded.lake, "select count(*) from cutoffs where price_ts > cutoff_at") == [0]
    sql = """
        select c.price_status, count(*) as n, max(c.age_seconds) as age
        from prices as p
        left join cutoffs as c on c.market_id = p.market_id and c.anchor = 'close' and c.horizon = '48h'
        where p.source like 'gamma_derived_resolved_high_volume%'
        group by c.price_status order by n desc
    """
    assert [(row["price_status"], row["n"], row["age"]) for row in recorded.lake.rows(sql)] == [
        ("priced", 3_367, 0.0),
        (None, 415, None),  # the market is younger than 48 hours: the file's date for this price cannot be true
        ("none", 1, None),
    ]


@pytest.mark.parametrize(
    ("source", "horizon", "least"),
    [
        ("clob_prices_history_weather", "24h", 3_000),
        ("clob_prices_history_10min_2026_01", "24h", 140),
        ("gamma_derived_resolved_high_volume_2024_with_prior_price", "48h", 3_000),
        ("polymarket_us", "1h", 19_001),
        ("polymarket_us", "24h", 4_501),
    ],
)
def test_every_set_reaches_the_scoreboard(recorded, source, horizon, least):
    sql = f"""
        select count(*) from cutoffs as c inner join prices as p
            on p.market_id = c.market_id and p.ts = c.price_ts and p.source = '{source}'
        where c.anchor = 'close' and c.horizon = '{horizon}' and c.p_yes is not null and c.resolved_yes is not null
    """
    (n,) = column(recorded.lake, sql)
    assert n >= least


def test_the_scoreboard_counts_what_the_cutoffs_hold(recorded):
    sql = """
        select venue, anchor, horizon, count(*) as n, count(distinct event_id) as events,
            avg((p_yes - resolved_yes) ** 2) as brier
        from cutoffs
        where horizon <> 'daily' and market_type = 'binary' and p_yes is not null and resolved_yes is not null
        group by all
    """
    expected = {(r["venue"], r["anchor"], r["horizon"]): r for r in recorded.lake.rows(sql)}
    totals = scoreboard.read(recorded.lake, category="all", liquidity_bucket="all", ends="all", weighting="market").rows
    shown = {(r["venue"], r["anchor"], r["horizon"]): r for r in totals if r["venue"] != "all"}
    assert set(shown) == set(expected)
    for key, row in shown.items():
        assert (row["n"], row["n_events"]) == (expected[key]["n"], expected[key]["events"])
        assert row["brier"] is None or row["brier"] == pytest.approx(expected[key]["brier"])
    assert shown["polymarket_us", "close", "1h"]["n"] > 19_000
    assert shown["polymarket_us", "close", "24h"]["n"] > 4_500
    weather = scoreboard.read(recorded.lake, venue="polymarket", category="weather", horizon="24h", anchor="close").rows
    assert min(row["n"] for row in weather if row["liquidity_bucket"] == "all") > 3_000


# ---- the page


def test_the_results_page_says_what_the_lake_says(recorded, both, special, tmp_path_factory):
    fresh = tmp_path_factory.getbasetemp() / "results.md"
    fresh.write_text(
        page(recorded.lake, recorded.brought.as_of, agreement(both), still_open(both), by_rule(special)), encoding="utf-8"
    )
    kept = Path(__file__).parents[2] / "docs" / "results.md"
    assert kept.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), f"write it anew: cp {fresh} {kept}"

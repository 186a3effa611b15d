"""Grids, targets, outcomes and siblings of histories against slow readings of their definitions."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.forecasts.histories import (
    Origins,
    coded,
    covariates,
    from_rows,
    locate,
    named_end,
    outcomes,
    sibling_scales,
    targets,
)

NAN = float("nan")
ORIGIN = 1_700_006_400


def table(*rows, **more):
    """Rows (market, ts after ORIGIN, p)."""
    market, ts, p = zip(*rows, strict=True)
    return {"market_id": np.array(market), "ts": ORIGIN + np.array(ts), "p": np.array(p, float)} | more


def grid(histories, k=0):
    return histories.prices[histories.start[k] : histories.start[k + 1]]


@st.composite
def tables(draw, markets=3):
    """Rows of several markets in any order: off the grid, twice the same time, without a price."""
    step = draw(st.sampled_from([60, 300, 3600]))
    row = st.tuples(
        st.sampled_from([f"m{k}" for k in range(markets)]),
        st.integers(0, 30).map(lambda k: k * step) | st.integers(0, 30 * step),
        st.integers(0, 100).map(lambda tick: tick / 100) | st.just(NAN),
    )
    found = draw(st.lists(row, min_size=1, max_size=40))
    return table(*found, step_s=np.full(len(found), step))


def slow_grid(rows, name, step):
    """Price and spread of each step, own or carried, by a walk through the rows in the order of time, ties as they stand."""
    mine = sorted((int(ts), at) for at, ts in enumerate(rows["ts"]) if rows["market_id"][at] == name)
    first, last = mine[0][0], mine[-1][0]
    ends = np.arange(first, last + 2 * step, step)
    ends = ends[: int(np.ceil((last - first) / step)) + 2]  # one more than the last row needs
    own = []
    for end in ends:
        inside = [rows["p"][at] for ts, at in mine if end - step < ts <= end and np.isfinite(rows["p"][at])]
        own.append(inside[-1] if inside else NAN)
    found = [price if np.isfinite(price) or k == 0 else own[k - 1] for k, price in enumerate(own)]
    return first, np.array(found), np.isfinite(own)


@settings(max_examples=150)
@given(tables())
def test_the_grid_is_the_last_price_of_each_step_carried_once(rows):
    histories = from_rows(rows)
    assert histories.market_ids.tolist() == sorted(set(rows["market_id"].tolist()))
    for k, name in enumerate(histories.market_ids):
        first, prices, own = slow_grid(rows, name, rows["step_s"][0])
        assert histories.first_ts[k] == first
        np.testing.assert_array_equal(grid(histories, k), prices)
        np.testing.assert_array_equal(histories.own[histories.start[k] : histories.start[k + 1]], own)


@settings(max_examples=100)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(rows, random):
    _, first = np.unique([f"{m} {t}" for m, t in zip(rows["market_id"], rows["ts"], strict=True)], return_index=True)
    once = {name: column[np.sort(first)] for name, column in rows.items()}  # of two rows of one moment the later one counts
    order = list(range(len(first)))
    random.shuffle(order)
    one, two = from_rows(once), from_rows({name: column[order] for name, column in once.items()})
    for name in ("market_ids", "start", "first_ts", "step_s", "end_ts", "event", "prices", "spread", "own"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


@settings(max_examples=100)
@given(tables(), st.integers(0, 30))
def test_what_comes_later_changes_no_step_before(rows, steps):
    """Later rows are deleted, or say something else: every step up to the moment stays, carried ones too."""
    full, step = from_rows(rows), rows["step_s"][0]
    moment = ORIGIN + steps * int(step)
    kept = rows["ts"] <= moment
    if not kept.any():
        return
    deleted = from_rows({name: column[kept] for name, column in rows.items()})
    other = from_rows(rows | {"p": np.where(kept, rows["p"], 0.123)})
    for k, name in enumerate(full.market_ids):
        ts = full.first_ts[k] + step * np.arange(len(grid(full, k)))
        np.testing.assert_array_equal(grid(other, k)[ts <= moment], grid(full, k)[ts <= moment])
        if name in deleted.market_ids:
            part = grid(deleted, int(np.flatnonzero(deleted.market_ids == name)[0]))
            whole = grid(full, k)[ts <= moment]
            common = min(len(part), len(whole))
            np.testing.assert_array_equal(part[:common], whole[:common])
            assert np.isnan(whole[common:]).all()


def test_a_price_is_stamped_with_the_end_of_its_step():
    # at 301 s it is not known at 300 s: the row belongs to the step that ends at 600 s
    found = from_rows(table(("a", 0, 0.5), ("a", 301, 0.6), ("a", 900, 0.7), step_s=np.full(3, 300)))
    np.testing.assert_array_equal(grid(found), [0.5, 0.5, 0.6, 0.7, 0.7])
    assert found.own.tolist() == [True, False, True, True, False]


def test_the_later_of_two_rows_of_one_moment_counts_and_a_missing_price_is_none():
    rows = table(("a", 0, 0.5), ("a", 300, 0.6), ("a", 300, 0.7), ("a", 300, NAN), ("a", 600, NAN), step_s=np.full(5, 300))
    np.testing.assert_array_equal(grid(from_rows(rows)), [0.5, 0.7, 0.7, NAN])


def test_each_source_has_its_own_step():
    rows = table(
        *[("fast", 300 * k, 0.5) for k in range(6)], *[("slow", 3600 * k, 0.5) for k in range(4)], ("slow2", 0, 0.5),
        source=np.array(["live"] * 6 + ["hourly"] * 5),
    )  # fmt: skip
    assert from_rows(rows).step_s.tolist() == [300, 3600, 3600]  # one row says nothing: its source does
    del rows["source"]
    assert from_rows(rows).step_s.tolist() == [300, 300, 300]  # the most frequent distance of the table
    rows["step_s"] = np.array([600] * 6 + [60] * 5)
    assert from_rows(rows).step_s.tolist() == [600, 60, 60]


def test_spreads_belong_to_the_row_that_gave_the_price():
    rows = table(("a", 0, 0.5), ("a", 250, 0.6), ("a", 300, NAN), ("a", 900, 0.4), step_s=np.full(4, 300),
                 spread=np.array([0.01, 0.02, 0.09, NAN]))  # fmt: skip
    np.testing.assert_array_equal(from_rows(rows).spread, [0.01, 0.02, NAN, NAN, NAN])


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"p": np.array([0.5, 1.2])}, "p of history row 1 must be a price from 0 to 1"),
        ({"p": np.array([-0.1, 0.5])}, "p of history row 0"),
        ({"ts": np.array([NAN, 300.0])}, "ts of history row 0"),
        ({"step_s": np.array([300, 0])}, "step_s of history row 1"),
        ({"market_id": np.array(["a", None], object)}, "market_id of row 1"),
    ],
)
def test_a_row_that_cannot_be_is_named(change, said):
    with pytest.raises(InputError, match=said):
        from_rows(table(("a", 0, 0.5), ("a", 300, 0.6)) | change)


@pytest.mark.parametrize("column", ["market_id", "ts", "p"])
def test_a_missing_column_is_named(column):
    rows = table(("a", 0, 0.5))
    del rows[column]
    with pytest.raises(InputError, match=f"column {column}"):
        from_rows(rows)


def test_an_origin_off_the_grid_is_named():
    histories = from_rows(table(("a", 0, 0.5), ("a", 600, 0.6), ("b", 0, 0.5), step_s=np.full(3, 300)))
    found = locate(histories, np.array(["a", "a", "b"]), ORIGIN + np.array([0, 600, 0]))
    assert (found.market.tolist(), found.at.tolist()) == ([0, 0, 1], [0, 2, 4])
    with pytest.raises(InputError, match="market_id of origin row 1"):
        locate(histories, np.array(["a", "c"]), ORIGIN + np.zeros(2, int))
    for late in (-300, 1200):
        with pytest.raises(InputError, match="ts of origin row 1"):
            locate(histories, np.array(["a", "a"]), ORIGIN + np.array([0, late]))


def test_markets_may_be_numbers_and_events_may_be_unknown():
    rows = table((7, 0, 0.5), (10, 0, 0.5), (8, 0, 0.5), (9, 0, 0.5), event_id=np.array(["e", None, "e", None], object))
    found = from_rows(rows)
    assert found.market_ids.tolist() == ["10", "7", "8", "9"]
    ten, seven, eight, nine = found.event.tolist()
    assert seven == eight
    assert len({ten, seven, nine}) == 3  # a market that names no event is its own
    assert coded(np.array(["b", "a", "b"]))[1].tolist() == [1, 0, 1]


# ---------------------------------------------------------------- targets and outcomes


@settings(max_examples=80)
@given(tables(), st.integers(1, 5))
def test_targets_are_the_grid_after_the_horizon(rows, ahead):
    histories, step = from_rows(rows), int(rows["step_s"][0])
    for k in range(len(histories.market_ids)):
        prices = grid(histories, k)
        at = np.arange(len(prices))
        origins = Origins(np.full(len(at), k), histories.start[k] + at, histories.first_ts[k] + at * step)
        expected = [prices[j] if j < len(prices) else NAN for j in at + ahead]
        np.testing.assert_array_equal(targets(histories, origins, np.full(len(at), ahead * step)), expected)


@settings(max_examples=80)
@given(tables(), st.integers(1, 5), st.integers(0, 40))
def test_an_outcome_does_not_depend_on_what_comes_after_it_was_known(rows, ahead, steps):
    """Outcomes known by a moment, and which they are, are the same where everything after the moment is deleted."""
    step = int(rows["step_s"][0])
    moment = ORIGIN + steps * step
    kept = rows["ts"] <= moment
    if not kept.any():
        return
    one, two = from_rows(rows), from_rows({name: column[kept] for name, column in rows.items()})
    found = []
    for histories in (one, two):
        market = np.repeat(np.arange(len(histories.market_ids)), np.diff(histories.start))
        at = np.arange(len(market))
        ts = histories.first_ts[market] + (at - histories.start[market]) * step
        y, known_at = outcomes(histories, Origins(market, at, ts), np.full(len(at), ahead * step))
        known = np.isfinite(y) & (known_at <= moment)
        assert (known_at[known] >= ts[known] + ahead * step).all()
        names = histories.market_ids[market[known]].tolist()
        found.append(dict(zip(zip(names, ts[known].tolist(), strict=True), y[known].tolist(), strict=True)))
    assert found[0] == found[1]


def test_the_price_after_the_last_row_is_no_outcome():
    histories = from_rows(table(("a", 0, 0.5), ("a", 300, 0.6), ("a", 900, 0.7), step_s=np.full(3, 300)))
    origins = locate(histories, np.array(["a"] * 4), ORIGIN + 300 * np.arange(4))
    y, known_at = outcomes(histories, origins, np.full(4, 300))
    np.testing.assert_array_equal(y, [0.6, 0.6, 0.7, NAN])  # 600 s was carried, and the market went on
    assert (known_at[:3] - ORIGIN).tolist() == [300, 900, 900]


# ---------------------------------------------------------------- siblings and ends


def volatility(prices, step_s):
    """Root of the hourly variance, half-life an hour, relative, at the last price."""
    changes = np.diff(prices)
    weights = 0.5 ** (np.arange(len(changes))[::-1] * step_s / 3600)
    there = np.isfinite(changes)
    p = np.clip(prices[-1], 0.0025, 0.9975)
    variance = (weights * changes**2)[there].sum() / weights[there].sum() * 3600 / step_s
    return np.sqrt(variance / (p * (1 - p)))


def walk(rng, n):
    return np.round(np.clip(0.5 + np.cumsum(rng.choice([-0.02, 0, 0.02], n)), 0.02, 0.98), 2)


def siblings(n=24, **changed):
    rng = np.random.default_rng(3)
    paths = {name: walk(rng, n) for name in "abc"} | changed
    market = np.concatenate([np.repeat(name, len(path)) for name, path in paths.items()])
    ts = np.concatenate([300 * np.arange(len(path)) for path in paths.values()])
    event = np.where(np.isin(market, ["a", "b"]), "e", "f")
    rows = {"market_id": market, "ts": ORIGIN + ts, "p": np.concatenate(list(paths.values())), "event_id": event}
    return from_rows(rows | {"step_s": np.full(len(ts), 300)}), paths


def of(histories, name, steps):
    return sibling_scales(histories, locate(histories, np.array([name] * len(steps)), ORIGIN + 300 * np.asarray(steps)))


def test_a_sibling_is_another_market_of_the_event_up_to_the_origin():
    histories, paths = siblings()
    for step in (1, 5, 23):
        assert of(histories, "a", [step])[0] == pytest.approx(volatility(paths["b"][: step + 1], 300))
    assert np.isnan(of(histories, "c", [10])).all()  # alone in its event
    assert np.isnan(of(histories, "a", [0])).all()  # no change yet


def test_neither_the_market_itself_nor_a_later_price_counts():
    histories, paths = siblings()
    before = of(histories, "a", [12])
    louder = paths["a"].copy()
    louder[::2] = 0.1
    assert of(siblings(a=louder)[0], "a", [12]) == before
    later = paths["b"].copy()
    later[13:] = 0.02
    assert of(siblings(b=later)[0], "a", [12]) == before
    assert of(siblings(b=paths["b"][:13])[0], "a", [12]) == before  # nor whether there is one
    later[12] = 0.02
    assert of(siblings(b=later)[0], "a", [12]) != before


def test_a_sibling_that_fell_silent_counts_for_an_hour():
    _, paths = siblings()
    short, _ = siblings(b=paths["b"][:10])  # last row at step 9, carried to step 10
    carried = volatility(np.r_[paths["b"][:10], paths["b"][9]], 300)
    assert of(short, "a", [21])[0] == pytest.approx(carried)  # eleven steps old
    assert np.isnan(of(short, "a", [22]))[0]  # an hour old


def test_covariates_of_origins():
    rows = table(("a-2026-01-30", 0, 0.5), ("b", 0, 0.5), end_ts=np.array([-1, ORIGIN + 7200]), spread=np.array([0.02, NAN]))
    histories = from_rows(rows)
    found = covariates(histories, locate(histories, histories.market_ids, np.full(2, ORIGIN)))
    end = dt.datetime(2026, 1, 31, tzinfo=ZoneInfo("America/New_York")).timestamp()
    # midnight in New York is 05:00 UTC in winter and 04:00 in summer; the summer's is used all year
    np.testing.assert_allclose(found.hours_to_end, [(end - 3600 - ORIGIN) / 3600, 2.0])
    np.testing.assert_array_equal(found.spread, [0.02, NAN])
    assert found.origin_ts.tolist() == [ORIGIN, ORIGIN]


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("nba-mem-nop-2026-01-30-points", dt.datetime(2026, 1, 31, 4, tzinfo=dt.UTC)),
        ("2026-12-31", dt.datetime(2027, 1, 1, 4, tzinfo=dt.UTC)),
        ("x-2026-02-30", None), ("x-2026-13-01", None), ("x-2026-01-301", None), ("will-it-rain", None), ("", None),
    ],
)  # fmt: skip
def test_an_end_stated_in_the_name(name, end):
    assert named_end(name) == (int(end.timestamp()) if end else -1)

"""Which origins are learned from, how much they count, and that judged events and late outcomes are left out."""

import zlib
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credence.forecasts.cells import HORIZONS_S, HOURLY, PRICES, QUOTED
from credence.forecasts.histories import from_rows, targets
from credence.forecasts.samples import (
    CAP,
    NO_QUOTE,
    TRAIN_EIGHTHS,
    TrainingSet,
    capped,
    cells,
    coarsened,
    eighth,
    features_of,
    frames,
    gather,
    hourly_origins,
)
from credence.forecasts.scale_design import AT

from .made_histories import DAY, START, rows, training_set

MIN_INCREMENTS = 12


def slow_origins(given, step_s):
    """(market, ts) by the definition: a price of the step's own, 12 known changes within the past, the market's own minute."""
    found = []
    for name in sorted(set(given["market_id"].tolist())):
        mine = {int(ts): p for m, ts, p in zip(given["market_id"], given["ts"], given["p"], strict=True) if m == name}
        first, last = min(mine), max(mine)
        ends = range(first, last + 1, step_s)
        price = {}
        for end in ends:
            own = mine.get(end, np.nan)
            price[end] = own if np.isfinite(own) else mine.get(end - step_s, np.nan)  # carried one step
        per_hour, past = max(1, 3600 // step_s), 86400 if step_s < 3600 else 3 * 86400
        for number, end in enumerate(ends):
            changes = sum(
                np.isfinite(price[then] - price[then - step_s])
                for then in range(max(first + step_s, end - past + step_s), end + 1, step_s)
            )
            minute = (first // step_s + number) % per_hour == zlib.crc32(name.encode()) % per_hour
            if np.isfinite(mine.get(end, np.nan)) and changes >= MIN_INCREMENTS and minute:
                found.append((name, end))
    return found


@pytest.mark.parametrize(("step_s", "days", "gaps"), [(300, 1.6, 0.3), (600, 1.6, 0.6), (3600, 6, 0.4), (7200, 8, 0.1)])
def test_origins_are_those_of_the_definition(step_s, days, gaps):
    given = rows(events=3, per_event=2, days=days, step_s=step_s, gaps=gaps)
    histories = from_rows(given | {"step_s": np.full(len(given["ts"]), step_s)})
    origins = hourly_origins(histories)
    found = list(zip(histories.market_ids[origins.market].tolist(), origins.ts.tolist(), strict=True))
    assert found == slow_origins(given, step_s)
    assert len(found) > 20
    at = histories.start[origins.market] + (origins.ts - histories.first_ts[origins.market]) // step_s
    np.testing.assert_array_equal(origins.at, at)


def test_a_coarser_grid_is_what_coarser_rows_would_make():
    given = rows(events=4, per_event=2, days=1.2, gaps=0.7)
    fine = from_rows(given | {"step_s": np.full(len(given["ts"]), 300)})
    hour = -(-given["ts"] // 3600) * 3600
    key = np.array([f"{m}{t}" for m, t in zip(given["market_id"], hour, strict=True)])
    last = np.r_[key[1:] != key[:-1], True]
    coarse = {name: column[last] for name, column in (given | {"ts": hour}).items()}
    expected, found = from_rows(coarse | {"step_s": np.full(last.sum(), 3600)}), coarsened(fine, 3600)
    np.testing.assert_array_equal(found.first_ts, expected.first_ts)
    assert set(found.step_s.tolist()) == {3600}
    for k in range(len(fine.market_ids)):
        for name in ("prices", "own"):
            one, two = (getattr(h, name)[h.start[k] : h.start[k + 1]] for h in (found, expected))
            np.testing.assert_array_equal(one[: len(two)], two, err_msg=name)
            assert not np.nan_to_num(one[len(two) :]).any()  # past the end of the history


@given(st.lists(st.integers(0, 5), min_size=1, max_size=200), st.integers(1, 60))
def test_an_event_counts_for_its_first_rows_only(event, cap):
    weight = capped(np.array(event), cap)
    for name, count in Counter(event).items():
        mine = weight[np.array(event) == name]
        assert mine.sum() == pytest.approx(min(count, cap))
        assert (mine == mine[0]).all()


def test_no_rows_have_no_weights():
    assert capped(np.zeros(0, int)).shape == (0,)


def test_an_event_is_of_one_eighth_by_its_name_alone():
    names = np.array([f"event{k % 700}" for k in range(2000)])
    found = eighth(names)
    of_name = {name: set(found[names == name].tolist()) for name in set(names.tolist())}
    assert all(len(parts) == 1 for parts in of_name.values())
    np.testing.assert_array_equal(eighth(names[::-1]), found[::-1])
    assert eighth(np.array(["a"]))[0] == zlib.crc32(b"a") % 8
    share = Counter(found.tolist())
    assert set(share) == set(range(8))
    assert max(share.values()) < 2 * min(share.values())


@pytest.fixture(scope="module")
def small():
    return training_set("small", 1.5, events=24, per_event=2, days=2.2)


def same(one, two):
    for name in ("features", "p", "y", "weight"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


def test_events_kept_for_judging_are_in_no_sample(small):
    """Their prices are replaced by noise: nothing that is learned from changes."""
    judged = eighth(small.event_names) >= TRAIN_EIGHTHS
    assert 0 < judged.sum() < len(judged)
    np.testing.assert_array_equal(small.trains(), ~judged)
    market = np.repeat(np.arange(len(judged)), np.diff(small.histories.start))
    noise = np.random.default_rng(0).random(len(market))
    noisy = np.where(judged[market] & np.isfinite(small.histories.prices), noise, small.histories.prices)
    other = replace(small, histories=replace(small.histories, prices=noisy))
    for kind, horizon in ((QUOTED, 3600), (PRICES, 600), (HOURLY, 3600)):
        one, two = (gather(list(frames([which])), kind, horizon, tuple(range(TRAIN_EIGHTHS))) for which in (small, other))
        assert len(one.p) > 100
        same(one, two)
        kept = gather(list(frames([small])), kind, horizon, (6, 7))
        assert not set(map(bytes, kept.features)) & set(map(bytes, one.features)) or kind == HOURLY


def test_outcomes_after_the_end_of_training_are_in_no_sample(small):
    """Prices from `until` on are replaced by noise."""
    histories = small.histories
    market = np.repeat(np.arange(len(histories.market_ids)), np.diff(histories.start))
    ts = histories.first_ts[market] + (np.arange(len(market)) - histories.start[market]) * histories.step_s[market]
    late = (ts >= small.until) & np.isfinite(histories.prices)
    assert late.sum() > 1000
    noisy = np.where(late, np.random.default_rng(0).random(len(market)), histories.prices)
    other = replace(small, histories=replace(histories, prices=noisy))
    for kind, horizon in ((QUOTED, 300), (QUOTED, 21600), (PRICES, 1800)):
        one, two = (gather(list(frames([which])), kind, horizon, tuple(range(8))) for which in (small, other))
        assert len(one.p) > 100
        same(one, two)


def test_a_sample_is_what_it_says(small):
    pairs = list(frames([small]))
    for kind, horizon in ((QUOTED, 900), (PRICES, 600), (HOURLY, 21600)):
        sample = gather(pairs, kind, horizon, (0, 1, 2))
        assert np.isfinite(sample.y).all()
        assert (np.minimum(sample.p, 1 - sample.p) >= 0.005).all()
        assert (sample.features[:, AT["near"]] == np.minimum(sample.p, 1 - sample.p).astype(np.float32)).all()
        quoted = np.isfinite(sample.features[:, AT["spread"]])
        assert quoted.all() if kind == QUOTED else kind == HOURLY or not quoted.any()
    whole = gather([pair for pair in pairs if pair[1].kind == QUOTED][:1], QUOTED, 900, tuple(range(8)))
    frame = pairs[0][0]
    y = targets(frame.histories, frame.origins, np.full(len(frame.origins.at), 900))
    event = frame.event[np.isfinite(y) & (frame.origins.ts + 900 < small.until) & np.isfinite(frame.features[:, AT["spread"]])]
    assert whole.weight.sum() <= sum(min(CAP, count) for count in Counter(event.tolist()).values()) + 1e-9


def test_blanked_parts_know_less(small):
    """Series without quotes learn from quoted ones whose quotes were taken away: all parts have the same prices."""
    for frame, part in frames([small]):
        sample = gather([(frame, part)], part.kind, HORIZONS_S[part.kind][-2 if part.kind == HOURLY else 1], (0, 1, 2, 3))
        for name in part.blank:
            assert np.isnan(sample.features[:, AT[name]]).all()
        if part.kind == PRICES:
            assert set(NO_QUOTE) <= set(part.blank)


def test_price_only_sets_have_no_quoted_rows():
    only = training_set("x", 2, events=6, per_event=1, days=2, step_s=600, quoted=False)
    assert {part.kind for _, part in frames([only])} == {PRICES, HOURLY}
    hourly = training_set("h", 5, events=6, per_event=1, days=6, step_s=3600, quoted=False)
    assert {part.kind for _, part in frames([hourly])} == {HOURLY}


def test_a_horizon_that_is_no_number_of_steps_is_left_out():
    only = training_set("x", 2, events=6, per_event=1, days=2, step_s=600, quoted=False)
    uneven = TrainingSet(only.name, replace(only.histories, step_s=np.full(6, 420)), only.event_names, START + 2 * DAY)
    frame, part = next(pair for pair in frames([uneven]) if pair[1].kind == PRICES)
    assert not len(gather([(frame, part)], PRICES, 600, tuple(range(8))).p)
    assert len(gather([(frame, part)], PRICES, 21600 // 420 * 420 or 0, tuple(range(8))).p)


def test_features_of_origins_are_the_same_whatever_else_is_asked():
    histories = from_rows(rows(events=3, days=1))
    origins = hourly_origins(histories)
    some = type(origins)(*(getattr(origins, name)[::3] for name in ("market", "at", "ts")))
    np.testing.assert_array_equal(features_of(histories, some), features_of(histories, origins)[::3])


def test_cells_are_all_kinds_and_horizons():
    assert cells() == [(kind, horizon) for kind in (QUOTED, PRICES, HOURLY) for horizon in HORIZONS_S[kind]]

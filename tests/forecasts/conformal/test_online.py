"""Each market's own correction: delay, the atom of no change, independence of order."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from credence.errors import InputError
from credence.forecasts.conformal import Issued, Tracker, misses, rate_of, uniforms, walk, widened

HOUR, STEP = 3600, 300


def chain(rng, n=200, *, horizon=HOUR, step=STEP, chain_id=0, still=0.6, share_missing=0.1):
    """Bands of one market whose prices often stay, and what came of them; half of the masses are a little wrong."""
    ts = 1_700_000_100 + np.cumsum(rng.integers(1, 3, n)) * step
    centre = np.round(rng.uniform(0, 1, n), 2)
    width = rng.uniform(0.0, 0.1, (2, n))
    outcome = np.where(rng.random(n) < still, centre, np.clip(np.round(centre + rng.normal(0, 0.06, n), 2), 0, 1))
    outcome[rng.random(n) < share_missing] = np.nan
    unchanged = np.clip(still + rng.normal(0, 0.1, n), 0, 1)
    below = (1 - unchanged) * rng.random(n)
    below[rng.random(n) < 0.05] = np.nan
    lo, hi = np.clip(centre - width[0], 0, 1), np.clip(centre + width[1], 0, 1)
    uniform = uniforms(1, np.full(n, chain_id), ts, horizon)
    return Issued(ts, np.full(n, horizon), lo, hi, centre, below, unchanged, uniform), outcome


def joined(parts):
    issued = Issued(*(np.concatenate(columns) for columns in zip(*(part[0] for part in parts), strict=True)))
    offsets = np.cumsum([0, *(len(part[1]) for part in parts)])
    return offsets, issued, np.concatenate([part[1] for part in parts])


def plain_miss(row, y, lo, hi, alpha=0.1):
    if abs(y - row.centre) < 1e-6:
        pit = row.below + row.uniform * row.unchanged
        return float(pit < alpha), float(pit > 1 - alpha)
    return float(y < lo - 1e-6), float(y > hi + 1e-6)


def plain_theta(issued, outcome, at, now, rate, excluded, limit=1.5):
    """The definition: from nothing, all rows that have fallen due by `now`, each with the band in force at its origin."""
    theta = [0.0, 0.0]
    for j in range(at):
        row = Issued(*(column[j] for column in issued))
        if row.origin_ts + row.horizon_s > now or excluded[j] or math.isnan(outcome[j] + row.below):
            continue
        then = plain_theta(issued, outcome, j, row.origin_ts, rate, excluded, limit)
        lo = max(row.centre - (row.centre - row.lo) * math.exp(then[0]), 0) if row.lo > 0 else 0
        hi = min(row.centre + (row.hi - row.centre) * math.exp(then[1]), 1) if row.hi < 1 else 1
        for side, error in enumerate(plain_miss(row, outcome[j], lo, hi)):
            theta[side] = min(max(theta[side] + rate * (error - 0.1), -limit), limit)
    return theta


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_walk_equals_the_definition(seed):
    rng = np.random.default_rng(seed)
    issued, outcome = chain(rng, 16, horizon=900)
    excluded = rng.random(16) < 0.2
    rate = 0.4
    until = int(issued.origin_ts[-1]) + 600
    found = walk([0, 16], issued, outcome, until, rate=rate, excluded=excluded)
    for i in range(16):
        wanted = plain_theta(issued, outcome, i, issued.origin_ts[i], rate, excluded)
        assert found.in_force[i] == pytest.approx(wanted, abs=1e-12)
    assert found.theta[0] == pytest.approx(plain_theta(issued, outcome, 16, until, rate, excluded), abs=1e-12)
    assert (found.used + found.unused + found.waiting).tolist() == [16]
    assert found.waiting[0] == (issued.origin_ts + 900 > until).sum()


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_a_service_that_steps_gets_what_the_walk_gets(seed):
    rng = np.random.default_rng(seed)
    issued, outcome = chain(rng, 60)
    whole = walk([0, 60], issued, outcome, int(issued.origin_ts[-1]))
    tracker, published, waiting = Tracker.start(1), [], 0
    for i, now in enumerate(issued.origin_ts):
        due = [j for j in range(waiting, i) if issued.origin_ts[j] + HOUR <= now]
        if due:
            rows = Issued(*(np.array([published[j][k] for j in due]) for k in range(8)))
            tracker.update(rows, outcome[due], int(now), series=np.zeros(len(due), int))
            waiting = due[-1] + 1
        assert tracker.theta[0] == pytest.approx(whole.in_force[i], abs=1e-12)
        lo, hi = widened(issued.lo[i : i + 1], issued.hi[i : i + 1], issued.centre[i : i + 1], tracker.theta)
        row = [column[i] for column in issued]
        published.append((*row[:2], lo[0], hi[0], *row[4:]))
    assert tracker.updates.tolist() == whole.used.tolist()


def test_chains_do_not_touch_each_other():
    rng = np.random.default_rng(3)
    parts = [chain(rng, n, horizon=h, chain_id=k) for k, (n, h) in enumerate([(90, 3600), (1, 900), (0, 900), (150, 21600)])]
    until = 1_800_000_000
    offsets, issued, outcome = joined(parts)
    together = walk(offsets, issued, outcome, until)
    for c, (own, y) in enumerate(parts):
        alone = walk([0, len(y)], own, y, until)
        assert np.array_equal(alone.in_force, together.in_force[offsets[c] : offsets[c + 1]])
        assert np.array_equal(alone.theta[0], together.theta[c])
        assert alone.used[0] == together.used[c]
    backwards = joined(parts[::-1])
    assert np.array_equal(walk(backwards[0], *backwards[1:], until).theta[::-1], together.theta)


# ---------------------------------------------------------------- nothing looks ahead


def looked_ahead(walker, issued, outcome, rng):
    """How many origins see their theta change when every outcome that was still to come is replaced."""
    before, changed = walker(issued, outcome), 0
    for at in rng.integers(1, len(outcome), 25):
        now = issued.origin_ts[at]
        later = issued.origin_ts + issued.horizon_s > now
        assert later.any()
        other = np.where(later, rng.choice([0.0, 1.0, np.nan], len(outcome)), outcome)
        seen = issued.origin_ts <= now
        changed += int((walker(issued, other)[seen] != before[seen]).any(axis=1).sum())
    return changed


def test_what_is_still_to_come_changes_nothing():
    rng = np.random.default_rng(9)
    issued, outcome = chain(rng, 400, still=0.2)
    until = int(issued.origin_ts[-1])
    assert looked_ahead(lambda rows, y: walk([0, 400], rows, y, until).in_force, issued, outcome, rng) == 0

    def leak(rows, y):  # planted: outcomes are learned one second after the origin
        return walk([0, 400], rows._replace(horizon_s=np.ones(400, int)), y, until).in_force

    assert looked_ahead(leak, issued, outcome, rng) > 100


def test_an_outcome_is_used_from_the_second_its_horizon_has_passed():
    row = Issued(*(np.array([value]) for value in (1000, 3600, 0.4, 0.6, 0.5, 0.1, 0.8, 0.5)))
    tracker = Tracker.start(1)
    assert tracker.update(row, [0.0], 4599) == (0, 0, 1)
    assert tracker.theta.tolist() == [[0.0, 0.0]]
    assert tracker.update(row, [0.0], 4600) == (1, 0, 0)
    assert tracker.theta[0] == pytest.approx([0.05 * 0.9, -0.05 * 0.1])  # missed below, held above


# ---------------------------------------------------------------- what teaches and what does not


@pytest.mark.parametrize("column", ["lo", "hi", "centre", "below", "unchanged", "outcome", "excluded"])
def test_a_row_with_a_hole_teaches_nothing_and_is_counted(column):
    row = Issued(*(np.array([value]) for value in (0, 60, 0.4, 0.6, 0.5, 0.1, 0.8, 0.5)))
    outcome, excluded = 0.0, False
    if column == "outcome":
        outcome = np.nan
    elif column == "excluded":
        excluded = True
    else:
        row = row._replace(**{column: np.array([np.nan])})
    tracker = Tracker.start(1)
    assert tracker.update(row, [outcome], 100, excluded=[excluded]) == (0, 1, 0)
    found = walk([0, 1], row, [outcome], 100, excluded=[excluded])
    assert not tracker.theta.any()
    assert not found.theta.any()
    assert found.unused.tolist() == [1]


def test_an_outcome_of_zero_teaches():
    row = Issued(*(np.array([value]) for value in (0, 60, 0.0, 0.6, 0.5, 0.1, 0.8, 0.5)))
    assert Tracker.start(1).update(row, [0.0], 60) == (1, 0, 0)
    found = misses([0.0, 0.0], [0.5, 0.0], [0.01, 0.0], [0.6, 0.2], [0.1, 0.3], [0.8, 0.5], [0.5, 0.5])
    assert found.tolist() == [[1, 0], [0, 0]]


@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5),
)  # fmt: skip
def test_a_widened_band_is_a_band(a, b, centre, below, above):
    lo, hi = min(a, centre), max(b, centre)
    low, high = widened([lo], [hi], [centre], [[below, above]])
    assert 0 <= low[0] <= centre <= high[0] <= 1
    if lo > 1e-6:
        assert centre - low[0] == pytest.approx(min((centre - lo) * math.exp(below), centre), abs=1e-12)


def test_an_edge_that_was_cut_at_0_or_1_does_not_come_inwards():
    low, high = widened([0.0, 0.1, 0.0], [1.0, 0.9, 1.0], [0.3, 0.3, 0.3], [[-1.0, -1.0], [-1.0, -1.0], [1.0, 1.0]])
    assert low.tolist() == [0.0, pytest.approx(0.3 - 0.2 / math.e), 0.0]
    assert high.tolist() == [1.0, pytest.approx(0.3 + 0.6 / math.e), 1.0]


def test_an_edge_on_the_wrong_side_stays():
    low, high = widened([0.6, np.nan], [0.7, 0.5], [0.5, 0.5], [[1.0, 0.0]] * 2)
    assert low[0] == 0.6
    assert high[0] == 0.7
    assert np.isnan([low[1], high[1]]).all()


@given(st.integers(0, 1000), st.floats(0.01, 3))
def test_theta_stays_in_its_limits(seed, rate):
    issued, outcome = chain(np.random.default_rng(seed), 80, still=0.1)
    found = walk([0, 80], issued, outcome, 2_000_000_000, rate=rate)
    assert (np.abs(found.in_force) <= 1.5).all()
    assert (np.abs(found.theta) <= 1.5).all()


def test_overlapping_horizons_share_a_rate():
    assert rate_of([300, 3600, 86400], 300, 0.06) == pytest.approx([0.06, 0.005, 0.06 / 288])
    assert rate_of([60], 300, 0.06).tolist() == [0.06]


# ---------------------------------------------------------------- what it is for


def market(rng, n, draw, band, masses, horizon=STEP):
    """n origins at price .5: outcomes .5 + draw, one band, one pair of masses (below, unchanged)."""
    ts = np.arange(n) * STEP
    lo, hi = np.full(n, 0.5 - band[0]), np.full(n, 0.5 + band[1])
    below, unchanged = np.full(n, masses[0]), np.full(n, masses[1])
    uniform = uniforms(4, np.zeros(n, int), ts, horizon)
    issued = Issued(ts, np.full(n, horizon), lo, hi, np.full(n, 0.5), below, unchanged, uniform)
    return issued, 0.5 + draw(rng, n)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_band_of_the_wrong_width_is_mended(factor):
    rng = np.random.default_rng(6)
    n = 20_000
    issued, outcome = market(rng, n, lambda r, k: r.normal(0, 0.02, k), (0.0256 * factor, 0.0256 * factor), (0.5, 0.0), HOUR)
    found = walk([0, n], issued, outcome, n * STEP + HOUR, rate=0.02)
    settled = found.in_force[2000:]
    assert settled.mean(axis=0) == pytest.approx([-math.log(factor)] * 2, abs=0.05)
    lo, hi = widened(issued.lo, issued.hi, issued.centre, found.in_force)
    error = misses(outcome, issued.centre, lo, hi, issued.below, issued.unchanged, issued.uniform)[2000:]
    # theta moved by rate x sum(miss - alpha), so the sum is bounded by its range and what is still waiting
    assert np.abs(error.mean(axis=0) - 0.1).max() <= (2 * 1.5 / 0.02 + 12) / len(error)
    assert np.abs(error.mean(axis=0) - 0.1).max() < 0.01


def jumps_of(down, up, tick=0.01):
    return lambda rng, n: rng.choice([-tick, 0.0, tick], n, p=[down, 1 - down - up, up])


def closed_walk(issued, outcome, rate):
    """The same correction fed with plain misses of the closed band."""
    theta, path = np.zeros(2), []
    for j, y in enumerate(outcome):
        path.append(theta.copy())
        lo = 0.5 - (0.5 - issued.lo[j]) * math.exp(theta[0])
        hi = 0.5 + (issued.hi[j] - 0.5) * math.exp(theta[1])
        error = np.array([y < lo - 1e-6, y > hi + 1e-6], float)
        theta = np.clip(theta + rate * (error - 0.1), -1.5, 1.5)
    return np.array(path)


@pytest.mark.parametrize(("down", "up"), [(0.05, 0.25), (0.07, 0.07), (0.01, 0.29)])
def test_a_quiet_market_keeps_its_width_and_loses_it_without_the_randomised_atom(down, up):
    # 70 % (or 86 %) unchanged, fewer than 10 % below: the true 10 % quantile is the last price itself, and moves are one cent.
    # The lower edge lies half a cent off. Misses below: `down` + unchanged x (.1 - down) / unchanged = .1 by the randomised PIT,
    # but only `down` < .1 by the closed band, whatever its width: theta falls by rate (.1 - down) each time, down to its limit.
    rng = np.random.default_rng(11)
    n, rate = 6000, 0.02
    issued, outcome = market(rng, n, jumps_of(down, up), (0.005, 0.02), (down, 1 - down - up))
    kept = walk([0, n], issued, outcome, n * STEP, rate=rate).in_force[:, 0]
    lost = closed_walk(issued, outcome, rate)[:, 0]
    expected = -rate * (0.1 - down) * 500  # after 500 outcomes, and the noise of 500 draws
    assert lost[500] == pytest.approx(max(expected, -1.5), abs=4 * rate * math.sqrt(500 * down * (1 - down)))
    assert lost[-1] < -1.3
    # with err of mean alpha whatever the width, theta is a walk without drift: mean 0, sd rate sqrt(n alpha (1 - alpha))
    assert abs(kept[500]) < 4 * rate * math.sqrt(500 * 0.09)


def test_misses_by_randomised_pit_have_the_promised_rate_at_any_share_of_unchanged_prices():
    rng, n = np.random.default_rng(12), 40_000
    for down, up in ((0.05, 0.25), (0.07, 0.07), (0.01, 0.01), (0.15, 0.15), (0.4, 0.05)):
        # the exact quantiles of the law: the last price where the atom holds the level, else a cent away
        band = (0.0 if down < 0.1 else 0.01, 0.0 if up < 0.1 else 0.01)
        issued, outcome = market(rng, n, jumps_of(down, up), band, (down, 1 - down - up))
        error = misses(outcome, *issued[4:5], issued.lo, issued.hi, issued.below, issued.unchanged, issued.uniform)
        for side, mass in enumerate((down, up)):
            # an edge on a second atom (a cent away) is closed: it misses less
            expected = 0.1 if mass < 0.1 else 0.0
            assert binom.ppf(1e-5, n, expected) <= error[:, side].sum() <= binom.ppf(1 - 1e-5, n, expected)


@pytest.mark.parametrize(
    "call",
    [
        lambda rows, y: walk([0, 3], rows, y, 10**10),
        lambda rows, y: walk([1, 4], rows, y, 10**10),
        lambda rows, y: walk([0, 4], rows, y, int(rows.origin_ts[0])),
        lambda rows, y: walk([0, 4], rows._replace(origin_ts=rows.origin_ts[::-1]), y, 10**10),
        lambda rows, y: walk([0, 4], rows._replace(horizon_s=rows.horizon_s * 0), y, 10**10),
        lambda rows, y: walk([0, 4], rows, y[:3], 10**10),
        lambda rows, y: walk([0, 4], rows, y, 10**10, theta=[[0.0]]),
        lambda rows, y: walk([0, 4], rows, y, 10**10, rate=-1),
        lambda rows, y: walk([0, 4], rows, y, 10**10, excluded=[True]),
        lambda rows, y: Tracker.start(3).update(rows, y, 10**10),
        lambda rows, y: Tracker.start(9).update(rows._replace(lo=rows.lo[:2]), y, 10**10),
        lambda rows, y: Tracker.start(9).update(rows, y, 10**10, series=[0, 1, 2, 9]),
        lambda rows, y: widened(rows.lo, rows.hi, rows.centre, [[0.0, 0.0]]),
        lambda rows, y: rate_of(300, 0),
    ],
)
def test_nonsense_is_refused(call):
    issued, outcome = chain(np.random.default_rng(0), 4)
    with pytest.raises(InputError, match="must be"):
        call(issued, outcome)

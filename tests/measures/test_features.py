"""Features of a path against a slow reference that looks at every row's whole past, in two passes."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credence.errors import InputError
from credence.measures.features import BUCKETS, DAY, HOUR, NO_END, base_features, returns
from credence.measures.movement import JUMP_LEAST, JUMP_NEEDS, JUMP_TIMES, movement

NAN = float("nan")
LIMITS = {"rtol": 1e-9, "atol": 0.0}
money = st.one_of(st.just(NAN), st.sampled_from([0.0, 9_999.99, 10_000.0, 99_999.0, 100_000.0]), st.floats(0.01, 1e9))
ticks = st.sampled_from([1000, 10**6]).flatmap(lambda ticks: st.integers(0, ticks).map(lambda tick: tick / ticks))
price = st.one_of(st.just(NAN), ticks)


@st.composite
def paths(draw):
    """(market, ts, p, volume, interest, end, spread) of up to three markets; equal times and long gaps occur."""
    rows = []
    for code in draw(st.lists(st.integers(0, 5), max_size=3, unique=True).map(sorted)):
        t = draw(st.integers(0, 10**9))
        for _ in range(draw(st.integers(1, 25))):
            t += draw(st.sampled_from([0, 1, HOUR // 6, HOUR, HOUR + 1, 5 * HOUR, DAY, 8 * DAY]))
            end = draw(st.one_of(st.just(NO_END), st.integers(0, 10**12)))
            rows.append((code, t, draw(price), draw(money), draw(money), end, draw(st.one_of(st.just(NAN), st.floats(0, 1)))))
    columns = [np.array(values) for values in zip(*rows, strict=True)] if rows else [np.array([])] * 7
    return [*(c.astype(np.int64) for c in columns[:2]), *columns[2:5], columns[5].astype(np.int64), columns[6]]


def pasts(market, ts, p):
    """For each row: rows of its market up to it, and the changes among them as (time, change, price before)."""
    for i in range(len(market)):
        own = [j for j in range(i + 1) if market[j] == market[i]]
        priced = [j for j in own if not np.isnan(p[j])]
        yield i, own, [(ts[k], round((p[k] - p[j]) * 1e12) / 1e12, p[j]) for j, k in itertools.pairwise(priced)]


def slow_base(market, ts, p, volume, interest, end):
    rows = []
    for i, own, changes in pasts(market, ts, p):
        t = ts[i]
        moved = not np.isnan(p[i]) and changes
        inside = np.array([d for at, d, _ in changes if at > t - DAY])
        vol = NAN
        if len(inside) >= 2:
            vol = 0.0 if np.ptp(inside) == 0 else np.sqrt(((inside - inside.mean()) ** 2).sum() / (len(inside) - 1))
        velocity = shift = NAN
        traded = [j for j in own if not np.isnan(volume[j])]
        if traded and t - ts[traded[-1]] <= DAY:
            before = [volume[j] for j in traded[:-1] if ts[j] > ts[traded[-1]] - 7 * DAY]
            velocity = volume[traded[-1]] / np.mean(before) if before and np.mean(before) > 0 else NAN
        held = [j for j in own if not np.isnan(interest[j])]
        if held and t - ts[held[-1]] <= DAY:
            old = [j for j in held if ts[j] <= ts[held[-1]] - HOUR]
            if old and ts[held[-1]] - ts[old[-1]] <= 3 * HOUR and interest[old[-1]] > 0:
                shift = interest[held[-1]] / interest[old[-1]] - 1
        most = max((volume[traded[-1]] if traded else -1), (interest[held[-1]] if held else -1))
        bucket = "UNKNOWN" if most < 0 else "LOW" if most < 10_000 else "MID" if most < 100_000 else "HIGH"
        ends = [end[j] for j in own if end[j] != NO_END]
        change = changes[-1][1] if moved else NAN
        simple = p[i] / changes[-1][2] - 1 if moved and changes[-1][2] > 0 else NAN
        rows.append((change, simple, vol, velocity, shift, (ends[-1] - t) / 1e6 if ends else NAN, BUCKETS.index(bucket)))
    return np.array(rows, float).reshape(-1, 7).T


@settings(max_examples=150, deadline=None)
@given(paths())
def test_the_base_features_equal_a_two_pass_reference(rows):
    found = base_features(*rows[:6])
    expected = slow_base(*rows[:6])
    for name, ours, slow in zip(found._fields, found, expected, strict=True):
        shift = name in ("simple_return", "oi_change")  # a ratio less 1: its digits are those of the ratio
        np.testing.assert_allclose(ours.astype(float) + shift, slow + shift, err_msg=name, **LIMITS)
        assert ((slow == 0) == (ours == 0)).all(), name


def slow_movement(market, ts, p, spread):
    rows, leaps = [], {}
    for i, own, changes in pasts(market, ts, p):
        t = ts[i]
        windows = [[k for k, (at, _, _) in enumerate(changes) if at > t - span] for span in (HOUR, 6 * HOUR, DAY)]
        squares = [sum(changes[k][1] ** 2 for k in inside) if inside else NAN for inside in windows]
        day = windows[2]
        priced = [j for j in own if not np.isnan(p[j])]
        newest = p[priced[-1]] if priced else NAN
        excess = zero = jump = NAN
        if day:
            start = changes[day[0]][2]
            excess = squares[2] - (start * (1 - start) - newest * (1 - newest))
            zero = np.mean([changes[k][1] == 0 for k in day])
        if not np.isnan(p[i]) and changes:
            last = len(changes) - 1
            before = [k for k in range(last) if changes[k][0] > t - DAY]
            if len(before) >= JUMP_NEEDS:
                usual = np.pi / 2 * np.mean([abs(changes[k][1] * changes[k - 1][1]) if k else 0 for k in before])
                jump = float(abs(changes[last][1]) >= JUMP_LEAST and changes[last][1] ** 2 > JUMP_TIMES**2 * usual)
                leaps[market[i], last] = jump
        shown = [j for j in own if not np.isnan(spread[j])]
        gap = spread[shown[-1]] if shown and t - ts[shown[-1]] <= DAY else NAN
        age = (t - ts[priced[-1]]) / 1e6 if priced else NAN
        count = sum(leaps.get((market[i], k), 0) for k in day)
        rows.append((newest, *squares, excess, zero, jump, gap, age, len(day), count))
    return np.array(rows, float).reshape(-1, 11).T


NAMES = ("price", "variance_short", "variance_middle", "variance_long", "excess_movement", "zero_share", "jump", "spread",
         "staleness", "changes", "jumps")  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(paths())
def test_the_other_features_equal_a_slow_reference(rows):
    found = movement(rows[0], rows[1], rows[2], rows[6])
    for name, slow in zip(NAMES, slow_movement(rows[0], rows[1], rows[2], rows[6]), strict=True):
        np.testing.assert_allclose(getattr(found, name).astype(float), slow, err_msg=name, rtol=1e-9, atol=1e-12)


def test_log_odds_of_a_step_worked_by_hand():
    # log(.6/.4) - log(.5/.5) = .405465; from 0 to .5: log(.5/.5) - log(.0005/.9995) = 7.600402
    change, simple, logit = returns([0.6, 0.5], [0.5, 0.0])
    assert change.tolist() == [0.1, 0.5]
    assert (simple[0], np.isnan(simple[1])) == (pytest.approx(0.2), True)
    assert logit.tolist() == pytest.approx([0.405465, 7.600402], abs=1e-6)
    assert movement([0, 0], [0, 1], [0.5, 0.6], [NAN, NAN]).logit_return[1] == pytest.approx(0.405465, abs=1e-6)


def test_a_steady_trend_has_no_variance_after_any_history():
    """Ten wild steps, then 5,000 of .0001: once the wild ones have left the window the deviation is exactly 0."""
    wild = np.array([0.1, 0.9] * 5)
    p = np.concatenate([wild, np.round(0.2 + 0.0001 * np.arange(5000), 4)])
    ts = np.arange(len(p)) * (HOUR // 6)
    vol = base_features(np.zeros(len(p), int), ts, p, *[np.full(len(p), NAN)] * 2, np.full(len(p), NO_END)).vol
    assert vol[12] > 0.1
    assert (vol[10 + 1 + 144 :] == 0).all()


def test_a_jump_is_seen_and_is_not_its_own_yardstick():
    p = np.concatenate([np.tile([0.500, 0.501], 20), [0.80], np.tile([0.800, 0.801], 5)])
    found = movement(np.zeros(len(p), int), np.arange(len(p)) * HOUR // 6, p, np.full(len(p), NAN))
    assert np.flatnonzero(found.jump == 1).tolist() == [40]
    assert np.isnan(found.jump[: JUMP_NEEDS + 1]).all()
    assert (found.jumps[40:] == 1).all()
    assert found.jumps_short[40:].tolist() == [1] * 6 + [0] * 5


def test_excess_movement_of_a_martingale_is_zero_on_average():
    """A price that goes to .4 or .6 and on to 0 or 1, by its own chances: what it moves is what becomes certain."""
    rng = np.random.default_rng(3)
    n = 20_000
    middle = np.where(rng.random(n) < 0.5, 0.4, 0.6)
    p = np.column_stack([np.full(n, 0.5), middle, (rng.random(n) < middle).astype(float)]).ravel()
    excess = movement(np.repeat(np.arange(n), 3), np.tile([0, HOUR, 2 * HOUR], n), p, np.full(3 * n, NAN)).excess_movement[2::3]
    assert abs(excess.mean()) < 4 * excess.std() / np.sqrt(n)
    bounced = movement([0] * 4, np.arange(4), [0.5, 0.52, 0.5, 0.52], [NAN] * 4).excess_movement[3]
    assert bounced == pytest.approx(3 * 0.02**2 - (0.25 - 0.52 * 0.48))  # bounce moves and settles nothing


def test_no_row_depends_on_a_later_one():
    rng = np.random.default_rng(5)
    n = 400
    rows = [np.repeat([0, 1], n // 2), np.tile(np.sort(rng.integers(0, 3 * DAY, n // 2)), 2), np.round(rng.random(n), 3),
            rng.random(n) * 1e5, rng.random(n) * 1e5, rng.integers(0, DAY, n)]  # fmt: skip
    full, half = base_features(*rows), base_features(*(column[: n // 3] for column in rows))
    for ours, cut in zip(full, half, strict=True):
        np.testing.assert_array_equal(ours[: n // 3], cut)


GOOD = ([0, 0], [0, 1], [0.5, 0.5], [1.0, 1.0], [1.0, 1.0], [5, 5])


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [(0, [1, 0], "market"), (0, [0.0, 0.5], "market"), (1, [1, 0], "ts"), (1, [1], "ts"), (2, [0.5, 1.1], "p_yes"),
     (2, [np.inf, 0.5], "p_yes"), (2, [0.5], "p_yes"), (3, [1.0, -1.0], "volume_24h"), (4, [np.inf, 1.0], "open_interest"),
     (5, [5], "end_at")],
)  # fmt: skip
def test_nonsense_is_refused(place, value, field):
    with pytest.raises(InputError) as caught:
        base_features(*GOOD[:place], value, *GOOD[place + 1 :])
    assert caught.value.name == field


def test_movement_refuses_nonsense():
    for bad in (([1, 0], [0, 1], [0.5, 0.5], [NAN, NAN]), ([0, 0], [0, 1], [0.5, 0.5], [NAN, 2.0]), ([0], [0], [1.5], [NAN])):
        with pytest.raises(InputError):
            movement(*bad)
    with pytest.raises(InputError, match="window"):
        movement([0], [0], [0.5], [NAN], windows=(HOUR, DAY, 1))


def test_no_rows_give_no_rows():
    empty = np.array([])
    assert base_features(empty, empty, empty, empty, empty, empty).vol.shape == (0,)
    assert movement(empty, empty, empty, empty).price.shape == (0,)

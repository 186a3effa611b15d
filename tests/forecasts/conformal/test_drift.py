"""Drift triggers: silent in calm, loud after a shift."""

import numpy as np
import pytest
from scipy.stats import beta, binom, binomtest, norm

from credence.errors import InputError
from credence.forecasts.conformal import Recent, base, may_refit, triggers
from credence.forecasts.conformal.drift import binomial_interval, wealth

STEP, HORIZON, OVERLAP = 300, 3600, 12
MISS = norm.ppf(0.1)
BOTH_SIDES = {(kind, side) for kind in ("coverage", "evidence") for side in ("below", "above")}


def overlapping(rng, shape):
    """Normal numbers along the last axis, each the sum of 12 steps: what changes over an hour look like every five minutes."""
    noise = np.cumsum(rng.normal(size=(*shape[:-1], shape[-1] + OVERLAP)), axis=-1)
    return (noise[..., OVERLAP:] - noise[..., :-OVERLAP])[..., : shape[-1]] / np.sqrt(OVERLAP)


def rows(rng, events=60, markets=3, origins=120, *, scale=1.0, still=0.6, width=0.05):
    """Markets of one event share most of each change; bands miss 10 % on each side where `scale` is 1."""
    shared, own = overlapping(rng, (events, 1, origins)), overlapping(rng, (events, markets, origins))
    z = (0.7 * shared + np.sqrt(1 - 0.49) * own).ravel() * scale
    n = len(z)
    miss = np.column_stack([z < MISS, z > -MISS]).astype(float)
    event = np.repeat(np.arange(events), markets * origins)
    ts = np.tile(1_700_000_000 // STEP * STEP + np.arange(origins) * STEP, events * markets)
    level = np.repeat(rng.lognormal(0, 0.3, events), markets * origins)
    change = np.where(rng.random(n) < still, 0.0, 0.05 * level * z)
    return Recent(ts, np.full(n, HORIZON), event, miss, width * level, change)


def one(recent):
    return np.zeros(len(recent.width), int)


def kinds(fired):
    return {(found.kind, found.side) for found in fired}


def test_calm_is_silent_at_the_promised_rate():
    looks, counts = 100, {}
    for seed in range(looks):
        rng = np.random.default_rng(seed)
        known, recent = rows(rng, markets=2, origins=72), rows(rng, markets=2, origins=72)
        for key in kinds(triggers(recent, one(recent), base(known, one(known)), STEP)):
            counts[key] = counts.get(key, 0) + 1
    most = binom.ppf(1 - 1e-3, looks, 0.01)  # each test may err in 1 % of the looks
    assert all(count <= most for count in counts.values()), counts
    assert sum(counts.values()) <= binom.ppf(1 - 1e-3, 7 * looks, 0.01)


@pytest.mark.parametrize(
    ("shift", "kind"),
    [
        ({"scale": 1.5}, BOTH_SIDES | {("change", "")}),
        ({"scale": 0.5}, BOTH_SIDES | {("change", "")}),
        ({"width": 0.08}, {("width", "")}),
        ({"still": 0.8}, {("unchanged", ""), ("change", "")}),
        ({"still": 0.4}, {("unchanged", ""), ("change", "")}),
    ],
)
def test_a_shift_fires_what_belongs_to_it_with_its_figures(shift, kind):
    rng = np.random.default_rng(1)
    known, recent = rows(rng, events=150), rows(rng, events=150, origins=900, **shift)
    fired = triggers(recent, one(recent), base(known, one(known)), STEP)
    assert kinds(fired) == kind
    for found in fired:
        if found.kind == "evidence":
            assert found.high >= 100
        else:
            assert found.low <= found.value <= found.high
            assert not found.low <= found.expected <= found.high
        assert found.rows == len(recent.width)


def test_segments_are_judged_apart():
    rng = np.random.default_rng(2)
    calm, wild = rows(rng, events=100, origins=480), rows(rng, events=100, origins=480, scale=1.8)
    both = Recent(*(np.concatenate(columns) for columns in zip(calm, wild, strict=True)))
    segment = np.array(["calm"] * len(calm.width) + ["wild"] * len(wild.width))
    fired = triggers(both, segment, {}, STEP)
    assert {found.segment for found in fired} == {"wild"}
    assert kinds(fired) == BOTH_SIDES  # widths and shares have nothing to be compared with


def test_few_events_are_no_ground_for_an_interval():
    rng = np.random.default_rng(3)
    known, recent = rows(rng, events=100), rows(rng, events=12, scale=2.0, still=0.0, width=0.2)
    assert {found.kind for found in triggers(recent, one(recent), base(known, one(known)), STEP)} <= {"evidence"}


# ---------------------------------------------------------------- evidence that may be looked at every day


def alarms(runs, horizon, scale=1.0, seed=0, origins=1000):
    """How many of the runs ever reach 100; horizons of 12 steps, whatever `horizon` claims."""
    rng, ts, found = np.random.default_rng(seed), np.arange(origins) * STEP, 0
    for z in overlapping(rng, (runs, origins)) * scale:
        found += wealth(ts, horizon, (z < MISS).astype(float), 0.1, STEP)[1] > 100
    return found


def test_false_alarms_of_the_evidence_are_at_most_one_in_a_hundred():
    assert alarms(700, HORIZON) <= binom.ppf(1 - 1e-3, 700, 0.01)


def test_bets_on_overlapping_horizons_would_cry_wolf():
    # planted: every origin one after the other, as if outcomes of twelve steps were independent
    assert alarms(150, STEP) > binom.ppf(1 - 1e-3, 150, 0.01)


def test_evidence_is_found():
    assert alarms(60, HORIZON, scale=2.5, origins=1200) > 30


def test_off_the_grid_a_batch_waits_one_step_longer():
    rng = np.random.default_rng(4)
    ts = np.arange(600) * STEP
    miss = (rng.random(600) < 0.4).astype(float)
    on = wealth(ts, HORIZON, miss, 0.1, STEP)
    assert on != wealth(ts + 7, HORIZON, miss, 0.1, STEP)  # 13 sequences, not 12
    assert on == wealth(ts[::-1], HORIZON, miss[::-1], 0.1, STEP)
    # one sequence by hand: with a horizon of one step there is but one, and the wealth is that of the monitor
    from credence.measures.monitor import evidence

    alone = evidence(np.arange(600), np.full(600, 0.1), miss).wealth
    assert wealth(ts, STEP, miss, 0.1, STEP) == pytest.approx((alone[-1], alone.max()))


def test_the_average_is_over_all_sequences_seen_or_not():
    # one origin per hour: one of twelve sequences bets, the others keep their 1
    ts, miss = np.arange(80) * HORIZON, np.ones(80)
    alone = wealth(ts, HORIZON, miss, 0.1, HORIZON)[0]
    assert wealth(ts, HORIZON, miss, 0.1, STEP)[0] == pytest.approx(1 + (alone - 1) / 12)


def test_interval_equals_the_exact_one_of_scipy():
    for hits, n in ((0, 30), (3, 30), (30, 30), (17, 200)):
        low, high = binomial_interval(hits / n, n, 0.99)
        interval = binomtest(hits, n).proportion_ci(0.99, method="exact")
        assert (low, high) == pytest.approx((interval.low, interval.high), abs=1e-9)
    assert binomial_interval(0.1, 50.5)[0] == pytest.approx(beta.ppf(0.005, 5.05, 46.45))


def test_a_refit_waits_for_its_cooldown():
    assert may_refit(10, None)
    assert not may_refit(1000 + 86_399, 1000)
    assert may_refit(1000 + 86_400, 1000)
    assert may_refit(1000 + 60, 1000, cooldown_s=60)


def test_nonsense_is_refused():
    recent = rows(np.random.default_rng(0), events=3, origins=5)
    for broken in (
        recent._replace(miss=recent.miss * 0.5),
        recent._replace(width=np.full(len(recent.width), np.nan)),
        recent._replace(change=recent.change[:-1]),
    ):
        with pytest.raises(InputError, match="must be"):
            triggers(broken, one(recent), {}, STEP)
    with pytest.raises(InputError, match="must be"):
        triggers(recent, one(recent), {}, 0)

"""Bands in the order of time: nothing looks ahead, what is asked changes nothing, days are learned as a slow reading says."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from credence.errors import InputError
from credence.forecasts import bulk, fitted_models, glm
from credence.forecasts.bulk import DAY_S, Asked, bands
from credence.forecasts.cells import HORIZONS_S, HOURLY, PRICES, QUOTED
from credence.forecasts.histories import Origins, from_rows, locate, targets
from credence.forecasts.origin_features import boundary_scale
from credence.forecasts.refit import EVENT_ROWS, PRIOR_ROWS, Refit
from credence.forecasts.samples import Sample, features_of, hourly_origins
from credence.forecasts.scale_design import AT
from credence.forecasts.shape import counted

from .made_histories import START, rows

NAN = float("nan")
THREE = (0.1, 0.5, 0.9)
HORIZONS = (300, 3600, 21600)
DAYS = 3.6
methods = pytest.mark.parametrize("name", ["har", "fhs", "learned"])
calibrations = pytest.mark.parametrize("calibration", ["raw", "conformal"])


def world(seed=0, **more):
    """Rows of 24 markets in 12 events over some days, with gaps, on one step."""
    given = rows(events=12, per_event=2, days=DAYS, seed=seed, gaps=0.04, **more)
    return given | {"step_s": np.full(len(given["ts"]), 300)}


def asked_of(histories, since=0, until=None, every=1):
    """Every hourly origin between two moments, at all horizons; (market name, ts, horizon) of each row beside it."""
    origins = hourly_origins(histories)
    keep = (origins.ts >= since) & (origins.ts <= (until if until is not None else 2**62))
    kept = np.flatnonzero(keep)[::every]
    n, k = len(kept), len(HORIZONS)
    columns = [np.repeat(getattr(origins, name)[kept], k) for name in ("market", "at", "ts")]
    return Asked(Origins(*columns), np.tile(HORIZONS, n))


def keyed(histories, asked, answer):
    """The answer by (market, ts, horizon)."""
    names = histories.market_ids[asked.origins.market].tolist()
    keys = zip(names, asked.origins.ts.tolist(), asked.horizon_s.tolist(), strict=True)
    parts = np.column_stack([answer.values, answer.below, answer.unchanged, answer.theta])
    return dict(zip(keys, parts, strict=True))


def answered(given, until=None, name="har", calibration="conformal", every=1, **more):
    histories = from_rows(given)
    asked = asked_of(histories, until=until, every=every)
    return keyed(histories, asked, bands(histories, asked, fitted_models.loaded(name), THREE, calibration=calibration, **more))


def same(one, two, keys=None):
    keys = list(one.keys() & two.keys()) if keys is None else keys
    assert keys
    np.testing.assert_array_equal(np.array([one[key] for key in keys]), np.array([two[key] for key in keys]))


def scrambled(given, moment, seed=5):
    """After the moment: other prices, spreads and ends, half of the rows gone, markets cut off, new ones, rows at new times."""
    rng = np.random.default_rng(seed)
    late = given["ts"] > moment
    out = {name: column.copy() for name, column in given.items()}
    out["p"][late] = np.round(rng.random(late.sum()), 2)
    out["spread"][late] = rng.choice([NAN, 0.01, 0.1], late.sum())
    out["ts"][late] += rng.integers(0, 200, late.sum())
    gone = late & ((rng.random(len(late)) < 0.5) | np.isin(out["market_id"], ["m003-0", "m005-1"]))
    out = {name: column[~gone] for name, column in out.items()}
    new = {name: column[:200].copy() for name, column in given.items()}
    new["market_id"] = np.repeat("a-new-market", 200)
    new["ts"] = moment + 300 * np.arange(1, 201)
    return {name: np.concatenate([out[name], new[name]]) for name in out}


@calibrations
@methods
def test_nothing_after_an_origin_changes_its_band(name, calibration):
    given = world()
    whole = answered(given, name=name, calibration=calibration)
    # a moment of its own in the second day, a midnight, and just before one
    for moment in (START + int(1.7 * DAY_S), START + 2 * DAY_S, START + 3 * DAY_S - 300):
        other = answered(scrambled(given, moment), until=moment, name=name, calibration=calibration)
        early = [key for key in whole if key[1] <= moment]
        assert set(early) == set(other)
        same(whole, other, early)


def test_the_scramble_does_change_what_comes_later():
    given, moment = world(), START + 2 * DAY_S
    whole, other = answered(given), answered(scrambled(given, moment))
    later = [key for key in whole.keys() & other.keys() if key[1] > moment + DAY_S]
    changed = np.mean([not np.array_equal(whole[key], other[key]) for key in later])
    assert changed > 0.9


def test_a_planted_leak_is_found(monkeypatch):
    """Outcomes of the day itself, though due later than the origin, are used: the scramble must turn red."""
    given, moment = world(), START + int(1.7 * DAY_S)
    learn = bulk._Lesson.learn
    monkeypatch.setattr(bulk._Lesson, "learn", lambda lesson, refit, day: learn(lesson, refit, day + 1))
    whole, other = answered(given), answered(scrambled(given, moment), until=moment)
    early = [key for key in whole if key[1] <= moment]
    with pytest.raises(AssertionError):
        same(whole, other, early)


def test_a_planted_leak_of_the_own_correction_is_found(monkeypatch):
    """An outcome that counts before its horizon has passed."""
    given, moment = world(), START + int(1.7 * DAY_S)
    walk = bulk.walk

    def early_walk(offsets, issued, outcome, until, **more):
        return walk(offsets, issued._replace(horizon_s=np.full(len(issued.horizon_s), 1)), outcome, until, **more)

    monkeypatch.setattr(bulk, "walk", early_walk)
    whole, other = answered(given), answered(scrambled(given, moment), until=moment)
    with pytest.raises(AssertionError):
        same(whole, other, [key for key in whole if key[1] <= moment])


# ---------------------------------------------------------------- what is asked changes nothing


@calibrations
def test_fewer_origins_have_the_same_bands(calibration):
    given = world()
    whole = answered(given, calibration=calibration)
    few = answered(given, calibration=calibration, every=17)
    assert 10 < len(few) < len(whole) / 10
    same(whole, few, list(few))


def test_origins_that_teach_nothing_change_nothing():
    """Asked at every step of some markets, carried ones and the first ones too: on days when nobody else is asked as well."""
    given = world()
    quiet = (given["ts"] < START + 1.2 * DAY_S) | (given["ts"] > START + 2.6 * DAY_S)  # a day and more without a row
    late = np.isin(given["market_id"], ["m000-0", "m001-1"])
    given = {name: column[quiet | late] for name, column in given.items()}
    histories = from_rows(given)
    few = asked_of(histories)
    every = np.flatnonzero(np.isin(histories.market_ids, ["m000-0", "m001-1"]))
    at = np.concatenate([np.arange(histories.start[k], histories.start[k + 1]) for k in every])
    market = np.repeat(every, np.diff(histories.start)[every])
    ts = histories.first_ts[market] + 300 * (at - histories.start[market])
    joined = [np.r_[getattr(few.origins, name), more] for name, more in (("market", market), ("at", at), ("ts", ts))]
    more = Asked(Origins(*joined), np.r_[few.horizon_s, np.full(len(at), 3600)])
    one, two = (keyed(histories, asked, bands(histories, asked, fitted_models.loaded("har"), THREE)) for asked in (few, more))
    assert len(two) > len(one) + 500
    same(one, two, list(one))


@calibrations
def test_the_order_of_rows_and_of_questions_means_nothing(calibration):
    given = world()
    order = np.random.default_rng(0).permutation(len(given["ts"]))
    shuffled = {name: column[order] for name, column in given.items()}
    same(answered(given, calibration=calibration), answered(shuffled, calibration=calibration))
    histories = from_rows(given)
    asked = asked_of(histories)
    turn = np.random.default_rng(1).permutation(len(asked.horizon_s))
    turned = Asked(Origins(*(getattr(asked.origins, name)[turn] for name in ("market", "at", "ts"))), asked.horizon_s[turn])
    shipped = fitted_models.loaded("har")
    one, two = (bands(histories, which, shipped, THREE, calibration=calibration).values for which in (asked, turned))
    np.testing.assert_array_equal(one[turn], two)


def test_levels_do_not_disturb_one_another():
    histories = from_rows(world())
    asked = asked_of(histories, every=5)
    few = bands(histories, asked, fitted_models.loaded("har"), (0.05, 0.5))
    many = bands(histories, asked, fitted_models.loaded("har"), (0.01, 0.05, 0.3, 0.5, 0.7, 0.99))
    np.testing.assert_array_equal(few.values, many.values[:, [1, 3]])
    assert (np.diff(many.values, axis=1) >= -1e-12).all()
    assert ((many.values >= 0) & (many.values <= 1)).all()


def test_families_are_refitted_apart():
    """What one family does is nothing to the other; in one family it is."""
    given, other = world(seed=1, prefix="a"), world(seed=2, prefix="b")
    louder = other | {"p": np.round(np.random.default_rng(0).random(len(other["p"])), 2)}
    both = [{name: np.concatenate([given[name], part[name]]) for name in given} for part in (other, louder)]
    found = []
    for apart in (True, False):
        pair = []
        for joined in both:
            histories = from_rows(joined)
            families = np.array([name[0] for name in histories.market_ids]) if apart else None
            pair.append(answered(joined, families=families))
        mine = [key for key in pair[0] if key[0].startswith("a")]
        found.append(all(np.array_equal(pair[0][key], pair[1][key]) for key in mine))
    assert found == [True, False]
    alone = answered(given)
    apart = answered(both[0], families=np.array(["a"] * 24 + ["b"] * 24))
    same(alone, apart, list(alone))


def test_raw_is_the_model_as_it_is():
    """At each origin what the forecaster says of features of single precision; no correction."""
    histories = from_rows(world())
    asked = asked_of(histories, every=7)
    found = bands(histories, asked, fitted_models.loaded("har"), THREE, calibration="raw")
    assert (found.theta == 0).all()
    features, p = features_of(histories, asked.origins), histories.prices[asked.origins.at]
    for k, horizon in enumerate(HORIZONS):
        one = fitted_models.Har().bands(features[k::3], p[k::3], 300, [horizon], THREE)
        np.testing.assert_allclose(found.values[k::3], one.values[:, 0], atol=1e-12)
        np.testing.assert_allclose(found.unchanged[k::3], one.masses[:, 0, 1], atol=1e-12)


def test_another_calibration_is_refused():
    histories = from_rows(world())
    with pytest.raises(InputError, match="calibration must be raw or conformal"):
        bands(histories, asked_of(histories), fitted_models.loaded("har"), THREE, calibration="fine")


# ---------------------------------------------------------------- learning, read slowly


def slow_bands(histories, name, horizon):
    """The refitted bands of an hour ahead without the markets' own corrections, in plain loops over the days."""
    refit = Refit(fitted_models.loaded(name))
    origins = hourly_origins(histories)
    features, p = features_of(histories, origins), histories.prices[origins.at]
    out = np.full((len(p), 3), NAN)
    quoted = np.isfinite(features[:, AT["spread"]])
    lessons = []
    for kind, of_kind in ((QUOTED, quoted), (PRICES, ~quoted)):
        for ahead in HORIZONS_S[kind]:
            y = targets(histories, origins, np.full(len(p), ahead))
            end = origins.at + ahead // 300
            for row in np.flatnonzero(of_kind & np.isfinite(y) & (np.minimum(p, 1 - p) >= 0.005)):
                later = np.flatnonzero(histories.own[end[row] : histories.start[origins.market[row] + 1]])
                if len(later):  # a carried price counts once the next one has come
                    lessons.append((origins.ts[row] + ahead + 300 * later[0], (kind, ahead), row, y[row]))
    seen: dict = {}
    first, last = origins.ts.min() // DAY_S, origins.ts.max() // DAY_S
    for day in range(first, last + 1):
        for cell in {lesson[1] for lesson in lessons}:
            new = sorted(lesson[2:] for lesson in lessons if lesson[1] == cell and (day - 1) * DAY_S < lesson[0] <= day * DAY_S)
            if not new:
                continue
            at, y = np.array([row for row, _ in new]), np.array([value for _, value in new])
            for row in at:
                key = cell, histories.event[origins.market[row]]
                seen[key] = seen.get(key, 0) + 1
            weight = [min(1.0, EVENT_ROWS / seen[cell, histories.event[origins.market[row]]]) for row in at]
            refit.learn(cell, Sample(features[at], p[at], y, np.array(weight)))
        today = np.flatnonzero(origins.ts // DAY_S == day)
        out[today] = refit.model.bands(features[today], p[today], 300, [horizon], THREE).values[:, 0]
    return origins, out


@methods
def test_every_day_is_learned_as_a_slow_reading_says(name, monkeypatch):
    monkeypatch.setattr(bulk, "_own", lambda histories, rows, *_: np.zeros((len(rows.p), 2)))
    histories = from_rows(world())
    origins, slow = slow_bands(histories, name, 3600)
    found = bands(histories, Asked(origins, np.full(len(origins.at), 3600)), fitted_models.loaded(name), THREE)
    np.testing.assert_allclose(found.values, slow, atol=1e-12)
    raw = bands(histories, Asked(origins, np.full(len(origins.at), 3600)), fitted_models.loaded(name), THREE, calibration="raw")
    later = origins.ts >= START + 2 * DAY_S
    assert np.abs(found.values - raw.values)[later].max() > 1e-3  # and the days taught something
    np.testing.assert_array_equal(found.values[origins.ts < START + DAY_S], raw.values[origins.ts < START + DAY_S])


@pytest.mark.parametrize(("late", "learned"), [(0, True), (300, False)])
def test_an_outcome_of_midnight_is_known_at_midnight(late, learned, monkeypatch):
    """One origin whose hour ends exactly at midnight, or one step later, and a question at midnight."""
    minute_free = np.ones(1, np.int64)
    monkeypatch.setattr(bulk, "hourly_origins", lambda histories: teaching)
    midnight = START + 2 * DAY_S
    ts = np.arange(midnight - 6 * 3600, midnight + 3600, 300)
    p = np.where(np.arange(len(ts)) % 2, 0.5, 0.52)
    given = {"market_id": np.repeat("m", len(ts)), "ts": ts, "p": p, "step_s": np.full(len(ts), 300)}
    histories = from_rows(given)
    teaching = locate(histories, np.array(["m"]), midnight - 3600 + late * minute_free)
    asked = Asked(locate(histories, np.array(["m"]), np.array([midnight])), np.array([3600]))
    outcome = histories.prices[teaching.at[0] + 12]
    seen = []
    for price in (outcome, 0.9):
        prices = histories.prices.copy()
        prices[teaching.at[0] + 12] = price
        changed = replace(histories, prices=prices)
        # the origin's own features may change with it: only the question at midnight is put, from the unchanged path
        monkeypatch.setattr(bulk, "features_of", lambda _, origins: features_of(histories, origins))
        seen.append(bands(changed, asked, fitted_models.loaded("har"), (0.01, 0.99)).below)
    assert (seen[0] != seen[1]).all() == learned


def test_rows_of_an_event_count_less_as_they_become_many():
    """One day's rows of an event weigh as the event has rows so far, EVENT_ROWS in full."""
    weights = []

    class Spy:
        def learn(self, cell, sample):
            weights.append(sample.weight)

    n = 100
    nowhere = Origins(*(np.zeros(n, np.int64),) * 3)
    lesson = bulk._Lesson(
        (QUOTED, 300), bulk._Rows(nowhere, np.zeros((n, 3), np.float32), np.full(n, 0.5), np.ones(n, bool)),
        np.arange(n), np.full(n, 0.5), np.repeat([1, 2, 2, 5], 25), np.repeat([0, 1], 50), np.zeros(2, np.int64),
    )  # fmt: skip
    for day in (0, 1, 4, 9):
        lesson.learn(Spy(), day)
    assert [len(part) for part in weights] == [25, 50, 25]  # days 1, 2 and 5
    first, second = min(1, EVENT_ROWS / 25), min(1, EVENT_ROWS / 50)
    for one, two in zip(weights, ([first] * 25, [second] * 25 + [first] * 25, [second] * 25), strict=True):
        np.testing.assert_allclose(one, two)


@pytest.mark.parametrize("cell", [(QUOTED, 3600), (QUOTED, 86400)])
def test_a_refit_is_a_scoring_step_and_counts_by_the_scale_before_it(cell):
    artefact, rng, n = fitted_models.loaded("har"), np.random.default_rng(0), 400
    histories = from_rows(world())
    origins = hourly_origins(histories)
    features = features_of(histories, origins)
    features = features[np.isfinite(features[:, AT["spread"]])][:n]
    sample = Sample(features, rng.uniform(0.1, 0.9, n), rng.uniform(0, 1, n), rng.uniform(0.2, 1, n))
    refit = Refit(artefact)
    before, held, widest = refit.model.scale.coefficients[cell].copy(), refit.held[cell].copy(), boundary_scale(sample.p)
    x = refit.model.scale.full(*cell, features)
    relative = refit.model.bands(features, sample.p, 300, [cell[1]], THREE).scale[:, 0] / widest  # as it was forecast with
    refit.learn(cell, sample)
    size = np.minimum(np.abs(sample.y - sample.p) / widest, 3.0)
    after, _ = glm.updated(x, size, sample.weight * widest, before, held)
    np.testing.assert_array_equal(refit.model.scale.coefficients[cell], after)
    z = (sample.y - sample.p) / (relative * widest)
    np.testing.assert_allclose(
        refit.model.shapes[cell].counts, counted(artefact.shapes[cell], z, sample.p, relative, sample.weight), atol=1e-9
    )
    assert np.linalg.eigvalsh(held).min() > 0
    assert np.trace(held) == pytest.approx(PRIOR_ROWS * np.trace(artefact.information[cell]), rel=0.01)
    # the shipped model is untouched
    np.testing.assert_array_equal(fitted_models.loaded("har").coefficients[cell], before)
    other = (QUOTED, 300)
    np.testing.assert_array_equal(refit.model.shapes[other].counts, 0)


def test_hourly_grids_learn_in_cells_of_their_own():
    given = rows(events=10, per_event=1, days=12, step_s=3600, quoted=False)
    histories = from_rows(given | {"step_s": np.full(len(given["ts"]), 3600)})
    origins = hourly_origins(histories)
    seen = []
    refit = Refit(fitted_models.loaded("har"))
    rows_of = bulk._union(histories, origins, teaching=True)
    for lesson in bulk._due(histories, rows_of, np.arange(len(rows_of.p)), histories.step_s[origins.market]):
        if len(lesson.at):
            seen.append(lesson.cell)
            lesson.learn(refit, 10**6)
    assert seen == [(HOURLY, horizon) for horizon in HORIZONS_S[HOURLY]]
    assert all(day <= later for day, later in pairwise(lesson.day))

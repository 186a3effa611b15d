"""The default bands on recorded prices of events that were kept from training, and of later days: better than an EWMA, and true.

A third of the judged events of Polymarket US, one hour ahead. The EWMA is pandas' own, over each market's whole history.
"""

import datetime as dt
import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from credence.forecasts import bulk, fitted_models, training_sets
from credence.forecasts.bulk import Asked, bands
from credence.forecasts.histories import Histories, Ints, Origins, targets
from credence.forecasts.interface import MIN_INCREMENTS, Floats
from credence.forecasts.samples import TRAIN_EIGHTHS, eighth, features_of, hourly_origins
from credence.measures.forecast_scores import hits, mean_pinball
from credence.measures.forecast_skill import Skill, capped_weights, skill_interval

pytestmark = [pytest.mark.recorded, pytest.mark.xdist_group("recorded_bands")]

THREE = (0.1, 0.5, 0.9)
HOUR = 3600
SHARE = 3  # every third event
JUDGED_FROM = int(dt.datetime(2026, 7, 16, tzinfo=dt.UTC).timestamp())
TRAINED_UNTIL = int(dt.datetime(2026, 7, 15, tzinfo=dt.UTC).timestamp())
HEADLINE = 0.02


@dataclass(frozen=True)
class Questions:
    """Judged origins an hour ahead with an outcome: where they lie, last price, outcome, event, range of the last hour, EWMA."""

    histories: Histories
    origins: Origins
    p: Floats
    y: Floats
    event: Ints
    range_1h: Floats
    ewma: Floats


@pytest.fixture(scope="module")
def questions(recorded_folder):
    one = training_sets.recorded(recorded_folder)[0]
    histories = one.histories
    origins = hourly_origins(histories)
    first = np.full(histories.event.max() + 1, 2**62)
    np.minimum.at(first, histories.event[origins.market], origins.ts)
    unseen = (eighth(one.event_names) >= TRAIN_EIGHTHS) | (first[histories.event] >= TRAINED_UNTIL)
    unseen &= np.array([zlib.crc32(name[::-1].encode()) % SHARE == 0 for name in one.event_names])
    p, y = histories.prices[origins.at], targets(histories, origins, np.full(len(origins.at), HOUR))
    keep = unseen[origins.market] & (origins.ts >= JUDGED_FROM) & np.isfinite(y) & (np.minimum(p, 1 - p) >= HEADLINE - 1e-9)
    judged = Origins(*(getattr(origins, name)[keep] for name in ("market", "at", "ts")))
    range_1h, ewma = _read_slowly(histories, judged)
    return Questions(histories, judged, p[keep], y[keep], histories.event[judged.market], range_1h, ewma)


def _read_slowly(histories: Histories, origins: Origins) -> tuple[Floats, Floats]:
    """Range of the last hour and the EWMA band, market by market with pandas."""
    spread, low_high = np.full(len(origins.at), np.nan), np.full((len(origins.at), 3), np.nan)
    for market in np.unique(origins.market):
        rows = np.flatnonzero(origins.market == market)
        start = histories.start[market]
        path = pd.Series(histories.prices[start : histories.start[market + 1]])
        recent = path.rolling(13, min_periods=1)
        at = origins.at[rows] - start
        spread[rows] = (recent.max() - recent.min()).to_numpy()[at]
        squares = (path.diff() ** 2).dropna()
        squares.iloc[MIN_INCREMENTS - 1] = squares.iloc[:MIN_INCREMENTS].mean()
        variance = squares.iloc[MIN_INCREMENTS - 1 :].ewm(alpha=0.06, adjust=False).mean().reindex(path.index).ffill()
        half = norm.ppf(0.9) * np.sqrt(12 * variance.to_numpy()[at])
        last = path.to_numpy()[at]
        low_high[rows] = np.clip(np.stack([last - half, last, last + half], axis=1), 0, 1)
    return spread, low_high


def skill(asked: Questions, values: Floats, rows: np.ndarray | None = None) -> Skill:
    at = np.arange(len(asked.y)) if rows is None else np.flatnonzero(rows)
    losses = [mean_pinball(found[at], asked.y[at], THREE) for found in (values, asked.ewma)]
    return skill_interval(*losses, asked.event[at], 1000, np.random.default_rng(0))


def closed(asked: Questions, values: Floats, rows: np.ndarray | None = None) -> float:
    at = np.arange(len(asked.y)) if rows is None else np.flatnonzero(rows)
    return float(np.average(hits(values[at, 0], values[at, 2], asked.y[at]).closed, weights=capped_weights(asked.event[at])))


@pytest.fixture(scope="module")
def answer(questions):
    asked = Asked(questions.origins, np.full(len(questions.y), HOUR))
    return bands(questions.histories, asked, fitted_models.loaded("har"), THREE).values


def test_there_is_enough_to_judge(questions):
    assert len(np.unique(questions.event)) > 200
    assert len(questions.y) > 5000
    assert np.isfinite(questions.ewma).all()


def test_the_default_is_better_than_an_ewma(questions, answer):
    found = skill(questions, answer)
    assert found.low > 0
    assert found.value >= 0.03  # .04 is asked of all judged events; this is a third of them


def test_the_word_is_kept(questions, answer):
    assert 0.78 <= closed(questions, answer) <= 0.84


def test_the_word_is_kept_where_it_matters(questions, answer):
    moving = questions.range_1h > 0.0501
    assert moving.sum() > 300
    assert closed(questions, answer, moving) >= 0.72
    assert skill(questions, answer, moving).value >= 0.06
    assert closed(questions, questions.ewma, moving) < closed(questions, answer, moving)


def test_the_same_bands_from_the_features_of_others_are_worse(questions, answer, monkeypatch):
    """Negative control: every row gets the features of another. No skill is left, so the skill above is not the judge's."""
    rng = np.random.default_rng(0)

    def shuffled(histories, origins):
        return features_of(histories, origins)[rng.permutation(len(origins.at))]

    monkeypatch.setattr(bulk, "features_of", shuffled)
    asked = Asked(questions.origins, np.full(len(questions.y), HOUR))
    found = bands(questions.histories, asked, fitted_models.loaded("har"), THREE).values
    assert skill(questions, found).high < 0
    assert closed(questions, found, questions.range_1h > 0.0501) < 0.6


def test_no_claim_on_the_middle(questions, answer):
    np.testing.assert_allclose(answer[:, 1], questions.p, atol=1e-12)

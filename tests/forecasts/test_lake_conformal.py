"""The correction of a single answer from what a lake has learned: which fit, which market, which side."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from credence.forecasts import registry
from credence.forecasts.lake_conformal import LakeConformal
from credence.forecasts.service.service import Raw
from credence.lab.band_lake import NOW, made
from credence.lake import open_lake

FITTED_AT = datetime(2026, 5, 20, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lake")
    made(folder, 20).close()
    return open_lake(str(folder))


@pytest.fixture(scope="module")
def raw():
    model = registry.forecaster()
    steps = np.arange(1, 13)
    half = 0.02 * np.sqrt(steps)
    values = np.stack([0.5 - 2 * half, 0.5 - half, np.full(12, 0.5), 0.5 + half], axis=1)
    return Raw(
        "m000003", NOW.timestamp(), 300, (0.02, 0.1, 0.5, 0.9), values, "HAR", model.model_id, np.full(288, 0.5), None,
        model.model_version, half,
    )  # fmt: skip


def test_known_markets_have_their_own_factors(lake, raw):
    """The made lake says theta .1 below and -.1 above for every market of its own, nothing for a stranger."""
    own, stranger = (LakeConformal(lake)(replace(raw, market_id=name)) for name in ("m000003", "nobody"))
    np.testing.assert_allclose((0.5 - own[:, 1]) / (0.5 - stranger[:, 1]), np.exp(0.1), rtol=1e-9)
    np.testing.assert_allclose((own[:, 3] - 0.5) / (stranger[:, 3] - 0.5), np.exp(-0.1), rtol=1e-9)


def test_other_levels_move_in_proportion_and_the_median_stays(lake, raw):
    found = LakeConformal(lake)(raw)
    np.testing.assert_allclose(0.5 - found[:, 0], 2 * (0.5 - found[:, 1]), rtol=1e-9)
    assert (found[:, 2] == 0.5).all()
    assert (np.diff(found, axis=1) >= 0).all()
    assert not np.allclose(found[:, 1], raw.values[:, 1])


@pytest.mark.parametrize(
    "change",
    [
        {"as_of_s": FITTED_AT - 1}, {"model_version": "another"}, {"scale": None}, {"step_s": 60},
        {"levels": (0.02, 0.2, 0.5, 0.8)},
    ],
)
def test_nothing_is_said_where_nothing_was_learned(lake, raw, change):
    """A fit after the origin, of another model or for another step corrects nothing."""
    assert LakeConformal(lake)(replace(raw, **change)) is None


def test_a_lake_without_a_fit_corrects_nothing(tmp_path, raw):
    assert LakeConformal(open_lake(str(tmp_path)))(raw) is None

"""Fitting the shipped models, and a user's own: scales by quasi-likelihood, shapes by counting, trees by LightGBM.

Nothing is drawn at random: the split goes by a hash of the event's name and by time, so the same histories give the same bytes.
The trees are fitted on five eighths of the events and everything that corrects them on the sixth, which they have not seen.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InputError
from . import glm
from .artefact import Artefact
from .cells import HORIZONS_S, Cell
from .interface import Floats
from .learned import LearnedScale, extended, tree_input
from .origin_features import boundary_scale
from .samples import Frame, Sample, TrainingSet, cells, frames, gather
from .scale_design import design, share_before_end
from .scaled import LEAST, MOST, Scale, widening
from .scales import EwmaScale, HarScale
from .shape import Shape, fitted
from .trees import Trees, flattened

METHODS = ("fhs", "har", "learned")
ALL = (0, 1, 2, 3, 4, 5)
TREES, CORRECTION = (0, 1, 2, 3, 4), (5,)
LARGEST_SIZE = 3.0
LEAST_ROWS = 200
ROUNDS, LEAVES = 150, 31
Say = Callable[[str], None]


def train(sets: list[TrainingSet], method: str, say: Say = lambda _: None) -> Artefact:
    """Fit one of METHODS.

    Raises: InputError for another method, or where a cell has too few rows.
    """
    if method not in METHODS:
        raise InputError("method", method, " or ".join(METHODS))
    say("reading origins")
    pairs = list(frames(sets))
    card = {"method": method, "sets": [described(one, pairs) for one in sets]}
    if method == "fhs":
        return Artefact("FHS", _shapes(pairs, EwmaScale(), ALL), {}, {}, None, card)
    if method == "har":
        say("fitting the scale")
        coefficients, information = _har(pairs)
        return Artefact("HAR", _shapes(pairs, HarScale(coefficients), ALL), coefficients, information, None, card)
    return _learned(pairs, card, say)


def described(one: TrainingSet, pairs: list[Any]) -> dict[str, Any]:
    """What the card says of a set: hash of the data, how much of it there is, and where it was cut."""
    histories = one.histories
    digest = hashlib.sha256()
    for array in (histories.start, histories.first_ts, histories.step_s, histories.end_ts, histories.prices, histories.spread):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update("\n".join(histories.market_ids).encode())
    rows = next(len(frame.origins.at) for frame, _ in pairs if frame.of is one)
    return {
        "name": one.name, "data_sha256": digest.hexdigest(), "markets": len(histories.market_ids),
        "events": len(np.unique(one.event_names)), "origins": rows, "labels_before": int(one.until),
        "trained_events": len(np.unique(one.event_names[one.trains()])), "split": "crc32(event) % 8 < 6",
    }  # fmt: skip


def sizes(sample: Sample) -> Floats:
    """|change| relative to sqrt(p (1 - p)), cut where only the boundary could have been crossed."""
    return np.minimum(np.abs(sample.y - sample.p) / boundary_scale(sample.p), LARGEST_SIZE)


def _har(pairs: list[tuple[Frame, Any]]) -> tuple[dict[Cell, Floats], dict[Cell, Floats]]:
    coefficients, information = {}, {}
    for kind, horizon in cells():
        sample = _enough(gather(pairs, kind, horizon, ALL), kind, horizon)
        x = np.column_stack([design(sample.features), share_before_end(sample.features, horizon)])
        coefficients[kind, horizon], information[kind, horizon] = _fitted(x, sample)
    return coefficients, information


def _fitted(x: Floats, sample: Sample) -> tuple[Floats, Floats]:
    """Coefficients, and the information of one effective row."""
    weight = sample.weight * boundary_scale(sample.p)
    b = tidy(glm.fit(x, sizes(sample), weight))
    held = glm.information(x, weight, b) / weight.sum()
    return b, held + 1e-5 * np.trace(held) / len(held) * np.eye(len(held))


def tidy(coefficients: Floats) -> Floats:
    """Nine digits, and exactly zero below a billionth: what is left of a regressor that never varied depends on the machine."""
    return np.asarray([float(f"{value:.9g}") if abs(value) >= 1e-9 else 0.0 for value in coefficients])


def _shapes(pairs: list[tuple[Frame, Any]], scale: Scale, eighths: tuple[int, ...]) -> dict[Cell, Shape]:
    out = {}
    for kind, horizon in cells():
        sample = _enough(gather(pairs, kind, horizon, eighths), kind, horizon)
        log = widening(scale.log_relative(kind, sample.features, range(HORIZONS_S[kind].index(horizon) + 1)))[:, -1]
        relative = np.clip(np.exp(log), LEAST, MOST)
        z = (sample.y - sample.p) / (relative * boundary_scale(sample.p))
        out[kind, horizon] = fitted(z, sample.p, relative, sample.weight)
    return out


def _enough(sample: Sample, kind: str, horizon: int) -> Sample:
    effective = sample.weight.sum()
    if effective < LEAST_ROWS:
        name = f"training rows for {kind} series at {horizon} s"
        raise InputError(name, f"{effective:.0f} effective", f"at least {LEAST_ROWS}")
    return sample


def _learned(pairs: list[tuple[Frame, Any]], card: dict[str, Any], say: Say) -> Artefact:
    say("growing trees")
    trees = _grown(pairs)
    say("correcting them on other events")
    coefficients, information = {}, {}
    for kind, horizon in cells():
        sample = _enough(gather(pairs, kind, horizon, CORRECTION), kind, horizon)
        log_trees = trees.sum(tree_input(sample.features, horizon))
        x = extended(design(sample.features), log_trees, sample.features, horizon)
        coefficients[kind, horizon], information[kind, horizon] = _offset(x, sample)
    draft = Artefact("LEARNED", {}, coefficients, information, trees, card)
    return replace(draft, shapes=_shapes(pairs, LearnedScale(draft, trees), CORRECTION))


def _offset(x: Floats, sample: Sample) -> tuple[Floats, Floats]:
    """Coefficients where the trees' own has the prior 1 and every other the prior 0: what is left for the regressors to mend."""
    weight, size = sample.weight * boundary_scale(sample.p), sizes(sample)
    prior = np.zeros(x.shape[1])
    prior[-2] = 1.0
    held = glm.information(x, weight, prior) / weight.sum()
    held += 1e-5 * np.trace(held) / len(held) * np.eye(len(held))
    b = prior
    ridge = np.eye(len(b)) * 0.01 * weight.sum()
    ridge[0, 0] = 1e-6
    for _ in range(glm.STEPS):
        mu = glm.mean(x, b)
        score = x.T @ (weight * mu ** (1 - glm.POWER) * (size - mu)) - ridge @ (b - prior)
        step = np.linalg.solve(glm.information(x, weight, b) + ridge, score)
        b = b + step * min(1.0, glm.LONGEST_STEP / max(np.abs(x @ step).max(), 1e-12))
    return tidy(b), held


def thinned(sample: Sample) -> Sample:
    """Rows kept in the share of their weight, by a hash of their place: many rows of one event teach little."""
    place = (np.arange(len(sample.p), dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    keep = (place >> np.uint64(11)) / 2.0**53 < sample.weight
    return Sample(sample.features[keep], sample.p[keep], sample.y[keep], np.maximum(sample.weight[keep], 1.0))


def _grown(pairs: list[tuple[Frame, Any]]) -> Trees:
    """Trees of log E|change| relative to sqrt(p (1 - p)), Tweedie as in glm.py, all cells together."""
    import lightgbm

    xs, ys, weights = [], [], []
    for kind, horizon in cells():
        sample = thinned(gather(pairs, kind, horizon, TREES))
        xs.append(tree_input(sample.features, horizon))
        ys.append(sizes(sample))
        weights.append(sample.weight * boundary_scale(sample.p))
    x = np.concatenate(xs)
    xs.clear()
    data = lightgbm.Dataset(x, np.concatenate(ys), weight=np.concatenate(weights), free_raw_data=True)
    parameters = {
        "objective": "tweedie", "tweedie_variance_power": glm.POWER, "learning_rate": 0.06, "num_leaves": LEAVES,
        "min_data_in_leaf": 400, "feature_fraction": 0.7, "lambda_l2": 5.0, "max_bin": 127, "seed": 1, "deterministic": True,
        "force_col_wise": True, "num_threads": 2, "verbosity": -1,
    }  # fmt: skip
    return flattened(lightgbm.train(parameters, data, num_boost_round=ROUNDS).dump_model())

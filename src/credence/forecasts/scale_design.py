"""The regressors of the log-linear (HAR-type) scale model: E|p(t+h) - p(t)| / sqrt(p (1 - p)) = exp(design @ coefficients).

Variances at several half-lives, how often the price moved at all, ranges, the spread, the nearness of the boundary, and the
schedule (Corsi 2009 for the form; the zero shares and the schedule are ours). What is unknown has a zero and an indicator, so
one set of coefficients serves a market with a quote and a schedule and a market with nothing but prices.
"""

import numpy as np
from numpy.typing import NDArray

from .interface import MIN_INCREMENTS, Floats
from .origin_features import PATH, SCHEDULE

AT = {name: place for place, name in enumerate((*PATH, *SCHEDULE))}
FLOOR = 1e-5  # variance of an hour, relative: a thousandth of a cent of movement is none
KNOTS_H = (1.0, 3.0, 6.0, 12.0, 24.0, 48.0)  # hours before the scheduled end
VARIANCES = ("variance_15m", "variance_1h", "variance_4h", "variance_24h", "ewma_94")
FIXED = (
    "one", *VARIANCES, "moves_1h", "moves_4h", "moves_24h", "quiet_h", "range_1h", "range_6h", "range_24h", "has_spread",
    "spread", "near", "near_squared", "variance_ratio", "hourly_variance", "no_hourly_variance", "six_hourly_variance",
    "no_six_hourly_variance", "step", "has_end", *(f"left_{hours:g}h" for hours in KNOTS_H), "past_end", "hour_sin", "hour_cos",
    "hour_sin_2", "hour_cos_2", "has_siblings", "sibling_scale",
)  # fmt: skip
NAMES = (*FIXED, "share_before_end")  # the last one depends on the horizon


def design(features: NDArray[np.floating]) -> Floats:
    """The regressors that do not depend on the horizon, (n, len(FIXED)).

    features  (n, len(PATH) + len(SCHEDULE)), nan where unknown
    """
    given = {name: np.asarray(features[:, place], np.float64) for name, place in AT.items()}
    logs = {name: np.log(_known(given[name], 0.0) + FLOOR) for name in VARIANCES}
    left = given["hours_to_end"]
    has_end = np.isfinite(left)
    log_left = np.log(np.maximum(_known(left, 1.0), 0.05))
    sine, cosine = _known(given["hour_sin"], 0.0), _known(given["hour_cos"], 0.0)
    near = np.log(given["near"] + 0.005)
    columns = [np.ones(len(features)), *logs.values()]
    columns += [_known(given[name], 0.0) for name in ("moves_1h", "moves_4h", "moves_24h")]
    columns += [np.log(given["quiet_h"] + 0.1)]
    columns += [np.log(given[name] + 0.01) for name in ("range_1h", "range_6h", "range_24h")]
    columns += _optional(given["spread"], 0.002)
    columns += [near, near**2, np.clip(_known(given["variance_ratio"], 1.0), 0, 3)]
    for name, stand_in in (("hourly_variance", "variance_4h"), ("six_hourly_variance", "variance_24h")):
        known = np.isfinite(given[name])
        columns += [np.where(known, np.log(_known(given[name], 0.0) + FLOOR), logs[stand_in]), ~known]
    columns += [np.log(12 * given["step_h"]), has_end]
    columns += [np.where(has_end, np.maximum(0, log_left - np.log(hours)), 0) for hours in KNOTS_H]
    columns += [has_end & (left < 0), sine, cosine, 2 * sine * cosine, cosine**2 - sine**2]
    columns += _optional(given["sibling_scale"], 0.01)
    return np.stack(columns, axis=1).astype(np.float64)


UNPROVEN_VARIANCE = 0.01  # of an hour, relative: a tenth of sqrt(p (1 - p)), which most markets stay below
UNPROVEN = {
    **dict.fromkeys((*VARIANCES, "hourly_variance", "six_hourly_variance"), UNPROVEN_VARIANCE),
    **dict.fromkeys(("moves_1h", "moves_4h", "moves_24h"), 0.5),
    "range_1h": 0.1, "range_6h": 0.25, "range_24h": 0.5, "quiet_h": 0.0,
}  # fmt: skip


def proven(features: Floats) -> Floats:
    """Features in which a path of fewer than twelve changes does not pass for a quiet one.

    What such a path says counts by its share of the twelve, the rest is UNPROVEN; longer ones are left as they are.
    """
    changes = features[:, AT["observed_h"]] / features[:, AT["step_h"]]
    with np.errstate(invalid="ignore"):
        short = np.flatnonzero(changes < MIN_INCREMENTS - 0.5)
    if not len(short):
        return features
    out = features.copy()
    share = changes[short] / MIN_INCREMENTS
    for name, stand_in in UNPROVEN.items():
        said = out[short, AT[name]]
        out[short, AT[name]] = np.where(np.isfinite(said), share * said, 0.0) + (1 - share) * stand_in
    return out


def share_before_end(features: NDArray[np.floating], horizon_s: float) -> Floats:
    """The regressor that depends on the horizon: the part of it that lies before the scheduled end; 0 where that is unknown."""
    left = np.asarray(features[:, AT["hours_to_end"]], np.float64)
    return np.where(np.isfinite(left), np.minimum(1, np.maximum(_known(left, 0.0), 0) * 3600 / horizon_s), 0)


def _known(values: Floats, otherwise: float) -> Floats:
    return np.where(np.isfinite(values), values, otherwise)


def _optional(values: Floats, offset: float) -> list[Floats]:
    """An indicator that a value is known, and its logarithm."""
    known = np.isfinite(values)
    return [known.astype(np.float64), np.where(known, np.log(np.maximum(_known(values, 0.0), 0) + offset), 0)]

"""Figures: everything that is said of one group of prices, in one go.

In   prices, outcomes, events and weeks of the rows of a group, and how rows count
Out  counts, scores with intervals by event and by week, decomposition, calibration errors, tests; or the reason why not

Nothing is computed twice: rows are checked and pooled once, and every error comes from sums by cluster of one pass.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from .bootstrap import mean_draws, slope_draws
from .clusters import effective_clusters, sandwich
from .decomposition import corp, murphy
from .ece import ece_debiased, ece_equal_mass, ece_equal_width, smooth_ece
from .enough import WEEKS, base_rate_interval, enough
from .estimates import Estimate, Test, wider
from .influence import ROUNDING, Judged, judged
from .inputs import Codes, Vector, codes
from .null import null_draws
from .samples import Sample, dense, event_weights, sample
from .scores import HALF_TICK, log_loss
from .slope import line

Weighting = Literal["market", "event"]
WEIGHTINGS: tuple[Weighting, ...] = ("market", "event")
OF_FILLS = ("trade", "dollar")  # one row per fill at its own price: there are no fills yet
NO_FILLS = "not available: no trades"

EVERYWHERE = (-np.inf, np.inf)
SHARE = (0.0, 1.0)
BOUNDS = {"brier": SHARE, "log_loss": (0.0, np.inf), "base_rate": SHARE, "mean_price": SHARE, "skill": (-np.inf, 1.0)}


def weighed(p_yes: ArrayLike, resolved_yes: ArrayLike, event: ArrayLike, weighting: Weighting) -> Sample:
    """Rows as a sample: each counts once under `market`, each event once under `event`.

    >>> weighed([0.2, 0.4, 0.9], [0, 1, 1], np.array([5, 5, 6]), "event").weight.tolist()
    [0.25, 0.25, 0.5]
    """
    if weighting not in WEIGHTINGS:
        raise InputError("weighting", weighting, " or ".join(map(repr, WEIGHTINGS)))
    return sample(p_yes, resolved_yes, event_weights(event) if weighting == "event" else None, event)


def plain_figures(p_yes: Vector, resolved_yes: Vector, event: Codes, weighting: Weighting) -> dict[str, float | None]:
    """Figures without their errors, to be compared between two states of the same rows; None where one is not defined.

    >>> found = plain_figures(np.array([0.2, 0.8]), np.array([0.0, 1.0]), np.array([0, 1]), "market")
    >>> round(found["brier"], 6), found["slope"]  # two rows are separable
    (0.04, None)
    """
    names = ("n", "n_events", "mean_p", "share_yes", "brier", "log_loss", "mcb", "dsc", "unc", "intercept", "slope")
    if not len(p_yes):
        return {name: 0.0 if name in ("n", "n_events") else None for name in names}
    rows = weighed(p_yes, resolved_yes, event, weighting)
    parts = corp(rows.pooled)
    try:
        fitted = line(rows.pooled)
        intercept: float | None = fitted.intercept
        slope: float | None = fitted.slope
    except InputError:  # one outcome, one price, or separable
        intercept = slope = None
    values = (
        float(len(rows.p_yes)), float(rows.events), float(rows.weight @ rows.p_yes), float(rows.weight @ rows.resolved_yes),
        parts.score, float(rows.weight @ log_loss(rows.p_yes, rows.resolved_yes, HALF_TICK)), parts.mcb, parts.dsc, parts.unc,
        intercept, slope,
    )  # fmt: skip
    return dict(zip(names, values, strict=True))


def figures(rows: Sample, week: Codes) -> dict[str, Any]:
    """Everything that is said of a sample, with both units of uncertainty; the wider one stands first.

    rows  see `weighed`
    week  (n,) the week in which each row's event resolved: what happens in one week can move many events

    Keys: counts; `enough` and `reason`; and where there is enough: `estimates` (see `influence.headline`), `corp`, `murphy`,
    `ece`, `tests`. A figure that is not defined is None, and `refused` has the reason. Nothing is shown of a sample that is too
    few but its counts and its base rate, whose interval is exact.
    """
    ready, week = enough(rows), dense(codes("week", week, len(rows.p_yes)))
    low, high = base_rate_interval(rows, effective=ready.effective_events)
    pooled = rows.pooled
    found: dict[str, Any] = {
        "n": len(rows.p_yes),
        "n_events": rows.events,
        "n_weeks": int(week.max()) + 1,
        "effective_events": ready.effective_events,
        "effective_weeks": effective_clusters(np.asarray(np.bincount(week, rows.weight), float)),
        "events_yes": ready.events_yes,
        "events_no": ready.events_no,
        "mean_p": float(pooled.weight @ pooled.price),
        "share_yes": {"value": float(np.clip(pooled.weight @ pooled.share_yes, 0, 1)), "low": low, "high": high},
        "enough": ready.ok,
        "reason": ready.reason,
    }
    return found | _defined(rows, week) if ready.ok else found


def estimates(rows: Sample, week: Codes) -> dict[str, Any]:
    """Counts and estimates of `figures` alone, for several groups side by side; no estimates, and the reason, where too few."""
    ready = enough(rows)
    told = {"n": len(rows.p_yes), "n_events": rows.events, "reason": ready.reason}
    return told | _estimates(judged(rows, {"event": None, "week": week})) if ready.ok else told


def _estimates(units: Mapping[str, Judged]) -> dict[str, dict[str, Any]]:
    names = next(iter(units.values())).estimates
    return {
        name: in_units([unit.estimates[name] for unit in units.values()], bounds=BOUNDS.get(name, EVERYWHERE)) for name in names
    }


SUMMARY = (
    "effective_events", "brier", "brier_low", "brier_high", "log_loss", "ece", "mcb", "dsc", "unc", "ece_debiased", "slope",
    "slope_low", "slope_high", "in_the_large", "in_the_large_low", "in_the_large_high", "p_calibrated",
)  # fmt: skip


def summary(rows: Sample, week: Codes) -> dict[str, float | None]:
    """The headline figures in one flat row (SUMMARY), the wider interval of both units; all but the first None where too few."""
    ready = enough(rows)
    found: dict[str, float | None] = dict.fromkeys(SUMMARY) | {"effective_events": ready.effective_events}
    if not ready.ok:
        return found
    units = judged(rows, {"event": None, "week": week})
    event, weekly = units.values()
    for name, told in _estimates(units).items():
        found |= {name: told["value"], f"{name}_low": told["low"], f"{name}_high": told["high"]}
    parts = corp(rows.pooled)
    found |= {"ece": ece_equal_width(rows.pooled), "ece_debiased": _or_none(partial(ece_debiased, rows))}
    found |= {"mcb": parts.mcb, "dsc": parts.dsc, "unc": parts.unc}
    found["p_calibrated"] = decided({"event": event.joint, "week": _told(weekly.joint, dense(week))})["p_value"]
    return {name: found[name] for name in SUMMARY}


def _told(test: Test | None, week: Codes) -> Test | None:
    """A test by week (dense codes), if there are weeks enough for one."""
    return test if int(week.max()) + 1 >= WEEKS else None


def _or_none(compute: Callable[[], Any]) -> Any:
    try:
        return compute()
    except InputError:  # not defined for these rows
        return None


def _defined(rows: Sample, week: Codes) -> dict[str, Any]:
    units = judged(rows, {"event": None, "week": week})
    event, weekly = units.values()
    brier, log = corp(rows.pooled), corp(rows.pooled, "log_loss")
    ece = {
        "equal_width": ece_equal_width(rows.pooled),
        "equal_mass": ece_equal_mass(rows.pooled),
        "root_mean_square": ece_equal_mass(rows.pooled, norm=2),
        "squared_debiased": _or_none(partial(ece_debiased, rows)),
        "smooth": smooth_ece(rows.pooled),
    }
    return {
        "estimates": _estimates(units),
        "corp": {"mcb": brier.mcb, "dsc": brier.dsc, "unc": brier.unc},
        "corp_log_loss": {"mcb": log.mcb, "dsc": log.dsc, "unc": log.unc},
        "murphy": murphy(rows)._asdict(),
        "ece": ece,
        "tests": {
            "joint": decided({"event": event.joint, "week": _told(weekly.joint, week)}),
            "spiegelhalter": decided({"event": event.spiegelhalter, "week": _told(weekly.spiegelhalter, week)}),
        },
        "refused": event.refused | weekly.refused,
    }


def deviation(rows: Sample, week: Codes) -> dict[str, Any]:
    """Mean of y - p, by event and by week: above 0 where prices were too low. At a bid or an ask, what a trader would have made.

    >>> found = deviation(weighed([0.2, 0.4], [0, 1], np.array([0, 1]), "market"), np.array([0, 0]))
    >>> round(found["value"], 6), found["unit"], found["low"]  # one week tells no error
    (0.2, 'week', None)
    """
    week = codes("week", week, len(rows.p_yes))
    off = rows.resolved_yes - rows.p_yes
    mean = float(rows.weight @ off)
    found = []
    for unit, cluster in (("event", rows.event), ("week", dense(week))):
        weight = np.bincount(cluster, rows.weight)
        sums = np.column_stack([np.bincount(cluster, rows.weight * off) - mean * weight, weight])
        try:
            covariance, df, _ = sandwich(np.eye(1), sums)
            error = float(np.sqrt(covariance[0, 0]))
            found.append(Estimate(mean, error if error > ROUNDING else np.nan, float(df[0]), unit))
        except InputError:  # one cluster, or one that holds all that differs
            found.append(Estimate(mean, np.nan, np.nan, unit))
    return in_units(found, bounds=(-1.0, 1.0))


def in_units(
    estimates: list[Estimate], level: float = 0.95, bounds: tuple[float, float] = EVERYWHERE
) -> dict[str, Any]:
    """An estimate by event and by week: the wider interval decides, both are shown. None where a value is not defined.

    bounds  what the figure can be at all: few weeks give intervals that reach beyond
    """
    first, second = estimates
    widest = wider(first, second, level)
    by_unit = {each.unit: [_number(np.clip(end, *bounds)) for end in each.interval(level)] for each in estimates}
    low, high = by_unit[widest.unit]
    return {
        "value": _number(widest.value), "low": low, "high": high, "unit": widest.unit,
        "error": _number(widest.error), "df": _number(widest.df), "by_unit": by_unit,
    }  # fmt: skip


def decided(tests: Mapping[str, Test | None]) -> dict[str, Any]:
    """A test by event and by week: the larger p-value decides; where one of them cannot be made (two weeks, say), none does."""
    made = {unit: test.p_value for unit, test in tests.items() if test is not None}
    unit = max(made, key=lambda name: made[name]) if len(made) == len(tests) else None
    return {"p_value": made[unit] if unit else None, "unit": unit, "by_unit": {name: made.get(name) for name in tests}}


def against_null(rows: Sample, week: Codes, draws: int, seed: int) -> dict[str, Any]:
    """MCB and ECE beside what calibrated prices would show, by event and by week; the larger p-value decides.

    draws  999 or more; seed  written down beside the figures
    """
    found: dict[str, dict[str, Any]] = {}
    for unit, cluster in (("event", None), ("week", week)):
        try:
            drawn = null_draws(rows, cluster, draws, np.random.default_rng([seed, *unit.encode()]))
        except InputError as error:
            found[unit] = {"refused": str(error)}
            continue
        found[unit] = {
            name: {
                "observed": getattr(drawn, f"observed_{name}"), "null_mean": getattr(drawn, f"mean_{name}"),
                "null_95": float(np.quantile(getattr(drawn, name), 0.95)), "p_value": getattr(drawn, f"p_value_{name}"),
            }
            for name in ("mcb", "ece")
        }  # fmt: skip
    largest = {
        name: max((unit[name]["p_value"] for unit in found.values() if name in unit), default=None) for name in ("mcb", "ece")
    }
    return {"draws": draws, "seed": seed, "p_value": largest, "by_unit": found}


def resampled(rows: Sample, draws: int, seed: int) -> dict[str, Any]:
    """Percentile intervals of the means and the line from whole events drawn again, beside those of `estimates`.

    draws  999 or more; seed  written down beside the figures. MCB and ECE have none: see `against_null`
    """
    rng = np.random.default_rng([seed, *b"bootstrap"])
    drawn = {score: mean_draws(rows, score, None, draws, rng) for score in ("brier", "log_loss")}
    with suppress(InputError):  # separable, or clusters so few that a draw has no line
        drawn |= dict(zip(("intercept", "slope"), slope_draws(rows, None, draws, rng), strict=True))
    return {"draws": draws, "seed": seed, "unit": "event"} | {
        name: dict(zip(("low", "high"), map(_number, found.percentile()), strict=True)) for name, found in drawn.items()
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

"""Bands and widths: how often the curve of calibrated prices stays inside its band; errors beside those of the bootstrap."""

from functools import partial
from typing import Any

import numpy as np

from credence.lab.worlds.rows import simulate
from credence.measures.bootstrap import Draws, mean_draws, slope_draws
from credence.measures.estimates import Estimate
from credence.measures.figures import Weighting
from credence.measures.influence import headline
from credence.measures.reliability import consistency_band, diagram

from .calibrated import of
from .seeds import FULL_DRAWS, Simulation, each, mean, share, told

PRICES = np.arange(3, 98) / 100
LEVEL = 0.9
BAND_DRAWS = 399


def inside_band(seed: int, draws: int, *, weighting: Weighting = "event", **world: Any) -> dict[str, Any]:
    """At the displayed price next to each of .03, .04 .. .97: does the curve stay inside?"""
    sample = of(simulate("calm", seed=seed, **world), weighting)
    band = consistency_band(sample, None, min(draws, BAND_DRAWS), np.random.default_rng([seed, 2]), LEVEL)
    curve = diagram(sample).curve
    assert np.array_equal(band.price, sample.pooled.price)
    inside = (band.low <= curve) & (curve <= band.high)
    after = np.clip(np.searchsorted(band.price, PRICES), 1, len(band.price) - 1)
    near = after - (PRICES - band.price[after - 1] <= band.price[after] - PRICES)
    whole = bool(((band.simultaneous_low <= curve) & (curve <= band.simultaneous_high)).all())
    return {"each price": inside[near], "mean over prices": float(inside[near].mean()), "whole curve": whole}


def widths(seed: int, draws: int, *, weighting: Weighting = "event", **world: Any) -> dict[str, float]:
    """Width of the influence interval, in widths of the percentile interval of the bootstrap by event."""
    sample = of(simulate("calm", seed=seed, **world), weighting)
    found = headline(sample, {"event": None})["event"]
    rng = np.random.default_rng([seed, 3])
    ratio = {
        "brier": _ratio(found["brier"], mean_draws(sample, "brier", None, FULL_DRAWS, rng)),
        "log loss": _ratio(found["log_loss"], mean_draws(sample, "log_loss", None, FULL_DRAWS, rng)),
        "slope": _ratio(found["slope"], slope_draws(sample, None, FULL_DRAWS, rng)[1]),
    }
    return ratio | {f"{name} within 10 %": float(0.9 <= value <= 1.1) for name, value in ratio.items()}


def _ratio(estimate: Estimate, drawn: Draws) -> float:
    (low, high), (from_, to) = estimate.interval(), drawn.percentile()
    return (high - low) / (to - from_)


def _bands() -> list[Simulation]:
    """With few rows the curve is exactly 0 or 1 near the ends more often than 5 %: nothing can lie beyond, so .95 are inside."""
    many = {"each price": each(0.88, 0.93), "mean over prices": share(0.88, 0.93), "whole curve": told()}
    few = many | {"each price": each(0.88, 0.95)}
    uneven = {"each price": each(0.85, 1.0), "mean over prices": share(0.85, 1.0), "whole curve": told()}
    found = [
        Simulation(f"band, {events} single rows", partial(inside_band, events=events, independent=True), shows, short)
        for events, shows, short in ((300, few, 40), (1000, few, 40), (10_000, many, 0))
    ]
    for weighting in ("event", "market"):
        body = partial(inside_band, events=1000, shock=0.0, weighting=weighting)
        found.append(Simulation(f"band, 1000 uneven events, by {weighting}", body, uneven, 20))
    return found


def _widths() -> list[Simulation]:
    near = {name: mean(0.9, 1.1) for name in ("brier", "log loss", "slope")}
    shows = near | {f"{name} within 10 %": told() for name in near}
    return [
        Simulation("widths, 200 single rows", partial(widths, events=200, independent=True), shows, 10, 200),
        Simulation("widths, 1000 single rows", partial(widths, events=1000, independent=True), shows, 0, 200),
        Simulation("widths, 200 uneven events, by event", partial(widths, events=200, shock=0.0), shows, 0, 200),
        Simulation("widths, 1000 uneven events, by event", partial(widths, events=1000, shock=0.0), shows, 0, 200),
        Simulation(
            "widths, 4000 uneven events, by market", partial(widths, events=4000, shock=0.0, weighting="market"), shows, 4, 200
        ),
    ]


SIMULATIONS = [*_bands(), *_widths()]

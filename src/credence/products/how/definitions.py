"""What each address answers, in a sentence, a formula and a reference."""

from dataclasses import dataclass

BRIER = "Brier = sum w (p - y)^2 / sum w, y = 1 for YES; w = 1 / markets of the event, so that an event counts once"
BRIER_FROM = "Brier (1950), Monthly Weather Review 78, 1-3"
SLOPE = "log-odds P(YES) = a + b log(p / (1 - p)); b = 1 and a = 0 are calibrated"
SLOPE_FROM = "Cox (1958), Biometrika 45, 562-565"
CUBE = ("cube_rows", "market_registry")


@dataclass(frozen=True)
class Definition:
    """Of one address."""

    question: str
    definition: str
    tables: tuple[str, ...]
    formula: str | None = None
    reference: str | None = None


DEFINITIONS: dict[str, Definition] = {
    "/overview": Definition(
        "What can I believe today, what moved, what did we not see?",
        "A category is fair where its calibration slope a day before the scheduled end is not told apart from 1 and its "
        "interval is narrow; the share counts open markets in fair categories. The headline figure is the number of "
        "open markets.",
        ("market_registry", "scoreboard", "band_breach", "recalibrated", "coverage"),
        SLOPE,
        SLOPE_FROM,
    ),
    "/scoreboard": Definition(
        "How well do prices come true, by group?",
        "Prices at a fixed time before the end against what happened. The headline figure is the Brier score of the "
        "group that the filters name; what is not given is the total, scheduled ends, 24h, events.",
        ("cube_rows", "scoreboard"),
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/explorer": Definition(
        "How well do prices come true, and where not?",
        "Prices at a fixed time before the end against what happened, of complete cohorts. The headline figure is the "
        "Brier score.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/explorer/context": Definition(
        "How does the error change with the time left and the category?",
        "The balanced panel holds the same markets at every horizon. The headline figure is the Brier score at the "
        "horizon asked for.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/cell": Definition(
        "What is known of this cell?",
        "All figures of one group. The headline figure is the Brier score.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/facets": Definition(
        "How do the figures differ by value?",
        "The headline figure is the Brier score of all values together.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/cells": Definition(
        "Which categories and horizons are off?",
        "A slope per cell, raw and shrunk; the headline figure is the Brier score of all.",
        CUBE,
        SLOPE,
        "Benjamini and Yekutieli (2001), Annals of Statistics 29, 1165-1188",
    ),
    "/scoreboard/compare": Definition(
        "Are two groups calibrated differently?",
        "The difference of two slopes, by event and by week; the headline figure here is the Brier score of both "
        "together.",
        CUBE,
        SLOPE,
        SLOPE_FROM,
    ),
    "/scoreboard/panel": Definition(
        "How do the same markets do as the end comes near?",
        "One cohort, fixed at the longest horizon.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/attrition": Definition(
        "Who is left from listed markets to scored prices?",
        "Counts and the share of YES at each step.",
        CUBE,
        BRIER,
        BRIER_FROM,
    ),
    "/scoreboard/monitor": Definition(
        "Has a segment stopped being calibrated?",
        "Evidence that stays valid however often one looks.",
        CUBE,
        "product over events of a betting score that is fair for calibrated prices",
        "Henzi and Ziegel (2022), Biometrika 109, 647-663",
    ),
    "/trust": Definition(
        "How far can each price be trusted?",
        "A weighted mean of parts, 0 to 100; the headline figure is the number of rows.",
        ("trust",),
        "total = 100 x sum w part / sum w, over the parts that are known",
    ),
    "/trust/reliability": Definition(
        "Has trust kept its word?",
        "How well prices came true by fifth of trust; the headline figure is the number of rows.",
        ("trust_reliability", "trust"),
        SLOPE,
        SLOPE_FROM,
    ),
    "/recalibrated": Definition(
        "What would a price have to say to come true?",
        "Fitted on what was knowable when the month began; the headline figure is the number of rows.",
        ("recalibrated", "recalibration_evidence"),
        SLOPE,
        SLOPE_FROM,
    ),
    "/recalibrated/evidence": Definition(
        "Has recalibration helped?",
        "What later prices would have lost less; the headline figure is the number of cells.",
        ("recalibration_evidence",),
        "gain = mean log loss of the price - mean log loss of the recalibrated price",
        "Good (1952), Journal of the Royal Statistical Society B 14, 107-114",
    ),
    "/bands": Definition(
        "In which range should each price stay?",
        "Forecast quantiles, corrected by how earlier ones have done; the headline figure is the number of rows.",
        ("forecast_band",),
        "P(q10 <= p <= q90) = 0.8",
        "Gibbs and Candes (2021), Advances in Neural Information Processing Systems 34",
    ),
    "/bands/coverage": Definition(
        "How have bands kept their word?",
        "The share of outcomes inside; the headline figure is the number of rows.",
        ("band_coverage",),
        "coverage = share of prices p with q10 <= p <= q90",
    ),
    "/bands/breaches": Definition(
        "Which bands did prices leave?",
        "Bands whose hour has passed with the price outside; the headline figure is the number of rows.",
        ("band_breach",),
        "excess = distance beyond the end / width of the band",
    ),
    "/markets": Definition(
        "Which markets are there, and which can be believed?",
        "The newest of what is known of each market; the headline figure is how many fit the filters.",
        ("market_registry", "prices", "forecast_band", "trust", "recalibrated", "market_snapshot"),
    ),
    "/markets/{market_id}": Definition(
        "Can I believe this price now?",
        "The newest price up to as_of beside what it should be; the headline figure is that price.",
        ("prices", "market_registry", "forecast_band", "trust", "recalibrated"),
        "price of YES: middle of the quote, last trade, or the upstream's own series",
    ),
    "/markets/{market_id}/prices": Definition(
        "How has the price moved?",
        "Prices as they were observed; the headline figure is their number in the window.",
        ("prices",),
    ),
    "/markets/{market_id}/features": Definition(
        "How did it move, by the hour?",
        "The headline figure is the number of hours in the window.",
        ("features",),
    ),
    "/markets/{market_id}/bands": Definition(
        "In which range should this price stay?",
        "The headline figure is the number of bands.",
        ("forecast_band",),
        "P(q10 <= p <= q90) = 0.8",
    ),
    "/events": Definition(
        "Do the prices of one event fit together?",
        "Exclusive outcomes add up to 1, and what is harder is no likelier; the headline figure is the number of "
        "events.",
        ("market_registry", "events", "prices"),
        "gap = sum of prices - 1",
    ),
    "/events/{event_id}": Definition(
        "Do the prices of this event fit together?",
        "Exclusive outcomes add up to 1, and what is harder is no likelier; the headline figure is the sum of the "
        "newest prices, payouts for markets with an answer.",
        ("market_registry", "events", "prices", "outcomes"),
        "gap = sum of prices - 1",
    ),
    "/search": Definition(
        "Which markets are about this?",
        "Every word occurs in the question, the slug or an id; the headline figure is how many fit.",
        ("market_registry", "market_alias"),
    ),
    "/coverage": Definition(
        "What did we not see?",
        "What was asked for and what came; the headline figure is the number of rows.",
        ("coverage",),
        "share = received / expected",
    ),
    "/ops/runs": Definition(
        "What was done when, and how did it go?",
        "Every run of a command over this lake, newest first. The ledger of runs lies beside the tables; SQL does not reach it.",
        (),
    ),
    "/ops/runs/{run_id}": Definition(
        "How did this run go?",
        "Its steps with what went in and what came out. The ledger of runs lies beside the tables; SQL does not reach it.",
        (),
    ),
    "/tsfm/forecast": Definition(
        "In which range may a price lie next?",
        "Quantiles of the price some steps ahead, from the prices before the moment that is named and nothing later.",
        ("prices", "conformal_theta"),
        "P(q10 <= p <= q90) = 0.8",
    ),
}

"""One example per answer that is one object, for the document of addresses; a test holds each to its shape."""

from typing import Any

MOMENT = "2026-01-31T00:00:00Z"
PRICED_AT = "2026-01-31T14:05:00Z"
FEW = {
    "value": None, "low": None, "high": None, "n": 22, "n_events": 13, "few": True,
    "reason": "too few: 13 events, 30 are needed",
}  # fmt: skip


def _estimate(value: float, low: float, high: float, unit: str = "event") -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "n": 412, "n_events": 203, "few": False, "reason": "", "unit": unit}


def _interval(value: float, low: float, high: float) -> dict[str, Any]:
    return {
        "value": value, "low": low, "high": high, "unit": "event", "error": (high - low) / 4, "df": 202.0,
        "by_unit": {"event": [low, high], "week": [low + 0.001, high - 0.001]},
    }  # fmt: skip


QUESTION: dict[str, Any] = {
    "anchor": "scheduled", "horizon": "24h", "venue": None, "category": "politics", "liquidity_bucket": None,
    "price_source": None, "tag": None, "text": None, "ends": None, "weighting": "event", "price": "quote", "window": None,
    "until": MOMENT,
}  # fmt: skip
COUNTS = {
    "rows": 440, "priced": 421, "stale": 12, "stale_yes": 5, "no_price": 3, "already_resolved": 4, "void": 2, "unresolved": 7,
    "without_bucket": 31,
}  # fmt: skip
VERDICT = {
    "word": "no difference seen",
    "sentence": "not told apart from calibrated prices: slope 0.970 [0.830, 1.110], joint p = 0.71; the smallest departure of "
    "the slope that could have been seen is 0.200",
}
HEADLINE: dict[str, Any] = {
    "n": 412, "n_events": 203, "reason": "", "brier": _interval(0.137, 0.121, 0.153), "log_loss": _interval(0.421, 0.38, 0.462),
    "skill": _interval(0.45, 0.39, 0.51), "in_the_large": _interval(0.02, -0.21, 0.25), "slope": _interval(0.97, 0.83, 1.11),
}  # fmt: skip
TESTED = {"p_value": 0.71, "unit": "event", "by_unit": {"event": 0.71, "week": 0.65}}
FIGURES: dict[str, Any] = {
    "n": 412, "n_events": 203, "n_weeks": 26, "effective_events": 203.0, "effective_weeks": 22.4, "events_yes": 97,
    "events_no": 131, "mean_p": 0.48, "share_yes": {"value": 0.47, "low": 0.4, "high": 0.54}, "enough": True, "reason": "",
    "estimates": {
        name: HEADLINE[name] for name in ("brier", "log_loss", "skill", "in_the_large", "slope")
    } | {"base_rate": _interval(0.47, 0.4, 0.54), "mean_price": _interval(0.48, 0.43, 0.53),
         "intercept": _interval(0.01, -0.2, 0.2)},
    "corp": {"mcb": 0.004, "dsc": 0.116, "unc": 0.249}, "corp_log_loss": {"mcb": 0.02, "dsc": 0.29, "unc": 0.691},
    "murphy": {"rel": 0.003, "res": 0.115, "unc": 0.249, "wbv": 0.001, "wbc": 0.0005, "brier": 0.137},
    "ece": {"equal_width": 0.031, "equal_mass": 0.03, "root_mean_square": 0.04, "squared_debiased": 0.0002, "smooth": 0.024},
    "tests": {"joint": TESTED, "spiegelhalter": TESTED}, "refused": {},
}  # fmt: skip
STRIP = [
    {"key": "brier", "estimate": _estimate(0.137, 0.121, 0.153)}, {"key": "skill", "estimate": _estimate(0.45, 0.39, 0.51)},
    {"key": "mcb", "estimate": _estimate(0.004, 0.0, 0.009)}, {"key": "slope", "estimate": _estimate(0.97, 0.83, 1.11)},
    {"key": "separation", "estimate": _estimate(0.91, 0.88, 0.94)},
]  # fmt: skip
DIAGRAM = {
    "bins": [
        {"index": 6, "low": 0.6, "high": 0.7, "price": 0.648, "n": 46, "events": 40, "share_yes": 0.686, "share_low": 0.57,
         "share_high": 0.78, "range_low": 0.53, "range_high": 0.76, "outside": False, "few": False}
    ],
    "curve": {"price": [0.02, 0.4, 0.97], "share_yes": [0.0, 0.38, 1.0]}, "band": None,
}  # fmt: skip
GAPS = [{"key": one["key"], "estimate": _estimate(0.0, -0.02, 0.02), "beyond_chance": False} for one in STRIP]
SIDE = {"value": "LOW", "n": 210, "n_events": 101, "enough": True, "reason": "", "figures": FIGURES}
PANEL_ROW = {
    "panel": "balanced", "horizon": "24h", "n": 380, "n_already_resolved": 4, "n_missing": 9, "n_events": 190, "enough": True,
    "reason": "", "bias": _interval(0.01, -0.02, 0.04), "brier": HEADLINE["brier"], "in_the_large": HEADLINE["in_the_large"],
    "slope": HEADLINE["slope"],
}  # fmt: skip
BAND = {
    "q10": 0.57, "q50": 0.6, "q90": 0.63, "method": "HAR", "model_id": "har 93224ce62261", "band_calibration": "conformal",
    "made_at": "2026-01-31T13:05:00Z", "due_at": PRICED_AT, "stated": 0.8, "kept": _estimate(0.81, 0.79, 0.83),
}  # fmt: skip
LEG = {
    "market_id": "900001", "question": "Simulated: will the harbour line open by 1 March?", "status": "ACTIVE",
    "end_ts": "2026-03-01T00:00:00Z", "price": 0.31, "price_at": PRICED_AT, "price_age_seconds": 300.0, "bid": 0.3, "ask": 0.32,
    "q10_1h": 0.29, "q90_1h": 0.33, "outside_range": False, "trust": 71.4, "liquidity_bucket": "MID", "payout": None,
    "resolved_at": None, "value": 0.31, "step": 1772323200.0, "implies_next": True,
}  # fmt: skip

ANSWER_EXAMPLES: dict[str, dict[str, Any]] = {
    "Overview": {
        "open_markets": 1204, "in_fair_groups": 855, "believable_share": _estimate(0.71, 0.68, 0.74), "outside_range": 9,
        "believable": [
            {"category": "politics", "slope": _estimate(1.24, 1.05, 1.43), "open": 212, "verdict": "timid"},
            {"category": "science", "slope": FEW, "open": 9, "verdict": "too few"},
        ],
        "moved": [
            {"ts": PRICED_AT, "market_id": "900001", "question": "Simulated: will the harbour line open?", "category": "politics",
             "side": "above", "p_before": 0.6, "p": 0.67, "q10": 0.57, "q90": 0.63, "excess": 1.4, "liquidity_bucket": "MID"}
        ],
        "not_seen": {
            "days": [{"day": "2026-01-31", "source": "clob", "asked": 3, "share": 0.97}], "gaps": 2, "truncated": 0,
            "stale_markets": 31, "unlabelled": 4,
        },
        "gaps_to_recalibrated": [
            {"market_id": "900001", "question": "Simulated: will the harbour line open?", "category": "politics", "price": 0.62,
             "cutoff_at": MOMENT, "p_recalibrated": 0.66, "low": 0.61, "high": 0.7, "gap": 0.04, "verdict": "helps",
             "n": 640, "n_events": 301}
        ],
        "incoherent": [
            {"event_id": "800001", "title": "Simulated: harbour votes", "kind": "sum", "sum": 1.012, "gap": 0.012, "n_markets": 5,
             "age_seconds": 300.0}
        ],
        "changes": {
            "before": "20260130T000000-1a2b", "after": "20260131T000000-1a2b", "made_differently": [], "rows_new": 12,
            "rows_gone": 0, "labels_changed": 1, "code_changed": False,
        },
    },
    "Explorer": {
        "question": QUESTION, "counts": COUNTS, "simulated": True, "outcome_visible": False, "figures": FIGURES,
        "verdict": VERDICT, "strip": STRIP, "diagram": DIAGRAM,
        "discrimination": {
            "histogram": [{"low": 0.6, "high": 0.65, "yes": 16, "no": 7}], "mean_yes": 0.71, "mean_no": 0.22,
            "auc": STRIP[4]["estimate"],
        },
        "scores": {"histogram": [{"low": 0.0, "high": 0.05, "n": 201}], "median": 0.04, "mean": 0.137},
        "facets": [
            {"name": "category", "kind": "values", "available": True,
             "values": [{"value": "politics", "markets": 412, "events": 203, "chosen": True}]},
            {"name": "volume", "kind": "range", "available": True, "unit": "USDC", "unknown": 3,
             "bars": [{"low": 1000.0, "high": 3000.0, "markets": 51, "chosen": False}]},
            {"name": "traders", "kind": "range", "available": False, "reason": "trades have not been read", "unit": "wallets",
             "unknown": 412, "bars": [{"low": 0.0, "high": 3.0, "markets": 0, "chosen": False}]},
        ],
        "bin": {
            "index": 6, "low": 0.6, "high": 0.7, "markets": 46, "events": 40,
            "rows": [{"market_id": "900001", "question": "Simulated: will the harbour line open?", "category": "politics",
                      "liquidity_bucket": "MID", "p_yes": 0.62, "resolved_yes": 1, "brier": 0.1444}],
        },
        "compare": {
            "question": QUESTION | {"category": "sports"}, "outcome_visible": False, "figures": FIGURES, "verdict": VERDICT,
            "strip": STRIP, "diagram": DIAGRAM, "differences": GAPS, "difference": "no difference beyond chance",
        },
    },
    "Context": {
        "question": QUESTION | {"horizon": None},
        "horizons": [{"horizon": "24h", "balanced": _estimate(0.13, 0.11, 0.15), "all": _estimate(0.137, 0.121, 0.153)}],
        "cells": {
            "rows": ["politics"], "columns": ["24h"], "rule": "Benjamini and Yekutieli, q = 0.1", "judged": 1,
            "cells": [{"category": "politics", "horizon": "24h", "slope": _estimate(0.97, 0.83, 1.11), "significant": False,
                       "slope_shrunk": {"value": 0.98, "error": 0.06}}],
        },
    },
    "Cell": {
        "question": QUESTION, "counts": COUNTS, "simulated": True, "outcome_visible": False,
        "weightings": {"market": HEADLINE, "event": HEADLINE, "trade": "not available: no trades",
                       "dollar": "not available: no trades"},
        "figures": FIGURES,
        "diagram": {
            "bins": [{"weight": 0.07, "n": 29, "events": 27, "price": 0.648, "share_yes": 0.686, "effective_n": 26.1, "low": 0.53,
                      "high": 0.8}],
            "curve": DIAGRAM["curve"], "band": None, "histogram": [12, 9],
        },
        "discrimination": {
            "auc": _interval(0.91, 0.88, 0.94), "roc": {"false_positive": [0.0, 0.1, 1.0], "true_positive": [0.0, 0.8, 1.0]},
            "murphy_curve": {"threshold": [0.01, 0.5], "loss": [0.01, 0.2]},
        },
        "favourite_side": HEADLINE | {"flipped": 210, "ties": 3},
        "whole_events": {"events": 21, "whole": 18, "legs": 70, "brier": 0.5, "overround": 0.02}, "null": None, "bootstrap": None,
        "prices": {"mean_1h": {"n": 380, "mean_1h": HEADLINE, "quote": HEADLINE}, "trade_1h": "not available: no row has it"},
        "spread": None, "verdict": VERDICT,
    },
    "Facets": {
        "question": QUESTION | {"by": "category"}, "rows": [HEADLINE | {"category": "politics", "rows": 440}], "simulated": True,
    },
    "Cells": {
        "question": QUESTION | {"horizon": None}, "q": 0.1, "test": "joint Wald test", "rule": "Benjamini and Yekutieli",
        "cells": [
            {name: HEADLINE[name] for name in ("n", "n_events", "reason", "brier", "log_loss", "skill", "in_the_large", "slope")}
            | {"category": "politics", "horizon": "24h", "enough": True, "p_value": 0.71, "outcome_visible": False,
               "differs": False, "differs_bh": False, "mcb": 0.004}
        ],
        "judged": 1, "simulated": True,
        "pooled": {"slope": {"mean": 1.0, "tau2": {"category": 0.01, "horizon": 0.0, "cell": 0.0}}},
    },
    "Comparison": {
        "question": QUESTION | {"by": "liquidity_bucket", "compare": ["LOW", "HIGH"]}, "simulated": True, "rows": 440,
        "scored": 412, "with_bucket": 381, "sides": [SIDE, SIDE | {"value": "HIGH"}],
        "differences": {"slope": _interval(0.1, -0.1, 0.3) | {"p_value": 0.3, "smallest_detectable": 0.28}},
        "survives": {
            "wider_interval": False, "within_categories": None, "at_the_mean_of_the_hour": {"value": None, "reason": "too few"},
        },
        "verdict": VERDICT,
    },
    "Panel": {
        "question": QUESTION, "horizons": ["7d", "24h"], "members": 393, "events": 192, "survivors": 371, "without_answer": 7,
        "rows": [PANEL_ROW], "simulated": True,
    },
    "Attrition": {
        "question": QUESTION, "simulated": True,
        "steps": [{"step": "listed", "meaning": "markets of the cohort", "markets": 440, "events": 215, "labelled": 420,
                   "share_yes": 0.47, "low": 0.4, "high": 0.54}],
        "sensitivity": [{"labels": "as scored", "n": 412.0, "n_events": 203.0, "brier": 0.137, "mcb": 0.004, "slope": 0.97,
                         "mean_p": 0.48, "share_yes": 0.47}],
    },
    "Monitor": {
        "question": QUESTION | {"by": "category"}, "alpha": 0.05, "simulated": True,
        "rows": [{"segment": "politics", "n": 203, "left_out": 209, "weeks": 26, "wealth": 0.8, "highest": 1.9, "off_since": None,
                  "direction": "", "mean_deviation": -0.01}],
    },
    "Changes": {
        "before": "20260130T000000-1a2b", "after": "20260131T000000-1a2b", "as_of": ["2026-01-30T00:00:00Z", MOMENT],
        "cell": {"anchor": "scheduled", "horizon": "24h", "weighting": "event"}, "made_differently": [],
        "rows": {"same": 400, "code": 0, "labels": 1, "data": 11},
        "figures": {
            "brier": {"before": 0.136, "after": 0.137, "difference": 0.001, "code": 0.0, "labels": 0.0004, "data": 0.0006},
        },
    },
    "EventPage": {
        "event": {"event_id": "800001", "title": "Simulated: harbour votes", "n_markets": 2},
        "coherence": {"kind": "deadline", "sum": None, "gap": -0.31, "holds": True, "open": True, "n_markets": 2, "n_seen": 2,
                      "age_seconds": 300.0},
        "markets": [LEG, LEG | {"market_id": "900002", "price": 0.62, "value": 0.62, "step": 1775001600.0, "implies_next": None}],
        "implications": [
            {"market_id": "900001", "question": LEG["question"], "price": 0.31, "implied_market_id": "900002",
             "implied_question": "Simulated: will the harbour line open by 1 April?", "implied_price": 0.62, "gap": -0.31,
             "broken": False, "since": None}
        ],
        "series": [{"ts": "2026-01-31T14:00:00Z", "sum": None, "gap": -0.31, "n_seen": 2}],
    },
    "How": {
        "address": "/markets?status=ACTIVE", "question": "Which markets are there?", "definition": "The newest of what is known.",
        "formula": None, "reference": None, "filters": ["status is ACTIVE"],
        "sql": "select count(*) as n\nfrom market_registry\nwhere status = 'ACTIVE'",
        "tables": [{"name": "market_registry", "version": 3, "rows": 400}],
        "coverage": {"expected": 822, "received": 800, "share": 0.973, "gaps": 0}, "seed": None, "draws": None, "as_of": MOMENT,
        "run_id": "20260131T000000-1a2b", "manifest": "9d9f645933bd", "code_version": "0.1.0",
        "commands": {
            "cli": "credence query 'select ...'", "curl": "curl -s ...", "python": "import json ...", "bibtex": "@misc{...}",
        },
    },
}  # fmt: skip


def of_market(registry: dict[str, Any], trust: dict[str, Any]) -> dict[str, Any]:
    """The example of one market, around examples of its registry row and of its trust."""
    return {
        "market": registry, "event": None, "outcome": None, "aliases": [], "history": [], "cutoffs": [], "coverage": [],
        "readings": {
            "price": {"value": 0.62, "low": 0.61, "high": 0.63, "at": PRICED_AT, "age_seconds": 300.0},
            "recalibrated": {
                "value": 0.66, "low": 0.61, "high": 0.7, "verdict": "helps",
                "statement": "helps: later prices lost 0.004 nats less", "p_yes": 0.62, "cutoff_at": MOMENT,
                "anchor": "scheduled", "horizon": "24h", "method": "cox", "trained_on": 812,
                "trained_until": "2026-01-01T00:00:00Z",
            },
            "normal": BAND | {"outside": False, "side": None, "next": BAND},
        },
        "trust": trust | {"weights": {"liquidity": 0.3, "stability": 0.3, "question_quality": 0.2, "no_manipulation": 0.2}},
        "snapshots": [], "window": {"window": "7d", "since": "2026-01-24T14:05:00Z", "until": PRICED_AT},
        "series": {
            "prices": "/markets/900001/prices?points=600&since=2026-01-24T14%3A05%3A00Z",
            "bands": "/markets/900001/bands?since=2026-01-24T14%3A05%3A00Z",
            "breaches": "/bands/breaches?market_id=900001&since=2026-01-24T14%3A05%3A00Z",
            "features": "/markets/900001/features?since=2026-01-24T14%3A05%3A00Z",
        },
        "gaps": [{"since": MOMENT, "until": "2026-01-31T08:00:00Z", "source": "prices", "detail": "no price for 8.0 h"}],
    }  # fmt: skip

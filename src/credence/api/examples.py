"""One example per record, for the document of addresses; a test holds each to its record."""

from typing import Any

from pydantic import BaseModel

from ..records import (
    BandBreach,
    BandCoverage,
    Coverage,
    Features,
    ForecastBand,
    MarketRegistry,
    Price,
    RecalibratedPrice,
    RecalibrationEvidence,
    ScoreboardRow,
    Trust,
    TrustReliability,
)
from .answer_examples import ANSWER_EXAMPLES, PRICED_AT, of_market
from .shapes import ANSWERS, EventRow, FoundMarket, MarketRow

SHOWN: tuple[type[BaseModel], ...] = (
    ScoreboardRow, MarketRegistry, Price, Coverage, Trust, TrustReliability, RecalibratedPrice, RecalibrationEvidence, Features,
    ForecastBand, BandCoverage, BandBreach, MarketRow, EventRow, FoundMarket, *ANSWERS,
)  # fmt: skip

META = {"as_of": "2026-01-31T00:00:00Z", "run_id": "20260131T000000-1a2b", "simulated": True, "lake_version": "5f0c8a9"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "ScoreboardRow": {
        "venue": "world", "category": "all", "liquidity_bucket": "all", "horizon": "24h", "anchor": "scheduled",
        "weighting": "event", "ends": "all", "n": 412, "n_events": 203, "effective_events": 203.0, "brier": 0.137,
        "brier_low": 0.121, "brier_high": 0.153, "log_loss": 0.421, "ece": 0.031, "mcb": 0.004, "dsc": 0.112, "unc": 0.249,
        "ece_debiased": 0.0002, "slope": 0.97, "slope_low": 0.83, "slope_high": 1.11, "in_the_large": 0.02,
        "in_the_large_low": -0.21, "in_the_large_high": 0.25, "p_calibrated": 0.71, "mean_p": 0.48, "share_yes": 0.47,
        "n_stale": 12, "n_stale_yes": 5, "n_no_price": 3, "n_already_resolved": 1,
        "n_void": 2, "n_unresolved": 9, "share_extreme": 0.11, "outcome_visible": False, "simulated": True,
        "note": "simulated",
    },
    "MarketRegistry": {
        "market_id": "900001", "event_id": "800001", "slug": "simulated-harbour-line", "category": "politics",
        "question": "Simulated: will the harbour line open?", "category_tags": ["politics"], "outcomes": ["Yes", "No"],
        "enableOrderBook": True, "start_ts": "2026-01-01T00:00:00Z", "end_ts": "2026-02-01T00:00:00Z",
        "status": "ACTIVE", "venue": "world", "condition_id": "0x5f", "token_ids": ["1001", "1002"], "neg_risk": False,
        "protocol_version": "v1", "game_start_at": None, "closed_at": None, "simulated": True, "origin": "gamma",
        "clock": "replayed", "knowable_at": "2026-01-01T00:00:00Z",
    },
    "Price": {
        "market_id": "900001", "ts": "2026-01-31T14:05:00Z", "p_yes": 0.62, "bid": 0.61, "ask": 0.63, "spread": 0.02,
        "price_kind": "mid", "source": "books", "knowable_at": "2026-01-31T14:05:30Z",
    },
    "Coverage": {
        "run_id": "20260131T000000-1a2b", "source": "gamma", "scope": "markets", "expected": 400, "received": 400,
        "status": "complete", "detail": "2 retries", "since": None, "until": None,
    },
    "Trust": {
        "market_id": "900001", "event_id": "800001", "venue": "world", "category": "politics", "anchor": "scheduled",
        "horizon": "24h", "cutoff_at": "2026-01-31T00:00:00Z", "trust_version": "v1", "total": 71.4, "weight_present": 0.6,
        "liquidity": 0.62, "stability": 0.84, "question_quality": None, "no_manipulation": None,
        "features_at": "2026-01-31T00:00:00Z", "config": "{}", "clock": "replayed", "knowable_at": "2026-02-02T00:00:00Z",
    },
    "TrustReliability": {
        "trust_version": "v1", "anchor": "scheduled", "horizon": "all", "quintile": 5, "n": 410, "n_events": 205,
        "n_left_out": 37, "mean_trust": 82.1, "mean_p": 0.47, "share_yes": 0.46, "slope": 1.03, "slope_low": 0.81,
        "slope_high": 1.25, "unit": "event", "mcb": 0.006, "mcb_null": 0.005, "mcb_excess": 0.001, "trend_slope": None,
        "trend_mcb": None, "p_value_slope": None, "p_value_mcb": None, "placebo_slope": None, "placebo_mcb": None,
        "placebo_runs": 0, "against_v1": None, "against_v1_low": None, "against_v1_high": None, "is_default": True,
        "simulated": True, "verdict": "",
    },
    "RecalibratedPrice": {
        "market_id": "900001", "category": "politics", "anchor": "scheduled", "horizon": "24h",
        "cutoff_at": "2026-01-31T00:00:00Z", "p_yes": 0.62, "p_recalibrated": 0.66, "low": 0.61, "high": 0.7, "method": "cox",
        "trained_on": 812, "trained_until": "2026-01-01T00:00:00Z", "verdict": "helps",
        "statement": "helps: later prices lost 0.004 nats less",
    },
    "RecalibrationEvidence": {
        "anchor": "scheduled", "category": "politics", "horizon": "24h", "methods": "cox", "n": 640, "n_events": 301,
        "n_weeks": 19, "log_loss_price": 0.421, "gain": 0.004, "gain_low": 0.001, "gain_high": 0.007, "unit": "week",
        "smallest_detectable": 0.004, "verdict": "helps", "statement": "helps: later prices lost 0.004 nats less",
    },
    "Features": {
        "market_id": "900001", "ts": "2026-01-31T14:00:00Z", "p_yes": 0.62, "change": 0.01, "simple_return": 0.0164,
        "logit_return": 0.043, "vol": 0.008, "volume_24h": 5200.0, "volume_velocity": 1.4, "open_interest": None,
        "oi_change": None, "tte_seconds": 36000.0, "liquidity_bucket": "LOW", "liquidity_age_seconds": 1800.0,
        "variance_1h": 0.0001, "variance_6h": 0.0004, "variance_24h": 0.0011, "excess_movement": 0.0002,
        "zero_change_share": 0.61, "changes_24h": 24, "jump": False, "jumps_24h": 0, "spread": 0.02, "staleness_seconds": 120.0,
        "clock": "replayed", "knowable_at": "2026-01-31T14:00:00Z",
    },
    "ForecastBand": {
        "ts": "2026-01-31T14:05:00Z", "market_id": "900001", "horizon_steps": 12, "step_seconds": 300, "q10": 0.58, "q50": 0.62,
        "q90": 0.655, "method": "HAR", "model_id": "har 93224ce62261", "band_calibration": "conformal",
    },
    "BandCoverage": {
        "step_seconds": 300, "horizon_steps": 12, "band_calibration": "conformal", "segment_by": "all", "segment": "all",
        "method": "HAR", "model_id": "har 93224ce62261", "n": 21400, "n_missing": 1310, "n_effective": 9050.5, "n_events": 412,
        "closed": 0.812, "open": 0.671, "miss_below": 0.098, "miss_below_se": 0.006, "miss_above": 0.103, "miss_above_se": 0.006,
        "winkler": 0.061, "pinball": 0.0042, "width": 0.034, "unchanged": 0.62, "changed_closed": 0.744, "clamped": 0.011,
        "without_masses": 0, "since": "2026-01-24T00:00:00Z", "until": "2026-01-31T13:00:00Z", "simulated": True,
        "clock": "replayed", "knowable_at": "2026-01-31T14:05:00Z",
    },
    "BandBreach": {
        "ts": "2026-01-31T14:05:00Z", "due_at": "2026-01-31T14:05:00Z", "market_id": "900001", "band_ts": "2026-01-31T13:05:00Z",
        "horizon_steps": 12, "step_seconds": 300, "side": "above", "p_before": 0.6, "p": 0.67, "q10": 0.57, "q90": 0.63,
        "excess": 1.4, "band_calibration": "conformal", "knowable_at": "2026-01-31T14:05:00Z",
    },
}  # fmt: skip

EXAMPLES |= ANSWER_EXAMPLES | {
    "MarketRow": EXAMPLES["MarketRegistry"] | {
        "liquidity_bucket": "MID", "price": 0.62, "price_at": PRICED_AT, "price_age_seconds": 300.0, "q10_1h": 0.57,
        "q90_1h": 0.63,
        "outside_range": False, "trust": 71.4, "p_recalibrated": 0.66, "recalibrated_low": 0.61, "recalibrated_high": 0.7,
        "recalibration_verdict": "helps", "volume_24h": 5200.0, "open_interest": None, "tte_seconds": 36000.0, "seen_share": 0.95,
    },
    "EventRow": {
        "event_id": "800001", "title": "Simulated: harbour votes", "slug": "simulated-harbour-votes", "category": "politics",
        "venue": "world", "neg_risk": True, "n_markets": 5, "n_open": 5, "n_seen": 5, "kind": "sum", "sum": 1.012, "gap": 0.012,
        "age_seconds": 300.0,
    },
    "FoundMarket": {
        "market_id": "900001", "event_id": "800001", "question": "Simulated: will the harbour line open?",
        "slug": "simulated-harbour-line", "category": "politics", "status": "ACTIVE", "price": 0.62, "price_at": PRICED_AT,
        "liquidity_bucket": "MID",
    },
    "MarketPage": of_market(EXAMPLES["MarketRegistry"], EXAMPLES["Trust"]),
}  # fmt: skip

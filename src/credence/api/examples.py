"""One example per record, for the document of addresses; a test holds each to its record."""

from typing import Any

from ..records import Coverage, MarketRegistry, Price, Row, ScoreboardRow

SHOWN: tuple[type[Row], ...] = (ScoreboardRow, MarketRegistry, Price, Coverage)

META = {"as_of": "2026-01-31T00:00:00Z", "run_id": "20260131T000000-1a2b", "simulated": True, "lake_version": "5f0c8a9"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "ScoreboardRow": {
        "venue": "world", "category": "all", "liquidity_bucket": "all", "horizon": "24h", "anchor": "scheduled",
        "weighting": "event", "ends": "all", "n": 412, "n_events": 203, "brier": 0.137, "log_loss": 0.421, "ece": 0.031,
        "mean_p": 0.48, "share_yes": 0.47, "n_stale": 12, "n_stale_yes": 5, "n_no_price": 3, "n_already_resolved": 1,
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
}  # fmt: skip

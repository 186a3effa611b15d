"""Conformal correction of bands, arrays in and arrays out: by bucket from a calibration set, by market as outcomes come in."""

from .coverage import Figures, Judged, Kept, SegmentWeek, kept_word, report
from .drift import Base, Fired, Recent, base, may_refit, triggers
from .mondrian import Cell, Table, fit
from .online import Issued, Learned, Tracker, Walk, misses, rate_of, walk, widened
from .order_statistic import by_bucket, order_statistic, rank, weighted_order_statistic
from .split import corrected, path_scores, scores, tails
from .trackers import DtAci, Pid, aci_step, dtaci_start, dtaci_step, pid_start, pid_step
from .uniforms import market_keys, uniforms
from .weights import day_weights, event_weights

__all__ = [
    "Base", "Cell", "DtAci", "Figures", "Fired", "Issued", "Judged", "Kept", "Learned", "Pid", "Recent", "SegmentWeek",
    "Table", "Tracker", "Walk", "aci_step", "base", "by_bucket", "corrected", "day_weights", "dtaci_start", "dtaci_step",
    "event_weights", "fit", "kept_word", "market_keys", "may_refit", "misses", "order_statistic", "path_scores", "pid_start",
    "pid_step", "rank", "rate_of", "report", "scores", "tails", "triggers", "uniforms", "walk", "weighted_order_statistic",
    "widened",
]  # fmt: skip

"""The products that a run computes from finished tables, in the order in which they need each other.

`steps` makes a step of each, `verify` builds them again, and the look-ahead check compares what they make.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..products import band_state, bands, features, recalibration, scoreboard, trust, trust_reliability
from ..tables.build import Build
from ..tables.cube import lay_out


@dataclass(frozen=True)
class Metric:
    """One computed product: what drives it, what it writes, and the function that does it (rows written).

    ready  SQL that counts the rows it should make something of
    """

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    meaning: str
    ready: str
    build: Callable[[Build], int]
    may_write_nothing: bool = False


METRICS = (
    Metric(
        "cube", ("cube_rows", "market_registry"), ("derived/columns",), "cube_rows as memory-mapped columns.",
        "select count(*) from cube_rows", lambda build: lay_out(build.lake, build.connection),
    ),
    Metric(
        "scoreboard", ("cube_rows",), ("scoreboard",), "How well prices came true, by group.",
        "select count(*) from cube_rows where p_yes is not null and resolved_yes is not null",
        lambda build: scoreboard.build(build.lake, build.connection),
    ),
    Metric(
        "recalibration", ("cube_rows",), ("recalibrated", "recalibration_evidence"),
        "What prices would have to say, and whether saying so helped.",
        "select count(*) from cube_rows where p_yes is not null",
        lambda build: recalibration.build(build.lake, build.connection),
    ),
    Metric(
        "features", ("prices", "market_snapshot", "open_interest"), ("features",), "How every market moved, by the hour.",
        "select count(*) from prices", lambda build: features.build(build.lake, build.connection, build.as_of),
        may_write_nothing=True,
    ),
    Metric(
        "trust", ("features", "cutoffs", "market_registry"), ("trust",), "How far each price can be trusted, before its outcome.",
        "select count(*) from cutoffs where p_yes is not null and horizon <> 'daily'",
        lambda build: trust.build(build.lake, build.connection, build.as_of), may_write_nothing=True,
    ),
    Metric(
        "trust_reliability", ("trust", "cube_rows"), ("trust_reliability",), "Whether trust has told later errors.",
        "select count(*) from trust", lambda build: trust_reliability.build(build.lake, build.connection),
        may_write_nothing=True,
    ),
    Metric(
        "band_state", ("prices", "features", "market_registry"), ("conformal_state", "conformal_theta", "band_coverage"),
        "What bands are corrected by, and how they kept their word.", "select count(*) from prices",
        lambda build: band_state.build(build.lake, build.connection, build.as_of), may_write_nothing=True,
    ),
    Metric(
        "bands", ("prices", "features", "market_history", "outcomes", "trust", "conformal_state", "conformal_theta"),
        ("forecast_band", "band_decision", "band_basis", "band_breach"), "In which range prices should stay, and why not.",
        "select count(*) from prices", lambda build: bands.build(build.lake, build.connection, build.as_of),
        may_write_nothing=True,
    ),
)  # fmt: skip


def build_metrics(build: Build) -> None:
    """All of them, after the tables."""
    for metric in METRICS:
        metric.build(build)

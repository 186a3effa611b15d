"""The reliability of trust: were prices that were trusted more also better calibrated?

build     trust, cutoffs, outcomes -> trust_reliability: five rows and their summary per version, anchor and horizon
read      rows that fit the filters; `markdown` the headline in words
rule      trust is ranked within category x horizon x price band; an event counts once, whatever its rows in the group; figures
          and tests by event and by week of resolution, and of the two the less certain is shown; a fifth that is too small shows
          nothing, and then there is no test
default   v2 where its trend is steeper than v1's on the same rows (anchor scheduled, all horizons), by an interval that lies
          below 0; else v1
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..config import rules
from ..errors import InputError
from ..lake import Lake
from ..lake.delta import arrow_schema
from ..lake.lake import fetch
from ..measures.enough import enough
from ..measures.estimates import Estimate, wider
from ..measures.null import null_draws
from ..measures.samples import Sample, sample
from ..measures.slope import cox
from ..measures.trust_trend import Difference, Trend, difference, fifths, placebo, trend
from ..records import TABLES
from ..records.cutoff import ANCHORS, HORIZONS
from ..records.paging import Page

ALL = "all"
VERSIONS = ("v1", "v2")
HEADLINE = ("scheduled", ALL)  # decides which version is the default
UNITS = ("event", "week")
EMPTY = (
    "mean_trust", "mean_p", "share_yes", "slope", "slope_low", "slope_high", "unit", "mcb", "mcb_null", "mcb_excess",
    "trend_slope", "trend_mcb", "p_value_slope", "p_value_mcb", "placebo_slope", "placebo_mcb", "against_v1", "against_v1_low",
    "against_v1_high",
)  # fmt: skip

_ROWS = """
    with weeks as (
        select r.event_id, date_trunc('week', max(coalesce(o.resolved_at, o.knowable_at))) as week
        from outcomes as o inner join market_registry as r using (market_id)
        group by r.event_id
    )

    select
        dense_rank() over (order by c.event_id) - 1 as event, dense_rank() over (order by w.week nulls first) - 1 as week,
        dense_rank() over (order by c.category, c.horizon) - 1 as stratum, c.anchor, c.horizon, c.p_yes, c.resolved_yes,
        v1.total as v1, v2.total as v2
    from cutoffs as c
    inner join trust as v1
        on v1.market_id = c.market_id and v1.anchor = c.anchor and v1.horizon = c.horizon and v1.cutoff_at = c.cutoff_at
            and v1.trust_version = 'v1'
    left join trust as v2
        on v2.market_id = c.market_id and v2.anchor = c.anchor and v2.horizon = c.horizon and v2.cutoff_at = c.cutoff_at
            and v2.trust_version = 'v2'
    left join weeks as w on w.event_id = c.event_id
    where c.p_yes is not null and c.resolved_yes is not null and c.market_type = 'binary'
        and (v1.total is not null or v2.total is not null)
    order by c.market_id, c.anchor, c.horizon
"""


@dataclass(frozen=True)
class Scored:
    """Rows of one group as arrays of one length; trust is NaN where that version has no score."""

    p_yes: NDArray[np.float64]
    resolved_yes: NDArray[np.float64]
    event: NDArray[np.int64]
    week: NDArray[np.int64]
    stratum: NDArray[np.int64]
    trust: dict[str, NDArray[np.float64]]

    def where(self, keep: NDArray[np.bool_]) -> "Scored":
        return Scored(
            self.p_yes[keep], self.resolved_yes[keep], self.event[keep], self.week[keep], self.stratum[keep],
            {name: score[keep] for name, score in self.trust.items()},
        )  # fmt: skip

    def sample(self) -> Sample:
        """An event counts once."""
        _, own, rows = np.unique(self.event, return_inverse=True, return_counts=True)
        return sample(self.p_yes, self.resolved_yes, 1 / rows[own], self.event)

    def cluster(self, unit: str) -> NDArray[np.int64]:
        return self.event if unit == "event" else self.week


def build(lake: Lake, connection: duckdb.DuckDBPyConnection) -> int:
    """Write the track record of everything in the lake; returns the rows."""
    found = connection.sql(_ROWS).to_arrow_table()
    columns = {name: found[name].to_numpy() for name in found.column_names}
    bands = rules("trust")["track_record"]["price_bands"]
    p = columns["p_yes"].astype(np.float64)
    scored = Scored(
        p, columns["resolved_yes"].astype(np.float64), columns["event"], columns["week"],
        columns["stratum"] * (len(bands) + 1) + np.digitize(p, bands),
        {name: columns[name].astype(np.float64) for name in VERSIONS},
    )  # fmt: skip
    rows = list(_groups(scored, columns["anchor"], columns["horizon"], simulated=bool(lake.simulated)))
    headline = [row for row in rows if (row["anchor"], row["horizon"]) == HEADLINE and row["quintile"] == 0]
    better = any(row["against_v1_high"] is not None and row["against_v1_high"] < 0 for row in headline)
    for row in rows:
        row["is_default"] = row["trust_version"] == VERSIONS[better]
    connection.register("judged_rows", pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["trust_reliability"])))
    try:
        return lake.write(connection, "trust_reliability", "select * from judged_rows").rows
    finally:
        connection.unregister("judged_rows")


def read(
    lake: Lake, *, version: str | None = None, anchor: str | None = None, horizon: str | None = None
) -> Page:
    """The track record, by version, anchor, horizon and quintile; quintile 0 holds the tests."""
    allowed = {"trust_version": VERSIONS, "anchor": ANCHORS, "horizon": (*HORIZONS, ALL)}
    wanted = {"trust_version": version, "anchor": anchor, "horizon": horizon}
    for name, value in wanted.items():
        if value is not None and value not in allowed[name]:
            raise InputError(name, value, " or ".join(allowed[name]))
    given = {name: value for name, value in wanted.items() if value is not None}
    condition = " and ".join(f"{name} = ${name}" for name in given) or "true"
    with lake.reading("trust_reliability") as connection:
        rows = fetch(connection, f"select * from trust_reliability where {condition} order by all", given)
    return Page(rows, None, len(rows))


def markdown(lake: Lake) -> str:
    """What the track record says, for readers: the headline group of both versions, and which of them is the default."""
    title = "# Does trust tell?" + (" (simulated)" if lake.simulated else "")
    rows = read(lake, anchor=HEADLINE[0], horizon=HEADLINE[1]).rows
    if not rows:
        return f"{title}\n\nNo cutoff has both a trust score and a label yet.\n"
    names = ("trust_version", "quintile", "n", "n_events", "mean_trust", "slope", "slope_low", "slope_high", "mcb_excess",
             "verdict")  # fmt: skip
    lines = [title, "", "| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_shown(row[name]) for name in names) + " |" for row in rows if row["quintile"]]
    for row in rows:
        if row["quintile"] == 0:
            lines += ["", _in_words(row)]
    default = next((row["trust_version"] for row in rows if row["is_default"]), VERSIONS[0])
    lines += ["", f"Shown by default: {default}. v2 would have to beat v1 on the same rows with an interval below 0."]
    return "\n".join(lines) + "\n"


def _in_words(row: dict[str, Any]) -> str:
    words = f"{row['trust_version']}: {row['verdict']}"
    if row["p_value_slope"] is not None:
        words += (
            f"; |slope - 1| changes by {row['trend_slope']:+.3f} per fifth (p {row['p_value_slope']:.3f}), MCB by "
            f"{row['trend_mcb']:+.5f} (p {row['p_value_mcb']:.3f}), by {row['unit']}"
        )
    if row["placebo_slope"] is not None:
        words += f"; permuted trust is called right in {row['placebo_slope']:.0%} and {row['placebo_mcb']:.0%} of runs"
    if row["against_v1"] is not None:
        words += f"; against v1 {row['against_v1']:+.3f} ({row['against_v1_low']:+.3f} to {row['against_v1_high']:+.3f})"
    return words + "."


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _groups(scored: Scored, anchors: NDArray[Any], horizons: NDArray[Any], *, simulated: bool) -> Iterator[dict[str, Any]]:
    for anchor in ANCHORS:
        for horizon in (ALL, *HORIZONS):
            inside = (anchors == anchor) & ((horizons == horizon) | (horizon == ALL))
            group = scored.where(inside)
            for version in VERSIONS:
                named = {"trust_version": version, "anchor": anchor, "horizon": horizon, "simulated": simulated}
                yield from _judged(group, version, named, with_placebo=horizon == ALL)


def _judged(group: Scored, version: str, named: dict[str, Any], *, with_placebo: bool) -> Iterator[dict[str, Any]]:
    """The five rows of a group and their summary; nothing where no row has a score."""
    rule = rules("trust")["track_record"]
    quintiles: int = rule["quintiles"]
    rng = np.random.default_rng(rule["seed"])
    has = ~np.isnan(group.trust[version])
    if not has.any():
        return
    fifth = fifths(group.trust[version], group.stratum, quintiles, rule["stratum_at_least"])
    kept = fifth >= 0
    ranked = group.where(kept)
    common = {**dict.fromkeys(EMPTY), **named, "n_left_out": int(has.sum() - kept.sum()), "placebo_runs": 0, "is_default": False}
    rows = []
    for at in range(quintiles):
        part = ranked.where(fifth[kept] == at)
        rows.append({**common, "quintile": at + 1, **_figures(part, version, rng)})
    yield from rows
    summary = {
        **common, "quintile": 0, "n": len(ranked.event), "n_events": len(np.unique(ranked.event)),
        "mean_trust": _mean(ranked.trust[version]),
    }  # fmt: skip
    if any(row["verdict"] for row in rows):
        yield {**summary, "verdict": "too few: a fifth of trust is too small for figures"}
        return
    yield {**summary, **_tests(group, ranked, fifth[kept], version, rng, with_placebo=with_placebo)}


def _figures(part: Scored, version: str, rng: np.random.Generator) -> dict[str, Any]:
    """What one fifth of trust came to."""
    found: dict[str, Any] = {"n": len(part.event), "n_events": len(np.unique(part.event)), "verdict": ""}
    if not len(part.event):
        return found | {"verdict": "too few: no rows"}
    found["mean_trust"] = _mean(part.trust[version])
    try:
        rows = part.sample()
        checked = enough(rows)
        if not checked.ok:
            return found | {"verdict": checked.reason}
        slope = _wider(lambda unit: cox(rows, part.cluster(unit), unit=unit).estimates()[1])
        drawn = null_draws(rows, None, rules("trust")["track_record"]["draws"], rng)
    except InputError as error:  # separable data, one price: there is no line to fit
        return found | {"verdict": f"too few: {error.allowed}"}
    low, high = slope.interval()
    return found | {
        "mean_p": float(rows.weight @ rows.p_yes), "share_yes": float(rows.weight @ rows.resolved_yes),
        "slope": slope.value, "slope_low": _finite(low), "slope_high": _finite(high), "unit": slope.unit,
        "mcb": drawn.observed_mcb, "mcb_null": drawn.mean_mcb, "mcb_excess": drawn.observed_mcb - drawn.mean_mcb,
    }  # fmt: skip


def _tests(
    group: Scored, ranked: Scored, fifth: NDArray[np.int64], version: str, rng: np.random.Generator, *, with_placebo: bool
) -> dict[str, Any]:
    """The trend by both units, the placebo, and v2 against v1."""
    rule = rules("trust")["track_record"]
    if len(np.unique(ranked.week)) < rule["weeks_at_least"]:
        return {"verdict": f"too few: markets of this group resolved in fewer than {rule['weeks_at_least']} weeks"}
    rows = ranked.sample()
    by_unit = {unit: trend(rows, fifth, ranked.cluster(unit), rule["draws"], rng, rule["quintiles"]) for unit in UNITS}
    slope, error = (max(getattr(found, name) for found in by_unit.values()) for name in ("p_value_slope", "p_value_mcb"))
    surest = max(UNITS, key=lambda unit: _least(by_unit[unit]))
    told = {
        "trend_slope": by_unit["event"].slope, "trend_mcb": by_unit["event"].mcb, "p_value_slope": slope, "p_value_mcb": error,
        "unit": surest, "verdict": "trust orders" if 2 * min(slope, error) <= rule["level"] else "no order shown",
    }  # fmt: skip
    if with_placebo:
        runs = placebo(
            rows, ranked.trust[version], ranked.stratum, ranked.event, rule["placebo_runs"], rule["placebo_draws"], rng,
            level=rule["level"], groups=rule["quintiles"],
        )  # fmt: skip
        told |= {"placebo_slope": runs.share_slope, "placebo_mcb": runs.share_mcb, "placebo_runs": runs.runs}
    return told if version == VERSIONS[0] else told | _against_v1(group, rng)


def _against_v1(group: Scored, rng: np.random.Generator) -> dict[str, Any]:
    """Both versions ranked on the rows that have both."""
    rule = rules("trust")
    record, draws = rule["track_record"], rule["v2"]["draws"]
    both = group.where(~np.isnan(group.trust["v1"]) & ~np.isnan(group.trust["v2"]))
    ranks = {name: fifths(both.trust[name], both.stratum, record["quintiles"], record["stratum_at_least"]) for name in VERSIONS}
    kept = ranks["v1"] >= 0  # the same strata, so the same rows, under both
    part = both.where(kept)
    if not kept.any():
        return {}
    try:
        found = [
            difference(part.sample(), ranks["v2"][kept], ranks["v1"][kept], part.cluster(unit), draws, rng,
                       groups=record["quintiles"])
            for unit in UNITS
        ]  # fmt: skip
    except InputError:  # a fifth of the common rows has no line
        return {}
    widest: Difference = max(found, key=lambda one: one.high - one.low)
    return {"against_v1": widest.value, "against_v1_low": widest.low, "against_v1_high": widest.high}


def _wider(estimate: Callable[[str], Estimate]) -> Estimate:
    """By event and by week; where weeks are too few for an error there is none."""
    by_event = estimate("event")
    try:
        return wider(by_event, estimate("week"))
    except InputError:
        return by_event._replace(error=float("nan"), unit="week")


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _least(found: Trend) -> float:
    return min(found.p_value_slope, found.p_value_mcb)


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None

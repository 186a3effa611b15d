"""Recalibrated prices: what would a price have to say to come true, and has saying so helped?

build  cube_rows -> recalibrated, one row per price; recalibration_evidence, one row per anchor, category and horizon
read   recalibrated prices beside the displayed ones, where they help; `evidence` the verdicts
rule   strictly forward. A month's prices are recalibrated by what was knowable when it began: labels of complete cohorts (months
       of scheduled ends of which nearly all markets had an answer; a month half answered holds too many early YES). Each
       category's method is chosen by its results in earlier months and judged by later ones. It helps only where the wider of
       the intervals by event and by week of resolution lies above 0
"""

import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
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
from ..measures.power import smallest_detectable
from ..measures.recalibration import Recalibrator, fit, gain
from ..measures.samples import event_weights, sample
from ..measures.scores import log_loss
from ..records import TABLES
from ..records.cutoff import ANCHORS, HORIZONS
from ..records.paging import Page, checked_limit, decode_cursor, encode_cursor, page_of, text
from ..tables.known import refuse_unknown_in

KEY = ("market_id", "anchor", "horizon")
NONE = "none"
DAY_S = 86_400
LAST_MONTH = 2_400  # 200 years after 1970: ends beyond are somebody's "never"

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]

_ROWS = """
    select
        market_id, event_id, category, anchor, horizon, cutoff_at, p_yes, resolved_yes,
        outcome_status in ('RESOLVED_TRUE', 'RESOLVED_FALSE', 'VOID') as answered,
        end_known = 'observed' as observed,
        epoch(cutoff_at)::bigint as cutoff_s,
        epoch(cohort_at)::bigint as cohort_s,
        ceil(epoch(knowable_at))::bigint as knowable_s,
        date_diff('week', timestamp '1970-01-05',
            (coalesce(max(resolved_at) over (partition by event_id), cohort_at) at time zone 'UTC')) as week
    from cube_rows
    order by market_id, anchor, horizon
"""
_READ = """
    select r.*, e.verdict, e.statement
    from recalibrated as r
    left join recalibration_evidence as e using (anchor, category, horizon)
    where {filters}
    order by r.market_id, r.anchor, r.horizon
    limit $limit
"""


@dataclass(frozen=True)
class Prices:
    """All rows of cube_rows as arrays of length n, in the order of their keys; categories, horizons, events by name."""

    table: pa.Table
    category: Codes
    horizon: Codes
    anchor: Codes
    event: Codes
    names: dict[str, list[str]]
    p_yes: Numbers  # NaN where there is none
    resolved_yes: Numbers  # NaN without a label
    answered: Mask
    observed: Mask
    cutoff_s: Codes
    knowable_s: Codes
    cutoff_month: Codes  # months since 1970
    cohort_month: Codes
    week: Codes

    @cached_property
    def usable(self) -> Mask:
        """Rows with a price and a label."""
        return np.asarray(~np.isnan(self.p_yes) & ~np.isnan(self.resolved_yes))

    def complete(self, moment_s: int) -> Mask:
        """By cohort month: had nearly all of its markets an answer at that moment, as far as one could know then?

        Counted are cutoffs before scheduled ends; an end that was only assumed is known of once its market has an answer.
        """
        rule = rules("recalibration")
        scheduled = self.anchor == self.names["anchor"].index("scheduled") if "scheduled" in self.names["anchor"] else False
        answered = self.answered & (self.knowable_s <= moment_s)
        known = scheduled & (self.cutoff_s <= moment_s) & (self.observed | (self.knowable_s <= moment_s))
        months = int(self.cohort_month.max()) + 1
        of_month = np.bincount(self.cohort_month[known], minlength=months)
        done = np.bincount(self.cohort_month[known & answered], minlength=months)
        begins = np.arange(1, months + 1).astype("datetime64[M]").astype("datetime64[s]").astype(np.int64)  # of the next month
        past = begins + rule["grace_days"] * DAY_S <= moment_s
        return np.asarray((of_month > 0) & (done >= rule["complete_share"] * of_month) & past)

    def judged(self, moment_s: int) -> Mask:
        """Rows with price and label, of cohorts complete at that moment, all of it knowable then: what may teach and choose."""
        return np.asarray(self.usable & (self.knowable_s <= moment_s) & self.complete(moment_s)[self.cohort_month])


@dataclass(frozen=True)
class Forward:
    """What was said of each row before its month began; NaN where nothing could be."""

    by_method: dict[str, Numbers]
    value: Numbers  # of the method chosen
    low: Numbers
    high: Numbers
    method: Codes  # index into `methods`, -1 for none
    trained_on: Codes

    @classmethod
    def empty(cls, n: int) -> "Forward":
        value, low, high = (np.full(n, np.nan) for _ in range(3))
        said = {method: np.full(n, np.nan) for method in rules("recalibration")["methods"]}
        return cls(said, value, low, high, np.full(n, -1), np.zeros(n, np.int64))

    @property
    def methods(self) -> tuple[str, ...]:
        """In the order in which they are tried."""
        return tuple(self.by_method)


def build(lake: Lake, connection: duckdb.DuckDBPyConnection) -> int:
    """Write both tables from cube_rows; returns the rows of recalibrated."""
    prices = load(connection)
    forward = walk(prices)
    written = _write(lake, connection, "recalibrated", _recalibrated(prices, forward))
    _write(lake, connection, "recalibration_evidence", _evidence(prices, forward))
    return written


def read(
    lake: Lake,
    *,
    market_id: str | None = None,
    category: str | None = None,
    anchor: str | None = None,
    horizon: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """Prices with what they would have to say, its interval and the verdict of their cell, by market.

    Where recalibration does not help, p_recalibrated, low and high are null, and `statement` says why.
    """
    wanted = {"market_id": market_id, "category": category, "anchor": anchor, "horizon": horizon}
    with lake.reading("recalibrated", "recalibration_evidence") as connection:
        _check(connection, wanted)
        asked = {name: value for name, value in wanted.items() if value is not None}
        conditions = [f"r.{name} = ${name}" for name in asked]
        after = decode_cursor(cursor, len(KEY), [text] * len(KEY))
        if after is not None:
            conditions.append(f"({', '.join(f'r.{name}' for name in KEY)}) > ({', '.join(f'$after_{name}' for name in KEY)})")
            asked |= {f"after_{name}": value for name, value in zip(KEY, after, strict=True)}
        sql = _READ.format(filters=" and ".join(conditions) or "true")
        rows = fetch(connection, sql, {**asked, "limit": checked_limit(limit) + 1})
    return page_of([_shown(row) for row in rows], limit, KEY)


def evidence(
    lake: Lake,
    *,
    category: str | None = None,
    anchor: str | None = None,
    horizon: str | None = None,
    limit: int = 500,
    cursor: str | None = None,
) -> Page:
    """The verdict of every cell that fits, with the walk-forward gain behind it."""
    wanted = {"category": category, "anchor": anchor, "horizon": horizon}
    with lake.reading("recalibration_evidence") as connection:
        _check(connection, wanted)
        rows = fetch(connection, "select * from recalibration_evidence order by anchor, category, horizon")
    fitting = [row for row in rows if all(value in (None, row[name]) for name, value in wanted.items())]
    (start,) = decode_cursor(cursor, 1, [_position]) or [0]
    stop = start + checked_limit(limit)
    return Page(fitting[start:stop], encode_cursor([stop]) if stop < len(fitting) else None, len(fitting))


def load(connection: duckdb.DuckDBPyConnection) -> Prices:
    """cube_rows as arrays."""
    table = connection.sql(_ROWS).to_arrow_table()
    codes, names = {}, {}
    for name in ("category", "horizon", "anchor", "event_id"):
        codes[name], names[name] = _coded(table[name])

    def numbers(name: str, kind: type[Any]) -> NDArray[Any]:
        return np.asarray(table[name].to_numpy(zero_copy_only=False), kind)

    moments = {name: numbers(name, np.int64) for name in ("cutoff_s", "cohort_s", "knowable_s")}
    return Prices(
        table, codes["category"], codes["horizon"], codes["anchor"], codes["event_id"], names,
        numbers("p_yes", np.float64), numbers("resolved_yes", np.float64), numbers("answered", bool), numbers("observed", bool),
        moments["cutoff_s"], moments["knowable_s"], _month(moments["cutoff_s"]), _month(moments["cohort_s"]),
        numbers("week", np.int64) + 10_000,  # codes start at 0, and no market was resolved two centuries before 1970
    )  # fmt: skip


def walk(prices: Prices) -> Forward:
    """Month by month, recalibrate the month's prices by what was knowable when it began."""
    forward = Forward.empty(len(prices.p_yes))
    priced = ~np.isnan(prices.p_yes)
    for month in np.unique(prices.cutoff_month[priced]).tolist():
        begins_s = _month_begins_s(month)
        judged = prices.judged(begins_s)
        recent = prices.cutoff_month >= month - rules("recalibration")["train_months"]
        for anchor in range(len(prices.names["anchor"])):
            of_anchor = prices.anchor == anchor
            applied = np.flatnonzero(of_anchor & priced & (prices.cutoff_month == month))
            taught = np.flatnonzero(of_anchor & judged & recent)
            if applied.size and taught.size:
                _one_month(prices, forward, taught, applied, f"{prices.names['anchor'][anchor]} {month}")
    return forward


def _one_month(prices: Prices, forward: Forward, taught: Codes, applied: Codes, seed: str) -> None:
    """Fit every method on the rows `taught`, note what each says of the rows `applied`, and choose one per category."""
    rule = rules("recalibration")
    events = _events_by_category(prices, taught)
    fits: dict[str, Recalibrator] = {}
    for method, least in rule["methods"].items():
        fitted = _fitted(prices, taught[events[prices.category[taught]] >= least], method, seed, draws=0)
        if fitted is not None:
            fits[method] = fitted
            forward.by_method[method][applied] = fitted.apply(*_asked(prices, applied))
    for category in np.unique(prices.category[applied]).tolist():
        rows, of_category = applied[prices.category[applied] == category], taught[prices.category[taught] == category]
        method = _chosen(prices, forward, of_category, rows)
        if method is None:
            continue
        forward.method[rows], forward.trained_on[rows] = forward.methods.index(method), events[category]
        forward.value[rows] = forward.by_method[method][rows]
        fitted = fits[method]
        if method != "cox":  # its interval needs resamples, which are worth their time for the method chosen only
            fitted = _fitted(prices, of_category, method, f"{seed} {prices.names['category'][category]}", rule["draws"]) or fitted
        forward.low[rows], forward.high[rows] = fitted.interval(*_asked(prices, rows), rule["level"])


def _asked(prices: Prices, rows: Codes) -> tuple[Numbers, Codes, Codes]:
    return prices.p_yes[rows], prices.category[rows], prices.horizon[rows]


def _fitted(prices: Prices, rows: Codes, method: str, seed: str, draws: int) -> Recalibrator | None:
    """A method taught by these rows, an event counting once in each cell; None where it cannot be fitted."""
    if not rows.size:
        return None
    learnt = sample(prices.p_yes[rows], prices.resolved_yes[rows], _event_weight(prices, rows), prices.event[rows])
    rng = np.random.default_rng(zlib.crc32(f"{seed} {method}".encode()))  # of its own: what comes later moves no draw
    try:
        return fit(method, learnt, prices.category[rows], prices.horizon[rows], rng, draws)
    except InputError:  # too few events, one outcome or separable: said by method `none`
        return None


def _chosen(prices: Prices, forward: Forward, known: Codes, rows: Codes) -> str | None:
    """The method with the best results so far among those that can speak of the rows; the first one while there are too few."""
    able = [method for method in forward.methods if np.isfinite(forward.by_method[method][rows]).any()]
    least = rules("recalibration")["choose_from_events"]

    def events(rows: Codes) -> int:
        return len(np.unique(prices.event[rows]))

    tried = [method for method in able if events(known[np.isfinite(forward.by_method[method][known])]) >= least]
    if not tried:
        return able[0] if able else None
    common = known[np.all([np.isfinite(forward.by_method[method][known]) for method in tried], axis=0)]
    if events(common) < least:
        return tried[0]
    weight, y = _event_weight(prices, common), prices.resolved_yes[common]
    losses = [float(np.sum(weight * log_loss(forward.by_method[method][common], y))) for method in tried]
    return tried[int(np.argmin(losses))]


def _recalibrated(prices: Prices, forward: Forward) -> pa.Table:
    """The rows of `recalibrated`: every row with a price."""
    rows = np.flatnonzero(~np.isnan(prices.p_yes))
    kept = prices.table.take(pa.array(rows))
    names = np.array([*forward.methods, NONE])  # -1 is the last
    finite = np.isfinite(forward.value[rows])
    begins = prices.cutoff_month[rows].astype("datetime64[M]").astype("datetime64[us]")
    columns = {name: kept[name] for name in ("market_id", "category", "anchor", "horizon", "cutoff_at", "p_yes")}
    columns |= {
        "p_recalibrated": _nullable(forward.value[rows]),
        "low": _nullable(forward.low[rows]),
        "high": _nullable(forward.high[rows]),
        "method": pa.array(np.where(finite, names[forward.method[rows]], NONE)),
        "trained_on": pa.array(np.where(finite, forward.trained_on[rows], 0)),
        "trained_until": pa.array(begins, pa.timestamp("us")).cast(pa.timestamp("us", "UTC")),
    }
    return pa.table(columns).select([name for name, _ in TABLES["recalibrated"].columns]).cast(_schema("recalibrated"))


def _evidence(prices: Prices, forward: Forward) -> pa.Table:
    """The rows of `recalibration_evidence`, judged at the last moment that the rows know of."""
    found = []
    if len(prices.p_yes):
        judged = prices.judged(int(prices.knowable_s.max())) & np.isfinite(forward.value)
        priced = ~np.isnan(prices.p_yes)
        cells = np.unique(np.stack([prices.anchor, prices.category, prices.horizon], axis=1)[priced], axis=0)
        for anchor, category, horizon in cells.tolist():
            inside = (prices.anchor == anchor) & (prices.category == category) & (prices.horizon == horizon)
            of_cell = zip(("anchor", "category", "horizon"), (anchor, category, horizon), strict=True)
            labels = {name: prices.names[name][code] for name, code in of_cell}
            found.append(labels | _verdict(prices, forward, np.flatnonzero(inside & judged)))
    return pa.Table.from_pylist(found, schema=_schema("recalibration_evidence"))


def _verdict(prices: Prices, forward: Forward, rows: Codes) -> dict[str, Any]:
    """What recalibration did to the rows of one cell, and what follows."""
    used = Counter(forward.method[rows].tolist()).most_common()
    figures: dict[str, Any] = dict.fromkeys(("log_loss_price", "gain", "gain_low", "gain_high", "unit", "smallest_detectable"))
    figures |= {
        "methods": ", ".join(forward.methods[method] for method, _ in used),
        "n": len(rows), "n_events": len(np.unique(prices.event[rows])), "n_weeks": len(np.unique(prices.week[rows])),
    }  # fmt: skip
    p, y = prices.p_yes[rows], prices.resolved_yes[rows]
    reason = "no forward prices yet"
    if rows.size:
        weight = _event_weight(prices, rows)
        reason = enough(sample(p, y, weight, prices.event[rows])).reason
    if reason:
        return figures | {"verdict": "too few", "statement": f"not known whether recalibration helps here: {reason}"}
    level = rules("recalibration")["level"]
    units = {"event": prices.event[rows], "week": prices.week[rows]}
    by_event, by_week = (gain(p, forward.value[rows], y, weight, cluster, unit) for unit, cluster in units.items())
    found = wider(by_event, by_week, level)
    low, high = found.interval(level)
    price = float(np.sum(weight * log_loss(p, y)) / weight.sum())
    figures |= {"log_loss_price": price, "gain": found.value, "gain_low": _known(low), "gain_high": _known(high)}
    figures |= {"unit": found.unit, "smallest_detectable": _detectable(found)}
    verdict = "helps" if low > 0 else "does not help here"  # an error that is not known proves nothing
    return figures | {"verdict": verdict, "statement": _statement(verdict, figures)}


def _statement(verdict: str, figures: dict[str, Any]) -> str:
    ends = "unknown" if figures["gain_low"] is None else f"{figures['gain_low']:+.4f} to {figures['gain_high']:+.4f}"
    least = figures["smallest_detectable"]
    seen = "" if least is None else f"; a gain of {least:.4f} could have been seen"
    return (
        f"recalibration {verdict}: of a log loss of {figures['log_loss_price']:.4f} at the prices it takes {figures['gain']:.4f} "
        f"(by {figures['unit']} {ends}), {figures['n_events']} later events in {figures['n_weeks']} weeks{seen}"
    )


def _detectable(found: Estimate) -> float | None:
    return smallest_detectable(found.error, found.df) if found.error > 0 else None


def _event_weight(prices: Prices, rows: Codes) -> Numbers:
    """1 / rows of the event in the row's anchor, category and horizon; sums to the number of events of all cells."""
    cell = (prices.event[rows] * len(prices.names["category"]) + prices.category[rows]) * len(prices.names["horizon"])
    return event_weights(cell + prices.horizon[rows])


def _events_by_category(prices: Prices, rows: Codes) -> Codes:
    categories = len(prices.names["category"])
    pairs = np.unique(prices.event[rows] * categories + prices.category[rows])
    return np.bincount(pairs % categories, minlength=categories).astype(np.int64)


def _write(lake: Lake, connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> int:
    connection.register("recalibration_rows", rows)
    try:
        return lake.write(connection, name, "select * from recalibration_rows").rows
    finally:
        connection.unregister("recalibration_rows")


def _check(connection: duckdb.DuckDBPyConnection, wanted: dict[str, str | None]) -> None:
    for name, allowed in (("anchor", ANCHORS), ("horizon", tuple(HORIZONS))):
        if wanted[name] is not None and wanted[name] not in allowed:
            raise InputError(name, wanted[name], " or ".join(allowed))
    refuse_unknown_in(connection, "recalibration_evidence", {"category": wanted["category"]})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row if row["verdict"] == "helps" else row | {"p_recalibrated": None, "low": None, "high": None}


def _coded(column: Any) -> tuple[Codes, list[str]]:
    """Codes in the order of the names: rows that are added later do not change the order of those before."""
    names, codes = np.unique(column.to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    return codes.astype(np.int64), names.tolist()


def _month(moments_s: Codes) -> Codes:
    month = moments_s.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(np.clip(month, 0, LAST_MONTH), np.int64)


def _month_begins_s(month: int) -> int:
    return int(np.datetime64(month, "M").astype("datetime64[s]").astype(np.int64))


def _nullable(values: Numbers) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _position(value: object) -> int:
    position = int(str(value))
    if position < 0:
        raise ValueError("a position in a list is not negative")
    return position


def _schema(name: str) -> pa.Schema:
    return arrow_schema(TABLES[name])

"""Discover: read the catalogue whole, and check it against an independent count."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from ..errors import IncompleteSweep
from ..lake import Lake
from ..sources import clob, gamma
from ..sources.paging import Walk
from ..tables import inputs
from ..tables.build import load_parameters
from ..tables.decode.clob import ClobColumns
from ..tables.decode.gamma import GammaColumns
from .context import Context, longest_delay

TOLERATED_SHARE = 0.005  # two counts of one list, taken minutes apart, may differ so much
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def gamma_markets(context: Context) -> tuple[int, int]:
    """Every market of the catalogue, open and closed."""
    check = context.field_check(_look_at_market)
    return _both(context, "markets", lambda **how: gamma.markets(context.http("gamma"), check=check, **how))


def gamma_events(context: Context) -> tuple[int, int]:
    """Every event of the catalogue, open and closed, with its markets inside."""
    check = context.field_check(_look_at_event)
    return _both(context, "events", lambda **how: gamma.events(context.http("gamma"), check=check, **how))


def clob_markets(context: Context) -> tuple[int, int]:
    """The exchange's own list of markets: the independent count, and the winner flags."""
    check = context.field_check(_look_at_clob_market)

    def walk(**how: Any) -> Walk:
        return clob.markets(context.http("clob"), check=check, **how)

    received = _sweep(context, "clob", "markets", walk)
    context.cover("clob", "markets", "unverified", f"the list ended; {context.trouble('clob')}", received=received)
    return received, received


def count(context: Context) -> tuple[int, int]:
    """Compare the catalogue with the exchange, by condition id, over ids that both claim to list.

    An id that only the exchange lists is asked for at the catalogue by name: if the catalogue knows it, its list was short.
    """
    listed, catalogue = _conditions(context)
    if not listed or not catalogue:
        context.cover("gamma", "markets", "unverified", "no independent count in this run", received=len(catalogue))
        return len(catalogue), len(catalogue)
    unlisted = sorted(listed - catalogue)
    found: set[str] = set()
    for closed in (False, True):
        for page in gamma.markets_by_condition(context.http("gamma"), unlisted, closed=closed, deadline=context.deadline):
            found.update(_condition(item) for item in page.items)
    both = len(listed & catalogue)
    expected = both + len(found & listed)
    detail = (
        f"{len(listed)} conditions at the exchange, {len(catalogue)} in the catalogue, "
        f"{len(unlisted) - len(found & listed)} known to the exchange alone; {context.trouble('gamma')}"
    )
    short = expected - both
    status = "truncated" if expected and short / expected > TOLERATED_SHARE else "complete"
    context.cover("gamma", "markets", status, detail, expected=expected, received=both)
    if status == "truncated":
        context.read_again("discover_markets", [f"gamma {scope}" for scope in _scopes("markets")])
        url = context.http("gamma").base_url
        raise IncompleteSweep("gamma", url, f"the list of markets lacks {short} of {expected} that the exchange also lists")
    return expected, both


def settle_as_of(context: Context) -> tuple[int, int]:
    """Fix the run's only now: as asked, the start of a live run, else the newest upstream time in raw plus its delay."""
    context.decode()
    run = context.state.run(context.run_id)
    assert run is not None
    if run["as_of"]:
        context.as_of = datetime.fromisoformat(run["as_of"])
    elif context.options.as_of:
        context.as_of = context.options.as_of
    elif context.options.live:
        context.as_of = datetime.fromisoformat(run["started_at"])
    else:
        newest = newest_upstream_time(context.lake)
        context.as_of = newest + longest_delay() if newest else datetime.fromisoformat(run["started_at"])
    context.state.set_as_of(context.run_id, context.as_of)
    return 1, 1


def newest_upstream_time(lake: Lake) -> datetime | None:
    """The newest time that the catalogue or a file itself states for something that has happened.

    Prices and books count only where there is neither: they are asked for up to as_of, so that counting them would move
    as_of on with every run over the same data.
    """
    connection = lake.connect()
    try:
        load_parameters(connection, _EPOCH)
        inputs.show(connection, lake)
        row = connection.execute(
            """
            select epoch_us(coalesce(max(newest) filter (settles), max(newest))) from (
                select max(try_cast(updated_at as timestamptz)) as newest, true as settles from in_gamma_market
                union all select max(try_cast(updated_at as timestamptz)), true from in_gamma_event
                union all select max(to_timestamp(t)), false from in_point
                union all select max(epoch_ms(t_ms)::timestamptz), false from in_book
                union all select max(ts), true from in_drop_price
                union all select max(ts), true from in_venue_price
                union all select max(resolved_at), true from in_drop_outcome
            )
            """
        ).fetchone()
    finally:
        connection.close()
    if row is None or row[0] is None:
        return None
    return datetime.fromtimestamp(row[0] / 1e6, UTC)


def _both(context: Context, endpoint: str, walk: Callable[..., Walk]) -> tuple[int, int]:
    received = 0
    for closed, scope in zip((False, True), _scopes(endpoint), strict=True):
        received += _sweep(context, "gamma", scope, lambda closed=closed, **how: walk(closed=closed, **how))
    context.cover(
        "gamma", endpoint, "unverified", f"both lists ended; {context.trouble('gamma')}", received=received
    )
    return received, received


def _scopes(endpoint: str) -> tuple[str, str]:
    return f"{endpoint} open", f"{endpoint} closed"


def _sweep(context: Context, source: str, scope: str, walk: Callable[..., Walk]) -> int:
    """Walk one list to its end, from where an interrupted run of the same id left off; returns the rows seen."""
    cursor, done, counts = context.state.cursor(context.run_id, f"{source} {scope}")
    rows = counts.get("rows", 0)
    if done:
        return rows
    seen = 0

    def save(next_cursor: str) -> None:
        context.state.set_cursor(context.run_id, f"{source} {scope}", next_cursor, {"rows": rows + seen})

    for page in walk(start_cursor=cursor, save=save, deadline=context.deadline):
        seen += len(page.items)
        if page.cursor is not None:
            save(page.cursor)
        context.batch(len(page.items), scope)
    context.state.set_cursor(context.run_id, f"{source} {scope}", None, {"rows": rows + seen}, done=True)
    return rows + seen


def _conditions(context: Context) -> tuple[set[str], set[str]]:
    """(conditions that the exchange lists, conditions of the catalogue's lists), as read in this run."""
    context.decode()
    folder = context.lake.layout.decoded
    found = []
    connection = context.lake.connect()
    try:
        for source, kind, listed, name in (
            ("clob", "clob_market", "true", "condition_id"),
            ("gamma", "gamma_market", "not nested", "conditionId"),
        ):
            files = [str(path) for path in folder.glob(f"{kind}/{source}-*-markets-{context.run_id}-*.parquet")]
            query = f"select distinct condition_id from read_parquet($files) where condition_id is not null and {listed}"
            rows = connection.execute(query, {"files": files}).fetchall() if files else []
            # a refused row was listed too
            files = [str(path) for path in folder.glob(f"refusal/{source}-*-markets-{context.run_id}-*.parquet")]
            query = "select lower(regexp_extract(raw, $named, 1)) from read_parquet($files)"
            named = f'"{name}"\\s*:\\s*"(0x[0-9a-fA-F]{{64}})"'
            rows += connection.execute(query, {"files": files, "named": named}).fetchall() if files else []
            found.append({row[0] for row in rows} - {"", None})
    finally:
        connection.close()
    return found[0], found[1]


def _condition(item: msgspec.Raw) -> str:
    fields = msgspec.json.decode(item, type=dict[str, msgspec.Raw])
    return str(msgspec.json.decode(fields.get("conditionId", msgspec.Raw(b'""')))).lower()


def _look_at_market(item: msgspec.Raw) -> None:
    GammaColumns().add_market(item, _EPOCH, simulated=False)


def _look_at_event(item: msgspec.Raw) -> None:
    columns = GammaColumns()
    for event, market in columns.add_event(item, _EPOCH, simulated=False):
        columns.add_market(market, _EPOCH, simulated=False, event=event)


def _look_at_clob_market(item: msgspec.Raw) -> None:
    ClobColumns().add_market(item, _EPOCH, derived=False, simulated=False)

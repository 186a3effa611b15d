"""Ingest: ask for what the catalogue speaks of: prices, resolutions, open interest, books; and take files in."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from ..errors import InputError
from ..lake.drops import FoundDrop, find_drops, store
from ..sources import clob, data_api
from ..tables.decode import clob as decode_clob
from ..tables.decode import data_api as decode_data_api
from .context import Context, refuse_mixed

FIDELITY_MIN = 10
PERMANENT_BUCKET_S = 43_200  # the Data API keeps these buckets for good; finer ones go after weeks
LAGGING_S = 900  # an upstream that says it is so far behind is stale
LOOK_BACK_S = 300  # points of the last seconds may come late
AFTER_CLOSE = timedelta(days=1)
BATCHES_AT_ONCE = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def drops(context: Context) -> tuple[int, int]:
    """Copy every drop below the given folder into the lake."""
    found = found_drops(str(context.options.drops))
    refuse_mixed(context.lake)
    context.lake.claim(simulated=False)
    taken = 0
    for drop in found:
        stored = store(context.lake.layout, drop)
        taken += len(stored.files)
        missing = f"; missing: {', '.join(drop.missing_files)}" if drop.missing_files else ""
        context.cover(
            drop.spec.name, "files", "gap" if drop.missing_files else "unverified",
            f"{drop.spec.title} ({drop.spec.licence}; {drop.spec.credit}){missing}",
            expected=len(drop.spec.files), received=len(drop.files),
        )  # fmt: skip
        context.progress.advance(len(stored.files), drop.spec.name)
    return taken, taken


def found_drops(folder: str) -> list[FoundDrop]:
    """Every drop below a folder; none at all is an InputError."""
    found = find_drops(Path(folder).expanduser())
    if not found:
        raise InputError("folder", folder, "a folder with files that a *.drop.yml or a shipped drop describes")
    return found


def prices(context: Context) -> tuple[int, int]:
    """Price histories of outcome 0, for markets that lived in the asked window and were not asked for it yet."""
    since, until = window(context)
    wanted = _wanted(context, since, until)
    asked, points, empty, rescued = 0, 0, 0, 0
    check = context.field_check(decode_clob.point)
    for (start, end), tokens in sorted(wanted.items()):
        for at in range(0, len(tokens), BATCHES_AT_ONCE * clob.HISTORIES_PER_REQUEST):
            part = tokens[at : at + BATCHES_AT_ONCE * clob.HISTORIES_PER_REQUEST]
            found = clob.prices_histories(
                context.http("clob"), [token for token, _ in part], start, end, FIDELITY_MIN, deadline=context.deadline,
                check=check,
            )  # fmt: skip
            bare = [token for token, closed in part if closed and not found.get(token)]
            if bare and context.options.live:
                rescued += _from_data_api(context, bare, start, end)
            asked += len(part)
            points += sum(len(history) for history in found.values())
            empty += sum(not found.get(token) for token, _ in part)
            context.state.note_asked([(token, int(start.timestamp()), int(end.timestamp())) for token, _ in part])
            context.batch(len(part), f"{points} points")
    detail = f"{asked} windows of tokens asked, {empty} without any point; {context.trouble('clob')}"
    context.cover("clob", "prices-history", "unverified", detail, received=points, since=since, until=until)
    if rescued:
        words = f"{rescued} tokens that the exchange keeps no history of, in buckets of {PERMANENT_BUCKET_S // 3600} h"
        context.cover("data_api", "prices-history", "fallback", words, received=rescued, since=since, until=until)
    return asked, points


def _from_data_api(context: Context, tokens: list[str], start: datetime, end: datetime) -> int:
    """Ask the Data API for ended markets whose fine history is gone; returns how many tokens had points there."""
    rescued = 0
    for token in tokens:
        walk = data_api.prices_history(
            context.http("data_api"), token, start, end, PERMANENT_BUCKET_S, deadline=context.deadline
        )
        rescued += bool(sum(len(page.items) for page in walk))
    return rescued


def window(context: Context) -> tuple[datetime, datetime]:
    """(since, until) of the prices to ask for; nothing after as_of is asked."""
    options = context.options
    assert context.as_of is not None
    until = min(options.until, context.as_of) if options.until else context.as_of
    if options.since:
        since = options.since
    elif options.backfill:
        since = until - options.backfill
    else:
        since = datetime(2020, 1, 1, tzinfo=UTC)
    if since >= until:
        raise InputError("since", since.isoformat(), f"before {until.isoformat()}, the end of the window")
    return since, until


def _wanted(
    context: Context, since: datetime, until: datetime
) -> dict[tuple[datetime, datetime], list[tuple[str, bool]]]:
    """By window of at most 15 days: (token of outcome 0, whether its market is closed)."""
    rows = (
        context.build.relation("identity")
        .execute(
            """
            select i.token_ids[1], epoch(i.start_at), epoch(max(v.closed_at)), coalesce(bool_or(v.closed), false)
            from identity as i
            inner join market_version as v using (market_id)
            where len(i.token_ids) > 0 and i.token_ids[1] <> '' and v.visible
            group by i.market_id, i.token_ids, i.start_at
            order by i.token_ids[1]
            """
        )
        .fetchall()
    )
    asked = context.state.asked_windows()
    wanted: dict[tuple[datetime, datetime], list[tuple[str, bool]]] = defaultdict(list)
    for start, end in clob.windows(since, until):
        first, last = start.timestamp(), end.timestamp()
        for token, started, closed_at, closed in rows:
            lived_until = closed_at + AFTER_CLOSE.total_seconds() if closed and closed_at else last
            if (started or 0) > last or lived_until < first:
                continue
            known_since, known_until = asked.get(token, (last, first))
            done_until = known_until if known_since <= first else first
            if done_until >= min(last, lived_until):
                continue
            from_s = first if done_until <= first else max(first, done_until - LOOK_BACK_S)
            wanted[(datetime.fromtimestamp(from_s, UTC), end)].append((token, bool(closed)))
    return wanted


def resolutions(context: Context) -> tuple[int, int]:
    """How the oracle answered, for closed markets whose payouts are not known yet."""
    _note_freshness(context)
    conditions = _conditions(
        context,
        """
        select distinct v.condition_id from market_version as v
        where v.closed and v.visible and v.condition_id is not null and v.condition_id not in (
            select condition_id from in_resolution where provenance = 'payouts' and not derived)
        order by 1
        """,
    )
    check = context.field_check(_look_at_resolution)
    found = data_api.resolutions(context.http("data_api"), conditions, deadline=context.deadline, check=check)
    detail = f"{len(found.missing)} not servable, {len(found.refused)} malformed; {context.trouble('data_api')}"
    context.cover(
        "data_api", "resolutions", "unverified" if found.missing else "complete", detail,
        expected=len(conditions), received=len(conditions) - len(found.missing) - len(found.refused),
    )  # fmt: skip
    context.progress.advance(len(conditions))
    return len(conditions), len(found.items)


def _note_freshness(context: Context) -> None:
    """How far behind the chain the Data API says it is."""
    answer = data_api.status(context.http("data_api"), deadline=context.deadline)
    try:
        lag_s = msgspec.json.decode(answer, type=_Status).data.serving.lag_seconds
    except msgspec.ValidationError:
        lag_s = None
    status = "unverified" if lag_s is None else "stale" if lag_s > LAGGING_S else "complete"
    context.cover("data_api", "status", status, "no lag stated" if lag_s is None else f"{lag_s:g} s behind the chain")


def open_interest(context: Context) -> tuple[int, int]:
    """What is held in open markets now; the upstream keeps no history of it."""
    conditions = _conditions(context, _OPEN.format(column="v.condition_id", known="v.condition_id is not null"))
    check = context.field_check(_look_at_interest)
    found = data_api.open_interest(context.http("data_api"), conditions, deadline=context.deadline, check=check)
    status = "complete" if not found.missing else "unverified"
    detail = f"{len(found.missing)} not servable; {context.trouble('data_api')}"
    context.cover("data_api", "oi", status, detail, expected=len(conditions), received=len(found.items))
    context.progress.advance(len(conditions))
    return len(conditions), len(found.items)


def books(context: Context) -> tuple[int, int]:
    """The best bid and ask of open markets now."""
    tokens = _conditions(
        context, _OPEN.format(column="v.token_ids[1]", known="len(v.token_ids) > 0 and v.token_ids[1] <> ''")
    )
    check = context.field_check(_look_at_book)
    found = clob.books(context.http("clob"), tokens, deadline=context.deadline, check=check)
    detail = f"{len(found.missing)} without a book; {context.trouble('clob')}"
    context.cover("clob", "books", "unverified", detail, expected=len(tokens), received=len(found.items))
    context.progress.advance(len(tokens))
    return len(tokens), len(found.items)


class _Serving(msgspec.Struct):
    lag_seconds: float | None = None


class _Freshness(msgspec.Struct):
    serving: _Serving = msgspec.field(default_factory=_Serving)


class _Status(msgspec.Struct):
    data: _Freshness = msgspec.field(default_factory=_Freshness)


_OPEN = """
    select distinct {column} from (
        select distinct on (market_id) * from market_version where visible
        order by market_id, updated_at desc nulls last, version_key
    ) as v
    where not coalesce(v.closed, false) and {known}
    order by 1
"""


def _look_at_resolution(item: msgspec.Raw) -> None:
    columns = decode_data_api.DataApiColumns()
    columns.add_resolution(decode_data_api.resolution(item), _EPOCH, derived=False, simulated=False)


def _look_at_interest(item: msgspec.Raw) -> None:
    columns = decode_data_api.DataApiColumns()
    columns.add_interest(decode_data_api.interest(item), _EPOCH, derived=False, simulated=False)


def _look_at_book(item: msgspec.Raw) -> None:
    decode_clob.ClobColumns().add_book(decode_clob.book(item))


def _conditions(context: Context, sql: str) -> list[str]:
    connection = context.build.relation("market_version")
    return [row[0] for row in connection.execute(sql).fetchall()]

"""doctor: what is installed, reachable, stale or broken, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from .options import JsonOption, LakeOption

if TYPE_CHECKING:
    from ..api.reader import Reader

STALE_AFTER_H = 36  # a daily job that has missed its day
LITTLE_SPACE = 2 * 2**30  # bytes; a run needs room for the old and the new version of a table
PACKAGES = ("duckdb", "deltalake", "fastapi", "httpx2", "orjson", "pyarrow", "pydantic", "sqlglot", "typer", "uvicorn")


class Check(NamedTuple):
    """state: ok, note, or broken."""

    check: str
    state: str
    found: str
    next_step: str = ""


def doctor(
    online: Annotated[bool, typer.Option("--online", help="ask the upstreams as well")] = False,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Look at what is installed, reachable, stale or broken, and say what to do.

    Nothing is written, and nobody is asked without --online. Exit code 1 if something is broken.

    Example: credence doctor
    """
    from ..api.answers import Answer, to_json
    from . import printing
    from .options import reading

    source = reading(lake)
    checks = [*_installed(), *_lake(source), *_space(source), *_settings(source)]
    if online:
        checks += _upstreams(source)
    if as_json:
        printing.give(Answer(to_json({"data": [check._asdict() for check in checks]})))
    else:
        printing.table([check[:3] for check in checks], ("check", "state", "found"), widest=200)
        for check in checks:
            if check.next_step:
                print(f"{check.check}: {check.next_step}")
    if any(check.state == "broken" for check in checks):
        raise typer.Exit(1)


def _installed() -> Iterator[Check]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from .. import __version__

    yield Check("credence", "ok", __version__)
    yield Check("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Check("packages", "ok", ", ".join(found))
    if missing:
        yield Check("packages missing", "broken", ", ".join(missing), "install them: `make setup`")


def _lake(lake: Reader) -> Iterator[Check]:
    from ..errors import LakeFailure

    if not lake.exists:
        hint = "fill it: `credence up --demo` or `credence run --live`"
        yield Check("lake", "note", f"nothing at {lake.layout.root}", hint)
        return
    try:
        schema = lake.state.meta("schema_version")
    except LakeFailure as failure:
        yield Check("lake", "broken", str(failure), failure.next_step)
        return
    kind = {None: "empty", True: "simulated", False: "real"}[lake.simulated]
    yield Check("lake", "ok", f"{kind}, schema {schema}, {lake.layout.root}")
    yield from _lock(lake)
    yield from _runs(lake)
    yield from _tables(lake)


def _lock(lake: Reader) -> Iterator[Check]:
    from ..lake.lock import describe

    owner, age_s = describe(lake.layout)
    yield Check("writer", "ok", "nobody" if owner == "nobody" else f"{owner}, for {age_s:,.0f} s")


def _runs(lake: Reader) -> Iterator[Check]:
    from datetime import UTC, datetime

    from ..products.runs import newest_done, newest_run
    from .printing import shown

    newest, done = newest_run(lake), newest_done(lake)
    if newest is None:
        yield Check("newest run", "note", "none", "start one: `credence run`")
        return
    age_h = (datetime.now(UTC) - newest["started_at"]).total_seconds() / 3600
    until = shown(newest["as_of"]) or "unknown"
    text = f"{newest['run_id']}, {newest['status']}, {age_h:,.1f} h ago, data up to {until}"
    if newest["status"] == "done":
        stale = age_h > STALE_AFTER_H and lake.simulated is False
        yield Check("newest run", "note" if stale else "ok", text, "stale: `credence run`" if stale else "")
    else:
        reason = f": {newest['error']}" if newest["error"] else ""
        yield Check("newest run", "broken", text + reason, "go on with it: `credence run --resume`")
        yield Check("newest good run", "ok" if done else "note", done["run_id"] if done else "none")


def _tables(lake: Reader) -> Iterator[Check]:
    from ..records import TABLES

    versions = lake.versions()
    missing = [name for name in TABLES if name not in versions]
    with lake.reading() as connection:
        for name, number in versions.items():
            (rows,) = connection.execute(f'select count(*) from "{name}"').fetchone() or (0,)
            yield Check(f"table {name}", "ok", f"{rows:,} rows, version {number}")
    if missing:
        yield Check("tables not built", "note", ", ".join(missing), "build them: `credence run`")


def _space(lake: Reader) -> Iterator[Check]:
    import shutil

    folder = lake.layout.root
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    little = free < LITTLE_SPACE
    yield Check(
        "disk", "note" if little else "ok", f"{free / 2**30:,.1f} GiB free",
        "little room: free some, or choose another folder with --lake" if little else "",
    )  # fmt: skip


def _settings(lake: Reader) -> Iterator[Check]:
    for name, field in type(lake.settings).model_fields.items():
        value = getattr(lake.settings, name)
        if value != field.default:
            yield Check(f"CREDENCE_{name.upper()}", "note", str(value))
    yield Check("other settings", "ok", "as in docs/settings.md")


def _upstreams(lake: Reader) -> Iterator[Check]:
    import httpx2

    for name in ("gamma_url", "clob_url", "data_api_url"):
        url = getattr(lake.settings, name)
        try:
            answer = httpx2.get(url, timeout=lake.settings.connect_timeout_s, follow_redirects=True)
        except httpx2.HTTPError as error:
            reason = str(error) or type(error).__name__
            yield Check(name, "broken", f"{url}: {reason}", f"check the network and CREDENCE_{name.upper()}")
        else:
            yield Check(name, "ok", f"{url} answers ({answer.status_code})")

"""What every step of one run shares: the lake, the clients, the moment, the ledger."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from ..config import rules
from ..errors import MixedLake, Paused
from ..lake import Lake
from ..lake.raw import RawWriter
from ..sources.http import Answer, Http, open_http
from ..sources.pace import Deadline
from ..tables.build import Build
from ..tables.decode.columns import Refusal
from ..tables.decode.files import decode_all
from .memory import pause_if_short
from .options import Options
from .progress import Progress

BROKEN_PAGE_PATIENCE = 4  # passing faults heal sooner; the last attempt takes the page as it is


class FieldCheck:
    """Looks at the fields of every object on a page while the upstream can still be asked again.

    A page with a broken field is refused `patience` times, because such a field can be a passing fault; after that it goes
    through, and the object becomes a refused row.
    """

    def __init__(self, look: Callable[[msgspec.Raw], object], patience: int) -> None:
        self._look, self._patience = look, patience
        self._seen: Counter[int] = Counter()

    def __call__(self, items: list[msgspec.Raw]) -> None:
        for item in items:
            try:
                self._look(item)
            except Refusal as refusal:
                page = hash((bytes(items[0]), bytes(items[-1]), len(items)))
                self._seen[page] += 1
                if self._seen[page] <= self._patience:
                    raise ValueError(f"{refusal.name} {refusal.value!r}: {refusal.reason}") from None
                return


class Context:
    """One run at work. `as_of` is known once the catalogue has been read."""

    def __init__(self, lake: Lake, run_id: str, options: Options, progress: Progress) -> None:
        self.lake, self.run_id, self.options, self.progress = lake, run_id, options, progress
        self.state = lake.state
        self.as_of: datetime | None = None
        self._writer = RawWriter(lake.layout, run_id)
        self._lock = threading.Lock()
        self._clients: dict[str, Http] = {}
        self._build: Build | None = None
        self._batches = 0
        self.deadline = Deadline(lake.settings.sweep_deadline_s)

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._writer.close()
        self.close_build()

    # asking

    def http(self, source: str) -> Http:
        """The client of one upstream; what it receives is kept before it is read."""
        if source not in self._clients:
            self._clients[source] = open_http(self.lake.settings, source, self._keep)
        return self._clients[source]

    def _keep(self, answer: Answer) -> None:
        with self._lock:
            if answer.status == 200:
                self.lake.claim(simulated="x-simulated" in answer.headers)
            self._writer.keep(answer)

    def batch(self, rows: int, note: str) -> None:
        """One page or batch has been kept: show it, and stop in time."""
        self.progress.advance(rows, note)
        self._batches += 1
        pause_if_short()
        if self.options.max_batches is not None and self._batches >= self.options.max_batches:
            raise Paused(f"{self._batches} batches were read, as allowed by --max-batches")

    def field_check(self, look: Callable[[msgspec.Raw], object]) -> FieldCheck:
        """A check of every object on a page by `look`, which raises a Refusal."""
        return FieldCheck(look, patience=min(BROKEN_PAGE_PATIENCE, self.lake.settings.attempts - 1))

    def read_again(self, step: str, scopes: list[str]) -> None:
        """Forget that a list was read, so that `--resume` reads it again."""
        for scope in scopes:
            self.state.set_cursor(self.run_id, scope, None, {})
        self.state.reopen_step(self.run_id, step, "the list turned out to be short")

    # building

    def decode(self) -> int:
        """Decode new raw files; returns how many."""
        before = len(list((self.lake.layout.decoded / "answer").glob("*.parquet")))
        self._writer.close()
        decode_all(self.lake.layout, lambda path: self.progress.advance(1, path.name))
        self.close_build()
        return len(list((self.lake.layout.decoded / "answer").glob("*.parquet"))) - before

    @property
    def build(self) -> Build:
        """The connection in which tables are made, over what is decoded now."""
        if self._build is None:
            assert self.as_of is not None, "as_of is settled by the step that follows the catalogue"
            self._build = Build(self.lake, self.as_of)
        return self._build

    def close_build(self) -> None:
        if self._build is not None:
            self._build.close()
            self._build = None

    # telling

    def cover(
        self,
        source: str,
        scope: str,
        status: str,
        detail: str,
        *,
        expected: int | None = None,
        received: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Note in the ledger how much was asked for and how much came."""
        self.state.note_coverage(
            {
                "run_id": self.run_id, "source": source, "scope": scope, "expected": expected, "received": received,
                "status": status, "detail": detail, "since": since.isoformat() if since else None,
                "until": until.isoformat() if until else None,
            }
        )  # fmt: skip

    def trouble(self, source: str) -> str:
        """The client's counters in words, for `detail`."""
        counters = self.http(source).counters
        names = ("retries", "busy", "unreachable", "unknown_shape", "refused", "stale")
        met = [f"{getattr(counters, name)} {name}" for name in names if getattr(counters, name)]
        return f"{counters.requests} requests" + (", " + ", ".join(met) if met else "")


def longest_delay() -> timedelta:
    """How long after its own time the latest kind of fact counts as knowable."""
    clock = rules("clock")
    return timedelta(seconds=max(clock["version_delay_s"], clock["outcome_delay_s"], clock["price_delay_s"]))


def refuse_mixed(lake: Lake) -> None:
    """Files brought by hand are real data."""
    if lake.simulated:
        raise MixedLake("lake", f"real data is refused: this lake holds simulated data ({lake.layout.root})")



"""The experiment: a lake as it was read, the same lake without its future, and with noise for a future."""

import json
import shutil
import urllib.request
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from credence.lab.exchange import Exchange
from credence.lake import Lake
from credence.pipeline import Options, run_job
from credence.settings import Settings

from . import compare
from .compare import Compared
from .scramble import Past


def read_lake(
    folder: Path, root: Path, reads: list[datetime], *, since: datetime | None = None, drops: Path | None = None
) -> Lake:
    """Read a folder through the exchange: its catalogue at each of the moments, then everything at the end."""
    with Exchange(str(folder)) as exchange:
        url = exchange.url
        lake = Lake(str(root), Settings(gamma_url=url, clob_url=url, data_api_url=url, lake=str(root)))
        for moment in reads:
            _move(url, moment)
            run_job(lake, Options(sources=("gamma",), build=False))
        _move(url, None)
        if drops:
            run_job(lake, Options(sources=(), drops=str(drops), build=False))
        run_job(lake, Options(backfill=None, since=since))
    return lake


def _move(url: str, moment: datetime | None) -> None:
    body = json.dumps({"as_of": moment.isoformat() if moment else None}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{url}/lab/as-of", body, method="POST")) as answer:
        assert answer.status == 200


def spread(start: datetime, end: datetime, n: int) -> list[datetime]:
    return [start + (end - start) * (step + 1) / n for step in range(n)]


@dataclass
class Experiment:
    """One lake, and what came of comparing it with scrambled ones."""

    lake: Lake
    scratch: Path
    done: list[Compared] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.past = Past(self.lake.layout.raw)
        self.as_of = compare.own_as_of(self.lake)
        self.full = compare.build(self.lake, self.as_of)

    def moments(self, n: int) -> list[datetime]:
        return compare.moments(self.full, n)

    def at(self, t: datetime) -> list[Compared]:
        """All comparisons at one moment, with the future deleted and with noise."""
        then = compare.build(self.lake, t)
        found = []
        for noise in (False, True):
            with self.scrambled(t, noise=noise) as other:
                late = compare.build(other, self.as_of, compare.SETTLED)
                early = compare.build(other, t, beside=then)
                found += compare.settled(self.full, late, t)
                found += compare.at_moments(self.full, late, t)
                found += compare.as_of(then, early)
        self.done += found
        return found

    def scrambled(self, t: datetime, *, noise: bool) -> "Scrambled":
        return Scrambled(self, t, noise)

    def rows_compared(self) -> Counter[tuple[str, str]]:
        """Rows by comparison and table, over all moments."""
        found: Counter[tuple[str, str]] = Counter()
        for one in self.done:
            found[one.kind, one.table] += one.rows
        return found

    def table_of_counts(self) -> str:
        """Rows compared by table and comparison: in all, left out (clock `received`), different."""
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for one in self.done:
            row = sums[one.table, one.kind]
            for place, value in enumerate((1, one.rows, one.left_out, one.different)):
                row[place] += value
        lines = [f"{'table':16} {'comparison':10} {'times':>5} {'rows':>10} {'left out':>9} {'different':>9}"]
        lines += [f"{t:16} {k:10} {n:5} {r:10,} {o:9,} {d:9,}" for (t, k), (n, r, o, d) in sorted(sums.items())]
        return "\n".join(lines)


class Scrambled:
    """A lake with another future, gone after use."""

    def __init__(self, experiment: Experiment, t: datetime, noise: bool) -> None:
        self.experiment, self.t, self.noise = experiment, t, noise

    def __enter__(self) -> Lake:
        self.root = self.experiment.scratch / f"{'noise' if self.noise else 'deleted'}-{self.t:%Y%m%dT%H%M%S%f}"
        self.experiment.past.rewrite(self.root / "raw", self.t, noise=self.noise)
        self.lake = compare.raw_lake(self.root, simulated=bool(self.experiment.lake.simulated))
        return self.lake

    def __exit__(self, *_: object) -> None:
        self.lake.close()
        shutil.rmtree(self.root, ignore_errors=True)

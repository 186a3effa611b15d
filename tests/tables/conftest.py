"""A lake of a few raw answers and files, and the tables that the real SQL makes of them."""

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from credence.lake import Lake, open_lake
from credence.lake.drops import DropSpec, FoundDrop, store
from credence.lake.raw import RawWriter
from credence.tables.build import Build
from credence.tables.decode.files import decode_all

TABLES = (
    "outcomes", "market_registry", "market_history", "market_alias", "events", "prices", "open_interest",
    "market_snapshot", "cutoffs", "cube_rows",
)  # fmt: skip
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
RECEIVED = datetime(2026, 6, 2, tzinfo=UTC)


def at(text: str) -> datetime:
    """`at("05-10 12:00")`, in 2026 unless a year is given, UTC."""
    return datetime.fromisoformat(text if len(text) > 11 else f"2026-{text}").replace(tzinfo=UTC)


def iso(moment: datetime | str) -> str:
    return (at(moment) if isinstance(moment, str) else moment).isoformat().replace("+00:00", "Z")


@dataclass
class Kept:
    """One answer, as the HTTP client would hand it over."""

    source: str
    endpoint: str
    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    received_at: datetime = RECEIVED
    method: str = "GET"
    request: str | None = None
    status: int = 200


class TinyLake:
    """Answers and files go in, rows come out. `table` builds the asked table and all that stand before it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lake: Lake = open_lake(str(root / "lake"))
        self.lake.claim(simulated=False)
        self._raw = RawWriter(self.lake.layout, "run-20260602T000000-abcdef")
        self._build: Build | None = None
        self._made: dict[str, list[dict[str, Any]]] = {}

    @staticmethod
    def market(number: int | str, **fields: Any) -> dict[str, Any]:
        """A catalogue object, open from 2026-01-01 to 2026-05-10, as first seen on 2026-01-02."""
        return {
            "id": str(number), "conditionId": f"0xC{number}", "slug": f"slug-{number}",
            "question": f"Question {number}?", "outcomes": '["Yes", "No"]', "outcomePrices": '["0.5", "0.5"]',
            "clobTokenIds": f'["{number}1", "{number}2"]', "startDate": iso("01-01"), "updatedAt": iso("01-02"),
            "endDate": iso("05-10"), "closed": False, "enableOrderBook": True,
        } | fields  # fmt: skip

    @staticmethod
    def closed(number: int | str, *, won: int = 0, closed_at: str = "05-11", **fields: Any) -> dict[str, Any]:
        """The same object after its end; seen a day later."""
        return TinyLake.market(number) | {
            "closed": True, "outcomePrices": json.dumps(["1", "0"] if won == 0 else ["0", "1"]),
            "umaResolutionStatus": "resolved", "closedTime": iso(closed_at).replace("T", " ").replace("Z", "+00"),
            "updatedAt": iso(at(closed_at) + timedelta(days=1)),
        } | fields  # fmt: skip

    # what comes in

    def answer(self, path: str, body: Any, *, source: str, derived: bool = False, received: datetime = RECEIVED) -> None:
        headers = {"x-derived": "1"} if derived else {}
        name = path.partition("?")[0].strip("/").replace("/", "-")
        url = f"http://127.0.0.1:1{path}"
        self._raw.keep(Kept(source, name, url, json.dumps(body).encode(), headers, received))
        self._made.clear()

    def markets(self, *objects: dict[str, Any], received: datetime = RECEIVED) -> None:
        self.answer("/markets/keyset", {"markets": list(objects)}, source="gamma", received=received)

    def events(self, *objects: dict[str, Any], received: datetime = RECEIVED) -> None:
        self.answer("/events/keyset", {"events": list(objects)}, source="gamma", received=received)

    def exchange(self, *objects: dict[str, Any], derived: bool = False) -> None:
        self.answer("/markets?next_cursor=", {"data": list(objects)}, source="clob", derived=derived)

    def history(self, token: str, *points: tuple[str | datetime, float]) -> None:
        listed = [{"t": int((at(t) if isinstance(t, str) else t).timestamp()), "p": p} for t, p in points]
        self.answer(f"/prices-history?market={token}", {"history": listed}, source="clob")

    def resolution(self, condition: str, *, derived: bool = False, **fields: Any) -> None:
        row = {"condition_id": condition, "status": "resolved"} | fields
        self.answer("/v2/resolutions", {"data": [row]}, source="data_api", derived=derived)

    def interest(self, condition: str, value: float, received: datetime = RECEIVED) -> None:
        row = {"condition_id": condition, "value": value}
        self.answer("/v2/oi", {"data": [row]}, source="data_api", received=received)

    def drop(self, name: str, form: str, rows: list[dict[str, Any]], **described: Any) -> None:
        """A CSV brought by hand; its columns are called what Credence calls them."""
        folder = self.root / name
        folder.mkdir()
        with (folder / "file.csv").open("w", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        file = {"path": "file.csv", "form": form, "columns": {column: column for column in rows[0]}}
        ends = {"means": "as written", "end_known": "assumed", "provenance": "winner", "independent": True}
        spec = {
            "name": name, "title": name, "licence": "none", "credit": "me", "time_zone": "UTC",
            "files": [file | described.pop("file", {})], "ends": ends | described.pop("ends", {}),
        } | described  # fmt: skip
        store(self.lake.layout, FoundDrop(DropSpec.model_validate(spec), folder, ("file.csv",), ()))
        self._made.clear()

    # what comes out

    def table(self, name: str, as_of: datetime = AS_OF) -> list[dict[str, Any]]:
        if name not in self._made:
            self._raw.close()
            decode_all(self.lake.layout)
            build = Build(self.lake, as_of)
            try:
                for table in TABLES[: TABLES.index(name) + 1]:
                    build.table(table)
            finally:
                build.close()
            for table in TABLES[: TABLES.index(name) + 1]:
                self._made[table] = self.lake.rows(f'select * from "{table}" order by all')
        return self._made[name]

    def row(self, name: str, market_id: str, **wanted: Any) -> dict[str, Any]:
        """The only row of a market that fits."""
        found = self.rows(name, market_id, **wanted)
        assert len(found) == 1, found
        return found[0]

    def rows(self, name: str, market_id: str, **wanted: Any) -> list[dict[str, Any]]:
        return [
            row
            for row in self.table(name)
            if row["market_id"] == market_id and all(row[key] == value for key, value in wanted.items())
        ]

    def cutoff(self, market_id: str, anchor: str, horizon: str) -> dict[str, Any]:
        return self.row("cutoffs", market_id, anchor=anchor, horizon=horizon)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> TinyLake:
    """One lake for all tests of a file, for those that only read it."""
    return TinyLake(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def tiny(tmp_path: Path) -> TinyLake:
    return TinyLake(tmp_path)

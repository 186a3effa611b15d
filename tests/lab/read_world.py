"""A world, read back from the files that it wrote."""

import io
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import zstandard


def lines(path: Path) -> list[dict]:
    with path.open("rb") as file:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), "utf8")
        return [json.loads(line) for line in text]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


class World:
    """A world read back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts = json.loads((folder / "world.json").read_bytes())
        self.versions: dict[str, list[dict]] = defaultdict(list)
        for row in lines(folder / "gamma/markets_world.jsonl.zst"):
            self.versions[row["id"]].append(row)
        self.final = {id_: max(rows, key=lambda row: moment(row["updatedAt"])) for id_, rows in self.versions.items()}
        self.events = lines(folder / "gamma/events_world.jsonl.zst")
        self.clob = {row["condition_id"]: row for row in lines(folder / "clob/markets_world.jsonl.zst")}
        self.histories = {
            row["token_id"]: row["response"]["history"] for row in lines(folder / "clob/prices_history_world.jsonl.zst")
        }
        self.resolutions = {row["condition_id"]: row for row in lines(folder / "data_api/resolutions_world.jsonl.zst")}
        self.interests = {row["condition_id"]: row["value"] for row in lines(folder / "data_api/oi_world.jsonl.zst")}
        self.planted = json.loads((folder / "truth/truth.json").read_bytes())
        self.truth = {row["market_id"]: row for row in pq.read_table(folder / "truth/truth.parquet").to_pylist()}

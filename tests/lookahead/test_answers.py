"""What is answered at a moment does not change with anything after it: every address of the server, over whole lakes.

Both lakes are built as of t; one has read what came later, the other noise in its place.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from credence.api import create_app
from credence.lake import Lake

from ..addresses import addresses, ask
from . import compare
from .compare import Built
from .future import Experiment
from .test_planted_leaks import plant

RUN = "run-of-nobody"
ABOUT_RUNS = ("/coverage", "/ops/runs", f"/ops/runs/{RUN}")
pytestmark = pytest.mark.xdist_group("lookahead")


@pytest.fixture
def own(experiment: Experiment, tmp_path: Path) -> Iterator[Lake]:
    """A copy of the experiment's lake, since tables and runs are written that others must not see."""
    shutil.copytree(experiment.lake.layout.root, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"), experiment.lake.settings)
    yield lake
    lake.close()


def built_at(lake: Lake, t: datetime, full: Built | None = None) -> Built:
    """The tables as of t, of those rows that are compared; `full`: the lake beside which another is built."""
    built = compare.build(lake, t, beside=full)
    connection = lake.connect()
    for name in compare.AS_OF:
        lake.write(connection, name, compare.replayed(built, name, full or built))
    for name in compare.NEVER:  # about runs, or on our own clock: none in either lake
        lake.write(connection, name, f"select * from {name} where false")
    connection.close()
    return built


def said_at(lake: Lake, t: datetime, asked: list[str]) -> dict[str, Any]:
    """The data of every answer over the tables that were built, where the newest run is of t."""
    run_id = f"run-{len(lake.state.runs(limit=1000))}"
    lake.state.start_run(run_id, "run", t, {})
    lake.state.set_as_of(run_id, t)
    lake.state.end_run(run_id, t, "done", None, {})
    with TestClient(create_app(lake)) as client:
        answers = ask(client, asked)
    return {address: (status, data_of(body)) for address, (status, body) in answers.items()}


def data_of(body: bytes) -> Any:
    """What an answer says, without the versions of the tables and the run that it was read from."""
    told = json.loads(body)
    return told | {"meta": {name: value for name, value in told["meta"].items() if name not in ("lake_version", "run_id")}}


def differences(where: str, one: Any, two: Any) -> list[str]:
    """The places in which two answers differ."""
    if isinstance(one, dict) and isinstance(two, dict) and one.keys() == two.keys():
        return [what for name in one for what in differences(f"{where} {name}", one[name], two[name])]
    if isinstance(one, list | tuple) and isinstance(two, list | tuple) and len(one) == len(two):
        return [what for at, pair in enumerate(zip(one, two, strict=True)) for what in differences(f"{where} {at}", *pair)]
    return [] if one == two else [f"{where}: {str(one)[:200]} became {str(two)[:200]}"]


def asked_of(lake: Lake) -> list[str]:
    """Every address, for a market with a band, whose event has several. Pictures name the versions that they are drawn from."""
    rows = lake.rows(
        "select market_id, event_id from market_registry inner join (select distinct market_id from forecast_band) "
        "using (market_id) order by count(*) over (partition by event_id) desc, market_id limit 1"
    )
    every = addresses(rows[0]["market_id"], rows[0]["event_id"], RUN)
    return [one for one in every if one not in ABOUT_RUNS and not one.startswith("/embed") and ".svg" not in one]


def test_no_answer_changes_with_what_came_after(experiment: Experiment, own: Lake) -> None:
    t = experiment.moments(3)[1]
    full = built_at(own, t)
    asked = asked_of(own)
    then = said_at(own, t, asked)
    with experiment.scrambled(t, noise=True) as other:
        built_at(other, t, full)
        again = said_at(other, t, asked)
    assert [what for address in asked for what in differences(address, then[address], again[address])] == []
    assert {address: status for address, (status, _) in then.items() if status != 200} == {}
    told = [address for address, (_, answer) in then.items() if answer["data"]]
    assert len(told) >= 25, sorted(set(asked) - set(told))


def test_a_planted_leak_is_seen_in_the_answers(experiment: Experiment, own: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    t = experiment.moments(3)[1]
    plant(monkeypatch, "market_registry", ("from market_version\n    where visible\n", "from market_version\n"))
    asked = ["/markets", "/overview", "/events"]
    full = built_at(own, t)
    then = said_at(own, t, asked)
    with experiment.scrambled(t, noise=True) as other:
        built_at(other, t, full)
        again = said_at(other, t, asked)
    assert [address for address in asked if again[address] != then[address]]

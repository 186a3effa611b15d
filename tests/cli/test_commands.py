"""Commands as a person runs them: examples work after the demonstration, failures end with a next step."""

import csv
import io
import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from credence.api import create_app
from credence.cli import main
from credence.cli.docs import walk
from credence.lake import open_lake

CREDENCE = Path(sys.executable).parent / "credence"
SERVING = {"serve", "exchange"}  # run until interrupted; tried below
MEASURING = {"credence bench forecast"}  # exit code and length hang on the machine; tried below


@pytest.fixture(scope="session")
def checkout(tmp_path_factory) -> Path:
    """A folder in which `credence up --demo --once` has been run, with a world smaller than the default."""
    folder = tmp_path_factory.mktemp("checkout")
    command = [CREDENCE, "up", "--demo", "--once", "--markets", "40"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder


@pytest.fixture
def run(checkout, monkeypatch, capsysbinary):
    """Runs a command in this process; gives (exit code, stdout, stderr)."""
    monkeypatch.chdir(checkout)
    monkeypatch.delenv("CREDENCE_RECORDED", raising=False)  # a new lake would read it

    def one(*words: str) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["credence", *words])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsysbinary.readouterr()
        return code, out, err.decode()

    return one


EXAMPLES = {
    name: shlex.split(" ".join((command.help or "").partition("Example:")[2].split())) for name, command in walk()
}


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.split()[-1] not in SERVING and name not in MEASURING])
def test_examples_work_after_the_demonstration(run, name, checkout):
    if name == "credence ingest drops":
        _my_files(checkout / "data/my-files")
    if name == "credence forecast":
        (checkout / "prices.csv").write_text("ts,p\n" + "".join(f"{300 * k},{0.4 + 0.01 * (k % 3)}\n" for k in range(48)))
    if name == "credence train bands":
        _my_histories(checkout / "mine.parquet")
    words = EXAMPLES[name][1:]
    if name == "credence show changes":
        words[-1] = json.loads(run("show", "runs", "--status", "done", "--json")[1])["data"][0]["run_id"]
    code, out, err = run(*words)
    assert code == 0, err
    assert "Traceback" not in err
    assert out


def test_the_load_bench_says_what_it_measured_and_what_it_did_not(run):
    code, out, _ = run("bench", "forecast", "--requests", "100", "--per-s", "50", "--no-faults", "--json")
    report, last = out.decode().rsplit("\n", 2)[:2]
    assert (code, last, json.loads(report)["slo"]) == (1, "SLO_FAIL", "SLO_FAIL")
    held = {check["name"]: check["held"] for check in json.loads(report)["checks"]}
    assert held["default: every answer sound"]
    assert held["model of 15 ms: every answer sound"]
    assert held["faults and ladder"] is False, "not measured is not held"
    assert json.loads(report)["cycle_s"] > 0


def _my_histories(path: Path) -> None:
    """Eighty made-up markets with quotes every five minutes, for five days."""
    rng = np.random.default_rng(5)
    moves = rng.choice([-0.01, 0.0, 0.0, 0.0, 0.01], (80, 1440))
    prices = 0.5 + 0.4 * np.sin(rng.uniform(0, 6, (80, 1)) + np.cumsum(moves, axis=1))
    table = pa.table({
        "market_id": np.repeat([f"m{k:02d}" for k in range(80)], 1440), "ts": np.tile(1_750_000_200 + 300 * np.arange(1440), 80),
        "p": prices.ravel().round(3), "spread": np.full(80 * 1440, 0.01),
    })  # fmt: skip
    pq.write_table(table, path)


def _my_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "m.csv").write_text(
        "id,question,end,closed,result\na,Does it rain?,2026-01-02T00:00:00Z,2026-01-02T00:00:00Z,1\n", encoding="utf-8"
    )
    (folder / "mine.drop.yml").write_text(
        "name: mine\ntitle: My markets\nlicence: CC0-1.0\ncredit: me\nvenue: elsewhere\n"
        "files:\n  - path: m.csv\n    form: markets\n    columns: {native_id: id, question: question, "
        "scheduled_end_at: end, closed_at: closed, resolved_yes: result}\n"
        "ends: {means: the end of the day, end_known: observed, provenance: final}\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["show", "scoreboard", "--horizon", "24h"], "/scoreboard?horizon=24h"),
        (["show", "markets", "--limit", "3"], "/markets?limit=3"),
        (["show", "market", "9000001"], "/markets/9000001"),
        (["show", "market", "9000001", "--prices"], "/markets/9000001/prices"),
        (["show", "scoreboard", "--by", "liquidity"], "/scoreboard/facets?by=liquidity"),
        (["show", "scoreboard", "--by", "liquidity", "--compare", "LOW,HIGH", "--window", "90d", "--detect", "0.2"],
         "/scoreboard/compare?by=liquidity&compare=LOW,HIGH&window=90d&detect=0.2"),
        (["show", "calibration", "--horizon", "48h", "--draws", "999", "--seed", "3"],
         "/scoreboard/cell?horizon=48h&draws=999&seed=3"),
        (["show", "cells", "--anchor", "close"], "/scoreboard/cells?anchor=close"),
        (["show", "panel", "--horizons", "48h,24h"], "/scoreboard/panel?horizons=48h,24h"),
        (["show", "coverage"], "/coverage"),
        (["show", "runs"], "/ops/runs"),
    ],
)
def test_json_is_what_the_api_answers(run, words, path):
    from fastapi.testclient import TestClient

    code, out, err = run(*words, "--json")
    assert code == 0, err
    with TestClient(create_app(open_lake("data/demo"))) as client:
        assert out == client.get(path).content + b"\n"
    assert json.loads(out)["meta"]["simulated"] is True


@pytest.mark.parametrize(
    "words",
    [["show", "scoreboard"], ["show", "scoreboard", "--by", "liquidity", "--compare", "LOW,HIGH"], ["show", "calibration"],
     ["show", "cells"], ["show", "panel"], ["show", "markets"], ["show", "market", "9000001"], ["show", "coverage"],
     ["show", "runs"], ["query", "select 1"], ["doctor"], ["verify"], ["run"]],
)  # fmt: skip
def test_simulated_data_says_so(run, words):
    code, out, err = run(*words)
    assert code == 0, err
    assert "simulated" in out.decode() + err


@pytest.mark.parametrize(
    ("words", "code", "says", "next_step"),
    [
        (["show", "market", "nothing"], 1, "there is no market 'nothing'", "credence show markets"),
        (["show", "runs", "nothing"], 1, "there is no run 'nothing'", "credence show runs"),
        (["show", "scoreboard", "--lake", "nowhere"], 1, "is not built yet", "credence run"),
        (["verify", "--lake", "nowhere"], 1, "is not built yet", "credence run"),
        (["verify", "nothing"], 1, "there is no", ""),
        (["query", "drop table prices"], 2, "only", "docs/tables.md"),
        (["query", "from '/etc/passwd'"], 2, "there is no table", "docs/tables.md"),
        (["query", "select 1", "--limit", "0"], 2, "--limit" , ""),
        (["run", "--since", "tomorrow"], 2, "2026-01-31T14:05:00Z", ""),
        (["run", "--backfill", "90"], 2, "such as 90d", ""),
        (["run", "--as-of", "12.5.2026"], 2, "ISO time", ""),
        (["run", "--lake", "empty"], 2, "--live", "credence up --demo"),
        (["run", "--live", "--lake", "data/demo"], 1, "simulated data", "--lake"),
        (["ingest", "gamma", "--lake", "empty"], 2, "--live", "credence up --demo"),
        (["ingest", "nothing"], 2, "No such command", ""),
        (["ingest", "drops", "nowhere", "--lake", "empty"], 2, "folder", ""),
        (["show", "markets", "--status", "OPEN"], 2, "ACTIVE", ""),
        (["show", "markets", "--cursor", "zzz"], 2, "cursor", ""),
        (["show", "scoreboard", "--window", "quarter"], 2, "90d", ""),
        (["show", "scoreboard", "--compare", "LOW,HIGH"], 2, "--by", ""),
        (["show", "scoreboard", "--by", "colour"], 2, "venue or category or liquidity", ""),
        (["show", "scoreboard", "--by", "liquidity", "--compare", "LOW"], 2, "two different values", ""),
        (["show", "scoreboard", "--by", "liquidity", "--weighting", "dollar"], 2, "not available: no trades", ""),
        (["show", "calibration", "--draws", "5"], 2, "999 .. 100,000", ""),
        (["show", "calibration", "--volume", "9:1"], 2, "LEAST:MOST", ""),
        (["show", "calibration", "--svg", "nowhere/a.svg"], 2, "a file that can be written", ""),
        (["show", "panel", "--horizons", "24h"], 2, "two or more of 30d", ""),
        (["show", "changes"], 2, "before", ""),
        (["show", "changes", "nothing"], 1, "there is no manifest of run 'nothing'", "credence show runs"),
        (["up", "--demo", "--live"], 2, "one of the two", ""),
        (["up", "--once", "--markets", "41"], 2, "40 in this lake", "--lake"),
        (["world", "stormy", "--out", "data/w"], 2, "calm", ""),
        (["exchange", "nowhere"], 2, "", ""),
        (["serve", "--host", "192.0.2.1"], 2, "CREDENCE_API_TOKEN", "set CREDENCE_API_TOKEN"),
        (["frobnicate"], 2, "No such command", ""),
    ],
)
def test_failures_end_with_the_next_step(run, words, code, says, next_step):
    found, out, err = run(*words)
    assert found == code, err
    assert out == b""
    assert says.strip("-") in err
    assert next_step in err
    assert "Traceback" not in err
    assert not Path("nowhere").exists()


@pytest.mark.parametrize(
    "words",
    [["show", "calibration"], ["show", "cells"], ["show", "panel", "--horizons", "48h,24h"],
     ["show", "scoreboard", "--by", "liquidity", "--venue", "all"]],
)  # fmt: skip
def test_pictures_are_written_beside_the_answer(run, tmp_path, words):
    plain = run(*words)[1]
    code, out, err = run(*words, "--svg", str(tmp_path / "a.svg"))
    assert (code, out) == (0, plain), err
    assert "a.svg" in err
    picture = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert "imulated" in picture


def test_the_researchers_question_is_answered_on_one_page(run):
    code, out, err = run("show", "scoreboard", "--window", "90d", "--by", "liquidity", "--compare", "LOW,HIGH")
    assert code == 0, err
    page = out.decode()
    assert page.startswith("# LOW against HIGH (simulated)\n\n**")
    assert "liquidity bucket" in page
    assert "| LOW |" in page
    whole, named = (run("show", "scoreboard", "--by", "liquidity", *words)[1] for words in ((), ("--venue", "all")))
    assert named == whole, "a total is no filter"


def test_query_prints_four_formats(run):
    sql = "select market_id, ts, p_yes from prices order by market_id, ts limit 2"
    assert run("query", sql)[1].decode().splitlines()[0].split() == ["market_id", "ts", "p_yes"]
    _, out, err = run("query", sql, "--format", "csv", "--limit", "1")
    (row,) = csv.DictReader(io.StringIO(out.decode()))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", row["ts"])
    assert "cut" in err
    assert len(json.loads(run("query", sql, "--json")[1])["data"]) == 2
    assert pq.read_table(io.BytesIO(run("query", sql, "--format", "parquet")[1])).num_rows == 2
    assert "cut" not in run("query", sql)[2]


def test_the_plan_does_nothing(run, tmp_path):
    code, out, err = run("run", "--plan", "--lake", str(tmp_path / "none"))
    assert (code, err) == (0, "")
    assert "market_registry" in out.decode()
    assert not (tmp_path / "none").exists()


def test_doctor_makes_nothing(run, tmp_path):
    code, out, _ = run("doctor", "--lake", str(tmp_path / "none"))
    assert code == 0
    assert "credence up --demo" in out.decode()
    assert not (tmp_path / "none").exists()


def test_an_interrupted_command_ends_with_130(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("credence.products.runs.list_runs", interrupted)
    assert run("show", "runs")[0] == 130


@pytest.mark.parametrize(
    ("words", "line", "path"),
    [
        (["serve", "--port", "0"], r"serving (http://127\.0\.0\.1:\d+)/", "/health"),
        (["up", "--demo", "--port", "0"], r"serving (http://127\.0\.0\.1:\d+)/", "/scoreboard"),
        (["exchange", "data/demo/world"], r"listening on (http://127\.0\.0\.1:\d+)", "/lab/folder"),
    ],
)
def test_servers_say_where_they_are_and_end_when_asked(checkout, words, line, path):
    with subprocess.Popen(
        [CREDENCE, *words], cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            found = next(match for text in server.stdout if (match := re.search(line, text)))
            answer = httpx2.get(found.group(1) + path, timeout=20)
            assert answer.status_code == 200
            assert "x-simulated" in answer.headers
        finally:
            server.send_signal(signal.SIGINT)
            _, err = server.communicate(timeout=20)
    assert server.returncode in (0, 130), err
    assert "Traceback" not in err


def test_a_port_in_use_is_noticed_before_any_work(checkout, run):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, err = run("up", "--port", str(taken.getsockname()[1]))
    assert (code, out) == (2, b"")
    assert "--port 0" in err or "0 picks" in err

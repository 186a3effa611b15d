"""Paging truth: a list that stops early is never taken for the whole, and a second count tells what nobody noticed."""

import json
from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from credence.errors import IncompleteSweep
from credence.pipeline import context as context_module
from credence.sources import gamma
from credence.sources.http import open_http

MARKETS = 300  # one in 300 is less than half a percent, two are more
Change = Callable[[str, dict], None]


@pytest.fixture(scope="module")
def big_exchange(world_of):
    from credence.lab.exchange import Exchange

    with Exchange(str(world_of(MARKETS))) as exchange:
        yield exchange


@pytest.fixture
def between(monkeypatch):
    """Puts someone between us and the exchange: `change(url, answer)` edits every JSON object that comes back."""

    def stand(change: Change) -> None:
        client = httpx2.Client(trust_env=False)

        def handler(request: httpx2.Request) -> httpx2.Response:
            answer = client.request(request.method, str(request.url), content=request.content)
            body = answer.json()
            if isinstance(body, dict):
                change(str(request.url), body)
            headers = {name: answer.headers[name] for name in ("x-simulated", "content-type", "age") if name in answer.headers}
            return httpx2.Response(answer.status_code, headers=headers, content=json.dumps(body))

        monkeypatch.setattr(context_module, "open_http", partial(open_http, transport=httpx2.MockTransport(handler)))

    return stand


def by_name(url: str) -> bool:
    return "condition_ids" in parse_qs(urlsplit(url).query)


def without(hidden: set[str], *, also_by_name: bool) -> Change:
    """A catalogue that does not list these markets, and knows them by name or not."""

    def change(url: str, body: dict) -> None:
        if "markets" in body and (also_by_name or not by_name(url)):
            body["markets"] = [market for market in body["markets"] if market["conditionId"] not in hidden]

    return change


def some_conditions(exchange, n: int) -> set[str]:
    page = httpx2.get(exchange.url + "/markets/keyset?limit=100&closed=true", trust_env=False).json()
    return {market["conditionId"] for market in page["markets"][:n]}


def covered(lake, source: str, scope: str) -> dict:
    (row,) = [row for row in lake.state.coverage() if (row["source"], row["scope"]) == (source, scope)]
    return row


def test_a_list_that_breaks_off_fails_loudly(jobs, big_exchange, between, monkeypatch):
    """The second page never comes whole."""
    monkeypatch.setattr(gamma.markets, "__kwdefaults__", {**gamma.markets.__kwdefaults__, "limit": 50})

    def change(url: str, body: dict) -> None:
        if "after_cursor" in url:
            body.pop("markets", None)

    between(change)
    lake = jobs.lake("lake", big_exchange.url)
    with pytest.raises(IncompleteSweep, match="not read to its end"):
        jobs.run(lake)
    (run,) = lake.state.runs()
    assert run["status"] == "failed"
    assert "not read to its end" in run["error"]
    (step,) = [step for step in lake.state.steps(run["run_id"]) if step["step"] == "discover_markets"]
    assert (step["status"], step["attempt"]) == ("failed", 2)
    assert lake.versions() == {}, "no table was made of it"


def test_an_exchange_list_without_its_end_mark_fails_loudly(jobs, big_exchange, between):
    def change(url: str, body: dict) -> None:
        if body.get("next_cursor") == "LTE=":
            del body["next_cursor"]

    between(change)
    lake = jobs.lake("lake", big_exchange.url)
    with pytest.raises(IncompleteSweep, match="next_cursor"):
        jobs.run(lake)
    assert lake.versions() == {}


def test_the_second_count_catches_a_list_that_ends_early_without_a_word(jobs, big_exchange, between, hashes):
    """The catalogue says `no more` after its first page. The books know better; the run fails, and going on heals it."""

    def change(url: str, body: dict) -> None:
        if "markets" in body and not by_name(url) and "/markets/" in url:
            body.pop("next_cursor", None)

    between(change)
    lake = jobs.lake("lake", big_exchange.url)
    with pytest.raises(IncompleteSweep, match="that the exchange also lists"):
        jobs.run(lake)
    row = covered(lake, "gamma", "markets")
    assert row["status"] == "truncated"
    assert row["expected"] == MARKETS
    assert 0 < row["received"] < MARKETS
    steps = {step["step"]: step["status"] for step in lake.state.steps(row["run_id"])}
    assert steps["check_count"] == "failed"
    assert lake.versions() == {}

    between(lambda url, body: None)
    result = jobs.run(lake, resume=True)
    assert result.run_id == row["run_id"]
    assert covered(lake, "gamma", "markets")["status"] == "complete"
    undisturbed = jobs.lake("undisturbed", big_exchange.url)
    jobs.run(undisturbed)
    assert hashes(lake) == hashes(undisturbed)


@pytest.mark.parametrize(("hidden", "status"), [(1, "complete"), (2, "truncated")])
def test_half_a_percent_may_be_missing_and_no_more(jobs, big_exchange, between, hidden, status):
    between(without(some_conditions(big_exchange, hidden), also_by_name=False))
    lake = jobs.lake("lake", big_exchange.url)
    options = {"sources": ("gamma", "clob"), "build": False}
    if status == "complete":
        jobs.run(lake, **options)
    else:
        with pytest.raises(IncompleteSweep, match=f"lacks {hidden} of {MARKETS}"):
            jobs.run(lake, **options)
    row = covered(lake, "gamma", "markets")
    assert (row["status"], row["expected"], row["received"]) == (status, MARKETS, MARKETS - hidden)


def test_what_only_the_exchange_knows_is_not_missing(jobs, big_exchange, between):
    between(without(some_conditions(big_exchange, 30), also_by_name=True))
    lake = jobs.lake("lake", big_exchange.url)
    jobs.run(lake, sources=("gamma", "clob"), build=False)
    row = covered(lake, "gamma", "markets")
    assert (row["status"], row["expected"], row["received"]) == ("complete", MARKETS - 30, MARKETS - 30)
    assert "30 known to the exchange alone" in row["detail"]


def test_without_a_second_count_nothing_is_called_complete(jobs, small_exchange):
    lake = jobs.lake("lake", small_exchange.url)
    jobs.run(lake, sources=("gamma",))
    rows = lake.rows("select scope, status, expected, received from coverage where source = 'gamma' order by scope")
    assert [(row["scope"], row["status"], row["expected"]) for row in rows] == [
        ("events", "unverified", None),
        ("markets", "unverified", None),
    ]
    assert all(row["received"] > 0 for row in rows)


def test_a_refused_row_was_listed_all_the_same(jobs, big_exchange, between):
    """Rows that cannot be read are refused, one by one; the list that held them is still whole."""
    broken = some_conditions(big_exchange, 5)

    def change(url: str, body: dict) -> None:
        for market in body.get("markets", []):
            if market["conditionId"] in broken:
                market["endDate"] = 5

    between(change)
    lake = jobs.lake("lake", big_exchange.url)
    jobs.run(lake, sources=("gamma", "clob"), build=False)
    assert covered(lake, "gamma", "markets")["status"] == "complete"

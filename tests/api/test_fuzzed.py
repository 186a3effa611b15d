"""Nonsense at every address: no answer is our fault, every refusal has the one shape, and as a page it has the same status.

Cases come from the server's own OpenAPI document: values that fit it, values that break it, and what somebody types.
Left out is /stream, which does not end.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from credence.api import create_app
from credence.api.home import ADDRESSES
from credence.lake import Lake, open_lake
from credence.settings import Settings

PATHS = sorted({path for path, _ in ADDRESSES} - {"/stream", "/openapi.json"})
ERROR = {"kind", "message", "next_step"}
TYPED = (
    "", " ", "0", "-1", "1", "2", "10", "1e9", "99999999999999999999", "nan", "inf", "true", "null", "None", "undefined", "all",
    "90d", "0d", "1:0", "0:1", ":", "0:", "-price", "price", "--price", "market_id", "24h", "24h,7d", "politics",
    "LOW,HIGH", "category", "'; drop table prices; --", "\" or 1=1", "%", "%00", "\x00", "\\", "../../etc/passwd", "{}", "[]",
    "<b>", "\u202e", "é", "😀",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01", "2026-13-01", "json", "csv", "parquet", "xml",
    "e1", "e0", "WzFd", "W10", "bnVsbA", "WyJcdWQ4MDAiXQ", "/markets", "/markets/1?window=1d", "http://testserver/markets", "//x",
    "/how?address=/how", "20260131T000000-aaaa", "20260103T000000-cccc", "x" * 300,
)  # fmt: skip


@pytest.fixture(scope="module")
def server(lake: Lake):
    """A server over the small lake that asks nobody to wait, and whose model server is not there."""
    config = Settings(lake=str(lake.layout.root), tollama_url="http://127.0.0.1:9", api_rate_per_s=1e6)
    with TestClient(create_app(open_lake(config.lake, config)), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="module")
def schema(server):
    return schemathesis.openapi.from_dict(server.get("/openapi.json").json())


def typed(operation: Any) -> st.SearchStrategy[dict[str, Any]]:
    """What somebody types: a few of the parameters, with values that mean something elsewhere."""
    given = operation.definition.raw.get("parameters", [])
    names = ["manifest", *(parameter["name"] for parameter in given if parameter.get("in") == "query")]
    inside = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    values = st.sampled_from(TYPED)
    query = st.dictionaries(st.sampled_from([*names, "x"]), values, max_size=3)
    return st.fixed_dictionaries({"params": query, "inside": st.fixed_dictionaries(dict.fromkeys(inside, values))})


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def request_of(case: Any) -> dict[str, Any]:
    """A case as an httpx client sends it."""
    told = case.as_transport_kwargs(base_url="http://testserver")
    named = {"content": told.get("data")} | {
        name: told.get(name) for name in ("method", "url", "params", "json", "headers", "cookies")
    }
    return {name: value for name, value in named.items() if value is not None}


def checked(server: TestClient, request: dict[str, Any]) -> None:
    """Not our fault, in the one shape; and the same as a page."""
    headers = {name: value for name, value in request.pop("headers", {}).items() if name.lower() != "accept"}
    cookies = request.pop("cookies", None)
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in dict(cookies).items())
    answer = server.request(**request, headers=headers)
    assert answer.status_code < 500, (request, answer.text[:500])
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert set(answer.json()) == {"error"}
        assert ERROR <= set(error) <= ERROR | {"field"}, error
        assert all(isinstance(told, str) and told for told in error.values()), error
    if request["method"] != "GET":
        return
    page = server.request(**request, headers=headers | {"Accept": "text/html"})
    assert page.status_code == answer.status_code, (request, page.text[:500])


def all_of(server: TestClient, operation: Any, examples: int) -> None:
    def run(strategy: st.SearchStrategy[Any], asked: Callable[[Any], dict[str, Any]], n: int) -> None:
        @bounded(n)
        @given(case=strategy)
        def check(case: Any) -> None:
            checked(server, asked(case))

        check()

    def by_hand(case: dict[str, Any]) -> dict[str, Any]:
        path = operation.path
        for name, value in case["inside"].items():
            path = path.replace(f"{{{name}}}", quote(value, safe="") or "x")
        return {"method": operation.method.upper(), "url": path, "params": case["params"]}

    for mode in GenerationMode:
        run(operation.as_strategy(generation_mode=mode), request_of, examples)
    if operation.method == "get":
        run(typed(operation), by_hand, 2 * examples)


@pytest.mark.parametrize("path", PATHS)
def test_no_nonsense_breaks_an_address(server, schema, path):
    all_of(server, schema[path]["get"], 6)


def test_no_nonsense_breaks_the_forecast(server, schema):
    all_of(server, schema["/tsfm/forecast"]["post"], 25)


@pytest.mark.torture
@pytest.mark.parametrize("path", PATHS)
def test_much_nonsense_breaks_no_address(server, schema, path):
    all_of(server, schema[path]["get"], 60)


@pytest.mark.torture
def test_much_nonsense_breaks_no_forecast(server, schema):
    all_of(server, schema["/tsfm/forecast"]["post"], 400)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b"\xff", b'{"y": NaN}', b"9" * 5000, json.dumps({"y": [[]] * 9}).encode()]
)
def test_a_body_that_is_no_question(server, body):
    checked(server, {"method": "POST", "url": "/tsfm/forecast", "content": body})

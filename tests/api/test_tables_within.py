"""Tables inside answers that are one object: every one comes as CSV and as Parquet, with the rows that the JSON has."""

import csv
import io
import json
from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest
from fastapi.routing import APIRoute

from credence.api import shapes
from credence.api.application import ROUTERS
from credence.api.failures import parameters_of
from credence.api.parameters import Whole
from credence.api.within import tables

from .conftest import AFTER, BEFORE, RUN

ASKED = {  # every address that answers with one thing, as it is asked for here
    "/": "/", "/overview": "/overview", "/health": "/health", "/how": "/how?address=/scoreboard",
    "/scoreboard/cell": "/scoreboard/cell?draws=999", "/scoreboard/facets": "/scoreboard/facets?by=liquidity",
    "/scoreboard/cells": "/scoreboard/cells", "/scoreboard/compare": "/scoreboard/compare?by=liquidity&compare=LOW,HIGH",
    "/scoreboard/panel": "/scoreboard/panel?horizons=7d,24h", "/scoreboard/attrition": "/scoreboard/attrition",
    "/scoreboard/monitor": "/scoreboard/monitor", "/scoreboard/changes": f"/scoreboard/changes?before={BEFORE}&after={AFTER}",
    "/scoreboard/explorer": "/scoreboard/explorer?bin=3&b.category=politics&draws=999",
    "/scoreboard/explorer/context": "/scoreboard/explorer/context", "/markets/{market_id}": "/markets/1?window=all",
    "/events/{event_id}": "/events/e1", "/ops/runs/{run_id}": f"/ops/runs/{RUN}", "/tsfm/forecast": "/tsfm/forecast",
    "/tsfm/health": "/tsfm/health", "/docs": "/docs", "/docs/{name}": "/docs/api",
}  # fmt: skip
WITHOUT_TABLES = {"/health", "/tsfm/health"}


def test_no_address_is_left_out():
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert {route.path for route in routes if issubclass(parameters_of(route.endpoint) or object, Whole)} == set(ASKED)


def test_every_shape_can_be_asked_for():
    """An answer with a shape takes `table`: no new route is JSON alone."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and "GET" in route.methods]
    said = {shape.__name__ for shape in shapes.ANSWERS}
    for route in routes:
        if any(f'"#/components/schemas/{name}"' in json.dumps(route.responses, default=str) for name in said):
            assert route.path in ASKED


def file(client, path: str, form: str, table: str | None = None):
    more = f"format={form}" + (f"&table={table}" if table else "")
    return client.get(f"{path}{'&' if '?' in path else '?'}{more}")


def wide(row: dict) -> Iterator[tuple[str, object]]:
    """What a file should hold of a row: objects opened once, everything nested as JSON text."""
    for name, value in row.items():
        parts = {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) and value else {name: value}
        yield from parts.items()


def same(found: object, told: object) -> bool:
    if isinstance(told, (list, dict)):
        return json.loads(found) == told
    if isinstance(told, bool):
        return found in (told, str(told).lower())
    if isinstance(told, (int, float)):
        return float(found) == told
    if told is None:
        return found in (None, "")
    return str(found) == told or (hasattr(found, "isoformat") and found.isoformat().replace("+00:00", "Z") == told)


@pytest.mark.parametrize("path", [asked for route, asked in ASKED.items() if route not in WITHOUT_TABLES])
def test_every_table_is_the_same_in_every_form(client, path):
    whole = client.get(path)
    assert whole.status_code == 200, whole.text
    data = whole.json()["data"]
    inside = tables(data)
    assert inside
    for name, table in inside.items():
        answers = {form: file(client, path, form, name) for form in ("csv", "parquet")}
        for form, answer in answers.items():
            assert answer.status_code == 200, (name, form, answer.text)
            assert answer.headers["x-as-of"] == whole.json()["meta"]["as_of"]
            assert answer.headers["content-disposition"].endswith(f'.{form}"')
            assert "x-manifest" in answer.headers
        read = list(csv.DictReader(io.StringIO(answers["csv"].content.decode(), newline="")))
        stored = pq.read_table(io.BytesIO(answers["parquet"].content))
        assert stored.schema.metadata[b"table"].decode() == name
        assert len(read) == stored.num_rows == len(table.rows)
        assert list(read[0]) == stored.column_names
        for one, two, told in zip(read, stored.to_pylist(), table.rows, strict=True):
            for column, value in wide(told):
                if column in one:  # an object that is null in this row is null in each of its columns
                    assert same(one[column], value), (name, column, one[column], value)
                    assert same(two[column], value), (name, column, two[column], value)
                else:
                    assert value is None
                    assert any(each.startswith(f"{column}.") for each in one), (name, column)


@pytest.mark.parametrize("path", ["/overview", ASKED["/scoreboard/explorer"]])
@pytest.mark.parametrize("table", [None, "nothing", "diagram", "believable.slope"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_that_is_not_there_is_refused_with_those_that_are(client, path, table, form):
    answer = file(client, path, form, table)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["kind"], error["field"]) == ("input", "table")
    for name in tables(client.get(path).json()["data"]):
        assert name in error["message"]


@pytest.mark.parametrize(
    ("path", "name"),
    [("/scoreboard/panel?horizons=7d,24h", "rows"), ("/scoreboard/cells", "cells"), (ASKED["/scoreboard/changes"], "figures")],
)
def test_a_single_table_needs_no_name(client, path, name):
    """Objects under their names count only where there is no list: with more data there are more of them."""
    assert file(client, path, "csv").content == file(client, path, "csv", name).content


@pytest.mark.parametrize("path", sorted(WITHOUT_TABLES))
def test_an_answer_without_tables_is_json_alone(client, path):
    answer = file(client, path, "csv")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "format")


def test_json_holds_all_tables(client):
    assert client.get("/overview?format=json").content == client.get("/overview").content
    refused = client.get("/overview?table=believable")
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "table")


def test_an_empty_table_has_its_columns(client):
    moved = file(client, "/overview", "csv", "moved").text
    assert moved.splitlines() == [",".join(shapes.Overview.model_fields["moved"].annotation.__args__[0].model_fields)]
    stored = pq.read_table(io.BytesIO(file(client, "/overview", "parquet", "moved").content))
    assert str(stored.schema.field("ts").type) == "timestamp[us, tz=UTC]"
    assert str(stored.schema.field("p").type) == "double"


@pytest.mark.parametrize("path", ["/overview", "/scoreboard/explorer?b.category=politics&category=sports"])
def test_a_browser_gets_the_file_at_the_address_of_the_page(client, path):
    page = client.get(path, headers={"Accept": "text/html"}).text
    for name in tables(client.get(path).json()["data"]):
        asked = file(client, path, "csv", name)
        assert client.get(str(asked.request.url), headers={"Accept": "text/html"}).content == asked.content
        assert f"table={name}" in page

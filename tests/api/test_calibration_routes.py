"""The addresses that ask the cube: envelopes, the picture, kept answers, and wrong questions."""

import xml.etree.ElementTree as ET

import pytest

from credence.products import calibration, comparison

from .conftest import AFTER, BEFORE, RUN

CELL = "/scoreboard/cell"
COMPARE = "/scoreboard/compare?by=liquidity&compare=LOW,HIGH"
CHANGES = f"/scoreboard/changes?before={BEFORE}&after={AFTER}"
PANEL = "/scoreboard/panel?horizons=7d,24h"
PATHS = [CELL, "/scoreboard/facets", "/scoreboard/facets?by=liquidity", "/scoreboard/cells", COMPARE, PANEL, CHANGES]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_says_what_it_stands_on_and_is_not_sent_twice(client, path):
    first = client.get(path)
    assert first.status_code == 200, first.text
    body = first.json()
    assert set(body) == {"data", "meta"}
    assert (body["meta"]["run_id"], body["meta"]["simulated"]) == (RUN, True)
    assert first.headers["x-simulated"] == "true"
    assert client.get("/api" + path).content == first.content
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_cell_is_the_products_answer(client, lake):
    answer = client.get(CELL, params={"category": "politics", "weighting": "market", "draws": 999, "seed": 4}).json()["data"]
    same = calibration.answer(lake, category="politics", weighting="market", draws=999, seed=4)
    assert answer["figures"]["estimates"] == same["figures"]["estimates"]
    assert answer["null"] == same["null"]
    assert answer["verdict"] == same["verdict"]
    assert answer["weightings"]["trade"] == "not available: no trades"
    assert answer["counts"]["rows"] == 120
    assert "band" in answer["diagram"]


def test_a_comparison_is_the_products_answer(client, lake):
    answer = client.get(COMPARE + "&detect=0.2&category=sports").json()["data"]
    same = comparison.read(lake, "liquidity", ("LOW", "HIGH"), detect=0.2, category="sports")
    assert answer["differences"] == same["differences"]
    assert answer["differences"]["slope"]["detect"] == 0.2
    assert (answer["scored"], answer["with_bucket"]) == (120, 120)


def test_facets_cells_and_panel_cover_the_lake(client):
    facets = client.get("/scoreboard/facets?by=category").json()["data"]["rows"]
    assert {row["category"]: row["n"] for row in facets} == {"politics": 120, "sports": 120}
    cells = client.get("/scoreboard/cells").json()["data"]["cells"]
    assert {(cell["category"], cell["horizon"]) for cell in cells} == {
        (category, horizon) for category in ("politics", "sports") for horizon in ("7d", "24h")
    }
    panel = client.get(PANEL).json()["data"]
    assert (panel["members"], panel["survivors"], len(panel["rows"])) == (240, 240, 6)


def test_what_changed_adds_up(client):
    found = client.get(CHANGES + "&weighting=market").json()["data"]
    assert (found["before"], found["after"], found["made_differently"]) == (BEFORE, AFTER, [])
    share = found["figures"]["share_yes"]
    assert share["labels"] == share["difference"] != 0
    assert found["rows"]["labels"] + found["rows"]["same"] == 240


def test_the_picture_is_a_picture(client):
    answer = client.get("/scoreboard/reliability.svg", params={"draws": 999})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert ET.fromstring(answer.text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "imulated" in answer.text
    again = client.get("/scoreboard/reliability.svg?draws=999", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_nothing_to_score_is_an_answer_and_a_picture(client):
    assert client.get(CELL + "?volume=1e12:").json()["data"]["verdict"]["word"] == "too few"
    empty = client.get("/scoreboard/reliability.svg?volume=1e12:")
    assert empty.status_code == 200
    assert "no row can be scored" in empty.text


@pytest.mark.parametrize(
    ("path", "status", "kind", "field", "says"),
    [
        (CELL + "?horizn=7d", 422, "input", "horizn", "horizon"),
        (CELL + "?venue=nowhere", 422, "input", "venue", "world"),
        ("/scoreboard/monitor?by=category&category=sports", 422, "input", "category", "not given"),
        ("/scoreboard/monitor?horizon=7d", 422, "input", "horizon", "24h"),
        (CELL + "?horizon=2h", 422, "input", "horizon", "24h"),
        (CELL + "?anchor=end", 422, "input", "anchor", "game_start"),
        (CELL + "?price=mid", 422, "input", "price", "mean_1h"),
        (CELL + "?weighting=dollar", 422, "input", "weighting", "not available: no trades"),
        (CELL + "?window=quarter", 422, "input", "window", "90d"),
        (CELL + "?window=", 422, "input", "window", "90d"),
        (CELL + "?liquidity_bucket=low", 422, "input", "liquidity_bucket", "LOW or MID or HIGH or UNKNOWN"),
        (CELL + "?volume=9", 422, "input", "volume", "LEAST:MOST"),
        (CELL + "?spread=nan:", 422, "input", "spread", "LEAST:MOST"),
        (CELL + "?text=", 422, "input", "text", "some text"),
        (CELL + "?draws=5", 422, "input", "draws", "999"),
        (CELL + "?draws=many", 422, "input", "draws", ""),
        (CELL + "?seed=-1", 422, "input", "seed", ""),
        ("/scoreboard/reliability.svg?draws=5", 422, "input", "draws", "999"),
        ("/scoreboard/facets?by=colour", 422, "input", "by", "venue or category or liquidity"),
        ("/scoreboard/facets?by=category&category=sports", 422, "input", "category", "not given"),
        ("/scoreboard/cells?weighting=trade", 422, "input", "weighting", "not available: no trades"),
        ("/scoreboard/compare", 422, "input", "compare", ""),
        ("/scoreboard/compare?by=liquidity&compare=LOW", 422, "input", "compare", "two different values"),
        ("/scoreboard/compare?by=category&compare=sports,chess", 422, "input", "compare", "politics or sports"),
        (COMPARE + "&detect=0", 422, "input", "detect", ""),
        ("/scoreboard/panel?horizons=7d", 422, "input", "horizons", "two or more of 30d"),
        ("/scoreboard/panel?weighting=trade", 422, "input", "weighting", "not available: no trades"),
        ("/scoreboard/changes", 422, "input", "before", ""),
        (CHANGES + "&weighting=trade", 422, "input", "weighting", ""),
        ("/scoreboard/changes?before=nothing", 404, "not_found", "manifest of run", "credence show runs"),
    ],
)
def test_wrong_questions_have_the_one_shape_and_name_what_is_allowed(client, path, status, kind, field, says):
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert {"kind", "message", "next_step"} <= set(error) <= {"kind", "message", "next_step", "field"}
    assert (error["kind"], error.get("field")) == (kind, field)
    assert says in error["message"] + error["next_step"]


@pytest.mark.parametrize("path", [CELL, "/scoreboard/facets", "/scoreboard/cells", COMPARE, PANEL, "/scoreboard/reliability.svg"])
def test_an_empty_lake_says_what_to_do(empty, path):
    answer = empty.get(path)
    assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "not_built")

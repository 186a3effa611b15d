"""What a demonstration's lake answers: every shape holds, sorted lists page whole, SQL gives the figure, nothing looks ahead."""

import itertools
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from credence.api import create_app, shapes
from credence.lake import open_lake
from credence.lake.query import run_query
from credence.products import events, markets

pytestmark = pytest.mark.xdist_group("demonstration")
CREDENCE = Path(sys.executable).parent / "credence"
EXPLORER = "/scoreboard/explorer"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    command = [CREDENCE, "up", "--demo", "--once", "--markets", "120", "--lake", folder / "lake"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return open_lake(str(folder / "lake"))


@pytest.fixture(scope="module")
def client(demo):
    with TestClient(create_app(demo), raise_server_exceptions=False) as found:
        yield found


def moment(text):
    return None if text is None else datetime.fromisoformat(text)


def data(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()["data"]


# ---------------------------------------------------------------- shapes

OBJECTS = [
    ("/overview", "Overview"), (EXPLORER, "Explorer"), (f"{EXPLORER}?bin=0&b.category=politics&draws=999", "Explorer"),
    (f"{EXPLORER}?horizon=30d&compare=true", "Explorer"), (f"{EXPLORER}?volume=1e12:", "Explorer"),
    (f"{EXPLORER}/context", "Context"), ("/scoreboard/cell?draws=999&weighting=market", "Cell"),
    ("/scoreboard/cell?volume=1e12:", "Cell"), ("/scoreboard/cell?window=90d", "Cell"), ("/scoreboard/facets", "Facets"),
    ("/scoreboard/facets?by=volume", "Facets"), ("/scoreboard/facets?by=ends", "Facets"), ("/scoreboard/cells", "Cells"),
    ("/scoreboard/compare?by=category&compare=politics,sports", "Comparison"), ("/scoreboard/panel?horizons=48h,24h,1h", "Panel"),
    ("/scoreboard/attrition", "Attrition"), ("/scoreboard/monitor", "Monitor"), ("/how?address=/scoreboard", "How"),
    (f"/how?address={quote(EXPLORER + '?draws=999&seed=4')}", "How"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "shape"), OBJECTS)
def test_an_answer_has_its_shape(client, path, shape):
    getattr(shapes, shape).model_validate(data(client, path))


def test_markets_and_events_have_their_shape(client):
    for row in data(client, "/markets?limit=10000"):
        shapes.MarketRow.model_validate(row)
    for row in data(client, "/events?limit=10000"):
        shapes.EventRow.model_validate(row)
    for row in data(client, "/search?q=simulated&limit=100"):
        shapes.FoundMarket.model_validate(row)
    for status in ("ACTIVE", "RESOLVED", "VOID"):
        for row in data(client, f"/markets?limit=3&status={status}"):
            for window in ("1d", "7d", "30d", "all"):
                shapes.MarketPage.model_validate(data(client, f"/markets/{row['market_id']}?window={window}"))
    for kind in ("sum", "threshold", "none"):
        for row in data(client, f"/events?limit=3&kind={kind}&sort=-n_open"):
            shapes.EventPage.model_validate(data(client, f"/events/{row['event_id']}"))


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("column", list(markets.SORTED))
@pytest.mark.parametrize("down", ["", "-"])
def test_every_column_sorts_and_pages_whole(client, column, down):
    whole = data(client, f"/markets?limit=10000&sort={down}{column}")
    assert len({row["market_id"] for row in whole}) == client.get("/markets").json()["total"]
    read = moment if markets.SORTED[column] == "TIMESTAMPTZ" else (lambda value: value)
    values = [read(row[column]) for row in whole]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known)), "unknown values come last"
    assert known == sorted(known, reverse=bool(down))
    for one, two in itertools.pairwise(whole):
        if one[column] == two[column] and column != "market_id":
            assert one["market_id"] < two["market_id"], "equal ones in the order of market_id"
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get("/markets", params={"limit": 37, "sort": down + column} | ({"cursor": cursor} if cursor else {}))
        seen += page.json()["data"]
        cursor = page.json()["next_cursor"]
    assert seen == whole


@pytest.mark.parametrize("column", list(events.LISTING.sorted_by))
def test_events_sort_and_page_whole(client, column):
    whole = data(client, f"/events?limit=10000&sort=-{column}")
    seen, cursor = [], None
    while True:
        page = client.get("/events", params={"limit": 11, "sort": f"-{column}"} | ({"cursor": cursor} if cursor else {})).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == whole


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ("status=ACTIVE&outside_range=true", lambda row: row["status"] == "ACTIVE" and row["outside_range"] is True),
        ("outside_range=false", lambda row: row["outside_range"] is False),
        ("price=0.2:0.6", lambda row: row["price"] is not None and 0.2 <= row["price"] <= 0.6),
        ("trust=50:", lambda row: row["trust"] is not None and row["trust"] >= 50),
        ("volume_24h=:1000", lambda row: row["volume_24h"] is not None and row["volume_24h"] <= 1000),
        ("seen_share=0.9:", lambda row: row["seen_share"] is not None and row["seen_share"] >= 0.9),
        ("ends=0:3", lambda row: row["tte_seconds"] is not None and 0 <= row["tte_seconds"] <= 3 * 86_400),
        ("liquidity_bucket=HIGH", lambda row: row["liquidity_bucket"] == "HIGH"),
    ],
)
def test_filters_of_markets_are_what_they_say(client, filters, fits):
    every = data(client, "/markets?limit=10000")
    answer = client.get(f"/markets?limit=10000&{filters}").json()
    assert [row["market_id"] for row in answer["data"]] == [row["market_id"] for row in every if fits(row)]
    assert answer["total"] == len(answer["data"])


def test_a_cursor_of_another_order_is_refused(client):
    cursor = client.get("/markets?limit=1&sort=-price").json()["next_cursor"]
    answer = client.get(f"/markets?limit=1&sort=question&cursor={cursor}")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "cursor")


def test_the_range_is_that_of_the_breaches(client):
    """Bands of one hour that have just come due were breached where the list of markets says so."""
    breached = {
        row["market_id"] for row in data(client, "/bands/breaches?band_calibration=conformal&limit=10000")
        if row["horizon_steps"] * row["step_seconds"] == 3600
    }  # fmt: skip
    outside = {row["market_id"] for row in data(client, "/markets?outside_range=true&limit=10000")}
    assert outside <= breached | {row["market_id"] for row in data(client, "/bands/breaches?limit=10000")}


# ---------------------------------------------------------------- one market


def test_readings_are_what_the_tables_say(client):
    for row in data(client, "/markets?status=ACTIVE&limit=20"):
        found = data(client, f"/markets/{row['market_id']}?window=1d")
        prices = data(client, f"/markets/{row['market_id']}/prices?limit=100000")
        known = [one for one in prices if one["p_yes"] is not None]
        assert found["readings"]["price"]["value"] == known[-1]["p_yes"] == row["price"]
        assert found["window"]["until"] == known[-1]["ts"]
        normal = found["readings"]["normal"]
        if normal and normal["outside"] is not None:
            value = found["readings"]["price"]["value"]
            assert normal["outside"] == (not normal["q10"] <= value <= normal["q90"]) == row["outside_range"]
            assert normal["made_at"] < normal["due_at"] <= found["readings"]["normal"]["next"]["due_at"]
        for address in found["series"].values():
            assert client.get(address).status_code == 200, address


def test_a_thinned_series_is_a_part_of_the_whole(client):
    (row,) = data(client, "/markets?status=RESOLVED&limit=1&sort=-volume_24h")
    path = f"/markets/{row['market_id']}/prices"
    whole = data(client, f"{path}?limit=100000")
    thin = client.get(f"{path}?points=40").json()
    assert len(thin["data"]) <= 40 < len(whole)
    assert (thin["meta"]["thinned"], thin["meta"]["rows"], thin["next_cursor"]) == (True, len(whole), None)
    assert [one for one in whole if one in thin["data"]] == thin["data"]
    assert (thin["data"][0], thin["data"][-1]) == (whole[0], whole[-1])
    for extreme in (min, max):
        assert extreme(one["p_yes"] for one in thin["data"]) == extreme(one["p_yes"] for one in whole)
    assert client.get(f"{path}?points=5000").json()["data"] == whole[:5000] or len(whole) > 5000
    assert client.get(f"{path}?points=40&cursor=x").status_code == 422


# ---------------------------------------------------------------- overview, events, search


def test_the_overview_adds_up(client):
    found = data(client, "/overview")
    every = data(client, "/markets?limit=10000")
    active = [row for row in every if row["status"] == "ACTIVE"]
    assert found["open_markets"] == len(active) == sum(row["open"] for row in found["believable"])
    assert found["outside_range"] == sum(row["outside_range"] is True for row in active)
    fair = {row["category"] for row in found["believable"] if row["verdict"] == "fair"}
    assert found["in_fair_groups"] == sum(row["category"] in fair for row in active)
    assert len({(day["day"], day["source"]) for day in found["not_seen"]["days"]}) == len(found["not_seen"]["days"])


def test_sums_are_sums_and_orders_hold_or_do_not(client):
    for row in data(client, "/events?open=true&limit=1000"):
        found = data(client, f"/events/{row['event_id']}")
        told, values = found["coherence"], [leg["value"] for leg in found["markets"]]
        assert (told["kind"], told["sum"], told["gap"]) == (row["kind"], row["sum"], row["gap"])
        if told["kind"] == "sum" and told["sum"] is not None:
            assert told["sum"] == pytest.approx(sum(values))
            assert all(one["sum"] is None for one in found["series"] if one["n_seen"] < len(values))
        if told["kind"] == "threshold":
            steps = [leg["step"] for leg in found["markets"]]
            assert steps in (sorted(steps), sorted(steps, reverse=True))
            assert told["holds"] == all(a <= b for a, b in itertools.pairwise(values))
            kept = [leg["implies_next"] for leg in found["markets"][:-1]]
            assert [one["broken"] for one in found["implications"]] == [not one for one in kept]


def test_search_finds_by_word_id_and_slug(client):
    row = data(client, "/markets?limit=1&status=ACTIVE")[0]
    words = row["question"].split()
    assert any(one["market_id"] == row["market_id"] for one in data(client, f"/search?limit=100&q={quote(row['question'])}"))
    for name in (row["market_id"], row["slug"], row["condition_id"], row["token_ids"][0]):
        assert data(client, f"/search?q={name}")[0]["market_id"] == row["market_id"]
    both = data(client, f"/search?limit=100&q={quote(words[-1] + ' ' + words[-2])}")
    assert all(words[-1].lower() in f"{one['question']} {one['slug']}".lower() for one in both)
    assert data(client, "/search?q=%20") == data(client, "/search") == data(client, "/search?q=nobodyaskedthis") == []


# ---------------------------------------------------------------- how


COUNTED = [
    "/markets", "/markets?status=ACTIVE&category=sports", "/markets?tag=sports&text=will",
    "/markets?outside_range=true&ends=0:3",
    "/markets?price=0.2:&trust=:70", "/events", "/events?open=true", "/events?category=sports&text=will",
    "/search?q=simulated will", "/search",
    "/coverage", "/coverage?status=complete", "/bands", "/bands?band_calibration=raw", "/bands/breaches?side=above",
    "/bands/coverage?segment_by=all", "/trust?limit=10000", "/trust?anchor=latest", "/trust/reliability?version=v1",
    "/recalibrated?limit=10000&anchor=scheduled", "/recalibrated/evidence?horizon=24h",
]  # fmt: skip
BRIERS = [
    "", "?category=sports", "?weighting=market&liquidity_bucket=HIGH", "?horizon=7d&price=ask", "?volume=100:&spread=:1",
    "?text=will&tag=sports&ends=observed", "?window=150d", "?window=150d&window_by=resolution", "?price=last&venue=world",
]  # fmt: skip


def by_sql(client, demo, address):
    """The figures that the SQL of an address gives, by the way of `credence query`."""
    told = data(client, f"/how?address={quote(address, safe='')}")
    return run_query(demo, told["sql"]).as_dicts()[0]


@pytest.mark.parametrize("address", COUNTED)
def test_the_sql_counts_what_the_list_holds(client, demo, address):
    answer = client.get(address).json()
    held = len(answer["data"]) if answer["total"] is None else answer["total"]
    assert by_sql(client, demo, address)["n"] == held


@pytest.mark.parametrize("asked", BRIERS)
def test_the_sql_gives_the_explorers_brier(client, demo, asked):
    found, figures = by_sql(client, demo, EXPLORER + asked), data(client, EXPLORER + asked)["figures"]
    assert (found["n"] or 0) == (figures["n"] if figures else 0)
    if figures and figures["enough"]:
        assert found["brier"] == pytest.approx(figures["estimates"]["brier"]["value"], abs=1e-9)
        assert found["n_events"] == figures["n_events"]


def test_the_sql_gives_the_groups_brier(client, demo):
    rows = data(client, "/scoreboard?limit=10000&horizon=24h&anchor=scheduled")
    assert any(row["brier"] is not None for row in rows)
    for row in rows[:40]:
        names = ("venue", "category", "liquidity_bucket", "weighting", "ends")
        asked = "&".join(f"{name}={row[name]}" for name in names)
        found = by_sql(client, demo, f"/scoreboard?{asked}&horizon=24h&anchor=scheduled")
        assert found["n"] == row["n"]
        if row["brier"] is not None:
            assert found["brier"] == pytest.approx(row["brier"], abs=1e-9)


def test_the_sql_gives_the_price_and_the_sum(client, demo):
    for row in data(client, "/markets?limit=5&sort=-volume_24h"):
        assert by_sql(client, demo, f"/markets/{row['market_id']}")["price"] == row["price"]
    for row in data(client, "/events?kind=sum&open=true"):
        assert by_sql(client, demo, f"/events/{row['event_id']}")["sum"] == pytest.approx(row["sum"], abs=1e-9)


def test_how_names_what_was_read_and_how_to_ask_again(client, demo):
    told = data(client, f"/how?address={quote(EXPLORER + '?category=sports&draws=999', safe='')}")
    assert {table["name"] for table in told["tables"]} == {"cube_rows", "market_registry"}
    assert all(table["version"] == demo.versions()[table["name"]] for table in told["tables"])
    assert "category is sports" in told["filters"]
    assert (told["draws"], told["seed"]) == (999, 0)
    assert len(told["manifest"]) == 64
    assert told["commands"]["cli"].startswith("credence query ")
    assert "category=sports" in told["commands"]["curl"]
    compile(told["commands"]["python"], "python", "exec")


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nothing", 422), ("/scoreboard?x=1", 422), ("http://[", 422), ("/health", 404), (EXPLORER + "?b.x=1", 422), ("", 422)],
)
def test_how_refuses_what_is_no_address(client, address, status):
    answer = client.get("/how", params={"address": address})
    assert answer.status_code == status
    assert answer.json()["error"]["next_step"]


def test_commands_are_quoted(client):
    told = data(client, "/how?address=" + quote("/markets?text='; rm -rf ~; echo '", safe=""))
    import shlex

    assert shlex.split(told["commands"]["cli"])[:2] == ["credence", "query"]
    assert len(shlex.split(told["commands"]["cli"])) == 3
    assert len(shlex.split(told["commands"]["curl"])) == 5


# ---------------------------------------------------------------- nothing looks ahead


def test_rows_from_after_now_change_nothing(demo, client, tmp_path):
    """Prices, bands and trust of a later time than the newest run's as_of are not seen."""
    import shutil

    later = tmp_path / "later"
    shutil.copytree(demo.layout.root, later)
    lake = open_lake(str(later))
    with lake.reading() as connection:
        for table, moment in (("prices", "ts"), ("forecast_band", "ts"), ("trust", "cutoff_at"), ("market_snapshot", "ts")):
            known = ", knowable_at + interval 400 day as knowable_at" if table == "prices" else ""
            changed = {"prices": ", 1 - p_yes as p_yes", "trust": ", 1.0 as total"}.get(table, "")
            lake.write(connection, table, f"select * from {table} union all by name "
                       f"select * replace ({moment} + interval 400 day as {moment}{known}{changed}) from {table}")  # fmt: skip
    with TestClient(create_app(lake)) as other:
        for path in ("/markets?limit=10000", "/events?limit=10000", "/overview"):
            assert data(other, path) == data(client, path), path
        for row in data(client, "/markets?status=ACTIVE&limit=5"):
            one, two = (data(each, f"/markets/{row['market_id']}") for each in (client, other))
            for name in ("readings", "trust", "snapshots", "window", "series", "gaps"):
                assert one[name] == two[name], name


def test_the_document_says_every_shape(client):
    document = client.get("/openapi.json").json()
    for shape in shapes.ANSWERS:
        assert shape.__name__ in document["components"]["schemas"]
    for path in (EXPLORER, "/overview", "/markets/{market_id}", "/events/{event_id}", "/how", "/scoreboard/cell"):
        told = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        assert "$ref" in told["schema"]["properties"]["data"]
        assert told["example"]["data"]


def test_the_document_is_printed_for_programs(capsys, client):
    from credence.cli.docs import main

    main("openapi")
    printed = capsys.readouterr().out
    assert json.loads(printed) == client.get("/openapi.json").json()
    assert list(json.loads(printed)) == sorted(json.loads(printed))

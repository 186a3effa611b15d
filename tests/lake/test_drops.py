"""Drops: what a YAML may say, and that no row of a file gets lost on its way into SQL."""

import io
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
import zstandard
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from credence.errors import InputError
from credence.lake.drops import CompiledDrop, DropSpec, compile_drop, find_drops, load_spec, shipped_specs
from credence.lake.drops.zones import offset_s, offsets, utc_sql

KEYS = ["venue", "native_id", "condition_id", "token_id", "slug"]
COLUMNS = {
    "markets_sql": "question category tags event_key event_title outcomes token_ids start_at scheduled_end_at "
    "closed_at end_known knowable_at source",
    "prices_sql": "outcome_index ts p_yes bid ask price_kind price_time_source source",
    "outcomes_sql": "status provenance independent resolved_at source",
}


def spec(*files: dict, **more) -> dict:
    return {
        "name": "mine",
        "title": "My prices",
        "licence": "none",
        "credit": "me",
        "files": list(files),
        "ends": {"means": "as I wrote them down", "end_known": "observed"},
    } | more


PRICES = {"path": "prices.csv", "form": "prices", "columns": {"slug": "market", "ts": "time", "price": "yes"}}
QUOTES = {
    "path": "quotes.csv",
    "form": "quotes",
    "columns": {"slug": "market", "ts": "time", "bid": "bid", "ask": "ask"},
}
HISTORIES = {
    "path": "h.jsonl.zst",
    "form": "histories",
    "columns": {
        "token_id": "token",
        "outcome": "outcome",
        "resolved_yes": "won",
        "history": "response.history",
        "ts": "t",
        "price": "p",
    },
}


def rows(sql: str | None) -> list[dict]:
    if sql is None:
        return []
    with duckdb.connect(config={"threads": 2, "autoload_known_extensions": False}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def compiled(folder: Path, described: dict, **files: str | bytes) -> CompiledDrop:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return compile_drop(DropSpec.model_validate(described), folder, folder / "scratch")


def refused(drop: CompiledDrop) -> list[tuple]:
    return [(r["line"], r["field"], r["value"], r["reason"]) for r in rows(drop.refused_sql)]


# ---- every form


def test_prices_from_a_csv(tmp_path):
    drop = compiled(tmp_path, spec(PRICES), prices__csv="market,time,yes\na,2026-01-01T10:00:00Z,0.4\n")
    assert rows(drop.prices_sql) == [
        {
            "venue": "polymarket",
            "native_id": None,
            "condition_id": None,
            "token_id": None,
            "slug": "a",
            "outcome_index": 0,
            "ts": datetime(2026, 1, 1, 10, tzinfo=UTC),
            "p_yes": 0.4,
            "bid": None,
            "ask": None,
            "price_kind": "mid",
            "price_time_source": "quote",
            "source": "mine",
        }
    ]
    assert drop.refused_sql is None


def test_quotes_have_a_mid_only_with_two_sides(tmp_path):
    text = "market,time,bid,ask\na,2026-01-01 10:00Z,0.4,0.5\na,2026-01-01 10:01Z,,0.5\na,2026-01-01 10:02Z,,\n"
    drop = compiled(tmp_path, spec(QUOTES), quotes__csv=text + "a,2026-01-01 10:03Z,0.6,0.5\n")
    assert [(r["p_yes"], r["bid"], r["ask"]) for r in rows(drop.prices_sql)] == [
        (pytest.approx(0.45), 0.4, 0.5),
        (None, None, 0.5),
    ]
    assert refused(drop) == [(5, "bid, ask", "0.6 > 0.5", "crossed: the bid is above the ask")]
    assert drop.input_rows["quotes.csv"] == {
        "rows": 4,
        "refused": 1,
        "merged": 0,
        "prices": 2,
        "empty": 1,
        "same_second": 0,
    }


def test_the_no_side_is_turned_round(tmp_path):
    columns = QUOTES["columns"] | {"outcome": "side"}
    text = "market,time,bid,ask,side\na,2026-01-01 10:00Z,0.4,0.5,No\na,2026-01-01 10:01Z,0.4,,No\n"
    drop = compiled(tmp_path, spec(QUOTES | {"columns": columns}), quotes__csv=text)
    assert [(r["p_yes"], r["bid"], r["ask"]) for r in rows(drop.prices_sql)] == [(0.55, 0.5, 0.6), (None, None, 0.6)]


TRADES = {
    "path": "t.parquet",
    "form": "trades",
    "columns": {
        "condition_id": "c",
        "ts": "t",
        "price": "p",
        "outcome": "o",
        "outcome_index": "i",
        "winner": "w",
        "question": "q",
    },
}


@pytest.mark.parametrize(("order", "last"), [("oldest_first", 0.7), ("newest_first", 0.2)])
def test_the_last_trade_of_a_second_counts(tmp_path, order, last):
    table = {"c": ["0xA"] * 3, "t": [1767261600] * 3, "p": [0.2, 0.2, 0.3], "o": ["Up", "Up", "Down"]}
    pq.write_table(pa.table(table | {"i": [0, 0, 1], "w": ["Down"] * 3, "q": ["up?"] * 3}), tmp_path / "t.parquet")
    ends = {"means": "-", "end_known": "assumed", "resolved_at": "last_observation"}
    drop = compiled(tmp_path, spec(TRADES | {"order": order}, units={"time": "s"}, ends=ends))
    assert [(r["condition_id"], r["p_yes"], r["price_kind"]) for r in rows(drop.prices_sql)] == [("0xa", last, "trade")]
    assert [r["status"] for r in rows(drop.outcomes_sql)] == ["RESOLVED_FALSE"]
    assert [r["question"] for r in rows(drop.markets_sql)] == ["up?"]
    assert sum(v for k, v in drop.input_rows["t.parquet"].items() if k != "rows") == 3


def test_a_fill_of_the_exchange_has_a_price(tmp_path):
    names = ("maker_asset_id", "taker_asset_id", "maker_amount", "taker_amount", "ts")
    fills = {
        "path": "f.csv",
        "form": "fills",
        "columns": {n: n for n in names} | {"outcome": {"value": "Yes"}},
    }
    text = ",".join(names) + "\n0,77,30,100,1767261600\n77,0,100,40,1767261601\n1.0e+76,0,1,1,1767261602\n"
    drop = compiled(tmp_path, spec(fills, units={"time": "s"}), f__csv=text)
    assert [(r["token_id"], r["p_yes"]) for r in rows(drop.prices_sql)] == [("77", 0.3), ("77", 0.4)]
    assert [(r[0], r[1], r[2]) for r in refused(drop)] == [(4, "maker_asset_id", "1.0e+76")]


def test_markets_and_outcomes(tmp_path):
    columns = {n: n for n in ("slug", "question", "outcomes", "tags", "winner", "scheduled_end_at", "closed_at")}
    file = {"path": "m.csv", "form": "markets", "columns": columns | {"tags": {"column": "tags", "separator": "|"}}}
    text = "slug;question;outcomes;tags;winner;scheduled_end_at;closed_at\n"
    text += """a-by-may;x?;"[""Yes"", ""No""]";t|u;No;2026-05-31;2026-06-01T00:00Z\n"""
    text += "a-by-june;x?;\"['Yes', 'No']\";;50-50;2026-06-30;\na-by-july;x?;;;;;\n"
    ends = {"means": "-", "end_known": "observed", "resolved_at": "closed_at", "void": ["50-50"]}
    event = {"from": "slug", "strip": [{"match": "-by-[a-z]+$"}]}
    drop = compiled(tmp_path, spec(file | {"delimiter": ";"}, time_zone="UTC", ends=ends, event=event), m__csv=text)
    markets = rows(drop.markets_sql)
    assert {m["event_key"] for m in markets} == {"a"}
    assert markets[0]["tags"] == ["t", "u"]
    assert markets[1]["outcomes"] == ["Yes", "No"]
    assert markets[0]["scheduled_end_at"] == datetime(2026, 5, 31, tzinfo=UTC)
    assert [(o["slug"], o["status"], o["resolved_at"]) for o in rows(drop.outcomes_sql)] == [
        ("a-by-may", "RESOLVED_FALSE", datetime(2026, 6, 1, tzinfo=UTC)),
        ("a-by-june", "VOID", None),
    ]


def test_a_payout_that_is_no_payout_is_a_guess(tmp_path):
    file = {
        "path": "o.csv",
        "form": "outcomes",
        "columns": {"condition_id": "c", "outcomes": "o", "payouts": "p", "winner": "w"},
    }
    text = "c|o|p|w\n"
    for i, paid in enumerate(["[1, 0]", "[0, 1]", "[0.5, 0.5]", "[0.9, 0.1]", ""]):
        text += f"0x{i}|[A, B]|{paid}|A\n"
    drop = compiled(tmp_path, spec(file | {"delimiter": "|"}), o__csv=text)
    assert [(o["status"], o["provenance"], o["independent"]) for o in rows(drop.outcomes_sql)] == [
        ("RESOLVED_TRUE", "winner", True),
        ("RESOLVED_FALSE", "winner", True),
        ("VOID", "winner", True),
        ("RESOLVED_TRUE", "inferred", False),
        ("RESOLVED_TRUE", "winner", True),
    ]


def history(token: object, *points: object, **more: object) -> str:
    return json.dumps({"token": token, "outcome": "Yes", "won": True, "response": {"history": points}} | more) + "\n"


def test_histories(tmp_path):
    text = history("1", {"t": 1767261600, "p": 0.25}, {"t": 1767261660, "p": 0.5}) + history("2")
    drop = compiled(
        tmp_path,
        spec(
            HISTORIES, units={"time": "s"}, ends={"means": "-", "end_known": "assumed", "closed_at": "last_observation"}
        ),
        h__jsonl__zst=zstandard.compress(text.encode()),
    )
    assert [(r["token_id"], r["p_yes"], r["price_kind"]) for r in rows(drop.prices_sql)] == [
        ("1", 0.25, "history"),
        ("1", 0.5, "history"),
    ]
    assert {m["token_id"]: m["closed_at"] for m in rows(drop.markets_sql)} == {
        "1": datetime(2026, 1, 1, 10, 1, tzinfo=UTC),
        "2": None,
    }
    assert len(rows(drop.outcomes_sql)) == 2


def test_statements_have_exactly_the_promised_columns(tmp_path):
    text = history("1", {"t": 1767261600, "p": 2}, {"t": 1767261601, "p": 0.5})
    drop = compiled(tmp_path, spec(HISTORIES, units={"time": "s"}), h__jsonl__zst=zstandard.compress(text.encode()))
    for name, expected in COLUMNS.items():
        assert list(rows(getattr(drop, name))[0]) == KEYS + expected.split()
    assert list(rows(drop.refused_sql)[0]) == ["file", "line", "field", "value", "reason", "raw"]


# ---- bad rows


@pytest.mark.parametrize(
    ("line", "field", "value", "reason"),
    [
        ("a,2026-01-01 10:00Z,1.5", "yes", "1.5", "a price outside 0..1"),
        ("a,2026-01-01 10:00Z,-0.1", "yes", "-0.1", "a price outside 0..1"),
        ("a,2026-01-01 10:00Z,nan", "yes", "nan", "not a number (NaN)"),
        ("a,2026-01-01 10:00Z,high", "yes", "high", "not a number"),
        (",2026-01-01 10:00Z,0.5", "market", None, "the id is missing"),
        ("a,,0.5", "time", None, "the time is missing"),
        ("a,yesterday,0.5", "time", "yesterday", "not a time"),
        ("a,2026-01-01 10:00Z", "columns", "2", "2 columns where the first line has 3"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(tmp_path, line, field, value, reason):
    good = "b,2026-01-01 10:00Z,0.5\n"
    drop = compiled(tmp_path, spec(PRICES), prices__csv=f"market,time,yes\n{good}{line}\n")
    assert refused(drop) == [(3, field, value, reason)]
    assert [r["slug"] for r in rows(drop.prices_sql)] == ["b"]
    assert json.loads(rows(drop.refused_sql)[0]["raw"])


@pytest.mark.parametrize("bad", ["1e76", "1.0e+76", "7.5", "1E+10"])
def test_an_id_that_was_a_float_is_refused(tmp_path, bad):
    file = PRICES | {"columns": {"condition_id": "market", "ts": "time", "price": "yes"}}
    drop = compiled(tmp_path, spec(file), prices__csv=f"market,time,yes\n{bad},2026-01-01 10:00Z,0.5\n")
    assert rows(drop.prices_sql) == []
    assert [r[:3] for r in refused(drop)] == [(2, "market", bad)]


def test_a_float_column_of_ids_is_refused(tmp_path):
    table = pa.table({"c": [1e76], "t": [datetime(2026, 1, 1, tzinfo=UTC)], "p": [0.5], "i": [0]})
    pq.write_table(table, tmp_path / "t.parquet")
    columns = {"token_id": "c", "ts": "t", "price": "p", "outcome_index": "i"}
    drop = compiled(tmp_path, spec(TRADES | {"columns": columns}))
    assert [(r[0], r[1], r[2]) for r in refused(drop)] == [(1, "c", "1e+76")]


def test_a_second_value_for_a_key_is_refused_and_the_same_again_is_merged(tmp_path):
    line = "a,2026-01-01 10:00Z,"
    drop = compiled(tmp_path, spec(PRICES), prices__csv=f"market,time,yes\n{line}0.5\n{line}0.5\n{line}0.6\n")
    assert [r["p_yes"] for r in rows(drop.prices_sql)] == [0.5]
    assert refused(drop) == [(4, "market, time", "a", "the same key again with another value; line 2 stays")]
    assert drop.input_rows["prices.csv"]["merged"] == 1


def test_a_truncated_zstd_keeps_its_good_lines(tmp_path):
    text = "".join(history(str(i), {"t": 1767261600 + i, "p": i % 100 / 100}) for i in range(1, 20_000))
    packed = zstandard.compress(text.encode())
    drop = compiled(tmp_path, spec(HISTORIES, units={"time": "s"}), h__jsonl__zst=packed[: len(packed) // 2])
    good, [bad] = rows(drop.prices_sql), rows(drop.refused_sql)
    assert 0 < len(good) < 20_000
    assert bad["line"] == len(good) + 1
    assert "cut short" in bad["reason"]


def test_a_truncated_csv_does_not_keep_half_a_price(tmp_path):
    text = "market,time,yes\n" + "".join(f"m{i},2026-01-01 10:00Z,0.{i}1\n" for i in range(1, 60_000))
    packed = zstandard.compress(text.encode())
    drop = compiled(tmp_path, spec(PRICES | {"path": "prices.csv.zst"}), prices__csv__zst=packed[: len(packed) // 2])
    assert all(r["p_yes"] == float(f"0.{r['slug'][1:]}1") for r in rows(drop.prices_sql))
    assert "cut short" in refused(drop)[0][3]


def test_what_is_not_json_is_refused_by_line(tmp_path):
    text = "{oops\n" + history("1", {"t": 1767261600, "p": 0.5}, 7, {"t": 1767261601, "p": float("nan")})
    text += history("1", {"t": 1767261600, "p": 0.5}, 7, {"t": 1767261601, "p": "NaN"}, {"t": None, "p": 0.5})
    text += '[1]\n{"token": "3", "response": {}}\n' + history(1.5e76, {"t": 1767261600, "p": 0.5}) + history(None)
    drop = compiled(tmp_path, spec(HISTORIES, units={"time": "s"}), h__jsonl__zst=zstandard.compress(text.encode()))
    found = sorted((line, reason.split(":")[0]) for line, _, _, reason in refused(drop))
    number = "an id that was read as a number and has lost digits; bring it as text"
    assert found == [
        (1, "not JSON"),
        (2, "not JSON"),
        (3, "not a number (NaN)"),
        (3, "not an object with time and price"),
        (3, "the time is missing"),
        (4, "not a JSON object"),
        (5, "not a list of points"),
        (6, number),
        (6, number),
        (7, "the id is missing"),
    ]
    assert len(rows(drop.prices_sql)) == 1


# ---- a file that cannot be read as described


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"market;time;yes\na;2026-01-01 10:00Z;0.5\n", ["prices.csv", "market;time;yes", "delimiter", "';'"]),
        (b"market,time\na,2026-01-01 10:00Z\n", ["prices.csv", "'market', 'time'", "'yes'"]),
        ("market,time,yes\né,2026-01-01 10:00Z,0.5\n".encode("cp1252"), ["prices.csv", "encoding", "utf-8"]),
        ("market,time,yes\n".encode("utf-16"), ["prices.csv", "encoding"]),
        (b"market,time,yes\na,2026-01-01 10:00,0.5\n", ["time_zone", "time of prices.csv"]),
        (b"", ["prices.csv"]),
    ],
)
def test_a_file_that_does_not_fit_its_yaml_says_what_to_change(tmp_path, content, says):
    with pytest.raises(InputError) as error:
        compiled(tmp_path, spec(PRICES), prices__csv=content)
    for part in says:
        assert part in str(error.value)


def test_other_encodings_and_decimal_signs(tmp_path):
    file = PRICES | {"encoding": "cp1252", "delimiter": ";", "decimal": ","}
    drop = compiled(tmp_path, spec(file), prices__csv="market;time;yes\né;2026-01-01 10:00Z;0,5\n".encode("cp1252"))
    assert [(r["slug"], r["p_yes"]) for r in rows(drop.prices_sql)] == [("é", 0.5)]


def test_numbers_as_times_need_a_unit(tmp_path):
    table = pa.table({"market": ["a"], "time": [1767261600], "yes": [40.0]})
    pq.write_table(table, tmp_path / "prices.parquet")
    file = PRICES | {"path": "prices.parquet"}
    with pytest.raises(InputError, match=r"units\.time.*1767261600"):
        compiled(tmp_path, spec(file))
    drop = compiled(tmp_path, spec(file, units={"time": "s", "price": "cents"}))
    assert [(r["ts"].hour, r["p_yes"]) for r in rows(drop.prices_sql)] == [(10, 0.4)]


# ---- the YAML


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colour": "red"}, ["colour", "no such field"]),
        ({"time_zone": "Mars/Olympus"}, ["time_zone", "Mars/Olympus", "IANA"]),
        ({"units": {"price": "euros"}}, ["units.price", "euros", "'share', 'cents'"]),
        ({"files": [PRICES | {"path": "../other.csv"}]}, ["files[0].path", "../other.csv", "below the drop's folder"]),
        ({"files": [PRICES | {"path": "/etc/passwd"}]}, ["files[0].path", "/etc/passwd"]),
        ({"files": [PRICES | {"path": "C:\\x.csv"}]}, ["files[0].path"]),
        ({"files": [PRICES | {"encoding": "klingon"}]}, ["files[0].encoding", "klingon"]),
        ({"files": [PRICES | {"columns": {"slug": "m", "price": "p"}}]}, ["files[0]", "ts"]),
        ({"files": [PRICES | {"columns": {"slug": "m", "cost": "p"}}]}, ["cost"]),
        ({"files": [PRICES | {"columns": {"token_id": "m", "ts": "t", "price": "p"}}]}, ["outcome"]),
        ({"files": [PRICES, PRICES]}, ["named twice"]),
        ({"files": []}, ["files"]),
        ({"event": {"from": "slug", "strip": [{"match": "(a"}]}}, ["event.strip", "regular expression"]),
        ({"event": {"from": "slug", "strip": [{"match": "a(?=b)"}]}}, ["RE2"]),
        ({"ignored": {"../x": "why"}}, ["ignored", "../x"]),
    ],
)
def test_a_mistake_in_a_yaml_names_the_field(tmp_path, change, says):
    path = tmp_path / "mine.drop.yml"
    path.write_text(yaml.safe_dump(spec(PRICES) | change))
    with pytest.raises(InputError) as error:
        load_spec(path)
    for part in ["mine.drop.yml", *says]:
        assert part in str(error.value)


@pytest.mark.parametrize("text", ["- 1", "a: [", "name: a\nname: b\n", "", "x: \xff"])
def test_what_is_no_mapping_is_refused(tmp_path, text):
    path = tmp_path / "mine.drop.yml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match="mine"):
        load_spec(path)


def test_find_drops(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.drop.yml").write_text(yaml.safe_dump(spec(PRICES, QUOTES)))
    with pytest.raises(InputError, match=r"prices\.csv"):
        find_drops(tmp_path)
    (tmp_path / "sub" / "prices.csv").write_text("market,time,yes\n")
    (tmp_path / "polymarket_us").mkdir()
    (tmp_path / "polymarket_us" / "markets.parquet").write_bytes(b"")
    found = {drop.spec.name: drop for drop in find_drops(tmp_path)}
    assert found["mine"].files == ("prices.csv",)
    assert found["mine"].missing_files == ("quotes.csv",)
    assert found["mine"].folder == tmp_path / "sub"
    assert found["polymarket_us"].missing_files == ("polymarket_us/quotes_2min.parquet",)
    (tmp_path / "other.drop.yml").write_text(yaml.safe_dump(spec(PRICES | {"path": "sub/prices.csv"})))
    with pytest.raises(InputError, match="no other drop"):
        find_drops(tmp_path)
    with pytest.raises(InputError, match="exists"):
        find_drops(tmp_path / "nowhere")


def test_a_link_that_leaves_the_folder_is_refused(tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("market,time,yes\n")
    (folder / "prices.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "mine.drop.yml").write_text(yaml.safe_dump(spec(PRICES)))
    with pytest.raises(InputError, match="inside"):
        find_drops(folder)
    with pytest.raises(InputError, match="inside"):
        compile_drop(DropSpec.model_validate(spec(PRICES)), folder, tmp_path / "scratch")


def test_shipped_specs_are_valid():
    assert len({described.name for described in shipped_specs()}) == 8


# ---- laws

cell = st.sampled_from(["", "0.5", "0.6", "1.5", "nan", "x", "0.1"])
line = st.tuples(st.sampled_from(["a", "b", "", "1e76"]), st.sampled_from(["10:00", "10:01", "soon", ""]), cell, cell)


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(line, max_size=12), form=st.sampled_from(["quotes", "trades"]))
def test_no_row_gets_lost(tmp_path_factory, lines, form):
    folder = tmp_path_factory.mktemp("law")
    names = {"native_id": "m", "ts": "t", "price": "x"} if form == "trades" else {}
    columns = names or {"native_id": "m", "ts": "t", "bid": "x", "ask": "y"}
    text = "m,t,x,y\n" + "".join(f"{m},{t and '2026-01-01 ' + t + 'Z'},{x},{y}\n" for m, t, x, y in lines)
    drop = compiled(folder, spec({"path": "f.csv", "form": form, "columns": columns}), f__csv=text)
    counts = drop.input_rows["f.csv"]
    assert counts["rows"] == len(lines)
    parts = ("prices", "refused", "empty", "merged", "same_second")
    assert counts["rows"] == sum(counts[part] for part in parts)
    prices, bad = rows(drop.prices_sql), rows(drop.refused_sql)
    assert (len(prices), len(bad)) == (counts["prices"], counts["refused"])
    assert len({(p["native_id"], p["ts"]) for p in prices}) == len(prices)
    assert len({b["line"] for b in bad}) == len(bad)
    assert all(p["p_yes"] is None or 0 <= p["p_yes"] <= 1 for p in prices)


@how(max_examples=60, deadline=None)
@given(
    start=st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    minutes=st.lists(st.integers(0, 1_500_000), min_size=1, max_size=5),
    name=st.sampled_from(["America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
)
def test_constant_offsets_agree_with_the_calendar(start, minutes, name):
    from datetime import timedelta

    zone = ZoneInfo(name)
    times = [start.replace(microsecond=0) + timedelta(minutes=m) for m in minutes]
    intervals = offsets(zone, min(times), max(times))
    listed = ", ".join(f"(timestamp '{t}')" for t in times)
    found = rows(f"select t, {utc_sql('t', intervals)} as utc from (values {listed}) as v(t)")
    for row in found:
        assert row["utc"].replace(tzinfo=None) == row["t"] + timedelta(seconds=offset_s(row["t"], zone))


def test_scratch_is_reused_and_leaves_nothing_half_written(tmp_path):
    text = "market,time,yes\na,2026-01-01 10:00Z,0.5\na,2026-01-01 10:00Z,0.6\n"
    first = compiled(tmp_path, spec(PRICES), prices__csv=text)
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "scratch").glob("*.parquet*")}
    assert compiled(tmp_path, spec(PRICES), prices__csv=text) == first
    assert {p.name: p.stat().st_mtime_ns for p in (tmp_path / "scratch").glob("*.parquet*")} == before
    assert not [name for name in before if not name.endswith(".parquet")]


def test_a_folder_with_signs_that_patterns_use(tmp_path):
    folder = tmp_path / "a[1]*'b"
    folder.mkdir()
    drop = compiled(folder, spec(PRICES), prices__csv="market,time,yes\na,2026-01-01 10:00Z,0.5\n")
    assert len(rows(drop.prices_sql)) == 1


# ---- the recorded files

RECORDED = os.environ.get("CREDENCE_RECORDED")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> dict[str, CompiledDrop]:
    if not RECORDED:
        pytest.skip("CREDENCE_RECORDED is not set")
    scratch = tmp_path_factory.mktemp("scratch")
    return {d.spec.name: compile_drop(d.spec, d.folder, scratch) for d in find_drops(Path(RECORDED))}


def count(sql: str | None, what: str = "count(*)") -> tuple:
    [row] = rows(f"select {what} from ({sql})")
    return tuple(row.values())


@pytest.mark.recorded
def test_recorded_polymarket_us(recorded):
    drop = recorded["polymarket_us"]
    quotes = drop.input_rows["polymarket_us/quotes_2min.parquet"]
    assert (quotes["rows"], quotes["refused"], quotes["empty"]) == (18_497_234, 153, 5_049_399)
    began = time.perf_counter()
    scan = "count(*), count(p_yes), count(distinct slug), min(ts)::varchar, max(ts)::varchar"
    found = count(drop.prices_sql, scan)
    print(f"polymarket_us prices_sql: {time.perf_counter() - began:.2f} s")
    assert found[:2] == (13_447_682, 11_812_950)  # 1,634,732 quotes have one side only
    assert found[3:] == ("2026-07-11 00:25:46+00", "2026-08-15 03:58:46+00")
    assert count(drop.refused_sql) == (153,)
    assert " over " not in drop.prices_sql
    assert " join " not in drop.prices_sql
    ends = "count(*), count(scheduled_end_at), count(distinct event_key)"
    assert count(drop.markets_sql, ends) == (27_473, 27_456, 5_226)
    assert count(drop.outcomes_sql, "count(*), count(resolved_at)") == (27_473, 27_473)


@pytest.mark.recorded
def test_recorded_histories(recorded):
    short, weather = recorded["clob_prices_history_10min_2026_01"], recorded["clob_prices_history_weather"]
    assert (count(short.markets_sql), count(short.prices_sql)) == ((160,), (307_388,))
    assert count(short.markets_sql, "count(distinct event_key)") == (40,)
    assert (count(weather.markets_sql), count(weather.prices_sql)) == ((3_591,), (190_130,))
    assert count(weather.outcomes_sql, "count(*) filter (status = 'RESOLVED_TRUE')") == (335,)
    assert short.refused_sql is weather.refused_sql is None


@pytest.mark.recorded
def test_recorded_gamma_derived_and_trades(recorded):
    high = recorded["gamma_derived_resolved_high_volume_2024_with_prior_price"]
    assert (count(high.markets_sql), count(high.outcomes_sql), count(high.prices_sql)) == ((4_284,), (4_257,), (3_783,))
    trades = recorded["data_api_trades_midterms_2022"]
    assert trades.input_rows["data_api/trades_midterms_2022.parquet"] == {
        "rows": 22_576,
        "refused": 2,
        "merged": 88,
        "prices": 19_628,
        "empty": 0,
        "same_second": 2_858,
    }
    assert count(trades.outcomes_sql) == (24,)
    geo = recorded["gamma_derived_resolved_geopolitics_2024_2026"]
    assert (count(geo.outcomes_sql), count(geo.refused_sql)) == ((4_430,), (1,))
    assert count(recorded["gamma_derived_markets_culture_2024_2026"].outcomes_sql) == (5_197,)
    assert count(recorded["gamma_derived_markets_excluded_culture_2024_2026"].outcomes_sql) == (5_062,)


def test_an_unclosed_quote_costs_only_its_own_line(tmp_path):
    """The lines that such a quote would take along are read again."""
    from credence.lake.drops.decode import _Lines

    text = io.TextIOWrapper(io.BytesIO(b"a;b\n1;2\n\"broken;3\n4;5\n"), newline="")
    lines = _Lines(text)
    assert [next(lines), next(lines), next(lines), next(lines)][2] == '"broken;3\n'
    lines.put_back(["4;5\n"])
    assert lines.read == 3
    assert next(lines) == "4;5\n"

"""A small simulated lake as a run would leave it: a few markets, prices, judged prices, a finished run and a failed one."""

import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from credence.api import create_app
from credence.lake import Lake, open_lake
from credence.records import TABLES

RUN = "20260131T000000-aaaa"
FAILED = "20260201T000000-bbbb"
BEFORE, AFTER = "20260103T000000-cccc", "20260110T000000-dddd"  # runs whose manifests are there, for what changed
BANDS = ("forecast_band", "band_coverage", "band_breach")
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u2028 & 'quotes\""  # what a venue may write
DAY = "timestamptz '2026-01-01 00:00:00+00'"


def rows_of(table: str, rows: list[dict[str, str]]) -> str:
    """A SELECT of rows given as SQL expressions; columns that are not named are null, or empty lists."""
    selects = []
    for row in rows:
        assert not set(row) - {name for name, _ in TABLES[table].columns}
        selects.append(
            "select "
            + ", ".join(
                f'({row.get(name, "[]" if kind.endswith("[]") else "null")})::{kind} as "{name}"'
                for name, kind in TABLES[table].columns
            )
        )
    return " union all ".join(selects)


def market(number: int, **other: str) -> dict[str, str]:
    return {
        "market_id": f"'{number}'", "event_id": f"'e{number % 2}'", "slug": f"'simulated-harbour-{number}'",
        "question": f"'Simulated: does harbour {number} open?'", "category": "'politics'", "venue": "'world'",
        "category_tags": "['politics', 'harbour']", "outcomes": "['Yes', 'No']", "status": "'ACTIVE'",
        "condition_id": f"'0xc{number}'", "token_ids": f"['{number}1', '{number}2']", "simulated": "true",
        "origin": "'gamma'", "clock": "'replayed'", "knowable_at": DAY, "start_ts": DAY,
    } | other  # fmt: skip


def group(**other: str) -> dict[str, str]:
    numbers = {name: "0" for name, kind in TABLES["scoreboard"].columns if kind == "BIGINT"}
    names = {name: "'all'" for name in TABLES["scoreboard"].key}
    return names | numbers | {"outcome_visible": "false", "simulated": "true", "note": "'simulated'"} | other


def fill(lake: Lake) -> None:
    lake.claim(simulated=True)
    lake.state.start_run(RUN, "run", datetime(2026, 1, 31, tzinfo=UTC), {})
    lake.state.set_as_of(RUN, datetime(2026, 1, 31, tzinfo=UTC))
    lake.state.start_step(RUN, "scoreboard", datetime(2026, 1, 31, tzinfo=UTC))
    lake.state.end_step(RUN, "scoreboard", datetime(2026, 1, 31, 0, 0, 2, tzinfo=UTC), "done", rows_in=9, rows_out=4)
    lake.state.end_run(RUN, datetime(2026, 1, 31, 0, 1, tzinfo=UTC), "done", None, {"markets": 3})
    lake.state.start_run(FAILED, "run", datetime(2026, 2, 1, tzinfo=UTC), {})
    lake.state.end_run(FAILED, datetime(2026, 2, 1, 0, 1, tzinfo=UTC), "failed", "the disk is full", {})
    contents = {
        "market_registry": [
            market(1), market(2, status="'RESOLVED'"), market(3, category="'sports'", category_tags="['sports']"),
        ],
        "events": [{"event_id": "'e1'", "category": "'politics'", "venue": "'world'", "n_markets": "2",
                    "origin": "'gamma'", "simulated": "true", "clock": "'replayed'", "knowable_at": DAY}],
        "outcomes": [{"market_id": "'2'", "venue": "'world'", "event_id": "'e0'", "status": "'RESOLVED_TRUE'",
                      "market_type": "'binary'", "outcome_index": "0", "provenance": "'payouts'", "rule": "'R1'",
                      "scored": "true", "disputed": "false", "independent": "true", "backfilled": "false",
                      "clock": "'replayed'", "knowable_at": DAY}],
        "market_alias": [
            {"kind": f"'{kind}'", "alias": f"'{alias}'", "market_id": "'1'"}
            for kind, alias in (("gamma", "1"), ("condition", "0xc1"), ("token", "11"), ("slug", "simulated-harbour-1"))
        ],
        "market_history": [{"market_id": "'1'", "field": "'slug'", "value": "'a'", "clock": "'replayed'",
                            "knowable_at": DAY}],
        "market_snapshot": [{"ts": DAY, "market_id": "'1'", "event_id": "'e1'", "liquidity_bucket": "'HIGH'",
                             "clock": "'replayed'", "knowable_at": DAY}],
        "coverage": [
            {"run_id": f"'{RUN}'", "source": "'gamma'", "scope": "'markets'", "expected": "3", "received": "3",
             "status": "'complete'", "detail": "'0 retries'"},
            {"run_id": f"'{RUN}'", "source": "'prices'", "scope": "'token:11'", "expected": "9", "received": "3",
             "status": "'gap'", "detail": "'6 missing'"},
        ],
        "scoreboard": [group(venue="'world'", horizon=f"'{horizon}'", anchor="'scheduled'", brier="0.125")
                       for horizon in ("24h", "48h", "7d", "30d")],
    }  # fmt: skip
    connection = lake.connect()
    for table, rows in contents.items():
        lake.write(connection, table, rows_of(table, rows))
    for table in ("cutoffs", "trust", "trust_reliability", "recalibrated", "recalibration_evidence", "features", *BANDS):
        lake.write(connection, table, rows_of(table, [{}]) + " limit 0")
    lake.write(
        connection,
        "prices",
        f"select (1 + i % 2)::varchar as market_id, {DAY} + interval (i) hour as ts, 0.5 + i / 1000 as p_yes, "
        "null as bid, null as ask, null as spread, 'mid' as price_kind, 'clob' as source, ts as knowable_at "
        "from range(100) t(i)",
    )
    for run_id, share in ((BEFORE, 3), (AFTER, 7)):
        written = lake.write(connection, "cube_rows", judged(share))
        lake.layout.manifests.mkdir(exist_ok=True)
        content = {"run_id": run_id, "as_of": "2026-01-03T00:00:00+00:00", "tables": {"cube_rows": {"version": written.version}}}
        lake.layout.manifest(run_id).write_text(json.dumps(content), encoding="utf-8")
    connection.close()
    lake.close()


def judged(share: int) -> str:
    """cube_rows of 240 markets at two horizons: prices .2 .4 .6 .8, LOW and HIGH, two categories, twenty weeks."""
    known = {
        "market_id": "'m' || i", "event_id": "'e' || i", "venue": "'world'", "category": "if(i % 8 < 4, 'politics', 'sports')",
        "anchor": "'scheduled'", "horizon": "h", "cutoff_at": f"{DAY} - interval (i % 20 + 30) week", "price_status": "'priced'",
        "cohort_at": f"{DAY} - interval (i % 20 + 30) week", "p_yes": "0.2 + (i % 4) / 5", "spread": "0.02", "age_seconds": "60",
        "p_mean_1h": "0.2 + (i % 4) / 5", "liquidity_bucket": "if(i < 120, 'LOW', 'HIGH')", "end_known": "'observed'",
        "resolved_yes": f"if((i * 7 // 4) % 10 < if(i % 4 < 2, {share}, 6), 1, 0)", "outcome_status": "'RESOLVED_TRUE'",
        "provenance": "'payouts'", "disputed": "false", "resolved_at": f"{DAY} - interval (i % 20 + 30) week",
        "clock": "'replayed'", "knowable_at": DAY,
    }  # fmt: skip
    columns = ", ".join(f"({known.get(name, 'null')})::{kind} as {name}" for name, kind in TABLES["cube_rows"].columns)
    return f"select {columns} from range(240) t(i), (values ('7d'), ('24h')) u(h)"


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    found = open_lake(str(tmp_path_factory.mktemp("small") / "lake"))
    fill(found)
    return found


@pytest.fixture
def client(lake) -> TestClient:
    with TestClient(create_app(lake), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def empty(tmp_path) -> TestClient:
    """A server over a folder that does not exist."""
    with TestClient(create_app(open_lake(str(tmp_path / "nothing"))), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def hostile(tmp_path) -> tuple[TestClient, str]:
    """A server whose first market asks a question that would break out of a page; and the question."""
    lake = open_lake(str(tmp_path / "hostile"))
    fill(lake)
    connection = lake.connect()
    question = "'" + HOSTILE.replace("'", "''") + "'"
    lake.write(connection, "market_registry", rows_of("market_registry", [market(1, question=question)]))
    connection.close()
    with TestClient(create_app(lake), raise_server_exceptions=False) as found:
        yield found, HOSTILE

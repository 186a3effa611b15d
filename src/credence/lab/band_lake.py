"""A simulated lake of many markets with five-minute prices, for measuring the cycle of bands: numbers without any meaning.

A price every five minutes of every market for a day and an hour, a state fitted on nothing but random numbers (the corrections of
a cycle cost the same whatever they are), and no cycle yet.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np

from ..forecasts import registry
from ..forecasts.conformal import fit
from ..forecasts.cycle import model_of, table_text
from ..lake import Lake, open_lake
from ..products import bands
from ..records import TABLES

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
STEPS = 300  # a day and an hour
STEP_S = 300


def made(folder: Path, markets: int) -> Lake:
    """A simulated lake up to an hour after NOW."""
    lake = open_lake(str(folder))
    lake.claim(simulated=True)
    end = int(NOW.timestamp()) + 3600
    name = "'m' || lpad(m::varchar, 6, '0')"
    hour = f"to_timestamp({end - 3600} - 3600 * (23 - k))"
    empty = {"outcomes": "market_id", "trust": "market_id", "open_interest": "market_id"}
    with lake.reading() as connection:
        connection.execute("set memory_limit = '600MB'")
        connection.execute(
            f"create temp table path as select {name} as market_id, to_timestamp({end} - {STEP_S} * ({STEPS} - 1 - k)) as ts, "
            f"0.5 + 0.35 * sin(m) + 0.01 * ((hash(m * 31 + k // 3) % 11)::int - 5) as p from range({markets}) a(m), "
            f"range({STEPS}) b(k) order by market_id, ts"
        )
        lake.write(connection, "prices", "select market_id, ts, p as p_yes, p - .005 as bid, p + .005 as ask, .01 as spread, "
                   "'mid' as price_kind, 'made' as source, ts as knowable_at from path")  # fmt: skip
        connection.execute("drop table path")
        markets_of = f"select {name} as market_id, m from range({markets}) a(m)"
        lake.write(connection, "market_registry", _filled("market_registry", markets_of, {
            "event_id": "'e' || (m // 5)", "category": "'made'", "status": "'ACTIVE'", "venue": "'world'", "simulated": "true",
            "category_tags": "[]", "outcomes": "[]", "token_ids": "[]", "origin": "'made'", "clock": "'replayed'",
            "knowable_at": f"to_timestamp({end - 40 * 86400})"}))  # fmt: skip
        lake.write(connection, "market_history", _filled("market_history", markets_of, {
            "field": "'closed'", "value": "'false'", "clock": "'replayed'",
            "knowable_at": f"to_timestamp({end - 40 * 86400})"}))  # fmt: skip
        lake.write(connection, "features", _filled(
            "features", f"select * from ({markets_of}), range(24) h(k) order by market_id, k",
            {"ts": hour, "p_yes": "0.5", "volume_24h": "m + 1.0", "open_interest": "10.0 * m", "changes_24h": "24",
             "tte_seconds": "86400.0 * (1 + m % 30)", "liquidity_bucket": "'LOW'", "jump": "false", "jumps_24h": "0",
             "clock": "'replayed'", "knowable_at": hour}))  # fmt: skip
        for table, column in empty.items():
            lake.write(connection, table, f"{_filled(table, markets_of, {column: column})} limit 0")
        _state(lake, connection, markets_of)
    return lake


def _filled(table: str, source: str, known: dict[str, str]) -> str:
    known = {"market_id": "market_id"} | known
    columns = ", ".join(f'({known.get(name, "null")})::{kind} as "{name}"' for name, kind in TABLES[table].columns)
    return f"select {columns} from ({source})"


def _state(lake: Lake, connection: duckdb.DuckDBPyConnection, markets_of: str) -> None:
    """A state of plausible numbers for every horizon, and factors for every market."""
    rng = np.random.default_rng(3)
    text = table_text(fit(rng.normal(0, 0.3, (20_000, 2)), rng.integers(0, 3, (20_000, 2))))
    fitted, model = "timestamptz '2026-05-20 00:00:00+00'", model_of(registry.forecaster())
    horizons = ", ".join(f"({steps})" for steps in (1, 12, 72, 288))
    lake.write(connection, "conformal_state", _filled("conformal_state", f"select * from (values {horizons}) v(h)", {
        "market_id": "null", "fitted_at": fitted, "step_seconds": "300", "horizon_steps": "h", "method": "'HAR'",
        "model_id": f"'{model}'", "corrections": f"'{text}'", "n": "20000", "n_effective": "20000", "n_events": "400",
        "since": fitted, "until": fitted, "cause": "'first'", "triggers": "'[]'", "clock": "'replayed'",
        "knowable_at": fitted}))  # fmt: skip
    pairs = f"select * from ({markets_of}), (values {horizons}) v(h)"
    lake.write(connection, "conformal_theta", _filled("conformal_theta", pairs, {
        "fitted_at": fitted, "step_seconds": "300", "horizon_steps": "h", "theta_below": "0.1", "theta_above": "-0.1",
        "used": "9", "unused": "0", "waiting": "0", "clock": "'replayed'", "knowable_at": fitted}))  # fmt: skip
    for table in ("forecast_band", "band_decision", "band_basis", "band_breach"):
        lake.write(connection, table, f"{_filled(table, markets_of, {})} limit 0")


def cycle_seconds(folder: Path, markets: int = 10_000, cycles: int = 5) -> float:
    """Seconds of the slowest cycle, lake to lake, after a first that loads compiled code: kept running, as a service is."""
    lake = made(folder, markets)
    seconds = []
    for number in range(cycles + 1):
        started = perf_counter()
        with lake.reading() as connection:
            bands.cycle(lake, connection, NOW + number * timedelta(seconds=STEP_S))
        seconds.append(perf_counter() - started)
    lake.close()
    return max(seconds[1:])

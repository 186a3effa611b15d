"""Read-only SQL: what a reader needs works, and whatever else is tried is refused before it runs."""

import contextlib
import time

import pytest

from credence.errors import InputError, NotBuilt, QueryRefused, QueryTooSlow
from credence.lake import Lake, open_lake
from credence.lake.query import DENIED, run_query, tables_read


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Lake:
    """Prices of one market, and files around it that nobody may read."""
    root = tmp_path_factory.mktemp("query")
    (root / "secret.csv").write_text("a\nsecret\n", encoding="utf-8")
    lake = open_lake(str(root / "lake"))
    lake.claim(simulated=True)
    connection = lake.connect()
    lake.write(
        connection, "prices",
        "select 'm1' as market_id, timestamptz '2026-01-01' + interval (i) hour as ts, 0.5 as p_yes, null as bid, "
        "null as ask, null as spread, 'mid' as price_kind, 'clob' as source, ts as knowable_at from range(100) t(i)",
    )  # fmt: skip
    connection.execute(f"copy (select 'secret' as a) to '{root}/lake/derived/other.parquet' (format parquet)")
    connection.close()
    return lake


READS = {
    "select count(*) from prices": [(100,)],
    "SELECT count(*) FROM Prices;": [(100,)],
    "-- a comment; with a semicolon\nselect 1 /* and ; another */": [(1,)],
    "with x as (select * from prices), y as (select * from x) select count(*) from y": [(100,)],
    "select (select count(*) from prices) + 1": [(101,)],
    "select 1 union all select 2 order by 1": [(1,), (2,)],
    "values (1), (2)": [(1,), (2,)],
    "from prices select count(*)": [(100,)],
    "select count(*) from (select distinct ts::date from prices)": [(5,)],
    "select count(*) from prices p asof join prices q on p.market_id = q.market_id and p.ts >= q.ts": [(100,)],
    "with recursive r as (select 1 as a union all select a + 1 from r where a < 4) select max(a) from r": [(4,)],
    "select unnest([1, 2])": [(1,), (2,)],
    "select sum(range) from range(5)": [(10,)],
    "select a, b from prices, lateral (select 1 as a, p_yes as b) limit 1": [(1, 0.5)],
    "select row_number() over (order by ts), lag(p_yes) over (order by ts) from prices limit 1": [(1, None)],
    "select quantile_cont(p_yes, 0.5), round(avg(p_yes), 1), arg_max(p_yes, ts) from prices": [(0.5, 0.5, 0.5)],
    "select [x + 1 for x in [1, 2]], {'a': 1}.a, 'a' || 'b', upper('a'), 5 // 2": [([2, 3], 1, "ab", "A", 2)],
    "select extract(year from ts), strftime(ts, '%Y'), date_trunc('day', ts)::date::text from prices limit 1": [
        (2026, "2026", "2026-01-01")
    ],
    "select case when p_yes > 0.4 then 'high' end, coalesce(bid, 1), p_yes between 0 and 1 from prices limit 1": [
        ("high", 1.0, True)
    ],
    "select 'read_parquet(''x'')', 'drop table prices; --'": [("read_parquet('x')", "drop table prices; --")],
    "select \"p_yes\" from \"prices\" limit 1": [(0.5,)],
    "select count(*) from (pivot prices on price_kind in ('mid') using count(*))": [(100,)],
    "select count(*) filter (where p_yes > 0.4) from prices group by all": [(100,)],
}  # fmt: skip


@pytest.mark.parametrize("sql", READS)
def test_reading_works(lake, sql):
    assert run_query(lake, sql).rows == READS[sql]


ATTACKS = [
    # not one statement, or none
    "", ";", "-- nothing", "/* nothing */", "select 1; select 2", "select 1; drop table prices", "select 1;;select 2",
    "select 1 -- x\n; attach 'x.db'", "select 1; /* */ copy (select 1) to '{root}/x.csv'", "select", "selec 1", "\x00",
    # not a read
    "create table t as select 1", "create or replace view prices as select 1", "create macro f() as 1",
    "drop view prices",
    "create temp table t (a int)", "insert into prices select * from prices", "update prices set p_yes = 1",
    "delete from prices", "truncate prices", "alter table prices add column a int", "merge into prices using x on true",
    "copy prices to '{root}/x.parquet'", "copy (select 1) to '{root}/lake/derived/x.csv'",
    "copy prices from '{root}/secret.csv'",
    "attach '{root}/x.db' as x", "attach ':memory:' as x", "detach memory", "use memory", "pragma database_list",
    "pragma enable_profiling", "set threads = 1", "set enable_external_access = true", "reset threads",
    "set variable a = 1",
    "install httpfs", "load httpfs", "call pragma_version()", "export database '{root}/x'",
    "import database '{root}/x'",
    "checkpoint", "vacuum", "analyze", "begin", "commit", "explain select 1", "explain analyze select 1",
    "prepare q as select 1", "execute q", "deallocate q", "describe prices", "show tables", "summarize prices",
    "select * from (describe prices)", "select * from (show tables)", "comment on table prices is 'x'",
    "with x as (insert into prices select * from prices returning *) select * from x",
    "with x as (delete from prices returning *) select * from x", "select 1 into x", "pivot prices on price_kind",
    "create secret s (type s3)", "grant all on prices to x", "select ?", "select $1", "select $name",
    # files as tables
    "select * from '{root}/secret.csv'", 'select * from "{root}/secret.csv"', "from '{root}/secret.csv'",
    "select * from prices, '{root}/secret.csv'", "select * from prices join '{root}/secret.csv' on true",
    "select (select a from '{root}/secret.csv')", "select * from prices where exists (from '{root}/secret.csv')",
    "select 1 union all select a from '{root}/secret.csv'", "select 1 except select a from \"{root}/secret.csv\"",
    "with x as (select * from '{root}/secret.csv') select * from x",
    "with x as (with y as (from '{root}/secret.csv') from y) select * from x",
    "select * from prices, lateral (select * from '{root}/secret.csv')",
    "select * from (values (1)) t, (from '{root}/secret.csv')", "select * from '{root}/lake/derived/other.parquet'",
    "select * from '{root}/lake/derived/*.parquet'", "select * from '/etc/passwd'",
    "select * from 'https://example.org/x.csv'",
    "select * from 's3://bucket/x.parquet'", "select * from '{root}/secret.csv' /* prices */",
    "select * /* from prices */ from '{root}/secret.csv'", "select * from\n--prices\n'{root}/secret.csv'",
    'with "{root}/secret.csv" as (select 1) select * from (select * from "{root}/secret.csv")',
    'select * from (with "x.csv" as (select 1) select 1), "x.csv"', "table '{root}/secret.csv'",
    "select * from (pivot '{root}/secret.csv' on a in ('secret') using count(*))",
    "select * from (unpivot '{root}/secret.csv' on a)", "select * from ＇{root}/secret.csv＇",
    "select * from prices\u200b",
    # functions that read or tell
    "select * from read_csv('{root}/secret.csv')", "select * from READ_CSV_AUTO('{root}/secret.csv')",
    "select * from \"read_csv\"('{root}/secret.csv')",
    "select * from read_parquet('{root}/lake/derived/other.parquet')",
    "select * from parquet_scan(['{root}/lake/derived/other.parquet'])", "select * from read_json('{root}/secret.csv')",
    "select * from read_ndjson_objects('{root}/secret.csv')", "select * from read_text('{root}/secret.csv')",
    "select * from read_blob('{root}/secret.csv')", "select * from glob('/*')",
    "select * from sniff_csv('{root}/secret.csv')",
    "select * from parquet_metadata('{root}/lake/derived/other.parquet')", "select * from parquet_schema('x')",
    "select * from parquet_file_metadata('x')", "select * from parquet_kv_metadata('x')",
    "select * from query('select 1')", "select * from query_table('prices')",
    "select * from query('from ''/etc/passwd''')",
    "select * from duckdb_settings()", "select * from duckdb_tables()", "select * from duckdb_secrets()",
    "select * from duckdb_functions()", "select * from duckdb_views()", "select * from pragma_table_info('prices')",
    "select * from pragma_version()", "select * from sqlite_scan('x', 'y')",
    "select * from postgres_scan('x', 'y', 'z')",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    "select * from which_secret('x', 's3')",
    "select * from test_all_types()", "select * from seq_scan('x')", "select * from arrow_scan(1, 2, 3)",
    "select * from pandas_scan(1)", "select * from python_map_function()", "select * from checkpoint()",
    "select * from force_checkpoint()", "select * from enable_logging('x')", "select * from prices, glob('/*')",
    "select * from prices where market_id in (select file from glob('/*'))", "select * from repeat(1, 3)",
    "select * from prices, lateral (select * from read_text('{root}/secret.csv'))",
    "select getenv('HOME')", "select getenv ( 'HOME' )", "select \"getenv\"('HOME')", "select GETENV('HOME')",
    "select current_setting('temp_directory')", "select getvariable('x')", "select sleep_ms(1)", "select pg_sleep(1)",
    "select nextval('x')", "select setseed(0.5)", "select write_log('x')", "select version()",
    "select pg_get_viewdef(1)", "select json_serialize_sql('select 1')", "select json_deserialize_sql('x')",
    "select main.getenv('HOME')", "select system.main.current_setting('threads')", "select 'x'.getenv()",
    "select list_transform(['HOME'], lambda x: getenv(x))", "select (select getenv('HOME'))",
    "select no_such_function(1)",
    "select * from prices order by getenv('HOME')", "select count(*) from prices group by current_setting('threads')",
    "select sum(1) over (order by getenv('HOME')) from prices", "select 1 limit (select count(*) from glob('/*'))",
    "select coalesce(null, getenv('HOME'))", "select case when getenv('HOME') = '' then 1 end",
    "values (getenv('HOME'))", "select * from unnest([getenv('HOME')])", "select * from range(getenv('HOME')::int)",
    # what is around the tables
    "select * from information_schema.tables", "select * from pg_catalog.pg_class", "select * from pg_class",
    "select * from sqlite_master", "select * from sqlite_schema", "select * from duckdb_tables",
    "select * from system.information_schema.tables", "select * from memory.main.prices", "select * from main.prices",
    "select * from temp.x", "select * from lake", "select * from connection", "select * from sql",
    "select * from no_such_table",
]  # fmt: skip


@pytest.mark.parametrize("sql", ATTACKS)
def test_everything_else_is_refused(lake, sql):
    root = lake.layout.root.parent
    before = sorted(path for path in root.rglob("*"))
    with pytest.raises(QueryRefused) as refused:
        run_query(lake, sql.replace("{root}", str(root)))
    assert str(refused.value)
    assert sorted(path for path in root.rglob("*")) == before
    assert run_query(lake, "select count(*) from prices").rows == [(100,)]


@pytest.mark.parametrize("function", ["read_csv", "glob", "read_text", "read_parquet"])
def test_the_room_is_closed_even_if_both_readings_failed(lake, function, monkeypatch):
    """The last wall: DuckDB itself refuses files other than those of the tables."""
    monkeypatch.setattr("credence.lake.query.tables_read", lambda sql: set())
    monkeypatch.setattr("credence.lake.query._check_tree", lambda connection, sql: None)
    root = lake.layout.root.parent
    for sql in (
        f"select * from {function}('{root}/secret.csv')",
        f"copy (select 1) to '{root}/lake/derived/new.csv'",
        f"attach '{root}/x.db'",
        "set threads = 1",
        "set enable_external_access = true",
        "select * from lake",  # a variable of this test
    ):
        with pytest.raises(QueryRefused):
            run_query(lake, sql)
    assert not (root / "lake/derived/new.csv").exists()


@pytest.mark.parametrize("name", ["getenv", "current_setting", "read_csv", "pg_sleep", "__internal_x", "query"])
def test_names_that_reach_outside_are_denied(name):
    assert DENIED.fullmatch(name)


@pytest.mark.parametrize("name", ["sum", "replace", "has", "query_location", "reverse", "hash", "now", "settings"])
def test_names_that_do_not_are_not(name):
    assert not DENIED.fullmatch(name)


def test_an_answer_says_when_it_was_cut(lake):
    whole, cut = run_query(lake, "from prices", limit=100), run_query(lake, "from prices", limit=99)
    assert (len(whole.rows), whole.cut) == (100, False)
    assert (len(cut.rows), cut.cut) == (99, True)


def test_a_huge_answer_is_not_fetched_whole(lake):
    started = time.perf_counter()
    assert run_query(lake, "select * from range(100000000000)", limit=10).cut
    assert time.perf_counter() - started < 5


def test_a_slow_statement_is_stopped(lake):
    started = time.perf_counter()
    endless = "select count(*) from range(999999999) a, range(9999) b where a.range * b.range = 7"
    with pytest.raises(QueryTooSlow):
        run_query(lake, endless, timeout_s=0.2)
    assert time.perf_counter() - started < 5


def test_columns_of_one_name_are_all_there(lake):
    assert run_query(lake, "select 1 as a, 2 as a").as_dicts() == [{"a": 1, "a_2": 2}]


def test_a_table_that_is_not_built_is_not_an_empty_answer(lake, tmp_path):
    with pytest.raises(NotBuilt):
        run_query(lake, "select * from market_registry")
    with pytest.raises(NotBuilt):
        run_query(open_lake(str(tmp_path / "none")), "select 1")
    assert not (tmp_path / "none").exists()


def test_a_misspelt_table_has_a_neighbour(lake):
    with pytest.raises(QueryRefused, match="did you mean market_registry"):
        run_query(lake, "select * from marketregistry")


@pytest.mark.parametrize("limit", [0, -1, 10**9])
def test_limits_have_limits(lake, limit):
    with pytest.raises(InputError):
        run_query(lake, "select 1", limit=limit)


@pytest.mark.parametrize("depth", [200, 5000, 40_000])
def test_deep_nesting_is_answered(lake, depth):
    sql = "select " + "(" * depth + "1" + ")" * depth
    with contextlib.suppress(QueryRefused):
        assert run_query(lake, sql).rows == [(1,)]


def test_tables_are_found_in_every_corner():
    sql = "with x as (from prices) select 1 from x where market_id in (select market_id from outcomes)"
    assert tables_read(f"{sql} union select 1 from events") == {"prices", "outcomes", "events"}

"""A server sees what a run publishes, and an answer belongs to one version of the lake."""

import threading

from fastapi.testclient import TestClient

from credence.api import create_app
from credence.api.answers import Answer, Kept
from credence.api.reader import Reader
from credence.lake import open_lake
from credence.lake.query import run_query


def prices(lake, n):
    connection = lake.connect()
    lake.write(
        connection, "prices",
        f"select '1' as market_id, timestamptz '2026-01-01' + interval (i) hour as ts, 0.5 as p_yes, null as bid, "
        f"null as ask, null as spread, 'mid' as price_kind, 'clob' as source, ts as knowable_at from range({n}) t(i)",
    )  # fmt: skip
    lake.write(connection, "market_registry", _registry(connection))
    connection.close()


def _registry(connection):
    found = "(select 1) left join market_registry on true"
    return f"select * replace ('1' as market_id, [] as token_ids) from {found} limit 1"


def test_a_new_version_is_seen_at_once(tmp_path):
    lake = open_lake(str(tmp_path / "lake"))
    lake.claim(simulated=False)
    prices(lake, 5)
    with TestClient(create_app(lake)) as client:
        before = client.get("/markets/1/prices")
        assert "x-simulated" not in before.headers
        assert len(before.json()["data"]) == 5
        prices(lake, 7)
        after = client.get("/markets/1/prices", headers={"If-None-Match": before.headers["etag"]})
        assert len(after.json()["data"]) == 7
        assert after.json()["meta"]["lake_version"] != before.json()["meta"]["lake_version"]


def test_many_readers_at_once_see_whole_versions(tmp_path):
    lake = open_lake(str(tmp_path / "lake"))
    lake.claim(simulated=False)
    prices(lake, 10)
    wrong, stop = [], threading.Event()
    with TestClient(create_app(lake)) as client:

        def read(number):
            while not stop.is_set():
                answer = client.get(f"/markets/1/prices?limit={1000 + number}")
                if answer.status_code != 200 or len(answer.json()["data"]) not in (10, 20, 30):
                    wrong.append(answer.text[:200])

        threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        prices(lake, 20)
        prices(lake, 30)
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_kept_answers_stay_within_their_room():
    kept = Kept(most_bytes=1000)
    for number in range(50):
        kept.put(("v", str(number)), Answer(b"x" * 100))
    kept.put(("v", "huge"), Answer(b"x" * 500))
    assert kept.get(("v", "huge")) is None
    assert kept.get(("v", "0")) is None
    assert kept.get(("v", "49")) is not None
    assert sum(kept.get(("v", str(number))) is not None for number in range(50)) == 10


def test_a_query_leaves_the_readers_database_open(tmp_path):
    lake = open_lake(str(tmp_path / "lake"))
    lake.claim(simulated=False)
    prices(lake, 3)
    reader = Reader(lake)
    for _ in range(2):
        assert run_query(reader, "select count(*) from prices").rows == [(3,)]
        assert reader.rows("select count(*) as n from prices") == [{"n": 3}]
    reader.connect().execute("set threads = 1")
    reader.close()

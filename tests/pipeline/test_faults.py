"""Same data, same answer: faults on the way change what happened, never what is known."""

import pytest

from credence.lab.exchange import Exchange
from credence.sources import gamma

SPEC = "shifted:0.3,duplicated:0.3,cursor:0.4,all:0.5"  # paging faults need pages, so they get tries of their own


@pytest.fixture
def small_pages(monkeypatch):
    """A dozen rows a page, so that a small world has many pages."""
    for walk in (gamma.markets, gamma.events):
        monkeypatch.setattr(walk, "__kwdefaults__", {**walk.__kwdefaults__, "limit": 12})


def check_same_answer(jobs, hashes, keys_are_unique, folder, at_least: int, most_passes: int) -> None:
    """One clean run, then runs under faults, each on a lake of its own, until every kind was served often enough."""
    with Exchange(str(folder)) as exchange:
        lake = jobs.lake("clean", exchange.url)
        jobs.run(lake)
        expected = hashes(lake)
    served: dict[str, int] = {}
    for seed in range(most_passes):
        with Exchange(str(folder), faults=SPEC, seed=seed) as exchange:
            lake = jobs.lake(f"faults-{seed}", exchange.url, timeout_s=1)
            jobs.run(lake)
            met = exchange.faults_served
        served = {kind: served.get(kind, 0) + count for kind, count in met.items()}
        assert hashes(lake) == expected
        keys_are_unique(lake)
        check_coverage(lake, met)
        if min(served.values()) >= at_least:
            break
    print(f"\nfaults served in {seed + 1} passes: {served}")
    assert min(served.values()) >= at_least, served


def check_coverage(lake, met: dict[str, int]) -> None:
    """What went wrong stands in the ledger."""
    rows = lake.rows("select source, scope, status, detail from coverage")
    said = " ".join(row["detail"] for row in rows)
    assert "retries" in said
    for kinds, word in (
        (("html429", "retry429"), "busy"),
        (("500", "502", "stall", "reset"), "unreachable"),
        (("truncated", "wrongtype", "broken"), "unknown_shape"),
    ):
        if sum(met[kind] for kind in kinds):
            assert word in said, (kinds, said)
    stale = [row for row in rows if row["status"] == "stale"]
    # an error or a cut answer can be the stale one too; a page that came whole and stale has a row
    assert bool(stale) <= bool(met["stale"])
    assert all("older than 300 s" in row["detail"] for row in stale)


def test_faults_change_nothing_that_is_known(jobs, hashes, keys_are_unique, world_of, small_pages):
    check_same_answer(jobs, hashes, keys_are_unique, world_of(90), at_least=3, most_passes=8)


@pytest.mark.torture
def test_twenty_faults_of_every_kind_change_nothing_that_is_known(jobs, hashes, keys_are_unique, world_of, small_pages):
    check_same_answer(jobs, hashes, keys_are_unique, world_of(400), at_least=20, most_passes=12)


def test_stale_answers_are_in_the_ledger(jobs, small_exchange, world_of):
    with Exchange(str(world_of()), faults="stale:1") as exchange:
        lake = jobs.lake("stale", exchange.url)
        jobs.run(lake)
    rows = lake.rows("select source, scope, received, detail from coverage where status = 'stale' order by source")
    assert [row["source"] for row in rows] == ["clob", "data_api", "gamma"]
    assert all(row["scope"] == "answers" and "900 s" in row["detail"] for row in rows)


def test_a_field_that_stays_broken_is_a_refused_row_and_the_job_ends(jobs, world_of, hashes):
    with Exchange(str(world_of()), faults="broken!:0.4", seed=3) as exchange:
        lake = jobs.lake("broken", exchange.url)
        result = jobs.run(lake)
        served = exchange.faults_served["broken"]
    assert served >= 5
    assert lake.state.run(result.run_id)["status"] == "done"
    rows = lake.rows("select * from refused")
    assert rows
    for row in rows:
        assert (lake.layout.root / row["file"]).exists()
        assert row["line"] >= 1
        assert row["run_id"] == result.run_id
        assert all(row[name] for name in ("field", "value", "reason", "raw")), row
    # every other row of the same pages went through
    assert lake.rows("select count(*) as n from market_registry")[0]["n"] == 60


@pytest.mark.parametrize(("answer", "field"), [("endDate", "endDate"), ("payouts", "payouts"), ("p", "p"), ("value", "value")])
def test_a_refused_row_names_its_field(jobs, world_of, answer, field):
    """The exchange breaks one field of a list; the ledger of refusals says which."""
    from credence.lab.exchange import faults

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults, "WRONG", {answer: faults.WRONG[answer]})
        patch.setattr(faults, "_rows_of", only_rows_with(answer, faults._rows_of))
        with Exchange(str(world_of()), faults="broken!:1") as exchange:
            lake = jobs.lake("broken", exchange.url)
            jobs.run(lake, sources=("gamma", "clob", "prices", "resolutions", "oi"))
    fields = {row["field"] for row in lake.rows("select distinct field from refused")}
    assert fields == {field}


def only_rows_with(field, rows_of):
    def found(value):
        return [row for row in rows_of(value) if field in row] or [{"untouched": 1}]

    return found

"""What changed between two runs: parts worked by hand that add up, and rows that are no longer there."""

import json
from datetime import timedelta

import pytest

from credence.api.answers import to_json
from credence.errors import InputError, NotFound
from credence.lake import Lake, delta
from credence.products import changes

from .cube_lake import AS_OF, finish, judged, write

LATER = AS_OF + timedelta(days=7)
FIGURES = ("n", "n_events", "mean_p", "share_yes", "brier", "log_loss", "mcb", "dsc", "unc", "intercept", "slope")


def manifest(lake: Lake, run_id: str, version: int, as_of, code: str = "a") -> None:
    """The parts of a run's manifest that say which rows it left and how they were made."""
    path = lake.layout.manifest(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {"code": {"version": "0.1", "sha256": code}, "rules": {}, "engines": {}}
    content = {"run_id": run_id, "as_of": as_of.isoformat(), "tables": {"cube_rows": {"version": version}}} | made
    path.write_text(json.dumps(content), encoding="utf-8")


def two_runs(lake: Lake, first: list[dict], second: list[dict], code: tuple[str, str] = ("a", "a")) -> Lake:
    for run_id, rows, as_of, made_by in (("one", first, AS_OF, code[0]), ("two", second, LATER, code[1])):
        number = write(lake, rows)
        finish(lake, run_id, as_of)
        manifest(lake, run_id, number, as_of, made_by)
    return lake


@pytest.fixture
def lake(lake_of) -> Lake:
    return lake_of([])


def known(row: dict, moment) -> dict:
    return row | {"knowable_at": moment}


def first_rows() -> list[dict]:
    """Ten at .2 and .8 with two surprises: Brier (8 x .04 + 2 x .64) / 10 = .16."""
    return [judged(i, 0.8 if i % 2 else 0.2, i % 2 if i > 1 else 1 - i % 2) for i in range(10)]


def test_parts_worked_by_hand(lake):
    """Code moves m2 from .2 to .3; the label of m4 (.2, NO) turns YES; a new market at .5 ends YES.

    Sums of squares: 1.6; .09 in place of .04 -> 1.65; .64 in place of .04 -> 2.25; and .25 over 11 rows -> 2.5.
    """
    rows = first_rows()
    after = [dict(row) for row in rows]
    after[2]["p_yes"] = 0.3
    after[4] |= {"resolved_yes": 1, "knowable_at": AS_OF + timedelta(days=1)}
    after.append(known(judged(10, 0.5, 1), LATER))
    found = changes.read(two_runs(lake, rows, after, ("a", "b")), "one", "two", weighting="market")
    assert found["made_differently"] == ["code"]
    assert found["rows"] == {"same": 8, "code": 1, "labels": 1, "data": 1}
    brier = found["figures"]["brier"]
    assert (brier["before"], brier["after"]) == pytest.approx((0.16, 2.5 / 11))
    assert brier["code"] == pytest.approx(0.005)
    assert brier["labels"] == pytest.approx(0.06)
    assert brier["data"] == pytest.approx(2.5 / 11 - 0.225)
    assert found["figures"]["n"] == {"before": 10, "after": 11, "difference": 1, "code": 0, "labels": 0, "data": 1}
    assert tuple(found["figures"]) == FIGURES
    for name, figure in found["figures"].items():
        assert sum(figure[part] for part in changes.PARTS) == pytest.approx(figure["difference"], abs=1e-12), name
        assert figure["after"] - figure["before"] == figure["difference"]
    assert to_json(found)


def test_the_same_rows_have_no_difference(lake):
    rows = first_rows()
    found = changes.read(two_runs(lake, rows, rows[::-1], ("a", "b")), "one")
    assert found["after"] == "two", "the newest finished run"
    assert found["rows"] == {"same": 10, "code": 0, "labels": 0, "data": 0}
    assert {figure["difference"] for figure in found["figures"].values()} == {0.0}


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        ({"p_yes": 0.3}, "a", "data"),  # the same code and another price: data came in late
        ({"p_yes": 0.3}, "b", "code"),
        ({"p_yes": 0.3, "knowable_at": LATER}, "b", "data"),
        ({"resolved_yes": 1}, "a", "labels"),
        ({"resolved_yes": 1}, "b", "code"),  # nothing new was known: other rules read it differently
        ({"resolved_yes": 1, "knowable_at": LATER}, "b", "labels"),
        ({"resolved_yes": None, "outcome_status": "VOID"}, "a", "labels"),
        ({"event_id": "other"}, "b", "code"),
        ({"event_id": "other"}, "a", "data"),
        ({"category": "sports"}, "b", "code"),  # it left the cell
        ({"category": "sports"}, "a", "data"),
    ],
)
def test_why_a_row_differs(lake, change, code, part):
    rows = first_rows()
    after = [row | (change if row["market_id"] == "m00004" else {}) for row in rows]
    found = changes.read(two_runs(lake, rows, after, ("a", code)), "one", "two", category="politics")
    assert {name: n for name, n in found["rows"].items() if n} == {"same": 9, part: 1}


def test_an_answer_that_came_is_data(lake):
    rows = [*first_rows(), judged(10, 0.5, None)]
    after = [*first_rows(), known(judged(10, 0.5, 1), LATER)]
    found = changes.read(two_runs(lake, rows, after, ("a", "b")), "one", "two")
    assert found["rows"] == {"same": 10, "code": 0, "labels": 0, "data": 1}
    assert found["figures"]["n"]["data"] == 1


def test_both_ends_are_what_each_run_said(lake):
    """Events were keyed anew: the figures before are those of the old events."""
    rows = first_rows()
    after = [row | {"event_id": "all"} for row in rows]
    found = changes.read(two_runs(lake, rows, after, ("a", "b")), "one", "two")
    events = found["figures"]["n_events"]
    assert (events["before"], events["after"], events["code"]) == (10, 1, -9)


def test_a_cell_that_was_empty_has_no_difference_to_split(lake):
    found = changes.read(two_runs(lake, [], first_rows()), "one", "two")
    brier = found["figures"]["brier"]
    assert (brier["before"], brier["after"]) == (None, pytest.approx(0.16))
    assert {brier[part] for part in ("difference", *changes.PARTS)} == {None}
    assert found["figures"]["n"]["difference"] == 10


def test_rows_that_were_swept_away_say_how_long_they_stay(lake):
    two_runs(lake, first_rows(), first_rows())
    delta.vacuum(lake.layout.table("cube_rows"), keep_hours=0)
    with pytest.raises(NotFound) as refused:
        changes.read(lake, "one", "two")
    assert "'one'" in str(refused.value)
    assert "45 days" in refused.value.next_step


@pytest.mark.parametrize("version", [None, 99])
def test_a_run_whose_rows_cannot_be_there(lake, version):
    two_runs(lake, first_rows(), first_rows())
    manifest(lake, "odd", version, AS_OF)
    with pytest.raises(NotFound, match="rows of run 'odd'"):
        changes.read(lake, "odd")


def test_a_run_without_a_manifest_leads_to_those_that_have_one(lake):
    two_runs(lake, first_rows(), first_rows())
    with pytest.raises(NotFound) as refused:
        changes.read(lake, "none")
    assert "credence show runs" in refused.value.next_step


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"anchor": "end"}, "scheduled"), ({"horizon": "2h"}, "24h"), ({"weighting": "trade"}, "market or event"),
        ({"before": "../x"}, "one path segment"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_told_what_is_allowed(lake, asked, says):
    two_runs(lake, first_rows(), first_rows())
    with pytest.raises(InputError) as refused:
        changes.read(lake, **{"before": "one"} | asked)
    assert says in str(refused.value)

"""The monitor of segments and the attrition of a cohort, on small lakes with rows worked by hand."""

from datetime import timedelta

import numpy as np
import pytest

from credence.lab.worlds.rows import simulate
from credence.measures.enough import share_interval
from credence.products import attrition, calibration, comparison, monitor

from .cube_lake import AS_OF, END, judged


def cell(number, p, y, **fields):
    return judged(number, p, y, **{"cohort_at": END} | fields)


def test_one_bet_a_week_and_an_event_in_its_first_week_alone(lake_of):
    # event A has markets of two weeks: its second one is left out. Weeks: 0 (two events), 1 (one event)
    rows = [
        cell(0, 0.5, 1, event_id="A"), cell(1, 0.2, 1, event_id="B"),
        cell(2, 0.9, 1, event_id="A", cohort_at=END + timedelta(weeks=1)),
        cell(3, 0.4, 0, event_id="C", cohort_at=END + timedelta(weeks=1)),
    ]  # fmt: skip
    found = monitor.read(lake_of(rows))["rows"]
    every = next(row for row in found if row["segment"] == "all")
    assert (every["n"], every["left_out"], every["weeks"]) == (3, 1, 2)
    # the first stake is 0, and wealth stays 1; the second is staked on "too low" by one gambler of two
    assert every["mean_deviation"] == pytest.approx(((0.5 + 0.8) / 2 - 0.4) / 2)
    assert every["wealth"] < 1


def test_planted_prices_are_called_off_and_calibrated_ones_are_not(lake_of):
    weeks = np.arange(3000) // 20
    rng = np.random.default_rng(1)
    prices = np.round(rng.uniform(0.2, 0.6, 3000), 3)
    for shift, off in ((0.0, False), (0.2, True)):
        yes = (rng.random(3000) < prices + shift).astype(int)
        rows = [
            cell(i, float(p), int(y), cohort_at=END + timedelta(weeks=int(d)))
            for i, (p, y, d) in enumerate(zip(prices, yes, weeks, strict=True))
        ]
        found = monitor.read(lake_of(rows))["rows"][0]
        assert (found["off_since"] is not None) is off
        assert found["direction"] == ("prices too low" if off else "")


def test_who_is_left_at_each_step(lake_of):
    rows = [
        cell(0, 0.6, 1), cell(1, 0.3, 0), cell(2, None, 1, price_status="stale", p_last=0.8), cell(3, None, 0),
        cell(4, 0.5, None, outcome_status="VOID"), cell(5, 0.5, None, outcome_status="UNRESOLVED", provenance="none"),
    ]  # fmt: skip
    rows = [row | {"p_last": row["p_last"] if row["p_last"] is not None else row["p_yes"]} for row in rows]
    found = attrition.read(lake_of(rows))
    steps = {step["step"]: (step["markets"], step["share_yes"]) for step in found["steps"]}
    assert steps == {"listed": (6, 0.5), "recorded": (5, pytest.approx(2 / 3)), "labelled": (3, pytest.approx(2 / 3)),
                     "priced": (3, pytest.approx(2 / 3)), "fresh": (2, 0.5), "scored": (2, 0.5)}  # fmt: skip
    readings = {row["labels"]: row for row in found["sensitivity"]}
    assert readings["as scored"]["brier"] == pytest.approx((0.16 + 0.09) / 2)
    assert readings["every age of price"]["brier"] == pytest.approx((0.16 + 0.09 + 0.04) / 3)
    assert readings["void ends as priced (best)"]["n"] == 3


def test_ranges_and_ends_are_dimensions_and_their_parts_make_the_whole(lake_of):
    drawn = simulate("calm", events=300, seed=4)
    rows = [
        cell(i, float(p), int(y), event_id=f"e{e}", spread=float(s), volume_24h=float(v),
             end_known="assumed" if i % 3 else "observed")
        for i, (p, y, e, s, v) in enumerate(
            zip(drawn.p_yes, drawn.resolved_yes, drawn.event, drawn.spread, drawn.volume_usdc, strict=True)
        )
    ]  # fmt: skip
    lake = lake_of(rows)
    for by in ("volume", "spread", "ends"):
        found = calibration.facets(lake, by)["rows"]
        assert len(found) > 1
        assert sum(row["n"] for row in found) == len(rows)


def test_the_favourites_side_does_not_know_which_outcome_came_first(lake_of):
    drawn = simulate("biased", events=300, seed=5)
    rows = [cell(i, float(p), int(y)) for i, (p, y) in enumerate(zip(drawn.p_yes, drawn.resolved_yes, strict=True))]
    turned = [row | {"p_yes": round(1 - row["p_yes"], 3), "resolved_yes": 1 - row["resolved_yes"]} for row in rows]
    one, two = (calibration.answer(lake_of(part))["favourite_side"] for part in (rows, turned))
    assert one["brier"]["value"] == pytest.approx(two["brier"]["value"])
    assert one["slope"]["value"] == pytest.approx(two["slope"]["value"], abs=0.02)  # ties at .5 stay as they were
    assert one["flipped"] + two["flipped"] + one["ties"] == len(rows)


# ---- which rows count, and when nothing is said


def test_open_cohorts_do_not_count_without_a_window(lake_of):
    """YES comes early: of a cohort that is still open only those are answered, and they would flatter YES."""
    closed = [cell(i, 0.4, i % 2) for i in range(40)]
    open_ = [cell(100 + i, 0.4, 1, cohort_at=AS_OF - timedelta(days=6)) for i in range(20)]  # a grace of seven days
    just = [cell(200 + i, 0.4, 0, cohort_at=AS_OF - timedelta(days=7)) for i in range(3)]
    assert calibration.answer(lake_of(closed + open_ + just))["figures"]["n"] == 43


def test_seven_weeks_give_no_verdict_and_eight_do(lake_of):
    def rows(weeks: int) -> list[dict]:
        rng = np.random.default_rng(weeks)
        prices = np.round(rng.uniform(0.1, 0.9, 400), 3)
        return [
            judged(i, float(p), int(rng.random() < p), resolved_at=END + i % weeks * timedelta(weeks=1))
            for i, p in enumerate(prices)
        ]

    seven, eight = (calibration.answer(lake_of(rows(weeks))) for weeks in (7, 8))
    assert (seven["figures"]["n_weeks"], seven["verdict"]["word"]) == (7, "too few weeks")
    assert "by event alone" in seven["verdict"]["sentence"]
    assert (eight["figures"]["n_weeks"], eight["verdict"]["word"]) == (8, "no difference seen")


def test_a_comparison_of_few_weeks_gives_no_verdict(lake_of):
    drawn = simulate("calm", events=400, seed=2)
    rows = [
        judged(i, float(p), int(y), event_id=f"e{e}", liquidity_bucket="LOW" if e % 2 else "HIGH",
               resolved_at=END + int(e) % 4 * timedelta(weeks=1))
        for i, (p, y, e) in enumerate(zip(drawn.p_yes, drawn.resolved_yes, drawn.event, strict=True))
    ]  # fmt: skip
    found = comparison.read(lake_of(rows), "liquidity", ("LOW", "HIGH"))
    assert found["verdict"]["word"] == "too few weeks"


def test_gaps_of_both_signs_do_not_hide_inside_the_spread(lake_of):
    """Much too extreme prices with a spread of a tick: low ones too low, high ones too high, and nothing on average."""
    rng = np.random.default_rng(1)
    prices = np.round(rng.uniform(0.2, 0.8, 4000), 3)
    truth = 1 / (1 + np.exp(-0.5 * np.log(prices / (1 - prices))))
    rows = [judged(i, float(p), int(rng.random() < t), spread=0.002) for i, (p, t) in enumerate(zip(prices, truth, strict=True))]
    assert calibration.answer(lake_of(rows))["verdict"]["word"] == "differs"


def test_the_share_of_a_step_is_as_sure_as_its_events_are_even(lake_of):
    """One event of 60 markets and 20 of one: (80)^2 / (60^2 + 20) = 1.768 effective events, not 21."""
    rows = [cell(i, 0.4, i % 2, event_id="big") for i in range(60)] + [cell(100 + i, 0.4, i % 2) for i in range(20)]
    listed = attrition.read(lake_of(rows))["steps"][0]
    assert (listed["low"], listed["high"]) == pytest.approx(share_interval(0.5, 80**2 / (60**2 + 20)))


def test_a_part_of_an_event_is_not_taken_for_the_whole(lake_of):
    """Three exclusive legs in one event; in the other a leg has no price, and the two that have one are not normalised to 1."""
    rows = [cell(i, p, y, event_id="whole") for i, (p, y) in enumerate([(0.6, 1), (0.4, 0), (0.2, 0)])]
    rows += [cell(10 + i, p, y, event_id="part") for i, (p, y) in enumerate([(0.1, 1), (0.05, 0), (None, 0)])]
    lake = lake_of(rows, neg_risk=True)
    found = calibration.answer(lake)["whole_events"]
    assert (found["events"], found["whole"], found["legs"]) == (1, 1, 3)
    assert found["brier"] == pytest.approx(0.25 + (1 / 3) ** 2 + (1 / 6) ** 2)  # prices / 1.2: 1/2, 1/3, 1/6
    assert found["overround"] == pytest.approx(0.2)

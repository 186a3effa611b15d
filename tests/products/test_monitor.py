"""The monitor of segments and the attrition of a cohort, on small lakes with rows worked by hand."""

from datetime import timedelta

import numpy as np
import pytest

from credence.lab.worlds.rows import simulate
from credence.products import attrition, calibration, monitor

from .cube_lake import END, judged


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

"""The balanced panel: worked by hand, and in a world where YES ends its market early, so that survivors mislead."""

import numpy as np
import pytest

from credence.api.answers import to_json
from credence.errors import InputError
from credence.lab.worlds.rows import simulate, survivor_shift
from credence.measures.figures import deviation, figures, weighed
from credence.products import panel

from .cube_lake import arrays, drawn, judged

SETS = ("balanced", "without_resolved", "survivors")


def of(found: dict, name: str, horizon: str) -> dict:
    (row,) = (row for row in found["rows"] if (row["panel"], row["horizon"]) == (name, horizon))
    return row


def by_hand() -> list[dict]:
    """40 markets at 7d and 24h, half of them YES: .4 and then .5; besides

    four that end YES in between (.7, then paid out), one whose later price is missing, one with a stale one, one that is first
    priced at 24h, one without an answer, and one at another anchor
    """
    rows = [judged(i, p, i % 2, horizon=horizon) for i in range(40) for horizon, p in (("7d", 0.4), ("24h", 0.5))]
    for i in range(40, 44):
        rows += [judged(i, 0.7, 1, horizon="7d"), judged(i, None, 1, price_status="already_resolved")]
    rows += [judged(44, 0.6, 0, horizon="7d"), judged(44, None, 0)]
    rows += [judged(45, 0.6, 1, horizon="7d"), judged(45, None, 1, price_status="stale")]
    rows += [judged(46, None, 1, horizon="7d"), judged(46, 0.9, 1)]
    rows += [judged(47, 0.5, None, horizon="7d"), judged(47, 0.5, None)]
    rows += [judged(48, 0.5, 1, horizon="7d", anchor="close"), judged(48, 0.5, 1, anchor="close")]
    return rows


def test_the_panel_worked_by_hand(lake_of):
    """At 7d all 46 members: (20 x .16 + 20 x .36 + 4 x .09 + .36 + .16) / 46 = 11.28 / 46.

    At 24h 40 prices at .5 and four payouts of 1 that are right: 40 x .25 / 44; without them 40 x .25 / 40.
    Of the survivors, the 40, at 7d 20 x .16 + 20 x .36 over 40.
    """
    found = panel.read(lake_of(by_hand()), horizons=("24h", "7d"))
    assert (found["horizons"], found["members"], found["events"], found["survivors"]) == (["7d", "24h"], 46, 46, 40)
    assert found["without_answer"] == 1
    expected = {
        ("balanced", "7d"): (46, 0, 0, 11.28 / 46), ("balanced", "24h"): (44, 4, 2, 10 / 44),
        ("without_resolved", "7d"): (46, 0, 0, 11.28 / 46), ("without_resolved", "24h"): (40, 0, 2, 0.25),
        ("survivors", "7d"): (40, 0, 0, 0.26), ("survivors", "24h"): (40, 0, 2, 0.25),
    }  # fmt: skip
    for (name, horizon), (n, resolved, missing, brier) in expected.items():
        row = of(found, name, horizon)
        assert (row["n"], row["n_already_resolved"], row["n_missing"]) == (n, resolved, missing), (name, horizon)
        assert row["brier"]["value"] == pytest.approx(brier), (name, horizon)
    # YES minus price at 24h: 20 x .5 - 20 x .5 and four times 0; at 7d 24 + 1 YES of 46 less 40 x .4 + 4 x .7 + 2 x .6
    assert of(found, "balanced", "24h")["bias"]["value"] == pytest.approx(0)
    assert of(found, "balanced", "7d")["bias"]["value"] == pytest.approx((25 - 20) / 46)
    assert to_json(found)


def test_figures_are_those_of_the_measures(lake_of):
    rows = drawn(simulate("biased", events=700, seed=1, horizons=("7d", "24h")))
    found = panel.read(lake_of(rows), horizons=("7d", "24h"), weighting="market")
    for horizon in ("7d", "24h"):
        p, y, event, week = arrays([row for row in rows if row["horizon"] == horizon])
        sample = weighed(p, y, event, "market")
        for name in SETS:  # nobody ends early here, so the three are one
            row = of(found, name, horizon)
            assert row["slope"] == figures(sample, week)["estimates"]["slope"]
            assert row["bias"] == deviation(sample, week)


def test_survivors_of_early_yes_show_a_bias_that_is_not_there(lake_of):
    rows = drawn(simulate("early-yes", events=1500, seed=5, horizons=("30d", "7d", "24h")))
    found = panel.read(lake_of(rows), horizons=("30d", "7d", "24h"))
    for horizon in ("30d", "7d", "24h"):
        fixed = of(found, "balanced", horizon)["bias"]
        assert fixed["low"] < 0 < fixed["high"], "fixed beforehand: calibrated at every horizon"
        assert of(found, "balanced", horizon)["n"] == found["members"]
    survivors = of(found, "survivors", "30d")
    assert survivors["bias"]["high"] < 0, "what has not happened by the end is rarer than its price said"
    shift = survivors["in_the_large"]
    assert shift["value"] == pytest.approx(survivor_shift("30d"), abs=0.4)
    assert shift["high"] < -1
    assert of(found, "without_resolved", "24h")["n"] == found["survivors"]
    assert of(found, "balanced", "24h")["n_already_resolved"] == found["members"] - found["survivors"]


def test_who_belongs_is_fixed_by_filters_at_the_longest_horizon(lake_of):
    """A market that is thin at 7d and deep at 24h belongs to the panel of thin markets, at both."""
    rows = [judged(i, 0.5, i % 2, horizon=horizon, liquidity_bucket=bucket)
            for i in range(40) for horizon, bucket in (("7d", "LOW"), ("24h", "HIGH"))]  # fmt: skip
    lake = lake_of(rows)
    found = panel.read(lake, horizons=("7d", "24h"), liquidity_bucket="LOW")
    assert [of(found, "balanced", horizon)["n"] for horizon in ("7d", "24h")] == [40, 40]
    assert panel.read(lake, horizons=("7d", "24h"), liquidity_bucket="HIGH")["members"] == 0


def test_nobody_at_the_longest_horizon_is_an_answer_without_figures(lake_of):
    found = panel.read(lake_of([judged(i, 0.5, i % 2) for i in range(40)]))
    assert (found["members"], found["events"], found["survivors"]) == (0, 0, 0)
    assert {row["reason"] for row in found["rows"]} == {"no price"}
    assert np.all([row["brier"] is None for row in found["rows"]])


def test_too_few_say_so(lake_of):
    found = panel.read(lake_of(by_hand()[:40]), horizons=("7d", "24h"))
    assert "too few" in of(found, "balanced", "7d")["reason"]
    assert of(found, "balanced", "7d")["bias"] is None


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"horizons": ("7d",)}, "two or more of 30d"),
        ({"horizons": ("7d", "2h")}, "two or more of 30d"),
        ({"horizons": ()}, "two or more"),
        ({"weighting": "trade"}, "not available: no trades"),
        ({"weighting": "luck"}, "market or event"),
        ({"anchor": "end"}, "scheduled"),
    ],
)
def test_a_wrong_question_is_told_what_is_allowed(lake_of, asked, says):
    with pytest.raises(InputError) as refused:
        panel.read(lake_of(by_hand()), **asked)
    assert says in str(refused.value)

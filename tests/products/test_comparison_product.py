"""Two groups compared: nothing found where nothing was planted, the planted found, and a page that says what could be seen."""

import re

import numpy as np
import pytest

from credence.api.answers import to_json
from credence.errors import InputError
from credence.lab.worlds.rows import simulate
from credence.measures.comparison import slope_difference
from credence.measures.estimates import wider
from credence.measures.figures import weighed
from credence.measures.power import events_needed, smallest_detectable
from credence.products import comparison

from .cube_lake import arrays, drawn, judged

PAIR = ("LOW", "HIGH")


@pytest.fixture(scope="module")
def thin() -> dict[str, list[dict]]:
    """Rows of both worlds; of the noisy one LOW has a true slope near .65 (see config/worlds.yml)."""
    return {world: drawn(simulate(world, events=1500, seed=0, weeks=80)) for world in ("thin-equal", "thin-unequal")}


def test_thin_markets_that_are_as_calibrated_are_not_told_apart(lake_of, thin):
    found = comparison.read(lake_of(thin["thin-equal"]), "liquidity", PAIR)
    assert found["verdict"]["word"] == "no difference seen"
    slope = found["differences"]["slope"]
    assert slope["low"] < 0 < slope["high"]
    assert f"{slope['smallest_detectable']:.3f}" in found["verdict"]["sentence"]


def test_thin_markets_that_are_too_extreme_are_found(lake_of, thin):
    rows = [row | {"p_mean_1h": row["p_yes"]} for row in thin["thin-unequal"]]
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["verdict"]["word"] == "differs"
    slope = found["differences"]["slope"]
    assert slope["high"] < 0
    assert slope["value"] < -slope["smallest_detectable"], "a size that such a sample can be trusted to see"
    assert found["survives"]["wider_interval"] is True
    assert found["survives"]["within_categories"]["remains"] is True
    assert found["survives"]["at_the_mean_of_the_hour"]["value"] == pytest.approx(slope["value"])


def test_noise_of_the_quote_alone_does_not_survive_the_mean_of_the_hour(lake_of, thin):
    """The mean of the hour is what the market knew; the noise lies on the quote of LOW alone."""
    rng = np.random.default_rng(1)
    rows = []
    for row in thin["thin-equal"]:
        odds = np.log(row["p_yes"] / (1 - row["p_yes"])) + rng.normal(0, 1.2) * (row["liquidity_bucket"] == "LOW")
        rows.append(row | {"p_mean_1h": row["p_yes"], "p_yes": float(np.round(1 / (1 + np.exp(-odds)), 3))})
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["differences"]["slope"]["p_value"] < 0.05
    assert found["verdict"]["word"] == "does not survive"
    assert "mean of the hour" in found["verdict"]["sentence"]


def test_a_mix_of_categories_cannot_fake_a_difference(lake_of):
    """Sports are too extreme and nearly all in LOW, politics are not and nearly all in HIGH: within both nothing differs."""
    slopes = np.ones((6, 1))
    slopes[1] = 0.4
    rng = np.random.default_rng(3)
    rows = [row for row in drawn(simulate("calm", events=2500, seed=9, slope=slopes, weeks=80))
            if row["category"] in ("politics", "sports")]  # fmt: skip
    for row in rows:
        usual = rng.random() < 0.85
        row["liquidity_bucket"] = "LOW" if (row["category"] == "sports") == usual else "HIGH"
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["differences"]["slope"]["p_value"] < 0.05
    assert found["verdict"]["word"] == "does not survive"
    assert found["survives"]["within_categories"]["categories"] == ["politics", "sports"]


@pytest.mark.parametrize("weighting", ["market", "event"])
def test_the_difference_is_that_of_the_measures(lake_of, thin, weighting):
    rows = thin["thin-unequal"]
    found = comparison.read(lake_of(rows), "liquidity", PAIR, weighting=weighting, detect=0.05)
    sides, clusters = [], []
    number = {name: place for place, name in enumerate(sorted({row["event_id"] for row in rows}))}
    for value in PAIR:
        chosen = sorted((row for row in rows if row["liquidity_bucket"] == value), key=lambda row: row["market_id"])
        p, y, event, week = arrays(chosen)
        sides.append(weighed(p, y, event, weighting))
        clusters.append((np.array([number[row["event_id"]] for row in chosen]), week))
    gaps = [slope_difference(*sides, *pair, unit).gap for unit, *pair in zip(("event", "week"), *clusters, strict=True)]
    widest = wider(*gaps)
    slope = found["differences"]["slope"]
    assert (slope["value"], slope["low"], slope["high"]) == pytest.approx((widest.value, *widest.interval()))
    assert slope["unit"] == widest.unit
    assert slope["p_value"] == pytest.approx(widest.p_value(0))
    assert slope["smallest_detectable"] == pytest.approx(smallest_detectable(widest.error, widest.df))
    events = sum(side.events for side in sides)
    assert (slope["events_now"], slope["events_needed"]) == (events, events_needed(0.05, widest.error, events))
    assert "events_needed" not in found["differences"]["in_the_large"]


def test_a_smaller_difference_needs_more_events(lake_of, thin):
    lake = lake_of(thin["thin-equal"])
    found = [comparison.read(lake, "liquidity", PAIR, detect=size) for size in (0.1, 0.4, 1e-6)]
    many, few, none = (one["differences"]["slope"]["events_needed"] for one in found)
    assert many > 10 * few
    assert none is None, "more than a billion"


def test_the_order_of_the_two_turns_the_sign(lake_of, thin):
    lake = lake_of(thin["thin-unequal"])
    there, back = (comparison.read(lake, "liquidity", pair)["differences"]["slope"] for pair in (PAIR, PAIR[::-1]))
    assert back["value"] == pytest.approx(-there["value"])
    assert (back["low"], back["high"]) == pytest.approx((-there["high"], -there["low"]))


# ---- the page


def test_the_page_answers_first_and_says_what_it_rests_on(lake_of, thin):
    unknown = [judged(i, 0.5, i % 2, market_id=f"m9{i:05}", event_id=f"u{i}", liquidity_bucket="UNKNOWN") for i in range(50)]
    found = comparison.read(lake_of(thin["thin-equal"] + unknown), "liquidity", PAIR, window="1200d", detect=0.2)
    page = comparison.markdown(found)
    lines = page.splitlines()
    assert lines[0] == "# LOW against HIGH (simulated)"
    assert lines[2].startswith("**no difference seen.** LOW and HIGH are not told apart: slopes differ by ")
    slope = found["differences"]["slope"]
    assert f"[{slope['low']:+.3f}, {slope['high']:+.3f}]" in lines[2]
    assert f"could have been seen is {slope['smallest_detectable']:.3f}" in lines[2]
    assert f"{slope['events_needed']:,} events; here are {slope['events_now']:,}" in page
    assert f"{found['with_bucket']:,} of {found['scored']:,} scored rows have a liquidity bucket" in page
    assert found["scored"] - found["with_bucket"] == 50
    assert "window 1200d by scheduled end, 2025-09-19 to 2028-12-25" in page
    assert "within categories: " in page
    assert "at the mean of the hour: no row can be scored on one side" in page
    widths = {line.count("|") for line in lines if line.startswith("|")}
    assert widths == {7}, "every table has as many columns as its head"
    assert "nan" not in page.lower()
    assert not re.search("None|inf", page)


def test_too_few_of_one_side_says_of_which(lake_of, thin):
    rows = [row for row in thin["thin-equal"] if row["liquidity_bucket"] == "LOW"]
    rows += [judged(i, 0.5, i % 2, market_id=f"m9{i:05}", liquidity_bucket="HIGH") for i in range(12)]
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["verdict"]["word"] == "too few"
    assert found["verdict"]["sentence"].startswith("HIGH: 12.0 effective events")
    assert found["differences"] is None
    assert "too few" in comparison.markdown(found)
    assert to_json(found)


def test_nothing_on_one_side(lake_of, thin):
    found = comparison.read(lake_of([row for row in thin["thin-equal"] if row["liquidity_bucket"] == "LOW"]), "liquidity", PAIR)
    assert found["verdict"] == {"word": "too few", "sentence": "HIGH: no row can be scored"}
    assert comparison.page(found).rows == []
    assert "HIGH: no row can be scored" in comparison.markdown(found)


def test_one_week_gives_the_difference_and_no_verdict(lake_of):
    found = comparison.read(lake_of(drawn(simulate("thin-unequal", events=500, seed=2, weeks=1))), "liquidity", PAIR)
    assert found["verdict"]["word"] == "too few weeks"
    slope = found["differences"]["slope"]
    assert slope["value"] is not None
    assert (slope["low"], slope["p_value"], slope["smallest_detectable"]) == (None, None, None)
    page = comparison.markdown(found)
    assert "? to ?" in page
    assert "nan" not in page.lower()


def test_one_price_on_a_side_has_no_slope_to_compare(lake_of):
    rows = [judged(i, 0.5, i % 2, market_id=f"m{i + 100 * side}", event_id=f"e{i}{side}", liquidity_bucket=PAIR[side])
            for i in range(60) for side in (0, 1)]  # fmt: skip
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["verdict"]["word"] == "no verdict"
    assert "one distinct price" in found["verdict"]["sentence"]
    assert comparison.markdown(found)


def test_prices_that_show_the_outcome_are_not_judged(lake_of, thin):
    rows = [row for row in thin["thin-equal"] if row["liquidity_bucket"] == "LOW"]
    rows += [judged(90_000 + i, 0.01 + 0.98 * (i % 2), i % 2 if i > 3 else 1 - i % 2, liquidity_bucket="HIGH")
             for i in range(200)]  # fmt: skip
    found = comparison.read(lake_of(rows), "liquidity", PAIR)
    assert found["verdict"]["word"] == "outcome visible"
    assert "HIGH" in found["verdict"]["sentence"]


@pytest.mark.parametrize(
    ("by", "values", "asked", "says"),
    [
        ("colour", PAIR, {}, "venue or category or liquidity"),
        ("liquidity", ("LOW",), {}, "two different values"),
        ("liquidity", ("LOW", "LOW"), {}, "two different values"),
        ("liquidity", ("LOW", "MID", "HIGH"), {}, "two different values"),
        ("liquidity", ("LOW", "high"), {}, "LOW or MID or HIGH or UNKNOWN"),
        ("category", ("politics", "nothing"), {}, "economy or politics"),
        ("liquidity", PAIR, {"liquidity_bucket": "LOW"}, "not given"),
        ("liquidity", PAIR, {"detect": 0}, "more than 0"),
        ("liquidity", PAIR, {"detect": -0.1}, "more than 0"),
        ("liquidity", PAIR, {"detect": float("nan")}, "more than 0"),
        ("liquidity", PAIR, {"weighting": "dollar"}, "not available: no trades"),
        ("liquidity", PAIR, {"window": "quarter"}, "90d"),
    ],
)
def test_a_wrong_comparison_is_told_what_is_allowed(lake_of, by, values, asked, says):
    lake = lake_of([judged(1, 0.5, 1), judged(2, 0.5, 0, category="economy")])
    with pytest.raises(InputError) as refused:
        comparison.read(lake, by, values, **asked)
    assert says in str(refused.value)


@pytest.mark.torture
def test_shares_of_verdicts_over_seeds(lake_of):
    """Of 60 seeds a difference is seen in at most 9 where none is planted (5 % gives more once in 1,000), in 48 where one is."""
    words = {}
    for world in ("thin-equal", "thin-unequal"):
        lakes = (lake_of(drawn(simulate(world, events=1500, seed=seed, weeks=80))) for seed in range(60))
        words[world] = [comparison.read(lake, "liquidity", PAIR)["differences"]["slope"]["p_value"] < 0.05 for lake in lakes]
    assert sum(words["thin-equal"]) <= 9
    assert sum(words["thin-unequal"]) >= 48

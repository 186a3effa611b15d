"""Laws that hold for all figures of a sample at once: numbers or None, in any order, however often a row is written down."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credence.errors import InputError
from credence.lab.worlds.rows import simulate
from credence.measures.figures import (
    against_null,
    decided,
    deviation,
    figures,
    in_units,
    plain_figures,
    resampled,
    summary,
    weighed,
)
from credence.measures.samples import Sample, sample

EDGES = [0.0, 1.0, 0.5, 0.0005, 0.9995, 0.001, 0.999, 0.3, 1e-12, 1 - 1e-12]

prices = st.one_of(st.sampled_from(EDGES), st.integers(0, 1000).map(lambda tick: tick / 1000), st.floats(0, 1))
row = st.tuples(prices, st.booleans(), st.integers(0, 60), st.integers(0, 6), st.sampled_from([1.0, 1.0, 0.5, 7.0, 1e-6]))
handful = st.lists(row, min_size=1, max_size=12)
rowful = st.integers(0, 2**32).flatmap(  # enough of them to be judged, and of every kind
    lambda seed: st.builds(
        lambda kind, ticks, events, weeks: made(seed, kind, ticks, events, weeks),
        st.sampled_from(["calm", "sharp", "coin", "right", "wrong", "alike"]), st.sampled_from([2, 3, 20, 1000]),
        st.integers(30, 90), st.integers(1, 6),
    )
)  # fmt: skip


def made(seed: int, kind: str, ticks: int, events: int, weeks: int) -> list[tuple]:
    rng = np.random.default_rng(seed)
    event = np.concatenate([np.arange(events), rng.integers(0, events, events)])
    price = rng.integers(0, ticks + 1, len(event)) / ticks
    chance = {"calm": price, "sharp": (price > 0.5) * 0.9 + 0.05, "coin": 0.5 + 0 * price, "right": (price > 0.5) * 1.0,
              "wrong": (price < 0.5) * 1.0, "alike": price}[kind]  # fmt: skip
    if kind == "alike":
        price = np.full(len(event), 0.5)
    yes = rng.random(len(event)) < chance
    week = rng.integers(0, weeks, events)[event]
    return list(zip(price.tolist(), yes.tolist(), event.tolist(), week.tolist(), [1.0] * len(event), strict=True))


def sampled(rows: list[tuple]) -> tuple[Sample, np.ndarray]:
    p, y, event, week, weight = (np.array(column) for column in zip(*rows, strict=True))
    return sample(p, y, weight, event), week


def numbers(value: object, path: str = "") -> dict[str, float | None]:
    """Every number of a nested answer under its path; texts are left out."""
    if isinstance(value, dict):
        return {name: number for key, part in value.items() for name, number in numbers(part, f"{path}.{key}").items()}
    if isinstance(value, (list, tuple)):
        return {name: number for place, part in enumerate(value) for name, number in numbers(part, f"{path}.{place}").items()}
    return {} if isinstance(value, (str, bool)) else {path: None if value is None else float(value)}


def everything(rows: Sample, week: np.ndarray) -> dict[str, object]:
    return {"figures": figures(rows, week), "deviation": deviation(rows, week), "summary": summary(rows, week)}


def alike(one: dict, other: dict, but: tuple[str, ...] = ()) -> None:
    """The same numbers up to rounding, and None in the same places."""
    first, second = numbers(one), numbers(other)
    assert first.keys() == second.keys()
    for name, value in first.items():
        if name.rpartition(".")[2] in but:
            continue
        assert (value is None) == (second[name] is None), name
        if value is not None:
            assert math.isclose(value, second[name], rel_tol=1e-5, abs_tol=1e-7), (name, value, second[name])


@given(st.one_of(handful, rowful))
@example([(0.0, True, 0, 0, 1.0)])
@example([(0.5, i % 2 == 0, i, 0, 1.0) for i in range(40)])
@example([(i % 2, i % 2 == 0, i, i % 3, 1.0) for i in range(40)])
@example([(float(i % 2), i % 2 == 1, i, i, 1.0) for i in range(40)])
def test_every_figure_is_a_finite_number_or_none(rows):
    found, week = sampled(rows)
    for name, value in numbers(everything(found, week)).items():
        assert value is None or math.isfinite(value), name


@given(rowful, st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(rows, seed):
    mixed = [rows[place] for place in np.random.default_rng(seed).permutation(len(rows))]
    alike(everything(*sampled(rows)), everything(*sampled(mixed)))


@given(rowful)
def test_two_rows_of_half_the_weight_are_one_row(rows):
    halves = [(p, y, event, week, weight / 2) for p, y, event, week, weight in rows for _ in range(2)]
    alike(everything(*sampled(rows)), everything(*sampled(halves)), but=("n",))


@given(rowful)
def test_names_of_events_and_weeks_mean_nothing(rows):
    renamed = [(p, y, 100 - event, 9 - week, weight) for p, y, event, week, weight in rows]
    alike(everything(*sampled(rows)), everything(*sampled(renamed)))


@given(rowful)
def test_the_wider_interval_stands_first(rows):
    for name, part in figures(*sampled(rows)).get("estimates", {}).items():
        low, high = part["low"], part["high"]
        for unit, ends in part["by_unit"].items():
            if low is None:
                assert part["unit"] != unit or ends == [None, None], name
            else:
                assert ends[0] is not None, "an interval that is not known is the widest"
                bounded = name in ("brier", "base_rate", "mean_price", "skill", "log_loss")  # cut where the figure ends
                assert bounded or high - low >= ends[1] - ends[0] - 1e-9, (name, unit)


@given(rowful, st.sampled_from(["market", "event"]))
def test_plain_figures_are_the_same_figures(rows, weighting):
    p, y, event, week, _ = (np.array(column) for column in zip(*rows, strict=True))
    plain = plain_figures(p, y.astype(float), event, weighting)
    full = figures(weighed(p, y, event, weighting), week)
    assert (plain["n"], plain["n_events"]) == (full["n"], full["n_events"])
    if not full["enough"]:
        return
    for name in ("brier", "log_loss", "slope", "intercept"):
        assert plain[name] == pytest.approx(full["estimates"][name]["value"], abs=1e-9), name
    assert plain["brier"] == pytest.approx(plain["mcb"] - plain["dsc"] + plain["unc"], abs=1e-12)


@given(rowful, st.integers(0, 100))
def test_draws_under_the_null_are_numbers_in_range(rows, seed):
    found, week = sampled(rows)
    one, same = (against_null(found, week, 99, seed) for _ in range(2))
    assert one == same
    for name, value in numbers(one["by_unit"]).items():
        assert value is not None, name
        assert math.isfinite(value), name
    for name in ("mcb", "ece"):
        p_values = [unit[name]["p_value"] for unit in one["by_unit"].values() if "refused" not in unit]
        assert one["p_value"][name] == max(p_values)


# ---- bad input


@pytest.mark.parametrize(
    ("p", "y", "weight", "event"),
    [
        ([0.5, 0.5], [0, 1], [1, -1], [0, 1]),
        ([0.5, 0.5], [0, 1], [0, 0], [0, 1]),
        ([0.5, 0.5], [0, 1], [1, float("nan")], [0, 1]),
        ([0.5, 0.5], [0, 1], [1, float("inf")], [0, 1]),
        ([0.5, 0.5], [0, 1], [1], [0, 1]),
        ([0.5, float("nan")], [0, 1], None, [0, 1]),
        ([0.5, 1.0000001], [0, 1], None, [0, 1]),
        ([-0.1, 0.5], [0, 1], None, [0, 1]),
        ([0.5, 0.5], [0, 0.5], None, [0, 1]),
        ([0.5, 0.5], [0, float("nan")], None, [0, 1]),
        ([0.5, 0.5], [0, 1, 1], None, [0, 1]),
        ([], [], None, []),
        ([0.5, 0.5], [0, 1], None, [0, -1]),
        ([0.5, 0.5], [0, 1], None, [0.0, 1.0]),
    ],
)
def test_bad_rows_are_refused_before_any_figure(p, y, weight, event):
    with pytest.raises(InputError):
        sample(p, y, weight, np.array(event))
    if weight is None:
        for weighting in ("market", "event"):
            with pytest.raises(InputError):
                weighed(p, y, np.array(event), weighting)


@pytest.mark.parametrize("week", [[0], [0, 1, 2], [0, -1], [0.5, 1.0], [[0, 1]]])
@pytest.mark.parametrize("figure", [figures, deviation])
def test_weeks_that_do_not_fit_are_refused(figure, week):
    with pytest.raises(InputError, match="week"):
        figure(sample([0.2, 0.8], [0, 1]), np.array(week))


def test_a_weighting_that_is_none_is_refused():
    with pytest.raises(InputError, match="'market' or 'event'"):
        weighed([0.5], [1], np.array([0]), "volume")


def test_deviation_worked_by_hand():
    """y - p of four events: .8 .7 -.4 -.1, mean .25; the jackknife error of a mean is its usual one, sqrt(.91 / 3 / 4)."""
    found = deviation(sample([0.2, 0.3, 0.4, 0.1], [1, 1, 0, 0]), np.array([0, 0, 1, 1]))
    assert found["value"] == pytest.approx(0.25)
    squares = 0.55**2 + 0.45**2 + 0.65**2 + 0.35**2
    error, t3 = math.sqrt(squares / 3 / 4), 3.182446
    assert found["by_unit"]["event"] == pytest.approx([max(0.25 - t3 * error, -1), min(0.25 + t3 * error, 1)], abs=1e-6)
    # weeks: .75 and -.25, their error .5 with one degree of freedom: wider than a mean of -1 .. 1 can be
    assert (found["unit"], found["low"], found["high"]) == ("week", -1.0, 1.0)


def test_one_unit_that_tells_nothing_leaves_no_verdict():
    from credence.measures.estimates import Estimate, Test

    test = Test(4.0, 30.0, 0.01)
    assert decided({"event": test, "week": None}) == {"p_value": None, "unit": None, "by_unit": {"event": 0.01, "week": None}}
    assert decided({"event": test, "week": Test(1.0, 5.0, 0.4)})["unit"] == "week"
    known, unknown = Estimate(1.0, 0.1, 30.0, "event"), Estimate(1.0, math.nan, math.nan, "week")
    shown = in_units([known, unknown])
    assert (shown["value"], shown["low"], shown["error"], shown["unit"]) == (1.0, None, None, "week")
    assert shown["by_unit"]["event"][0] is not None


def test_events_drawn_again_give_about_the_same_intervals():
    rows = simulate("biased", events=800, seed=9)
    sample_ = weighed(rows.p_yes, rows.resolved_yes.astype(float), rows.event, "event")
    told, drawn = figures(sample_, rows.week)["estimates"], resampled(sample_, 999, 3)
    for name in ("brier", "log_loss", "intercept", "slope"):
        low, high = told[name]["by_unit"]["event"]
        assert drawn[name]["high"] - drawn[name]["low"] == pytest.approx(high - low, rel=0.15)
    assert drawn == resampled(sample_, 999, 3)
    certain = sample([0.2, 0.4, 0.7, 0.9], [0, 0, 1, 1])
    assert "slope" not in resampled(certain, 999, 3)  # separable: no line, and no figure in its place

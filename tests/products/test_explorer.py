"""The explorer: the cell's figures to the digit, facets that add up, bins that are what they say, and two sets side by side."""

import numpy as np
import pytest

from credence.errors import InputError
from credence.lab.worlds.rows import simulate
from credence.lake import open_lake
from credence.measures.figures import weighed
from credence.products import calibration, comparison, explorer, panel
from credence.products.explorer.drawn import BINS
from credence.tables.cube import load
from credence.tables.cube_samples import sample_of
from credence.tables.questions import question, rows_of

from .cube_lake import drawn, finish, judged, write

QUESTIONS = [
    {}, {"category": "politics"}, {"weighting": "market"}, {"liquidity_bucket": "LOW", "horizon": "7d"}, {"volume": "1000:50000"},
    {"tag": "Even"}, {"text": "m0000"}, {"price": "bid"}, {"volume": "1e12:"}, {"category": "sports", "spread": ":0.02"},
]  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    found = open_lake(str(tmp_path_factory.mktemp("explorer") / "lake"))
    found.claim(simulated=True)
    finish(found, "run-1")
    write(found, drawn(simulate("biased", events=900, seed=5, horizons=("7d", "24h"))))
    return found


def ends(told):
    return [told[name] for name in ("value", "low", "high")]


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_figures_and_verdict_are_those_of_the_cell(lake, asked):
    found, cell = explorer.read(lake, **asked), calibration.answer(lake, **asked)
    for name in ("question", "counts", "figures", "verdict", "outcome_visible", "simulated"):
        assert found[name] == cell[name], name


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_the_quick_sample_is_the_sample(lake, asked, monkeypatch):
    monkeypatch.setattr("credence.tables.cube_samples.LEAST_ROWS", 1)
    cube, wanted = load(lake), question(lake, **asked)
    rows = rows_of(wanted, cube)
    if not len(rows):
        return
    quick = sample_of(wanted, rows, cube)
    plain = weighed(rows.p_yes, rows.resolved_yes, rows.event, wanted.weighting)
    for one, two in zip([*quick[:5], *quick.pooled], [*plain[:5], *plain.pooled], strict=True):
        np.testing.assert_array_equal(one, two)


def test_separation_is_the_cells_area(lake):
    found, cell = explorer.read(lake), calibration.answer(lake)
    area = next(one["estimate"] for one in found["strip"] if one["key"] == "separation")
    told = cell["discrimination"]["auc"]
    assert ends(area) == pytest.approx(ends(told))
    assert found["discrimination"]["auc"] == area


def test_every_estimate_has_an_interval_or_a_reason(lake):
    for asked in QUESTIONS:
        for one in explorer.read(lake, **asked)["strip"]:
            told = one["estimate"]
            assert told["few"] == (told["value"] is None) == bool(told["reason"])
            if not told["few"]:
                assert told["low"] <= told["value"] <= told["high"]


def test_bins_are_ten_equal_ones_at_their_mean_price(lake):
    rows = rows_of(question(lake), load(lake))
    found = explorer.read(lake)["diagram"]["bins"]
    assert sum(one["n"] for one in found) == len(rows)
    for one in found:
        inside = (rows.p_yes >= one["low"]) & ((rows.p_yes < one["high"]) | (one["index"] == BINS - 1))
        assert (one["n"], one["events"]) == (inside.sum(), len(np.unique(rows.event[inside])))
        assert one["low"] <= one["price"] <= one["high"]
        if not one["few"]:
            assert one["share_low"] <= one["share_yes"] <= one["share_high"]
            assert one["outside"] == (
                not one["share_low"] <= one["price"] <= one["share_high"]
                and not one["range_low"] <= one["share_yes"] <= one["range_high"]
            )


def test_the_curve_keeps_all_its_corners(lake):
    whole, corners = calibration.answer(lake)["diagram"]["curve"], explorer.read(lake)["diagram"]["curve"]
    again = np.interp(whole["price"], corners["price"], corners["share_yes"])
    levels = dict(zip(corners["price"], corners["share_yes"], strict=True))
    assert all(levels[price] == share for price, share in zip(whole["price"], whole["share_yes"], strict=True) if price in levels)
    assert np.abs(again - whole["share_yes"]).max() < 1e-12 or len(corners["price"]) < len(whole["price"])
    assert corners["share_yes"] == sorted(corners["share_yes"])


def test_a_bin_lists_exactly_its_markets(lake):
    rows = rows_of(question(lake), load(lake))
    for index in (0, 4, 9):
        found = explorer.read(lake, bin=index)["bin"]
        inside = np.flatnonzero((rows.p_yes >= index / 10) & ((rows.p_yes < (index + 1) / 10) | (index == 9)))
        ids = sorted(load(lake).market_ids(rows.column("market")[inside]))
        assert found["markets"] == len(ids)
        assert [row["market_id"] for row in found["rows"]] == ids[:50]
        for row in found["rows"]:
            assert row["brier"] == pytest.approx((row["p_yes"] - row["resolved_yes"]) ** 2)
            assert row["question"] == f"Does {row['market_id']} happen?"


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_a_facet_leaves_its_own_filter_aside(lake, asked):
    by_name = {one["name"]: one for one in explorer.read(lake, **asked)["facets"]}
    assert [one for one in by_name] == [
        "venue", "category", "liquidity_bucket", "price_source", "ends", "tag", "volume", "traders", "duration", "age", "spread",
    ]  # fmt: skip
    for name in ("category", "liquidity_bucket", "ends", "tag"):
        free = {key: value for key, value in asked.items() if key != name}
        for one in by_name[name]["values"]:
            part = rows_of(question(lake, **free | {name: one["value"]}), load(lake))
            assert (one["markets"], one["events"]) == (len(part), len(np.unique(part.event))), (name, one)
            assert one["chosen"] == (asked.get(name) == one["value"])
    for name, column in (("volume", "volume_24h"), ("spread", "spread")):
        free = {key: value for key, value in asked.items() if key != name}
        rows = rows_of(question(lake, **free), load(lake))
        values = rows.column(column)
        for bar in by_name[name]["bars"]:
            inside = (values >= bar["low"]) & (values < (np.inf if bar["high"] is None else bar["high"]))
            assert bar["markets"] == inside.sum(), (name, bar)
        assert by_name[name]["unknown"] + sum(bar["markets"] for bar in by_name[name]["bars"]) == len(rows)
    assert by_name["traders"]["available"] is False
    assert by_name["traders"]["reason"]


def test_histograms_count_every_row(lake):
    found, rows = explorer.read(lake), rows_of(question(lake), load(lake))
    told = found["discrimination"]["histogram"]
    assert sum(one["yes"] for one in told) == rows.resolved_yes.sum()
    assert sum(one["yes"] + one["no"] for one in told) == sum(one["n"] for one in found["scores"]["histogram"]) == len(rows)
    assert found["scores"]["mean"] == pytest.approx(found["figures"]["estimates"]["brier"]["value"])


# ---------------------------------------------------------------- a second set


@pytest.mark.parametrize("asked", [{}, {"category": "politics"}, {"weighting": "market"}], ids=str)
def test_identical_sets_do_not_differ(lake, asked):
    found = explorer.read(lake, compare=asked, **asked)["compare"]
    assert found["difference"] == "no difference beyond chance"
    for one in found["differences"]:
        assert not one["beyond_chance"]
        assert one["estimate"]["value"] in (0.0, None)
    assert found["strip"] == explorer.read(lake, **asked)["strip"]


def test_the_difference_of_slopes_is_that_of_the_comparison(lake):
    found = explorer.read(lake, liquidity_bucket="LOW", compare={"liquidity_bucket": "HIGH"})["compare"]
    told = comparison.read(lake, "liquidity", ("LOW", "HIGH"))["differences"]["slope"]
    slope = next(one["estimate"] for one in found["differences"] if one["key"] == "slope")
    assert ends(slope) == pytest.approx(ends(told))
    assert slope["unit"] == told["unit"]


def test_mcb_is_not_compared(lake):
    found = explorer.read(lake, compare={"category": "politics"})["compare"]["differences"]
    mcb = next(one["estimate"] for one in found if one["key"] == "mcb")
    assert (mcb["few"], mcb["value"]) == (True, None)
    assert "not compared" in mcb["reason"]


def test_a_wrong_second_set_is_named_as_such(lake):
    with pytest.raises(InputError) as wrong:
        explorer.read(lake, compare={"category": "chess"})
    assert wrong.value.name == "b.category"


@pytest.mark.parametrize(
    "wrong", [{"bin": 10}, {"bin": -1}, {"draws": 5}, {"horizon": "2h"}, {"weighting": "trade"}, {"text": ""}]
)
def test_nonsense_is_refused(lake, wrong):
    with pytest.raises(InputError):
        explorer.read(lake, **wrong)


def test_too_few_shows_counts_and_nothing_else(lake_of):
    rows = [judged(number, 0.3 + number % 5 / 10, number % 2) for number in range(12)]
    found = explorer.read(lake_of(rows), compare={}, bin=3)
    assert all(one["estimate"]["few"] for one in found["strip"])
    assert all(one["few"] and one["share_yes"] is None and one["range_low"] is None for one in found["diagram"]["bins"])
    assert (found["discrimination"]["mean_yes"], found["scores"]["mean"], found["diagram"]["curve"]["price"]) == (None, None, [])
    assert found["verdict"]["word"] == "too few"
    assert "12" in found["compare"]["difference"]


def test_draws_add_the_band(lake):
    assert explorer.read(lake)["diagram"]["band"] is None
    of_cell = calibration.answer(lake, draws=999)["diagram"]["band"]
    assert explorer.read(lake, draws=999)["diagram"]["band"] == {name: of_cell[name] for name in ("price", "low", "high")}


def test_the_same_question_gives_the_same_answer(lake):
    asked = {"bin": 3, "compare": {"category": "sports"}, "draws": 999}
    assert explorer.read(lake, **asked) == explorer.read(lake, **asked)


# ---------------------------------------------------------------- what stands around it


def test_the_context_is_that_of_panel_and_cells(lake):
    asked = {"horizon": "24h"}
    horizons = explorer.cohort_horizons(lake, **asked)
    assert horizons == ("7d", "24h")
    cohort = panel.read(lake, horizons=horizons, panels=("balanced",), **asked)
    found = explorer.context(lake, panel=cohort, cells=calibration.cells(lake, **asked), **asked)
    assert [one["horizon"] for one in found["horizons"]] == ["7d", "24h"]
    for one, row in zip(found["horizons"], cohort["rows"], strict=True):
        assert one["balanced"]["value"] == row["brier"]["value"]
        own = calibration.answer(lake, horizon=one["horizon"])["figures"]["estimates"]["brier"]
        assert ends(one["all"]) == ends(own)
    assert {(cell["category"], cell["horizon"]) for cell in found["cells"]["cells"]} == {
        (category, horizon) for category in found["cells"]["rows"] for horizon in found["cells"]["columns"]
    }

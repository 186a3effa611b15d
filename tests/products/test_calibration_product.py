"""Calibration of a cell of the cube: figures against the measures themselves, verdicts on cases made for them, bad questions."""

import numpy as np
import pytest

from credence.api.answers import to_json
from credence.errors import InputError
from credence.lab.worlds.rows import simulate
from credence.measures.decomposition import corp
from credence.measures.discovery import benjamini_hochberg, benjamini_yekutieli
from credence.measures.figures import figures, weighed
from credence.measures.slope import cox, joint_test
from credence.products import calibration
from credence.tables.questions import BUCKETS, PRICES

from .cube_lake import arrays, drawn, judged

MANY = 60  # events, each in a week of its own


def certain_of_half(n: int, p: float, yes: float, **fields) -> list[dict]:
    """n markets at one price of which a share ends YES, evenly spread over the weeks."""
    return [judged(i, p, int((i + 1) * yes) - int(i * yes), **fields) for i in range(n)]


def off_everywhere(spread: float | None) -> list[dict]:
    """400 markets at .2 and at .8 of which 30 % and 90 % end YES: prices 10 points too low, in 100 weeks."""
    rows = certain_of_half(200, 0.2, 0.3, spread=spread) + [
        judged(i % 100, 0.8, int(i % 10 > 0), market_id=f"m{5000 + i}", event_id=f"f{i}", spread=spread) for i in range(200)
    ]
    return rows


# ---- counts and figures


def test_counts_tell_what_became_of_every_row(lake_of):
    rows = [judged(i, 0.5, i % 2) for i in range(3)]
    rows += [
        judged(10, None, 1, price_status="stale"), judged(11, None, 0, price_status="stale"), judged(12, None, 0),
        judged(13, None, 1, price_status="already_resolved"), judged(14, 0.5, None), judged(15, 0.5, None, outcome_status="VOID"),
        judged(16, 0.5, None, liquidity_bucket="UNKNOWN"), judged(17, 0.5, 1, horizon="1h"), judged(18, 0.5, 1, anchor="close"),
    ]  # fmt: skip
    found = calibration.answer(lake_of(rows))
    assert found["counts"] == {
        "rows": 10, "priced": 6, "stale": 2, "stale_yes": 1, "no_price": 1, "already_resolved": 1, "void": 1, "unresolved": 2,
        "without_bucket": 1,
    }  # fmt: skip
    assert found["figures"]["n"] == 3
    assert found["simulated"] is True


def test_event_weights_worked_by_hand(lake_of):
    """Prices .2 of which one in five ends YES, 50 events of one market; one event of two markets at .6, YES and NO.

    Brier of the 50: (10 x .64 + 40 x .04) / 50 = .16; of the pair: (.16 + .36) / 2 = .26.
    By market (50 x .16 + 2 x .26) / 52, by event (50 x .16 + .26) / 51.
    """
    pair = [judged(50, 0.6, y, market_id=f"m9000{y}", event_id="pair") for y in (0, 1)]
    lake = lake_of(certain_of_half(50, 0.2, 0.2) + pair)
    for weighting, brier, mean_p in (("market", 8.52 / 52, 11.2 / 52), ("event", 8.26 / 51, 10.6 / 51)):
        found = calibration.answer(lake, weighting=weighting)
        assert found["figures"]["estimates"]["brier"]["value"] == pytest.approx(brier)
        assert found["figures"]["mean_p"] == pytest.approx(mean_p)
        assert found["weightings"][weighting]["brier"] == found["figures"]["estimates"]["brier"]
    assert found["weightings"]["market"]["n_events"] == found["weightings"]["event"]["n_events"] == 51


@pytest.mark.parametrize("weighting", ["market", "event"])
def test_figures_are_those_of_the_measures(lake_of, weighting):
    rows = drawn(simulate("biased", events=700, seed=4))
    found = calibration.answer(lake_of(rows), weighting=weighting)
    p, y, event, week = arrays(rows)
    sample = weighed(p, y, event, weighting)
    assert found["figures"] == figures(sample, week)
    slopes = [cox(sample, cluster).interval() for cluster in (None, week)]
    widest = max(slopes, key=lambda ends: ends[1] - ends[0])
    shown = found["figures"]["estimates"]["slope"]
    assert (shown["low"], shown["high"]) == pytest.approx(widest)
    p_values = [joint_test(sample, cluster).p_value for cluster in (None, week)]
    assert found["figures"]["tests"]["joint"]["p_value"] == pytest.approx(max(p_values))
    assert found["figures"]["corp"]["mcb"] == corp(sample.pooled).mcb
    assert found["figures"]["n_weeks"] == len(np.unique(week))


def test_a_horizon_is_judged_by_itself(lake_of):
    rows = drawn(simulate("calm", events=80, seed=2, horizons=("7d", "24h")))
    lake = lake_of(rows)
    for horizon in ("7d", "24h"):
        p, y, event, week = arrays([row for row in rows if row["horizon"] == horizon])
        assert calibration.answer(lake, horizon=horizon)["figures"] == figures(weighed(p, y, event, "event"), week)


def test_a_filter_changes_the_weights_with_the_cell(lake_of):
    """Of a pair of markets in one event only one is in LOW: there it counts whole."""
    rows = certain_of_half(40, 0.5, 0.5)
    rows += [judged(90, 0.9, 1, event_id="pair"), judged(91, 0.1, 0, event_id="pair", liquidity_bucket="HIGH")]
    found = calibration.answer(lake_of(rows), liquidity_bucket="LOW")
    assert found["figures"]["mean_p"] == pytest.approx((40 * 0.5 + 0.9) / 41)


def test_calibrated_prices_are_not_told_apart_and_planted_ones_are(lake_of):
    calm = calibration.answer(lake_of(drawn(simulate("calm", events=300, seed=1, weeks=60))))
    assert calm["verdict"]["word"] == "no difference seen"
    extreme = calibration.answer(lake_of(drawn(simulate("calm", events=1500, seed=1, weeks=60, slope=0.6), spread=None)))
    assert extreme["verdict"]["word"] == "differs"
    slope = extreme["figures"]["estimates"]["slope"]
    assert slope["low"] < 0.6 < slope["high"] < 1
    assert "0 of" in extreme["verdict"]["sentence"], "bid and ask are not known, and it says so"


# ---- kinds of price and the spread


def test_without_fills_nothing_takes_the_place_of_trade_and_dollar_weights(lake_of):
    lake = lake_of(certain_of_half(MANY, 0.5, 0.5))
    found = calibration.answer(lake)["weightings"]
    assert found["trade"] == found["dollar"] == "not available: no trades"
    for asked in ("trade", "dollar"):
        for ask in (calibration.answer, calibration.cells, lambda lake, **asked: calibration.facets(lake, "category", **asked)):
            with pytest.raises(InputError, match="not available: no trades"):
                ask(lake, weighting=asked)


def test_the_mean_of_the_hour_stands_beside_the_quote_of_the_same_rows(lake_of):
    rows = [judged(i, 0.5, i % 2, p_mean_1h=0.4 if i % 2 else 0.3) for i in range(MANY)]
    rows += [judged(200 + i, 0.9, 1) for i in range(MANY)]  # without a mean: on neither side
    found = calibration.answer(lake_of(rows))["prices"]
    assert found["mean_1h"]["n"] == MANY
    assert found["mean_1h"]["quote"]["brier"]["value"] == pytest.approx(0.25)
    assert found["mean_1h"]["mean_1h"]["brier"]["value"] == pytest.approx((0.36 + 0.09) / 2)
    assert found["trade_1h"] == "not available: no row has mean of that hour's trades, by shares"


def test_a_deviation_inside_the_spread_is_not_called_a_bias(lake_of):
    """10 points too low with an ask 15 points above the middle: nobody could have bought below what came true."""
    inside, beyond = (calibration.answer(lake_of(off_everywhere(spread))) for spread in (0.3, 0.04))
    assert inside["verdict"]["word"] == "inside the spread"
    assert beyond["verdict"]["word"] == "differs"
    assert inside["figures"]["tests"]["joint"] == beyond["figures"]["tests"]["joint"]
    # at .2 with a spread of .04: the ask is .22, and 30 % came true
    long_shots = next(region for region in beyond["spread"]["regions"] if region["region"] == "middle")
    assert long_shots["y_minus_ask"]["value"] == pytest.approx(0.08)
    assert long_shots["y_minus_bid"]["value"] == pytest.approx(0.12)


def test_a_few_spreads_do_not_excuse_all_rows(lake_of):
    rows = off_everywhere(None)
    for row in rows[:20]:
        row["spread"] = 0.5
    found = calibration.answer(lake_of(rows))["verdict"]
    assert found["word"] == "differs"
    assert "20 of 400 rows" in found["sentence"]


def test_the_last_price_counts_at_any_age(lake_of):
    rows = [judged(i, 0.5, i % 2, p_last=0.5) for i in range(MANY)]
    rows += [judged(200 + i, None, 1, price_status="stale", p_last=0.9) for i in range(MANY)]
    lake = lake_of(rows)
    assert calibration.answer(lake)["figures"]["n"] == MANY
    assert calibration.answer(lake, price="last")["figures"]["mean_p"] == pytest.approx(0.7)


@pytest.mark.parametrize(("price", "mean_p"), [("bid", 0.15), ("ask", 0.25), ("quote", 0.2)])
def test_bid_and_ask_are_prices_too(lake_of, price, mean_p):
    found = calibration.answer(lake_of(certain_of_half(MANY, 0.2, 0.25, spread=0.1)), price=price)
    assert found["figures"]["mean_p"] == pytest.approx(mean_p)
    (region,) = found["spread"]["regions"]  # of the quote, whatever is asked for
    assert region["y_minus_ask"]["value"] == pytest.approx(0)


# ---- too little, too plain


def test_too_few_events_have_counts_and_an_exact_base_rate_only(lake_of):
    found = calibration.answer(lake_of(certain_of_half(20, 0.5, 0.5)), draws=999)
    assert found["verdict"]["word"] == "too few"
    assert "estimates" not in found["figures"]
    assert found["null"] is None
    share = found["figures"]["share_yes"]
    expected = 0.5, 0.272, 0.728  # Clopper-Pearson, 10 of 20
    assert (share["value"], round(share["low"], 4), round(share["high"], 4)) == pytest.approx(expected)


def test_one_outcome_alone_is_too_few_with_an_interval_that_has_a_width(lake_of):
    found = calibration.answer(lake_of(certain_of_half(MANY, 0.05, 0.0)))
    assert found["verdict"]["word"] == "too few"
    assert "0 events ended YES" in found["verdict"]["sentence"]
    assert found["figures"]["share_yes"]["low"] == 0.0
    assert found["figures"]["share_yes"]["high"] == pytest.approx(1 - 0.025 ** (1 / MANY))


def test_one_event_is_too_few(lake_of):
    rows = [judged(i, 0.5, i % 2, event_id="one") for i in range(MANY)]
    found = calibration.answer(lake_of(rows))
    assert "1.0 effective events" in found["verdict"]["sentence"]
    assert to_json(found)


def test_separable_outcomes_are_visible_and_have_no_slope(lake_of):
    rows = [judged(i, 0.4 + 0.2 * (i % 2), i % 2) for i in range(MANY)]
    found = calibration.answer(lake_of(rows))
    assert found["outcome_visible"] is True
    assert found["verdict"]["word"] == "outcome visible"
    assert found["figures"]["estimates"]["slope"]["value"] is None
    assert "separable" in found["figures"]["refused"]["slope"]


def test_one_price_for_all_has_no_slope_and_says_why(lake_of):
    found = calibration.answer(lake_of(certain_of_half(MANY, 0.5, 0.5)))
    assert found["verdict"]["word"] == "no verdict"
    assert "one distinct price" in found["verdict"]["sentence"]
    assert found["figures"]["estimates"]["in_the_large"]["value"] == pytest.approx(0)


def test_prices_at_0_and_1_that_are_right_show_the_outcome(lake_of):
    rows = [judged(i, float(i % 2), i % 2) for i in range(MANY)] + [judged(90, 1.0, 0), judged(91, 0.0, 1)]
    found = calibration.answer(lake_of(rows), draws=999)
    assert found["verdict"]["word"] == "outcome visible"
    assert found["figures"]["estimates"]["brier"]["value"] == pytest.approx(2 / 62)


def test_one_week_tells_no_verdict(lake_of):
    rows = drawn(simulate("calm", events=200, seed=3, slope=0.4, weeks=1))
    found = calibration.answer(lake_of(rows))
    assert found["verdict"]["word"] == "too few weeks"
    assert "1 week:" in found["verdict"]["sentence"]
    assert found["figures"]["estimates"]["slope"]["low"] is None
    assert found["figures"]["estimates"]["slope"]["by_unit"]["event"][0] is not None


def test_a_filter_that_nothing_fits_gives_an_answer_without_figures(lake_of):
    found = calibration.answer(lake_of(certain_of_half(MANY, 0.5, 0.5)), volume="1000000:", draws=999)
    assert found["verdict"] == {"word": "too few", "sentence": "no row can be scored"}
    assert found["figures"] is found["diagram"] is found["null"] is found["spread"] is None
    assert found["counts"]["rows"] == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"anchor": "end"}, "scheduled or close or game_start"),
        ({"horizon": "2h"}, "24h"),
        ({"price": "mid"}, " or ".join(PRICES)),
        ({"weighting": "volume"}, "market or event or trade or dollar"),
        ({"window": "90"}, "a number of days such as 90d"),
        ({"window": ""}, "a number of days such as 90d"),
        ({"window": "90d", "window_by": "luck"}, "scheduled_end or resolution"),
        ({"liquidity_bucket": "low"}, " or ".join(BUCKETS)),
        ({"ends": "some"}, "all or observed"),
        ({"volume": "1000"}, "LEAST:MOST"),
        ({"volume": ":"}, "LEAST:MOST"),
        ({"spread": "a:b"}, "LEAST:MOST"),
        ({"age": "nan:"}, "LEAST:MOST"),
        ({"duration": "9:1"}, "LEAST:MOST"),
        ({"size": "1:2"}, "volume, traders, duration, age, spread"),
        ({"text": " "}, "some text"),
        ({"draws": 998}, "999 .. 100,000"),
    ],
)
def test_a_wrong_question_is_told_what_is_allowed(lake_of, asked, says):
    with pytest.raises(InputError) as refused:
        calibration.answer(lake_of(certain_of_half(3, 0.5, 0.5)), **asked)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        ({"tag": "Odd"}, 30), ({"text": "does m00007"}, 1), ({"volume": "10:"}, 50), ({"volume": "10:19"}, 10),
        ({"age": ":30"}, 0), ({"ends": "observed"}, 20), ({"venue": "polymarket"}, 60), ({"duration": ":1"}, 0),
    ],
)  # fmt: skip
def test_filters_narrow_the_cell(lake_of, asked, n):
    rows = [judged(i, 0.5, i % 2, volume_24h=float(i), end_known="assumed" if i % 3 else "observed") for i in range(MANY)]
    assert calibration.answer(lake_of(rows), **asked)["counts"]["rows"] == n


# ---- draws


def test_draws_are_the_same_for_the_same_seed(lake_of):
    lake = lake_of(drawn(simulate("calm", events=120, seed=5, slope=0.5)))
    one, same, other = (calibration.answer(lake, draws=999, seed=seed) for seed in (7, 7, 8))
    assert to_json(one) == to_json(same)
    assert one["null"]["by_unit"] != other["null"]["by_unit"]
    assert (one["null"]["draws"], one["null"]["seed"]) == (999, 7)
    for name in ("mcb", "ece"):
        p_values = [unit[name]["p_value"] for unit in one["null"]["by_unit"].values()]
        assert one["null"]["p_value"][name] == max(p_values)
        assert min(p_values) >= 1 / 1000
    assert one["diagram"]["band"]["price"] == one["diagram"]["curve"]["price"]
    assert calibration.answer(lake)["null"] is None


def test_the_histogram_holds_every_row(lake_of):
    rows = [judged(0, 0.0, 0), judged(1, 1.0, 1), judged(2, 0.019, 0), judged(3, 0.02, 1)]
    drawn_of = calibration.answer(lake_of(rows))["diagram"]
    assert (drawn_of["histogram"][0], drawn_of["histogram"][1], drawn_of["histogram"][-1]) == (2, 1, 1)
    assert sum(drawn_of["histogram"]) == 4


# ---- facets and cells


def test_facets_hold_one_row_per_value(lake_of):
    rows = drawn(simulate("calm", events=200, seed=6))
    lake = lake_of([*rows, judged(90_000, None, None, category="empty")])
    found = calibration.facets(lake, "category", weighting="market")
    assert sum(row["rows"] for row in found["rows"]) == len(rows) + 1
    for row in found["rows"]:
        alone = calibration.answer(lake, category=row["category"], weighting="market")
        assert row["n"] == alone["counts"]["rows"] - alone["counts"]["no_price"]
        if row["reason"]:
            assert row["brier"] is None
        else:
            assert row["brier"] == alone["figures"]["estimates"]["brier"]
    assert next(row for row in found["rows"] if row["category"] == "empty")["reason"] == "no row can be scored"
    with pytest.raises(InputError, match="venue or category or liquidity"):
        calibration.facets(lake, "colour")
    with pytest.raises(InputError, match="not given"):
        calibration.facets(lake, "category", category="politics")


@pytest.fixture(scope="module")
def grid() -> list[dict]:
    """Six categories at two horizons; politics at 24h alone is far too extreme."""
    slopes = np.ones((6, 2))
    slopes[0, 1] = 0.35
    return drawn(simulate("calm", events=900, seed=11, horizons=("7d", "24h"), slope=slopes, weeks=80), spread=None)


def test_cells_that_differ_are_flagged_after_control_of_false_discoveries(lake_of, grid):
    found = calibration.cells(lake_of(grid), q=0.1)
    assert len(found["cells"]) == found["judged"] == 12
    p = [cell["p_value"] for cell in found["cells"]]
    assert [cell["differs"] for cell in found["cells"]] == benjamini_yekutieli(p, 0.1).found.tolist()
    assert [cell["differs_bh"] for cell in found["cells"]] == benjamini_hochberg(p, 0.1).found.tolist()
    assert "Wald" in found["test"]
    planted = next(cell for cell in found["cells"] if (cell["category"], cell["horizon"]) == ("politics", "24h"))
    assert planted["differs"]
    assert planted["slope"]["high"] < 1


def test_cells_stand_raw_and_shrunk(lake_of, grid):
    found = calibration.cells(lake_of(grid))
    for name in ("slope", "in_the_large"):
        raw, shrunk = (np.array([cell[key]["value"] for cell in found["cells"]]) for key in (name, f"{name}_shrunk"))
        mean = found["pooled"][name]["mean"]
        assert np.ptp(shrunk) < np.ptp(raw)
        assert raw.min() < mean < raw.max()
    assert not any(key.startswith("mcb_") for cell in found["cells"] for key in cell), "MCB is never pooled"
    one = calibration.cells(lake_of(grid), category="sports")
    assert {cell["category"] for cell in one["cells"]} == {"sports"}


def test_a_cell_that_shows_the_outcome_is_neither_judged_nor_pooled(lake_of, grid):
    seen = [judged(90_000 + i, 0.01 + 0.98 * (i % 2), i % 2 if i > 3 else 1 - i % 2, category="seen") for i in range(100)]
    cells = calibration.cells(lake_of(grid + seen))
    found = next(cell for cell in cells["cells"] if cell["category"] == "seen")
    assert found["outcome_visible"]
    assert found["differs"] is None
    assert "slope_shrunk" not in found
    assert cells["judged"] == 12
    assert cells["pooled"] == calibration.cells(lake_of(grid))["pooled"]


def test_thin_cells_say_so(lake_of):
    found = calibration.cells(lake_of(certain_of_half(12, 0.5, 0.5)))
    assert [(cell["n"], cell["enough"], cell["slope"]) for cell in found["cells"]] == [(12, False, None)]
    assert "too few" in found["cells"][0]["reason"]
    assert found["pooled"] == {"slope": None, "in_the_large": None}
    assert found["judged"] == 0

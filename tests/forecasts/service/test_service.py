"""The service: who answers when, and why; every failure of a model becomes an answer of the baseline with the right reason."""

import math
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from credence.errors import Busy, InputError, Refused, TimedOut, UnknownShape, Unreachable
from credence.forecasts import registry
from credence.forecasts.service import ForecastService
from credence.forecasts.service.answer import in_order

from .asking import AS_OF, MODEL, Adapter, Clock, around_last, ask_new, question, raising, result, sample, service, walk

KEYS = {
    "runtime", "model_name", "model_version", "input_len", "transform", "warnings", "fallback_used", "fallback_reason",
    "cache_hit", "cache_stale", "circuit_breaker_state", "degradation_state", "latency_ms",
}  # fmt: skip


def sound(answer, levels=(0.1, 0.5, 0.9), steps=12):
    paths = np.array([answer["yhat_q"][repr(level)] for level in levels])
    assert paths.shape == (len(levels), steps)
    assert ((paths >= 0) & (paths <= 1)).all()
    assert (np.diff(paths, axis=0) >= 0).all()
    return paths


def test_the_default_method_answers_as_published():
    answer = service().answer(question())
    sound(answer)
    meta = answer["meta"]
    assert set(meta) >= KEYS
    assert (meta["runtime"], meta["model_name"], meta["input_len"]) == ("credence", registry.DEFAULT, 288)
    assert (meta["fallback_used"], meta["fallback_reason"], meta["cache_hit"], meta["cache_stale"]) == (False, None, False, False)
    assert (meta["circuit_breaker_state"], meta["degradation_state"]) == ("closed", "normal")
    assert "conformal_last_step" not in answer


@pytest.mark.parametrize("name", ["ewma", "kalman", "rolling_quantile"])
def test_a_method_answers_what_it_says_itself(name):
    answer = service().answer(question(model={"model_name": name}))
    itself = registry.forecaster(name).forecast_quantiles(walk(), 12, 300, (0.1, 0.5, 0.9)).values[0]
    limits = {"levels_apart": 0.5, "least_width": 0.02, "most_width": 0.6}
    assert pytest.approx(in_order(itself, (0.1, 0.5, 0.9), limits)[0]) == sound(answer).T


def test_any_ascending_levels_are_answered():
    levels = [0.005, 0.33, 0.34, 0.99]
    sound(service().answer(question(quantiles=levels, horizon_steps=3)), levels, 3)


def test_a_method_works_in_the_space_that_is_asked_for():
    plain, logit = (service().answer(question(model={"model_name": "ewma"}, transform=space)) for space in
                    (None, {"space": "logit", "eps": 0.001}))  # fmt: skip
    assert plain["meta"]["transform"] == {"space": "price", "eps": None}
    assert logit["meta"]["transform"] == {"space": "logit", "eps": 0.001}
    assert plain["yhat_q"] != logit["yhat_q"]


def test_covariates_that_nobody_uses_are_told():
    meta = service().answer(question(x_past={"moon": [1.0] * 288, "spread": [0.01] * 288}))["meta"]
    assert any("moon" in warning and "spread" not in warning for warning in meta["warnings"])


# ---------------------------------------------------------------- the model of another process


def test_a_model_answers_in_the_space_it_was_shown():
    adapter = Adapter(lambda prices, steps, levels: np.tile(prices[-1] + 0.1 * (np.array(levels) - 0.5), (steps, 1)))
    answer = service(adapter).answer(question(model=MODEL, y=[0.2] * 100))
    # logit with eps .005: u = (x + L) / 2L, L = log(.995 / .005); the model says u -+ .04 and u
    most = math.log(0.995 / 0.005)
    x = math.log(0.2 / 0.8)
    wanted = [1 / (1 + math.exp(-(x + 2 * most * away))) for away in (-0.04, 0, 0.04)]
    assert sound(answer)[:, -1] == pytest.approx(wanted)
    assert adapter.shown[0][0, -1] == pytest.approx((x + most) / (2 * most))
    meta = answer["meta"]
    assert (meta["runtime"], meta["model_name"], meta["model_version"], meta["device"]) == ("tollama", "mock", "7", "remote")
    assert meta["transform"] == {"space": "logit", "eps": 0.005}


@pytest.mark.parametrize("space", ["price", "arcsine", "logit"])
def test_a_model_that_repeats_the_last_value_repeats_the_last_price(space):
    repeats = Adapter(lambda prices, steps, levels: np.full((steps, len(levels)), prices[-1]))
    answer = service(repeats, guard={"least_width": 0.0}).answer(question(model=MODEL, transform={"space": space}))
    assert sound(answer) == pytest.approx(np.full((3, 12), walk()[-1]))


def crossing(prices, steps, levels):
    return around_last(prices, steps, levels)[:, ::-1]


def test_crossing_quantiles_are_put_in_order_and_counted():
    asked = service(Adapter(crossing))
    answer = asked.answer(question(model=MODEL))
    sound(answer)
    assert answer["meta"]["mended"]["uncrossed"] == 12
    assert answer["meta"]["fallback_used"] is False
    assert sample(asked, "credence_forecast_mended_total", what="uncrossed") == 12


def test_what_reaches_out_of_0_to_1_a_little_is_clipped_and_counted():
    asked = service(Adapter(lambda _, steps, levels: np.tile([-0.1, 0.5, 1.1], (steps, 1))), guard={"most_width": 1.0})
    answer = asked.answer(question(model=MODEL, transform={"space": "price"}))
    assert sound(answer)[:, 0].tolist() == [0, 0.5, 1]
    assert answer["meta"]["mended"]["clipped"] == 12


def test_a_narrow_band_is_widened_and_told():
    answer = service().answer(question(y=[0.5] * 288))
    width = np.diff(sound(answer)[[0, -1]], axis=0)
    assert width == pytest.approx(0.02)
    assert answer["meta"]["mended"]["widened"] == 12
    assert any("widened at 12 of 12" in warning for warning in answer["meta"]["warnings"])


@pytest.mark.parametrize("price", [0.0, 1.0, 0.5])
def test_a_price_that_never_moves_has_an_answer(price):
    sound(service().answer(question(y=[price] * 288)))


NAN = math.nan
FAILURES = {
    "timeout": raising(TimedOut("tollama", "u", "no answer")),
    "unreachable": raising(Unreachable("tollama", "u", "refused")),
    "busy": raising(Busy("tollama", "u", None)),
    "invalid_answer": raising(UnknownShape("tollama", "u", "no JSON")),
    "error": raising(ZeroDivisionError("a bug")),
}
GARBAGE = {
    "steps": lambda prices, steps, levels: around_last(prices, steps + 1, levels),
    "levels": lambda prices, steps, levels: around_last(prices, steps, levels)[:, :2],
    "nan": lambda prices, steps, levels: np.where(np.eye(steps, len(levels)) > 0, NAN, 0.5),
    "infinite": lambda _, steps, levels: np.full((steps, len(levels)), math.inf),
    "far": lambda _, steps, levels: np.full((steps, len(levels)), 17.0),
    "negative": lambda _, steps, levels: np.full((steps, len(levels)), -3.0),
    "text": lambda *_: type("Answer", (), {"values": "many"})(),
    "nothing": lambda *_: None,
}


@pytest.mark.parametrize("reason", FAILURES)
def test_a_failure_is_answered_by_the_baseline_with_its_reason(reason):
    adapter = Adapter(FAILURES[reason])
    asked = service(adapter)
    answer = asked.answer(question(model=MODEL))
    meta = answer["meta"]
    assert (meta["fallback_used"], meta["fallback_reason"], meta["model_name"], adapter.calls) == (True, reason, "ewma", 1)
    assert answer["yhat_q"] == service().answer(question(model={"model_name": "ewma"}))["yhat_q"]
    assert any(warning.startswith(reason) for warning in meta["warnings"])
    assert meta["asked"] == MODEL
    assert sample(asked, "credence_forecast_fallbacks_total", reason=reason) == 1


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_no_answer_and_a_failure(kind):
    asked = service(Adapter(GARBAGE[kind]))
    metas = ask_new(asked, 6)
    assert [meta["fallback_reason"] for meta in metas] == ["invalid_answer"] * 5 + ["breaker_open"]


@pytest.mark.parametrize(
    "does", [raising(Refused("tollama", "u", 404, "no such model")), lambda _, steps, levels: np.full((steps, len(levels)), NAN)]
)
def test_what_says_nothing_about_the_providers_health_does_not_open_the_breaker(does):
    asked = service(Adapter(does))
    metas = ask_new(asked, 30)
    assert {meta["fallback_reason"] for meta in metas} <= {"refused", "no_answer"}
    assert {meta["circuit_breaker_state"] for meta in metas} == {"closed"}


def test_what_the_asker_did_wrong_is_refused_and_costs_the_provider_nothing():
    asked = service(Adapter(raising(InputError("quantiles", [0.001], "between .1 and .9"))))
    for _ in range(10):
        with pytest.raises(InputError, match="between"):
            ask_new(asked, 1)
    assert asked.upstreams["tollama"].breaker.state == "closed"


def test_a_model_that_hangs_is_given_up_and_holds_its_place():
    go = threading.Event()
    adapter = Adapter(lambda *asked: go.wait(10) and around_last(*asked))
    asked = service(adapter, Clock(), calls={"timeout_s": 0.02, "at_once": 2})
    reasons = [meta["fallback_reason"] for meta in ask_new(asked, 4)]
    assert reasons == ["timeout", "timeout", "overloaded", "overloaded"]
    assert adapter.calls == 2
    go.set()
    asked.close()


def test_a_probe_that_found_no_place_gives_its_permit_back():
    clock, go = Clock(), threading.Event()
    adapter = Adapter(lambda *asked: go.wait(10) and around_last(*asked))
    asked = service(adapter, clock, calls={"timeout_s": 0.02, "at_once": 5})
    assert [meta["fallback_reason"] for meta in ask_new(asked, 6)] == ["timeout"] * 5 + ["breaker_open"]
    clock.passes(120)
    assert [meta["fallback_reason"] for meta in ask_new(asked, 9)] == ["overloaded"] * 9
    assert asked.upstreams["tollama"].breaker.state == "half_open"
    go.set()
    asked.close()


def test_a_model_is_loaded_once_and_loading_is_no_failure():
    go, made = threading.Event(), []

    def slow(name, params):
        made.append(name)
        assert go.wait(10)
        return Adapter()

    from credence.config import rules

    written = rules("forecast")
    config = {**written, "calls": {**written["calls"], "timeout_s": 0.02}}
    asked = ForecastService({"tollama": slow}, config=config, clock=Clock())
    assert [meta["fallback_reason"] for meta in ask_new(asked, 6)] == ["loading"] * 6
    assert asked.upstreams["tollama"].breaker.state == "closed"
    assert asked.health()["providers"]["tollama"]["loaded_models"] == []
    go.set()
    asked.upstreams["tollama"]._models[("mock", "[]")].result(10)
    assert [meta["fallback_reason"] for meta in ask_new(asked, 2)] == [None, None]
    assert (made, asked.health()["providers"]["tollama"]["loaded_models"]) == (["mock"], ["mock"])
    asked.close()


def test_a_model_that_could_not_be_loaded_is_tried_again():
    tries = []

    def make(name, params):
        tries.append(name)
        if len(tries) == 1:
            raise InputError("model.model_name", name, "a folder with a checkpoint")
        return Adapter()

    asked = ForecastService({"tollama": make}, clock=Clock())
    with pytest.raises(InputError, match="checkpoint"):
        ask_new(asked, 1)
    assert ask_new(asked, 1)[0]["fallback_used"] is False


# ---------------------------------------------------------------- route


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"y": walk(31)}, "short_input"), ({"y": walk(32)}, None),
        ({"liquidity_bucket": "LOW"}, "low_liquidity"), ({"liquidity_bucket": "MID"}, None),
        ({"liquidity_bucket": "UNKNOWN"}, None),
        # 40 prices in a row, then gaps and a price: 160 of 200 steps are empty, or 80 of 200
        ({"y": [*walk(40), *[None] * 159, 0.5]}, "gaps"), ({"y": [*walk(119), *[None] * 80, 0.5]}, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("model", [MODEL, {"model_name": "kalman"}])
def test_the_route(other, reason, model):
    adapter = Adapter(lambda prices, steps, levels: np.full((steps, len(levels)), 0.5))
    meta = service(adapter).answer(question(model=model, **other))["meta"]
    assert (meta["fallback_used"], meta["fallback_reason"]) == (reason is not None, reason)
    assert meta["model_name"] == ("ewma" if reason else model["model_name"])
    assert adapter.calls == (1 if model is MODEL and reason is None else 0)


def test_who_asks_for_the_baseline_gets_what_was_asked_for():
    meta = service().answer(question(model={"model_name": "ewma"}, y=walk(31)))["meta"]
    assert (meta["fallback_used"], meta["fallback_reason"], meta["model_name"]) == (False, None, "ewma")
    assert any(warning.startswith("short_input") for warning in meta["warnings"])


@pytest.mark.parametrize("n", [1, 2, 12])
@pytest.mark.parametrize("model", [MODEL, {}])
def test_a_series_about_which_nobody_can_say_anything_is_refused(n, model):
    with pytest.raises(InputError, match="at least 12 changes") as refusal:
        service(Adapter()).answer(question(y=walk(n), model=model))
    assert refusal.value.name == "y"


def test_gaps_and_age_are_told():
    meta = service().answer(question(y=[*walk(100), None, None, None, 0.5, None, None, None]))["meta"]
    assert any("4 of 107 steps have no price" in warning for warning in meta["warnings"])
    assert any("newest price is 2 steps old" in warning for warning in meta["warnings"])


# ---------------------------------------------------------------- cache


def test_the_same_question_is_asked_once():
    adapter, clock = Adapter(), Clock()
    asked = service(adapter, clock)
    metas = []
    for _ in range(3):
        metas.append(asked.answer(question(model=MODEL))["meta"])
        clock.passes(20)
    assert ([meta["cache_hit"] for meta in metas], adapter.calls) == ([False, True, True], 1)
    assert asked.answer(question(model=MODEL))["meta"]["cache_hit"] is False
    assert adapter.calls == 2
    assert [sample(asked, "credence_forecast_cache_total", result=result) for result in ("hit", "made")] == [2, 2]


@pytest.mark.parametrize(("age_s", "stale"), [(60, True), (120, True), (121, False)])
def test_an_older_answer_stands_in_for_a_failed_one(age_s, stale):
    adapter, clock = Adapter(), Clock()
    asked = service(adapter, clock)
    good = asked.answer(question(model=MODEL))
    adapter.does = FAILURES["unreachable"]
    clock.passes(age_s)
    later = asked.answer(question(model=MODEL))
    assert adapter.calls == 2
    assert (later["meta"]["cache_stale"], later["meta"]["fallback_used"]) == (stale, not stale)
    assert (later["yhat_q"] == good["yhat_q"]) is stale
    assert any(warning.startswith("unreachable") for warning in later["meta"]["warnings"])


def test_an_answer_that_stands_in_does_not_grow_younger():
    adapter, clock = Adapter(), Clock()
    asked = service(adapter, clock)
    asked.answer(question(model=MODEL))
    adapter.does = FAILURES["unreachable"]
    stale = []
    for _ in range(3):
        clock.passes(50)
        meta = asked.answer(question(model=MODEL))["meta"]
        stale.append((meta["cache_stale"], meta["fallback_used"]))
    assert stale == [(False, False), (True, False), (False, True)], "50, 100 and 150 seconds old"


def test_an_answer_of_the_baseline_after_a_failure_is_not_kept():
    adapter = Adapter(FAILURES["unreachable"])
    asked = service(adapter)
    assert asked.answer(question(model=MODEL))["meta"]["fallback_used"] is True
    adapter.does = around_last
    meta = asked.answer(question(model=MODEL))["meta"]
    assert (meta["fallback_used"], meta["cache_hit"], adapter.calls) == (False, False, 2)


def test_many_who_ask_the_same_at_once_are_one_call():
    go = threading.Event()
    adapter = Adapter(lambda *asked: go.wait(10) and around_last(*asked))
    asked, found = service(adapter, calls={"timeout_s": 10}), []
    threads = [threading.Thread(target=lambda: found.append(asked.answer(question(model=MODEL)))) for _ in range(30)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(20)
    assert (adapter.calls, len(found)) == (1, 30)
    assert len({str(answer["yhat_q"]) for answer in found}) == 1
    assert sum(answer["meta"]["cache_hit"] for answer in found) == 29
    asked.close()


# ---------------------------------------------------------------- breaker and degradation, from outside


def test_the_breaker_opens_half_opens_and_closes():
    adapter, clock = Adapter(FAILURES["unreachable"]), Clock()
    asked = service(adapter, clock)
    reasons = [meta["fallback_reason"] for meta in ask_new(asked, 8)]
    assert (reasons, adapter.calls) == (["unreachable"] * 5 + ["breaker_open"] * 3, 5)
    clock.passes(120)
    assert ask_new(asked, 1)[0]["circuit_breaker_state"] == "open", "the probe failed"
    assert adapter.calls == 6
    adapter.does = around_last
    clock.passes(120)
    metas = ask_new(asked, 3)
    assert [(meta["circuit_breaker_state"], meta["fallback_used"]) for meta in metas] == [
        ("half_open", False), ("closed", False), ("closed", False)
    ]  # fmt: skip
    assert adapter.calls == 9


class Slow:
    """An adapter whose calls take so many seconds of the clock that is set by hand."""

    def __init__(self, clock):
        self.clock, self.seconds = clock, 0.0

    def __call__(self, *asked):
        self.clock.passes(self.seconds)
        return around_last(*asked)


def test_degradation_changes_what_is_called_and_recovers_step_by_step():
    clock = Clock()
    slow = Slow(clock)
    adapter = Adapter(slow)
    asked = service(adapter, clock)

    def reached(n):
        before = adapter.calls
        metas = ask_new(asked, n)
        return adapter.calls - before, {meta["degradation_state"] for meta in metas}, {meta["fallback_reason"] for meta in metas}

    assert reached(20) == (20, {"normal"}, {None})
    slow.seconds = 0.3
    assert reached(20) == (20, {"normal", "degraded"}, {None}), "20 of 40 were slow"
    slow.seconds = 0.0
    assert reached(40) == (10, {"degraded"}, {None, "degraded"}), "one in four"
    slow.seconds = 0.3
    calls, states, reasons = reached(400)
    assert "baseline-only" in states
    assert reasons == {None, "degraded", "baseline_only"}
    assert calls < 100
    assert reached(50) == (0, {"baseline-only"}, {"baseline_only"})
    slow.seconds = 0.0
    clock.passes(30)
    assert reached(20) == (5, {"degraded"}, {None, "degraded"})
    clock.passes(30)
    assert reached(20) == (20, {"normal"}, {None})
    changes = asked.upstreams["tollama"].degradation.changes
    assert [after for _, after in changes] == ["degraded", "baseline-only", "degraded", "normal"]


def test_in_degraded_an_older_answer_is_better_than_the_baseline():
    adapter, clock = Adapter(), Clock()
    asked = service(adapter, clock)
    good = asked.answer(question(model=MODEL))
    asked.upstreams["tollama"].degradation._become("baseline-only")
    clock.passes(20)
    kept = asked.answer(question(model=MODEL))["meta"]
    assert (kept["cache_hit"], kept["cache_stale"], kept["degradation_state"]) == (True, False, "baseline-only")
    asked.cache._fresh_s = 0.0
    older = asked.answer(question(model=MODEL))
    assert (older["meta"]["cache_stale"], older["meta"]["fallback_used"], older["yhat_q"]) == (True, False, good["yhat_q"])
    assert adapter.calls == 1


# ---------------------------------------------------------------- conformal


def test_the_correction_is_answered_beside_the_band_for_the_whole_path():
    seen = []

    def wider(raw):
        seen.append(raw)
        return raw.values + np.array([-0.05, 0, 0.05])

    asked = ForecastService(conformal=wider, clock=Clock())
    answer = asked.answer(question(liquidity_bucket="HIGH", model={"model_name": "ewma"}))
    raw, corrected = (np.array(list(answer[name].values())) for name in ("yhat_q", "conformal_yhat_q"))
    assert corrected.shape == (3, 12)
    unlimited = registry.forecaster("ewma").forecast_quantiles(walk(), 12, 300, (0.1, 0.5, 0.9)).values[0]
    assert pytest.approx(np.clip(unlimited + np.array([-0.05, 0, 0.05]), 0, 1)) == corrected.T
    assert list(answer["conformal_last_step"].values()) == corrected[:, -1].tolist()
    assert (raw[0] > corrected[0]).all()
    one = seen[0]
    assert (one.market_id, one.as_of_s, one.step_s, one.liquidity_bucket, one.method) == ("m", AS_OF, 300, "HIGH", "EWMA")


def test_a_correction_that_crosses_is_put_in_order():
    asked = ForecastService(conformal=lambda raw: raw.values + np.array([0.9, 0, -0.9]), clock=Clock())
    paths = np.array(list(asked.answer(question())["conformal_yhat_q"].values()))
    assert (np.diff(paths, axis=0) >= 0).all()
    assert ((paths >= 0) & (paths <= 1)).all()


def test_without_anything_learned_there_is_no_correction():
    answer = ForecastService(conformal=lambda _: None, clock=Clock()).answer(question())
    assert set(answer) == {"yhat_q", "meta"}


# ---------------------------------------------------------------- laws


prices = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 0.5, 0.001, 0.999]), st.floats(0, 1))
levels = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=9, unique=True).map(sorted)
answers = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(-0.6, 1.6))


@hypothesis_settings(max_examples=60)
@given(
    st.lists(prices, min_size=1, max_size=80), levels, st.integers(1, 30), st.lists(answers, min_size=1, max_size=30),
    st.sampled_from(["price", "logit", "arcsine"]),
)  # fmt: skip
def test_whatever_is_asked_and_whatever_a_model_says_the_answer_is_sound(y, quantiles, horizon, said, space):
    adapter = Adapter(lambda _, steps, wanted: np.resize(np.array(said), (steps, len(wanted))))
    answer = refusal = None
    try:
        asked = question(y=y, quantiles=quantiles, horizon_steps=horizon, model=MODEL, transform={"space": space})
        answer = service(adapter).answer(asked)
    except InputError as error:
        refusal = error
    if answer is None:
        assert (refusal.name, bool(refusal.next_step)) == ("y", True)
    else:
        sound(answer, quantiles, horizon)
        assert answer["meta"]["fallback_used"] == (answer["meta"]["fallback_reason"] is not None)


def test_numbers_of_another_kind_are_numbers():
    adapter = Adapter(lambda prices, steps, wanted: result(around_last(prices, steps, wanted).astype(object), steps, wanted))
    assert service(adapter).answer(question(model=MODEL))["meta"]["fallback_used"] is False

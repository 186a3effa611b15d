"""Everything that is promised to Prometheus is there, and counts."""

from prometheus_client import generate_latest

from credence.forecasts.service import ForecastService
from credence.forecasts.service.metrics import NAMES

from .asking import MODEL, Adapter, Clock, ask_new, question, raising, sample, service, walk


def test_every_metric_is_in_the_text():
    asked = service(Adapter())
    asked.answer(question(model=MODEL))
    asked.answer(question(y=walk(31), model=MODEL))
    asked.answer(question(y=[0.5] * 288))
    asked.metrics.set_coverage("us 1h", "conformal", 0.81)
    text = generate_latest(asked.metrics.registry).decode()
    told = {line.split("{")[0].split(" ")[0] for line in text.splitlines() if not line.startswith("#")}
    families = told | {name.removesuffix(end) for name in told for end in ("_bucket", "_count", "_sum")}
    assert set(NAMES) <= families


def test_calls_are_counted_by_result():
    adapter = Adapter()
    asked = service(adapter)
    ask_new(asked, 3)
    adapter.does = raising(OSError("gone"))
    ask_new(asked, 7)
    calls = {"provider": "tollama", "degradation": "normal"}
    assert sample(asked, "credence_forecast_model_calls_total", result="good", **calls) == 3
    assert sample(asked, "credence_forecast_model_calls_total", result="failed", **calls) == 5
    assert sample(asked, "credence_forecast_requests_total", provider="tollama", outcome="answered") == 3
    assert sample(asked, "credence_forecast_requests_total", provider="tollama", outcome="fallback") == 7
    assert sample(asked, "credence_forecast_fallbacks_total", reason="breaker_open") == 2
    assert sample(asked, "credence_forecast_breaker_state", provider="tollama", state="open") == 1
    assert sample(asked, "credence_forecast_breaker_opened_total", provider="tollama") == 1
    assert sample(asked, "credence_forecast_degradation_state", provider="tollama", state="normal") == 1


def test_width_and_latency_are_observed():
    asked = ForecastService(clock=Clock())
    asked.answer(question())
    asked.answer(question())
    assert sample(asked, "credence_forecast_width_count") == 1, "an answer from the cache is no new band"
    assert sample(asked, "credence_forecast_latency_seconds_count", provider="credence") == 2


def test_coverage_is_what_was_set_last():
    asked = ForecastService(clock=Clock())
    asked.metrics.set_coverage("us 1h", "raw", 0.7)
    asked.metrics.set_coverage("us 1h", "raw", 0.8)
    assert sample(asked, "credence_forecast_coverage", segment="us 1h", calibration="raw") == 0.8


def test_labels_are_ours_only():
    """Names from requests must not become labels: anybody could make as many as they like."""
    asked = service(Adapter())
    for number in range(50):
        try:
            asked.answer(question(market_id=f"m{number}", model={"provider": f"p{number}", "model_name": "x"}))
        except ValueError:
            continue
    text = generate_latest(asked.metrics.registry).decode()
    assert "p49" not in text
    assert "m49" not in text
    assert sample(asked, "credence_forecast_requests_total", provider="unknown", outcome="refused") == 50

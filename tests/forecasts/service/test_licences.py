"""Licences: nothing that may not serve is on the production list, or gets past a request."""

import pytest

from credence.config import rules
from credence.errors import InputError, NotLicensed
from credence.forecasts import registry
from credence.forecasts.service import ForecastService, Licences

from .asking import Adapter, question, service

LISTED = rules("models")["models"]


def test_every_production_model_may_serve():
    licences = Licences()
    assert licences.production
    assert {licences.models[name].tag for name in licences.production} == {"commercial_ok"}


def test_every_model_is_listed_once_and_says_what_it_stands_on():
    names = [(one["provider"], one["name"]) for one in LISTED]
    assert len(set(names)) == len(names)
    for one in LISTED:
        assert set(one) == {"provider", "name", "licence", "tag", "parameters", "source"}
        assert one["tag"] in ("commercial_ok", "research_only", "unknown")
        assert one["licence"]
        assert one["source"]


def test_non_commercial_and_unread_licences_are_not_commercial():
    for one in LISTED:
        if "-NC" in one["licence"] or "not open" in one["licence"] or "community" in one["licence"]:
            assert one["tag"] == "research_only", one
        if "remembered" in one["licence"]:
            assert one["tag"] == "unknown", one


def test_every_built_in_method_is_listed():
    assert set(registry.BUILT_IN) == set(Licences().names("credence"))


@pytest.mark.parametrize("tag", ["research_only", "unknown", None])
def test_a_service_with_a_wrong_production_list_does_not_start(tag):
    entry = {"provider": "p", "name": "x", "licence": "?", "tag": tag, "parameters": 1, "source": "?"}
    config = {"production": ["p/x"], "models": [entry] if tag else []}
    with pytest.raises(NotLicensed) as refusal:
        ForecastService(licences=Licences(config))
    assert "models.yml" in refusal.value.next_step


REFUSED = [one for one in LISTED if one["tag"] != "commercial_ok"]


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one["name"])
def test_a_request_for_it_is_refused_and_reaches_nobody(one):
    adapter = Adapter()
    with pytest.raises(NotLicensed) as refusal:
        service(adapter).answer(question(model={"provider": one["provider"], "model_name": one["name"]}))
    assert (refusal.value.name, adapter.calls) == ("model.model_name", 0)
    assert "mock" in refusal.value.next_step
    assert one["tag"] in str(refusal.value)


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ({"provider": "tollama", "model_name": "no-such-model"}, "model.model_name"),
        ({"provider": "tollama"}, "model.model_name"),
        ({"model_name": "no-such-method"}, "model.model_name"),
        ({"provider": "nobody", "model_name": "x"}, "model.provider"),
        ({"provider": "chronos", "model_name": "amazon/chronos-2"}, "model.provider"),  # known, and not installed here
        ({"model_name": "ewma", "params": {"lam": 0.9}}, "model.params"),
    ],
)
def test_models_that_are_unknown_or_not_here_are_refused(model, field):
    adapter = Adapter()
    with pytest.raises(InputError) as refusal:
        service(adapter).answer(question(model=model))
    assert (refusal.value.name, adapter.calls) == (field, 0)
    assert refusal.value.next_step


def test_a_licensed_model_that_is_off_the_production_list_is_refused():
    config = rules("models")
    licences = Licences({**config, "production": ["credence/ewma"]})
    with pytest.raises(NotLicensed):
        licences.allowed("tollama", "mock")

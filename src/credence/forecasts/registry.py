"""Forecasters by name. What a forecaster needs is loaded when it is first asked for, once per process."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from ..errors import InputError
from .interface import Forecaster

DEFAULT = "har"

# name -> (module, factory without arguments)
BUILT_IN = {
    "ewma": ("ewma", "Ewma"),
    "kalman": ("local_level", "LocalLevel"),
    "rolling_quantile": ("rolling_quantile", "RollingQuantile"),
    "fhs": ("fitted_models", "Fhs"),
    "har": ("fitted_models", "Har"),
    "learned": ("fitted_models", "Learned"),
}


@cache
def forecaster(name: str = DEFAULT) -> Forecaster:
    """The forecaster of this name. Raises InputError for a name that is not built in."""
    if name not in BUILT_IN:
        raise InputError("method", name, " or ".join(BUILT_IN))
    module, factory = BUILT_IN[name]
    make: Callable[[], Forecaster] = getattr(import_module(f".{module}", __package__), factory)
    return make()

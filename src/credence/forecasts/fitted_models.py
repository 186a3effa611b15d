"""The fitted models as forecasters: har, the default, and fhs with numpy only; learned evaluated from flat arrays."""

from functools import cache

from . import learned
from .artefact import Artefact, shipped
from .scaled import ScaledShape
from .scales import EwmaScale, HarScale


def from_artefact(artefact: Artefact) -> ScaledShape:
    """The forecaster of an artefact of any method."""
    if artefact.method == "LEARNED":
        return learned.from_artefact(artefact)
    scale = HarScale(artefact.coefficients) if artefact.method == "HAR" else EwmaScale()
    return ScaledShape(scale, dict(artefact.shapes), artefact.method, artefact.method.lower(), artefact.version)


@cache
def loaded(name: str) -> Artefact:
    """A shipped artefact: har, fhs or learned."""
    return shipped(name)


def Har() -> ScaledShape:
    """The default forecaster."""
    return from_artefact(loaded("har"))


def Fhs() -> ScaledShape:
    """Filtered historical simulation: pooled shapes on the scale of an EWMA."""
    return from_artefact(loaded("fhs"))


def Learned() -> ScaledShape:
    """The gradient-boosted scale."""
    return from_artefact(loaded("learned"))

"""GET /trust, /recalibrated, /markets/{market_id}/features: what stands beside a price, and the evidence for it."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ..products import features, markets, recalibration, trust, trust_reliability
from ..records import Features, RecalibratedPrice, RecalibrationEvidence, Trust, TrustReliability
from .answers import list_answer
from .asking import Ask, documented
from .parameters import EvidenceParameters, RecalibratedParameters, ReliabilityParameters, TrustParameters, WindowParameters

router = APIRouter(tags=["trust"])


@router.get("/trust", responses=documented(Trust))
def read_trust(ask: Ask, filters: Annotated[TrustParameters, Query()]) -> Response:
    """Trust in prices, 0 to 100, with its parts; a part without data is null, and below .6 of the weights there is no total."""
    return ask.kept(lambda meta: list_answer(trust.read(ask.lake, **filters.filters()), meta, Trust, filters.format))


@router.get("/trust/reliability", responses=documented(TrustReliability))
def read_reliability(ask: Ask, filters: Annotated[ReliabilityParameters, Query()]) -> Response:
    """The track record of trust itself: how well prices came true by fifth of trust, the test of the trend, the placebo."""
    return ask.kept(
        lambda meta: list_answer(
            trust_reliability.read(ask.lake, version=filters.version, anchor=filters.anchor, horizon=filters.horizon),
            meta, TrustReliability, filters.format,
        )
    )  # fmt: skip


@router.get("/recalibrated", responses=documented(RecalibratedPrice))
def read_recalibrated(ask: Ask, filters: Annotated[RecalibratedParameters, Query()]) -> Response:
    """What each price would have to say to come true, with its interval; or that recalibration does not help here."""
    return ask.kept(
        lambda meta: list_answer(recalibration.read(ask.lake, **filters.filters()), meta, RecalibratedPrice, filters.format)
    )


@router.get("/recalibrated/evidence", responses=documented(RecalibrationEvidence))
def read_evidence(ask: Ask, filters: Annotated[EvidenceParameters, Query()]) -> Response:
    """Whether recalibration has helped, cell by cell: the walk-forward gain with the wider of two intervals."""
    return ask.kept(
        lambda meta: list_answer(
            recalibration.evidence(ask.lake, **filters.filters()), meta, RecalibrationEvidence, filters.format
        )
    )


@router.get("/markets/{market_id}/features", responses=documented(Features))
def read_features(ask: Ask, market_id: str, window: Annotated[WindowParameters, Query()]) -> Response:
    """How one market moved, by the hour. `market_id` may be any name of it."""

    return ask.kept(
        lambda meta: list_answer(
            features.read(ask.lake, markets.identify(ask.lake, market_id), **window.filters()), meta, Features, window.format
        )
    )

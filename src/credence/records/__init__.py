"""What a row is: one class per row. Arrow types, SQL types, API answers and the page of columns follow from it."""

from .bands import BandBasis, BandBreach, BandCoverage, BandDecision, ConformalState, ConformalTheta
from .cube import CubeRow
from .cutoff import Cutoff
from .features import Features
from .ledger import Coverage, Refused
from .market import Event, MarketAlias, MarketHistory, MarketRegistry
from .outcome import Outcome
from .price import MarketSnapshot, OpenInterest, Price
from .published import AlertEvent, ForecastBand, QuestionQuality
from .recalibration import Recalibrated, RecalibratedPrice, RecalibrationEvidence
from .scoreboard import ScoreboardRow
from .table import TABLES, Row, Table, column, json_schema, sql_type
from .trust import Trust, TrustReliability

__all__ = [
    "TABLES",
    "AlertEvent",
    "BandBasis",
    "BandBreach",
    "BandCoverage",
    "BandDecision",
    "ConformalState",
    "ConformalTheta",
    "Coverage",
    "CubeRow",
    "Cutoff",
    "Event",
    "Features",
    "ForecastBand",
    "MarketAlias",
    "MarketHistory",
    "MarketRegistry",
    "MarketSnapshot",
    "OpenInterest",
    "Outcome",
    "Price",
    "QuestionQuality",
    "Recalibrated",
    "RecalibratedPrice",
    "RecalibrationEvidence",
    "Refused",
    "Row",
    "ScoreboardRow",
    "Table",
    "Trust",
    "TrustReliability",
    "column",
    "json_schema",
    "sql_type",
]

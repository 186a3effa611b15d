"""What a row is: one class per row. Arrow types, SQL types, API answers and the page of columns follow from it."""

from .cutoff import Cutoff
from .ledger import Coverage, Refused
from .market import Event, MarketAlias, MarketHistory, MarketRegistry
from .outcome import Outcome
from .price import MarketSnapshot, OpenInterest, Price
from .published import AlertEvent, ForecastBand, QuestionQuality
from .scoreboard import ScoreboardRow
from .table import TABLES, Row, Table, column, json_schema, sql_type

__all__ = [
    "TABLES",
    "AlertEvent",
    "Coverage",
    "Cutoff",
    "Event",
    "ForecastBand",
    "MarketAlias",
    "MarketHistory",
    "MarketRegistry",
    "MarketSnapshot",
    "OpenInterest",
    "Outcome",
    "Price",
    "QuestionQuality",
    "Refused",
    "Row",
    "ScoreboardRow",
    "Table",
    "column",
    "json_schema",
    "sql_type",
]

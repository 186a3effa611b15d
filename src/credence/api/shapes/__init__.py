"""Shapes of answers that are one object, and rows of lists that no table holds: for the document of addresses, and nothing else.

Answers are sent as they were made; no shape is run over them. A test holds real answers to their shapes.
"""

from .cell import Attrition, Cell, Cells, Changes, Comparison, Facets, Monitor, Panel
from .explorer import Context, Explorer
from .how import How
from .lists import EventRow, FoundMarket, MarketRow
from .market import MarketPage
from .parts import Shape
from .today import EventPage, Overview

ANSWERS: tuple[type[Shape], ...] = (
    Overview, Explorer, Context, Cell, Facets, Cells, Comparison, Panel, Attrition, Monitor, Changes, MarketPage, EventPage, How,
)  # fmt: skip

__all__ = [
    "ANSWERS", "Attrition", "Cell", "Cells", "Changes", "Comparison", "Context", "EventPage", "EventRow", "Explorer", "Facets",
    "FoundMarket", "How", "MarketPage", "MarketRow", "Monitor", "Overview", "Panel", "Shape",
]  # fmt: skip

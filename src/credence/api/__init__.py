"""Who sees it, over HTTP: one router per noun. Routes read products and never compute; nothing is written.

reader.py    the lake as a server holds it         answers.py   envelope, formats, ETag, kept answers
failures.py  failures become status codes, once    parameters.py, times.py   what an address takes
access.py    who may ask for what costs, how fast  forecast.py  the one address that is asked with POST
within.py    tables inside answers of one thing, as files
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ..forecasts.service import ForecastService
    from ..lake import Lake


def create_app(lake: "Lake", forecasts: "ForecastService | None" = None, *, warm: bool = False) -> "FastAPI":
    """The application over a lake; the folder need not exist yet.

    forecasts  the service, else as the settings have it
    warm       make the first answers that people look at beside the first requests: their compiled code takes seconds to load
    """
    from .application import build

    return build(lake, forecasts, warm=warm)

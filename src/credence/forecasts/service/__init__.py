"""The forecast service: a question over HTTP or in process, and an answer whatever happens to the models behind it.

request.py   what is asked           history.py      the newest steps on an even grid
service.py   the order of an answer  answer.py       what is answered, guarded
cache.py     one flight per question  route.py       what the baseline answers by rule
providers.py models elsewhere        breaker.py, degradation.py, spaces.py   how they are asked
licences.py  which may serve         metrics.py      what is counted
"""

from .answer import ForecastAnswer
from .licences import Licences
from .metrics import ForecastMetrics
from .providers import Provider
from .request import ForecastRequest, asked, parsed
from .service import Conformal, ForecastService, Raw

__all__ = [
    "Conformal", "ForecastAnswer", "ForecastMetrics", "ForecastRequest", "ForecastService", "Licences", "Provider", "Raw",
    "asked", "parsed",
]  # fmt: skip

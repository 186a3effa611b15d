"""Explorer: one question to the cube, with all that is drawn of it; and a second one beside it.

read     counts, figures, reliability in ten equal bins, discrimination, scores, facets, one bin's markets, and the comparison
context  the same question at every horizon and in every category
rule     every figure is that of the cell (`products.calibration`), to the digit. Without enough events nothing is shown but
         counts; intervals are the wider of event and week
"""

from .context import cohort_horizons, context
from .question import read

__all__ = ["cohort_horizons", "context", "read"]

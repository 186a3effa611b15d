"""One cycle of bands: the correction anew where a day has passed, then bands for the markets that matter."""

from datetime import datetime

from ..lake import Lake
from ..products import band_state, bands
from ..products.bands import CycleResult


def run_cycle(lake: Lake, as_of: datetime) -> CycleResult:
    """Make the bands of one moment, under the writer's lock; nothing knowable after `as_of` is used."""
    with lake.writing():
        connection = lake.connect()
        try:
            if band_state.is_due(connection, as_of):
                band_state.build(lake, connection, as_of)
            return bands.cycle(lake, connection, as_of)
        finally:
            connection.close()

"""Small lakes of judged prices, made anew for each test."""

from collections.abc import Callable
from typing import Any

import pytest

from credence.lake import Lake, open_lake

from .cube_lake import finish, write


@pytest.fixture
def lake_of(tmp_path) -> Callable[..., Lake]:
    """Makes a lake of rows of cube_rows."""
    made: list[Lake] = []

    def make(rows: list[dict[str, Any]], *, simulated: bool = True, neg_risk: bool = False) -> Lake:
        lake = open_lake(str(tmp_path / f"lake-{len(made)}"))
        lake.claim(simulated=simulated)
        finish(lake, "run-1")
        write(lake, rows, neg_risk=neg_risk)
        made.append(lake)
        return lake

    return make

"""The prices of one market as a forecaster wants them: a regular grid that ends at the newest step, and what else was known.

read  prices, market_registry -> one series
"""

from datetime import datetime

import numpy as np

from ..errors import InputError
from ..forecasts import Covariates
from ..forecasts.histories import from_rows
from ..forecasts.interface import Floats
from ..forecasts.origin_features import WINDOW
from ..lake import Lake

WIDEST_SPREAD = 0.1  # a midpoint of a wider quote is no price

_SQL = """
    select epoch(p.ts)::bigint as ts, p.p_yes, p.spread, epoch(r.end_ts)::bigint as end_ts
    from prices as p inner join market_registry as r using (market_id)
    where p.market_id = $market_id and ($as_of is null or p.knowable_at <= $as_of)
        and p.p_yes is not null and (p.spread is null or p.spread <= $widest)
    order by p.ts desc limit $most
"""
MOST_ROWS = 50_000


def read(lake: Lake, market_id: str, as_of: datetime | None, step_s: int) -> tuple[Floats, Covariates, int]:
    """The last WINDOW steps up to the newest price, (length,), its covariates, and that step's end (UTC s).

    Raises: InputError where the market has no price that was knowable by `as_of`.
    """
    if step_s <= 0:
        raise InputError("step", step_s, "at least one second")
    given = {"market_id": market_id, "as_of": as_of, "widest": WIDEST_SPREAD, "most": MOST_ROWS}
    lake.require("prices", "market_registry")
    found = lake.rows(_SQL, given)
    if not found:
        raise InputError("market", market_id, "one with a price; see `credence show markets`")
    ts = np.asarray([row["ts"] for row in found], np.int64)[::-1]
    p = np.asarray([row["p_yes"] for row in found], float)[::-1]
    spread = np.asarray([np.nan if row["spread"] is None else row["spread"] for row in found], float)[::-1]
    end = (ts // step_s + 1) * step_s
    last = np.r_[np.flatnonzero(np.diff(end)), len(end) - 1]
    rows = {"market_id": np.full(len(last), market_id, object), "ts": end[last], "p": p[last], "spread": spread[last]}
    histories = from_rows(rows | {"step_s": np.full(len(last), step_s)})
    scheduled = found[0]["end_ts"]
    known = Covariates(
        origin_ts=end[-1:],
        hours_to_end=None if scheduled is None else np.asarray([(scheduled - end[-1]) / 3600.0]),
        spread=histories.spread[-1:],
    )
    return histories.prices[-WINDOW:], known, int(end[-1])

"""show, where it tells what stands beside a price: trust and its track record, recalibrated prices, features."""

from typing import Annotated

import typer

from .options import CursorOption, JsonOption, LakeOption, LimitOption, SinceOption, UntilOption

Filter = Annotated[str | None, typer.Option(help="only rows with this value")]
TRUST = ("market_id", "anchor", "horizon", "cutoff_at", "total", "weight_present", "liquidity", "stability", "question_quality",
         "no_manipulation")  # fmt: skip
RECORD = ("trust_version", "anchor", "horizon", "quintile", "n", "n_events", "mean_trust", "slope", "slope_low", "slope_high",
          "mcb_excess", "p_value_slope", "placebo_slope", "verdict")  # fmt: skip
PRICES = ("market_id", "anchor", "horizon", "p_yes", "p_recalibrated", "low", "high", "method", "statement")
EVIDENCE = ("anchor", "category", "horizon", "methods", "n_events", "gain", "gain_low", "gain_high", "unit", "verdict")
FEATURES = ("ts", "p_yes", "change", "vol", "volume_velocity", "oi_change", "excess_movement", "jump", "spread",
            "liquidity_bucket")  # fmt: skip


def trust(
    market_id: Filter = None,
    anchor: Filter = None,
    horizon: Filter = None,
    version: Annotated[str | None, typer.Option(help="v1 or v2; default: the one that is shown")] = None,
    record: Annotated[bool, typer.Option("--record", help="its own track record instead")] = False,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show how far prices can be trusted, 0 to 100, with the parts; or, with --record, whether trust has told later errors.

    Example: credence show trust --horizon now --limit 10
    """
    from ..products import trust as product
    from ..products import trust_reliability
    from ..records import Trust, TrustReliability
    from .answering import listed
    from .options import reading

    source = reading(lake)
    if record:
        found = trust_reliability.read(source, version=version, anchor=anchor, horizon=horizon)
        return listed(source, found, RECORD, TrustReliability, as_json=as_json)
    found = product.read(
        source, market_id=market_id, anchor=anchor, horizon=horizon, version=version, limit=500 if limit is None else limit,
        cursor=cursor,
    )  # fmt: skip
    return listed(source, found, TRUST, Trust, as_json=as_json)


def recalibrated(
    market_id: Filter = None,
    category: Filter = None,
    anchor: Filter = None,
    horizon: Filter = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="whether it has helped, cell by cell")] = False,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show what prices would have to say to come true; or, with --evidence, whether recalibration has helped.

    Example: credence show recalibrated --evidence --anchor scheduled
    """
    from ..products import recalibration as product
    from ..records import RecalibratedPrice, RecalibrationEvidence
    from .answering import listed
    from .options import reading

    source, limit = reading(lake), 500 if limit is None else limit
    if evidence:
        found = product.evidence(source, category=category, anchor=anchor, horizon=horizon, limit=limit, cursor=cursor)
        return listed(source, found, EVIDENCE, RecalibrationEvidence, as_json=as_json)
    found = product.read(
        source, market_id=market_id, category=category, anchor=anchor, horizon=horizon, limit=limit, cursor=cursor
    )
    return listed(source, found, PRICES, RecalibratedPrice, as_json=as_json)


def features(
    market_id: Annotated[str, typer.Argument(help="Gamma's id, condition id, token id or slug")],
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    cursor: CursorOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = None,
) -> None:
    """Show how a market moved, by the hour.

    Example: credence show features 9000001 --limit 24
    """
    from ..products import features as product
    from ..products import markets
    from ..records import Features
    from .answering import listed
    from .options import moment, reading

    source = reading(lake)
    found = product.read(
        source, markets.identify(source, market_id), since=moment("--since", since), until=moment("--until", until),
        limit=1000 if limit is None else limit, cursor=cursor,
    )  # fmt: skip
    listed(source, found, FEATURES, Features, as_json=as_json)


COMMANDS = (trust, recalibrated, features)

"""docs/reading.md and its pictures say what the lake of all recordings says."""

from pathlib import Path

import pytest

from credence.products import attrition, calibration

from .reading import page

pytestmark = [pytest.mark.recorded, pytest.mark.xdist_group("recorded_lake")]

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reading_says_what_the_lake_says(recorded, tmp_path_factory):
    text, pictures = page(recorded.lake)
    fresh = tmp_path_factory.getbasetemp() / "reading"
    (fresh / "pictures").mkdir(parents=True)
    (fresh / "reading.md").write_text(text, encoding="utf-8")
    for name, picture in pictures.items():
        (fresh / "pictures" / name).write_text(picture, encoding="utf-8")
    again = f"write it anew: cp -r {fresh}/. {DOCS}"
    assert (DOCS / "reading.md").read_text(encoding="utf-8") == text, again
    for name in pictures:  # names of runs stand in pictures, and differ
        assert (DOCS / "pictures" / name).exists(), again


def test_no_step_of_the_funnel_gains_markets(recorded):
    found = attrition.read(recorded.lake, venue="polymarket_us", anchor="close", horizon="1h")
    counts = [step["markets"] for step in found["steps"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == calibration.answer(recorded.lake, venue="polymarket_us", anchor="close", horizon="1h")["figures"]["n"]


def test_a_liquidity_that_nobody_observed_is_not_made_up(recorded):
    found = calibration.facets(recorded.lake, "liquidity", horizon="24h")
    unknown = next(row for row in found["rows"] if row["liquidity_bucket"] == "UNKNOWN")
    assert unknown["n"] > 0.99 * sum(row["n"] for row in found["rows"])

"""docs/bands.md and its pictures say what the shipped models reach on events that they were not fitted on."""

from pathlib import Path

import pytest

from credence.lab.band_skill import skills
from credence.lab.judged_origins import HORIZONS_S, judged

from .band_page import own_lines, page, spliced

pytestmark = [pytest.mark.recorded]

DOCS = Path(__file__).parents[2] / "docs"
SHORT = ("clob", "weather")


def test_figures_of_the_small_sets_are_those_of_the_page(recorded_folder, tmp_path):
    """The largest set takes minutes: see the long form."""
    text, _ = page([skills(one) for one in judged(recorded_folder, SHORT)])
    known = (DOCS / "bands.md").read_text(encoding="utf-8")
    fresh = tmp_path / "bands.md"
    fresh.write_text(spliced(known, text, SHORT), encoding="utf-8")
    assert len(own_lines(known, SHORT)) > 100
    assert own_lines(known, SHORT) == own_lines(text, SHORT), f"write it anew: cp {fresh} {DOCS}/bands.md (then the long form)"


@pytest.mark.torture
def test_the_page_says_what_the_recordings_say(recorded_folder, tmp_path_factory):
    text, pictures = page([skills(one) for one in judged(recorded_folder, tuple(HORIZONS_S))])
    fresh = tmp_path_factory.getbasetemp() / "bands"
    (fresh / "pictures").mkdir(parents=True, exist_ok=True)
    (fresh / "bands.md").write_text(text, encoding="utf-8")
    for name, picture in pictures.items():
        (fresh / "pictures" / name).write_text(picture, encoding="utf-8")
    again = f"write it anew: cp -r {fresh}/. {DOCS}"
    assert (DOCS / "bands.md").read_text(encoding="utf-8") == text, again
    for name, picture in pictures.items():
        assert (DOCS / "pictures" / name).read_text(encoding="utf-8") == picture, again

"""Numbers and times on pages: the cases that the browser's formatter is held to as well."""

import json
from pathlib import Path

import pytest

from credence.api.pages import figures

CASES = json.loads((Path(__file__).parents[2] / "web" / "src" / "format.cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}-{case['lang']}-{case['output']}")
def test_a_number_reads_as_the_shared_cases_say(case):
    zone = {"zone": case["zone"]} if "zone" in case else {}
    assert figures.KINDS[case["kind"]](case["input"], case["lang"], **zone) == case["output"]


def test_every_kind_has_a_case():
    assert {case["kind"] for case in CASES} == set(figures.KINDS)
    assert len(CASES) >= 60

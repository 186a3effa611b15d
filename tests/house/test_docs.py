"""The manual says what the code says: every table, command and address, with every column, option and parameter."""

import pytest

from credence.cli.docs import PAGES

AGAIN = "write the pages anew: python -m credence.cli.docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(root, name):
    assert (root / "docs" / name).read_text(encoding="utf-8") == PAGES[name](), AGAIN


@pytest.mark.parametrize("name", PAGES)
def test_the_index_leads_to_the_page(root, name):
    assert f"]({name})" in (root / "docs/index.md").read_text(encoding="utf-8")


def test_no_column_is_without_meaning():
    for line in PAGES["tables.md"]().splitlines():
        if line.startswith("| `"):
            assert all(cell.strip() for cell in (line.split(" | ")[1], line.rstrip(" |").split(" | ")[-1])), line


def test_no_option_is_without_meaning():
    empty = [line for line in PAGES["cli.md"]().splitlines() if line.startswith("| `") and line.endswith("|  |")]
    assert empty == []

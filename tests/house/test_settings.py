"""Every setting is read by some code, and written up with its default."""

import ast

from credence.settings import Settings


def test_every_setting_is_read(source_files):
    """A setting that no code reads is a promise that nobody keeps."""
    read = {
        node.attr
        for file in source_files
        if file.name != "src/credence/settings.py"
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    assert sorted(set(Settings.model_fields) - read) == []


def test_the_page_of_settings_says_what_the_code_says(root):
    page = (root / "docs/settings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert rows[0] == "| variable | default | what it is |"
    assert rows[2:] == [
        f"| `CREDENCE_{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]


def test_every_setting_has_a_sentence():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def _shown(default: object) -> str:
    return "unset" if default is None else f"`{default}`"

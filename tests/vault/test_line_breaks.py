"""How a vault's Obsidian reads a line break."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.vault.line_breaks import has_strict_line_breaks


@pytest.mark.parametrize(
    ("settings", "is_strict"),
    [
        ('{"strictLineBreaks": true}', True),
        ('{"strictLineBreaks": false}', False),
        ('{"strictLineBreaks": 1}', False),
        ("{}", False),
        ("[true]", False),
        ("not JSON", False),
        ("[" * 100_000, False),
    ],
)
def test_line_breaks_are_strict_only_where_obsidian_says_so(settings: str, is_strict: bool, tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "app.json").write_text(settings, "utf-8")

    assert has_strict_line_breaks(tmp_path) is is_strict


def test_a_vault_that_obsidian_never_opened_breaks_lines(tmp_path: Path) -> None:
    assert not has_strict_line_breaks(tmp_path)

"""The lines of sections and blocks."""

from __future__ import annotations

from math import inf

import pytest

from kb.vault.markdown import parse_markdown
from kb.vault.markdown.parts import part_lines


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("text", {}),
        ("# A\n\ntext\n\n## B\n# C", {"a": (1, 6), "b": (5, 6), "c": (6, inf)}),
        ("> # A\n> text\n\ntext\n# B", {"a": (1, 3), "b": (5, inf)}),
        ("# A\n> # B\n\ntext\n# C", {"a": (1, 5), "b": (2, 3), "c": (5, inf)}),
        ("- # A\n  ## B\n- text", {"a": (1, 3), "b": (2, 3)}),
        ("over\nlines ^x", {"^x": (1, 3)}),
        ("- one ^x\n  - two\n- three", {"^x": (1, 3)}),
        ("- one\n- two\n\n^x", {"^x": (1, 4)}),
        ("| a |\n| - |\n| b |\n\n^x", {"^x": (1, 4)}),
        ("> [!note] A\n> text\n\n^x", {"^x": (1, 3)}),
        ("```\ncode\n```\n\n^x", {"^x": (1, 4)}),
        ("# A ^x\ntext", {"^x": (1, 2), "a": (1, inf)}),
        ("one ^x\n\ntwo ^x", {"^x": (1, 2)}),
        ("[^1]\n\n[^1]: one ^x", {"^x": (3, 4)}),
    ],
)
def test_each_section_and_block_has_its_lines(text: str, parts: dict[str, tuple[float, float]]) -> None:
    assert part_lines(parse_markdown(text)) == parts


def test_lines_are_those_of_the_file() -> None:
    assert part_lines(parse_markdown("# A\n\ntext ^x", first_line=5)) == {"a": (5, inf), "^x": (7, 8)}

"""What an embed shows takes up the lines that the check of embeds reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Heading
from kb.site.body.sections import part_of
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.parts import part_lines

LINES = [
    "# A",
    "## B",
    "> # C",
    "> > ## D",
    "- # E",
    "  # F",
    "- a ^x",
    "  - b",
    "text ^y",
    "> q",
    "| t |",
    "| - |",
    "^z",
    "",
]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_what_is_shown_stands_in_the_lines_of_the_part(lines: list[str]) -> None:
    document = parse_markdown("\n".join(lines))
    for name, (first, end) in part_lines(document).items():
        is_block = name.startswith("^")
        target = Target("a.md", None if is_block else Heading(1, "", 1, name), name[1:] if is_block else "")
        shown = [line for token in part_of(document, target).tokens if token.map for line in range(*token.map)]
        others = [token.map for token in document.tokens if token.type == "inline" and token.map]

        assert first == 1 + min(shown)
        assert end >= 1 + max(shown)
        assert all(line in shown or not first <= line + 1 < end for one in others for line in range(*one))

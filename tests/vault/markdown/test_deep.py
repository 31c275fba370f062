"""What is nested without end: nothing is lost, and nothing fails."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kb.vault.markdown import parse_markdown, read_outline

DEEP = 1000


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("> " * DEEP + "[[a]]", 1),
        ("- " * DEEP + "[[a]]", 1),
        ("1. " * DEEP + "[[a]]", 1),
        ("> - " * DEEP + "[[a]]", 1),
        ("> [!note] " * DEEP + "[[a]]", 1),
        ("\n".join("  " * depth + f"- [[a{depth}]]" for depth in range(DEEP)), DEEP),
        ("\n\n".join(">" * depth + f" [[a{depth}]]" for depth in range(200)), 200),
        ("*a **b " * DEEP + "[[a]]" + " b** a*" * DEEP, 1),
        ("==a ~~b " * DEEP + "[[a]]", 1),
        ("[" * DEEP + "[[a]]" + "]" * DEEP, 1),
        ("[" * DEEP + "[[a]]" + "](b)" * DEEP, 1),
        ("x <b>" * DEEP + "[[a]]", 1),
        ("![[" * DEEP + "a" + "]]" * DEEP, 1),
        ("^[" * DEEP + "[[a]]" + "]" * DEEP, 1),
        ("[^1]: " * DEEP + "[[a]]", 1),
        ("#" + "a/" * DEEP + "b [[a" + "#b" * DEEP + "]]", 1),
    ],
)
def test_links_are_found_however_deep_they_stand(text: str, links: int) -> None:
    assert len(read_outline(text, path="a.md", first_line=1).links) == links


def test_what_is_too_deep_is_a_paragraph_as_written() -> None:
    tokens = parse_markdown("> " * 100 + "end\n\nnext").tokens
    deep = [inline for opening, inline in pairwise(tokens) if opening.meta.get("too_deep")]

    assert [(token.content, token.map) for token in deep] == [("> " * 40 + "end", [0, 1])]
    assert tokens[-2].content == "next"


@pytest.mark.parametrize("nested", ["![" * DEEP + "a" + "](b)" * DEEP, "^[![" * DEEP + "a" + "](b)]" * DEEP])
def test_pictures_in_pictures_end_somewhere(nested: str) -> None:
    assert read_outline(nested, path="a.md", first_line=1).links

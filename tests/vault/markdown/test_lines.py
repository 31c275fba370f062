"""Each link and tag knows where in the file it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.vault.markdown import outline_of, parse_markdown, read_outline

PREFIXES = [
    "",
    "# ",
    "- ",
    "> ",
    "> > ",
    "1. ",
    "- [ ] ",
    "> [!note] ",
    "| ",
    "[^1]: ",
    "  ",
    "\t",
    "- \t",
    "> - ",
    "a ",
]
PIECES = [
    *(
        "[[A]]",
        "![[B#c|d]]",
        "[t](x.md)",
        "![a [[In]] b](y.png)",
        "^[in place [[F]] and [[F]]]",
        "`[[A]]`",
        "[[A\\|b]]",
    ),
    *(
        "%%[[A]]%%",
        "==[[M]]==",
        "$[[A]]$",
        " | ",
        "|",
        " ",
        "\\",
        " #",
        "\n",
        " ^id",
        "[[A]] ##",
        "[![i](p.png)](q.md)",
    ),
    *("\\|", "---", "| - | - |\n", "<b>", "é", "[[Ü]]", "#tag"),
]
LINES = st.builds(
    lambda prefix, parts: prefix + "".join(parts), st.sampled_from(PREFIXES), st.lists(st.sampled_from(PIECES))
)


@given(st.lists(LINES).map("\n".join))
def test_a_link_stands_where_it_says(text: str) -> None:
    lines = text.split("\n")

    for link in read_outline(text, path="a.md", first_line=1).links:
        if "\n" not in link.raw:
            assert lines[link.line - 1][link.column :].startswith(link.raw)
            assert link.column >= 0


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("`[[A]]` then [[A]]", [13]),
        ("> - one [[A]]\n>   two `[[A]]` [[A]]", [8, 16]),
        ("\t- [[A]]", []),
        ("- x\n\t- [[A]]", [3]),
        ("- \t[[A]]", [3]),
        ("# [[A]] [[A]] ##", [2, 8]),
        ("> [!note] On [[A]]\n> and [[A]] ^id", [13, 6]),
        ("| a [[A\\|x]] | `[[A\\|x]]` [[A\\|x]] |\n|-|-|\n| - | [[A]] [[A\\|y]]", [4, 26, 6, 12]),
        ("x[^1]\n\n[^1]: see [[A]]\n    and [[A]]", [10, 8]),
        ("^[see [[A]] and `[[A]]`\nor [[A]]] and [[A]]", [6, 3, 14]),
        ("![x [[A]]\ny [[A]]](p.png) [[A]]", [0, 4, 2, 16]),
        ("- [ ] [[A]]", [6]),
        ("[![i](p.png)](q.md)", [0, 1]),
        ("%% a\n\n b %% [[A]]", [6]),
    ],
)
def test_the_column_is_that_of_the_link_itself(text: str, columns: list[int]) -> None:
    links = read_outline(text, path="a.md", first_line=1).links

    assert [link.column for link in sorted(links, key=lambda link: (link.line, link.column))] == columns


@pytest.mark.parametrize(("text", "place"), [("a\n> b #x", (2, 4)), ("| c | #x |\n|-|-|", (1, 6))])
def test_a_tag_stands_where_it_says(text: str, place: tuple[int, int]) -> None:
    tokens = [child for token in parse_markdown(text).tokens for child in token.children or []]

    assert [token.meta["place"] for token in tokens if token.type == "tag"] == [place]
    assert outline_of(parse_markdown(text), path="", lines=text.split("\n")).tags == (("x", place[0]),)

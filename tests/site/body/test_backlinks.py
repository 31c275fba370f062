"""The sentence around a link, as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.backlinks import parsed_words, plain_words
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from tests.site.conftest import MakeSite

PIECES = [
    *("[[A]]", "[[A b|x y]]", "[[A#B]]", "[[A#^id]]", "[[a/b-c.md]]", "[[ A ]]", "[[A|  ]]", "[[#H]]", "[[A|1. x]]"),
    *(
        "word",
        "well-known",
        "1. x",
        "- ",
        "2021",
        "(a)",
        "a_b",
        "__a__",
        "...",
        "  ",
        "'q'",
        '"z"',
        "?",
        ";",
        "#t",
        "é",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(alphabet="ab 1.-_()'[]|#^", max_size=20))
def test_plain_words_are_read_as_the_parser_reads_them(text: str) -> None:
    assert plain_words(text) in {None, parsed_words(text)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Buy when [[A]] turns.", "Buy when A turns."),
        ("See [[A#Part|the part]] and [[A#^id]].", "See the part and A &gt; ^id."),
        ("**Bold** [[A]] `code`", "Bold A code"),
    ],
)
def test_a_sentence_is_quoted_without_markup(make_site: MakeSite, text: str, shown: str) -> None:
    site = make_site({"A.md": "# Part\n\nText ^id", "B.md": text})

    assert f"<q>{shown}</q>" in render_page(page_place(site, site.index.notes["A.md"])).html

"""Links written anew in place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Link
from kb.site.private.relink import plain, relinked
from kb.vault.markdown import parse_markdown, read_outline
from kb.vault.markdown.text import plain_text

WIKI = Link("x", "", "", 1, is_embed=False, is_wiki=True, raw="[[x]]")


def to_word(link: Link) -> str | None:
    return "word" if link.target in {"x", "x.md"} else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a [[x]] [[y]] b", "a word [[y]] b"),
        ("[[x]][[x]]\n\n> ![[x]]", "wordword\n\n> word"),
        ("| [[x\\|t]] | [[x]] |\n|--|--|\n| [[x]] | [[y\\|t]] |", "| word | word |\n|--|--|\n| word | [[y\\|t]] |"),
        ("[a [[x]]](x.md)", "word"),
        ("`[[x]]` [[x]]", "`[[x]]` word"),
        ("[a\nb\nc](x.md)\nd", "word\n\n\nd"),
        ("- [a\n  b](x.md) c", "- word\n   c"),
        ("^[in [[x]]] and [^1]\n\n[^1]: of [[x]]", "^[in word] and [^1]\n\n[^1]: of word"),
    ],
)
def test_a_link_is_replaced_where_it_stands(before: str, after: str) -> None:
    assert relinked(before, to_word) == (after, ())


def test_a_link_that_comes_back_is_told() -> None:
    text, lost = relinked("a [[x]]", lambda link: link.raw)

    assert (text, [link.raw for link in lost]) == ("a [[x]]", ["[[x]]"])


@given(st.text("ab \n[]()!|x*`>#$%^\\-1.", max_size=60))
def test_no_such_link_is_left_in_any_text_and_no_line_moves(text: str) -> None:
    after, lost = relinked(text, to_word)

    assert lost or not any(to_word(link) for link in read_outline(after, path="", first_line=1).links)
    assert after.count("\n") == text.count("\n")


@given(
    st.text("ab 1.)-+#*_`[]{}()<>!|$%=~^&\\:/h", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
def test_words_are_shown_as_they_are(words: str) -> None:
    tokens = parse_markdown(f"x {plain(words, WIKI)} y").tokens

    assert plain_text(tokens[1].children or []) == f"x {words} y"

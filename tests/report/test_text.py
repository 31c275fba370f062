from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.text import callout, code, enumeration, escape, fence, sentence, shortened, wikilink, wikilink_in_table
from kb.vault.markdown import parse_markdown, read_outline

NASTY = st.text(alphabet="ab1 _*`[]()<>#|~=$%^&;:!-+.\\\"'\n\té🙂", max_size=40)


def text_of(markdown: str) -> str:
    """What a reader sees of a paragraph."""
    return "".join(
        child.content if child.type in {"text", "code_inline", "text_special"} else f"<{child.type}>"
        for token in parse_markdown(markdown).tokens
        if token.type == "inline"
        for child in token.children or []
    )


@given(NASTY)
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    shown = text_of(f"x {escape(text)}")

    assert shown == " ".join(["x", *text.split()])


@given(NASTY)
def test_escaped_text_links_and_tags_nothing(text: str) -> None:
    outline = read_outline(f"x {escape(text)} [[Note]]", path="a.md", first_line=1)

    assert [link.target for link in outline.links] == ["Note"]
    assert not outline.tags
    assert not outline.block_ids


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("sharpe_ratio", "sharpe_ratio"),
        ("[[Note]]", r"\[\[Note]]"),
        ("%% kb:end %%", r"\%\% kb:end \%\%"),
        ("#tag and 5#6", r"\#tag and 5#6"),
        ("a|b\nc", r"a\|b c"),
        ("50 % of $5", r"50 % of \$5"),
    ],
)
def test_only_what_would_be_active_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(alphabet="`~ab%kb: \n", max_size=60))
def test_a_fence_holds_any_text(text: str) -> None:
    tokens = parse_markdown(fence(text, "text") + "\n\nafter").tokens

    assert tokens[0].type == "fence"
    assert tokens[0].content.replace("\u200b", "") == f"{text}\n"
    assert tokens[-2].content == "after"


def test_a_printed_region_marker_is_none() -> None:
    fenced = fence("%% kb:end %%\n%%time")

    assert not re.search(r"%%\s*kb:", fenced)
    assert "%%time" in fenced


def test_code_shows_text_of_data() -> None:
    assert code("a `b`\n|c") == "`a 'b' |c`"
    assert code(" ") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Did you mean `fast`?", "Did you mean `fast`?"),
        ("`a` `[b]` is [c]", "`a` `[b]` is \\[c]"),
        ("one ` only", "one \\` only"),
        ("", ""),
    ],
)
def test_a_message_shows_names_as_code(text: str, shown: str) -> None:
    assert sentence(text) == shown


def test_links_show_the_name_of_a_note() -> None:
    assert wikilink("Crossover") == "[[Crossover]]"
    assert wikilink("runs/Crossover") == "[[runs/Crossover|Crossover]]"
    assert wikilink_in_table("runs/Crossover") == r"[[runs/Crossover\|Crossover]]"


def test_a_callout_holds_other_blocks() -> None:
    assert callout("note", "Title", "a\n\nb", folded=True) == "> [!note]- Title\n> a\n>\n> b"
    assert callout("note", "Title") == "> [!note] Title"


def test_words_are_put_together() -> None:
    assert enumeration(["a", "b", "c"]) == "a, b and c"
    assert enumeration(["a"]) == "a"
    assert shortened("abcdef", 4) == "abc…"
    assert html.unescape(shortened("abc", 4)) == "abc"

"""Comments are taken out of what others read, and every line stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Note
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.private.comments import without_comments
from kb.site.published import plan_site
from kb.vault.reading.entries import note_of
from kb.vault.reading.parse import parse_note

T = "Kanarienvogel"


def note_from(text: str) -> Note:
    return note_of(parse_note(text.encode(), "a.md", ""), "a.md")[0]


def spoken(text: str) -> str:
    return without_comments(note_from(text)).text


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("a %%b%% c", "a  c"),
        ("a <!--b--> c", "a  c"),
        ("%%\nb\n\nb\n%%\nc", "\n\n\n\n\nc"),
        ("<!--\nb\n\nb\n-->\nc", "\n\n\n\n\nc"),
        ("%% b\n\nc", "\n\n"),
        ("<div>\na <!-- b --> c\n</div>", "<div>\na  c\n</div>"),
        ("%% kb:begin x %%\nshown\n%% kb:end %%\n", "\nshown\n\n"),
        ("---\na: 1  # b\n# c\nd: '#e' # f\n---\nf\n", "---\na: 1  \n\nd: '#e' \n---\nf\n"),
        ("`%%a%%` and\n\n```\n%%b%%\n<!-- c -->\n```\n", "`%%a%%` and\n\n```\n%%b%%\n<!-- c -->\n```\n"),
        ("text[^1]\n\n[^1]: a %%b%%\n", "text[^1]\n\n[^1]: a \n"),
        ("100 % and 5 %", "100 % and 5 %"),
    ],
)
def test_nothing_but_line_ends_stands_where_a_comment_stood(text: str, without: str) -> None:
    assert spoken(text) == without


def test_a_note_without_comments_is_the_same_note() -> None:
    note = note_from("---\na: 1\n---\ntext\n")

    assert without_comments(note) is note


@given(
    st.lists(
        st.sampled_from(
            [f"%%{T}%%", f"<!-- {T} -->", "%%", "<!--", "-->", "a", "\n", "\n\n", "> ", "- ", "`", "```\n", "|", "# "]
        ),
        max_size=12,
    ).map("".join)
)
def test_what_no_page_shows_is_nowhere(text: str) -> None:
    note = note_from(text)
    site = plan_site("x", [note], [])
    without = without_comments(note).text

    assert without.count("\n") == note.text.count("\n")
    if T not in render_page(page_place(site, site.index.notes["a.md"])).html:
        assert T not in without

"""Whatever a note holds, it has a page."""

from __future__ import annotations

from html.parser import HTMLParser
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from kb.model.note import Note
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.published import plan_site
from kb.vault.markdown import read_outline
from tests.vault.texts import BODIES, NOTES, SOUP

PIECES = st.sampled_from(
    [
        *("[[b]]", "![[b]]", "![[a]]", "![[b#H]]", "![[b#^x]]", "![[p.png|9x9]]", "[[#H]]", "![](b.md)", "[x](b.md)"),
        *("\n", "\n\n", "> ", "> [!note]- t\n", "- ", "  - ", "- [x] ", "1. ", "# H", "\n## H\n", " ^x", "\n\n^x\n\n"),
        *(
            "%%",
            "$x$",
            "$$",
            "==",
            "**",
            "`",
            "```kb\n",
            "```\n",
            "[^1]",
            "\n[^1]: ",
            "^[",
            "]",
            "#tag",
            "| a |\n|---|\n",
        ),
        *("word", " ", "|", "é"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


class TagReader(HTMLParser):
    """Keeps the names of open elements, and whether each was closed in order."""

    VOID = frozenset({"br", "hr", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (HTMLParser names it)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def without_html(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts with no tags of their own: an author may leave those open."""
    return texts.map(lambda text: text.replace("<", " "))


def note(path: str, text: str) -> Note:
    return Note(path, MappingProxyType({}), read_outline(text, path=path, first_line=1), text, 1, "")


@given(TEXTS, TEXTS)
def test_any_two_notes_have_pages_whose_elements_close_in_order(one: str, other: str) -> None:
    site = plan_site("Test", [note("a.md", one), note("b.md", other)], ["p.png"])
    for path in ("a.md", "b.md"):
        reader = TagReader()
        reader.feed(render_page(page_place(site, site.index.notes[path])).html)
        reader.close()

        assert not reader.open


@given(NOTES, NOTES)
def test_any_two_notes_have_pages(one: str, other: str) -> None:
    site = plan_site("Test", [note("a.md", one), note("in/b.md", other)], ["p.png", "d.pdf", "s.mp3"])

    assert all(render_page(page_place(site, found)).html for found in site.index.notes.values())


@given(*(without_html(texts) for texts in (SOUP, BODIES)))
def test_any_two_notes_without_html_have_pages_whose_elements_close_in_order(one: str, other: str) -> None:
    site = plan_site("Test", [note("a.md", one), note("b.md", other)], ["p.png"])
    for found in site.index.notes.values():
        reader = TagReader()
        reader.feed(render_page(page_place(site, found)).html)
        reader.close()

        assert not reader.open

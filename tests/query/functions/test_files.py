"""Functions of files and links."""

from __future__ import annotations

import pytest

from kb.query.evaluate import ready
from kb.query.scope import Scope
from kb.query.values import Link, Value
from tests.query.conftest import Ask, desk_of


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("file.hasLink('Emma')", True),
        ("file.hasLink('books/emma')", True),
        ("file.hasLink(link('[[Emma]]'))", True),
        ("file.hasLink(file('Emma'))", True),
        ("file.hasLink('Herbert')", True),
        ("file.hasLink('cover.png')", True),
        ("file.hasLink('Missing')", True),
        ("file.hasLink(link('missing'))", True),
        ("file.hasLink('Plain')", False),
        ("file.hasLink('no such')", False),
        ("file.hasProperty('price')", True),
        ("file.hasProperty('PRICE')", True),
        ("file.hasProperty('nothing')", True),
        ("file.hasProperty('missing')", False),
        ("file.hasTag('book')", True),
        ("file.hasTag('#BOOK/Novel')", True),
        ("file.hasTag('x', 'classic')", True),
        ("file.hasTag('novel')", False),
        ("file.inFolder('Books')", True),
        ("file.inFolder('books/')", True),
        ("file.inFolder('/')", True),
        ("file.inFolder('Book')", False),
        ("file.isEmpty()", False),
        ("author.isEmpty()", False),
        ("link('').isEmpty()", True),
        ("author.asFile() == file('Frank Herbert')", True),
        ("link('no such').asFile()", None),
        ("'Emma'.asFile()", None),
        ("['Emma', author].map(value.asFile().name).join()", ",Frank Herbert"),
        ("'Emma'.linksTo(file)", False),
        ("author.linksTo(file)", True),
        ("author.linksTo('Emma')", False),
        ("link('no such').linksTo(file)", False),
        ("link('books/emma', 'a novel').contains('novel')", True),
        ("file.asLink().contains('Books/')", True),
        ("file.asLink().containsAny('no', 'Books')", True),
        ("file.asLink().containsAll('Dune', 'Books', '.md')", True),
        ("file.asLink().containsAll('Dune', 'no')", False),
    ],
)
def test_a_file_or_link(ask: Ask, expression: str, value: object) -> None:
    assert ask(expression) == value


def test_a_link_to_a_file_shows_its_name(ask: Ask) -> None:
    dune = ask("file")

    assert ask("file.asLink()") == Link("Books/Dune.md", dune, "Dune")
    assert ask('file.asLink("this")') == Link("Books/Dune.md", dune, "this")
    assert ask("file.asLink()", about="Books/cover.png").shown == "cover.png"


def test_a_note_can_link_to_itself_and_a_link_may_name_a_part() -> None:
    desk = desk_of({"a.md": "[[a]] [[b#H]] [[none#H]]", "b.md": "[[#H]]"})

    def has(path: str, target: str) -> Value:
        return ready(f"file.hasLink('{target}')")(Scope(desk.file(path)))

    assert (has("a.md", "a"), has("a.md", "b"), has("a.md", "none#h"), has("a.md", "none")) == (True, True, True, False)
    assert (has("b.md", "b"), has("b.md", "a")) == (True, False)


def test_an_attachment_has_no_tags_links_or_properties(ask: Ask) -> None:
    assert ask("file.hasTag('book') || file.hasLink('Emma') || file.hasProperty('x')", about="Books/cover.png") is False

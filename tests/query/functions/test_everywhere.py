"""Functions that are called on nothing."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.values import Html, Icon, Image, Link, text_of
from tests.query.conftest import Ask

OF_A_VALUE = ("date", "duration", "escapeHTML", "file", "html", "icon", "image", "link", "number")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('escapeHTML("<a href=\'x\'> & \\"")', "&lt;a href=&#x27;x&#x27;&gt; &amp; &quot;"),
        ('date("2025-05-27 14:30:00")', "2025-05-27 14:30:00"),
        ("date(started)", "2025-01-31"),
        ('duration("1d 12h")', "1 day, 12 hours"),
        ("duration(duration('5h')) * 2", "10 hours"),
        ("now() + (duration('1d') * 2)", "2025-05-29 14:30:05"),
        ('if(done, "Modified", "Unmodified")', "Modified"),
        ('if(missing, "Modified")', ""),
        ('if("", 1, 2)', "2"),
        ('if(price, price.toFixed(2) + " dollars")', "12.50 dollars"),
        ('list("value")', "value"),
        ("list([1, 2]).length", "2"),
        ("list(missing).length", "1"),
        ("max(1, 3, 2)", "3"),
        ("min(1, ratings, missing)", "1"),
        ("min(missing)", ""),
        ('number("3.4")', "3.4"),
        ('number(" -2e3 ")', "-2000"),
        ("number(true)", "1"),
        ("number(2.5)", "2.5"),
        ('number(date("1970-01-02"))', "86400000"),
        ("number(duration('2s'))", "2000"),
        ("random() < 1 && random() >= 0", "true"),
        ('file("Emma").path', "Books/Emma.md"),
        ('file("[[Herbert]]").name', "Frank Herbert"),
        ("file(author).basename", "Frank Herbert"),
        ("file(file).path", "Books/Dune.md"),
        ('file("")', ""),
        ('file("no such")', ""),
        *((f"{name}({value})", "") for name in OF_A_VALUE for value in ("missing", "nothing", "empty", "' '")),
        ("date(missing).year", ""),
        ("(now() - date(missing)) / 86400000", ""),
    ],
)
def test_a_function(ask: Ask, expression: str, text: str) -> None:
    assert text_of(ask(expression)) == text


def test_what_is_shown_as_more_than_text(ask: Ask) -> None:
    assert ask('html("<b>x</b>")') == Html("<b>x</b>")
    assert ask('icon("arrow-right")') == Icon("arrow-right")
    assert ask('image("https://obsidian.md/images/x.svg")') == Image("https://obsidian.md/images/x.svg")
    assert text_of(ask("image(file('cover.png'))")) == "Books/cover.png"


def test_a_link_knows_where_it_leads(ask: Ask) -> None:
    emma = ask('file("Emma")')

    assert ask('link("Emma")') == Link("Emma", emma)
    assert ask('link("[[Emma|a book]]")') == Link("Emma", emma, "a book")
    assert ask('link("Emma", "display")') == Link("Emma", emma, "display")
    assert ask('link(link("Emma"), icon("plus"))') == Link("Emma", emma, Icon("plus"))
    assert ask('link(link("Emma"))') == Link("Emma", emma)
    assert ask('link(file("Emma"))') == Link("Books/Emma.md", emma, "Emma")
    assert ask('link("https://obsidian.md")') == Link("https://obsidian.md")
    assert ask("link(file.ctime.date().toString())") == Link("2025-05-20")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ('number("1_000")', "This is no number: string 1_000"),
        ('date("tomorrow")', "A date is like 2025-05-27 or 2025-05-27 14:30:00: string tomorrow"),
        ('date("2025-02-30")', "A date is like 2025-05-27 or 2025-05-27 14:30:00: string 2025-02-30"),
        ('duration("3 moons")', "A duration is like 1d, 2 weeks or 1M: string 3 moons"),
        ('max(1, "2")', "Each value must be a number: string 2"),
    ],
)
def test_what_cannot_be_made(ask: Ask, expression: str, message: str) -> None:
    with pytest.raises(KbError) as caught:
        ask(expression)

    assert str(caught.value) == message

"""Names and parts: what an expression may speak of."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.evaluate import ready
from kb.query.files import Desk
from kb.query.scope import Scope
from kb.query.values import text_of
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("price", "12.5"),
        ("PRICE", "12.5"),
        ("note.price", "12.5"),
        ('note["price"]', "12.5"),
        ('note["reading time"]', "3h"),
        ('note["Reading Time"]', "3h"),
        ("blurb", "Sand"),
        ("note['bl' + 'urb']", ""),
        ("note['Bl' + 'urb']", "Sand"),
        ("note.keys().length", "14"),
        ("missing", ""),
        ("missing.inner.most", ""),
        ("missing[0]", ""),
        ("sizes.small", "1"),
        ('sizes["large"]', "2"),
        ("sizes.none", ""),
        ("ratings[0]", "5"),
        ("ratings[-1]", ""),
        ("ratings[9]", ""),
        ("ratings[0.5]", ""),
        ("ratings[0/0]", ""),
        ("ratings.length", "3"),
        ("'abc'[1]", "b"),
        ("price[0]", ""),
        ("file", "Books/Dune.md"),
        ("file.file.file", "Books/Dune.md"),
        ("file.name", "Dune"),
        ("file.name == 'Dune' && file.name == 'Dune.md' && 'Dune.md' == file.name", "true"),
        ("file.name != 'dune' && file.name != 'Dune.png'", "true"),
        ("['Dune.md'].contains(file.name) && file.name == file('Dune').name", "true"),
        ("file.embeds[0].asFile().name", "cover.png"),
        ("file.basename", "Dune"),
        ("file.path", "Books/Dune.md"),
        ("file.folder", "Books"),
        ("file.ext", "md"),
        ("file.size", "120"),
        ("file.ctime", "2025-05-20 09:00:00"),
        ("file.mtime", "2025-05-24 14:30:05"),
        ("file.properties.price", "12.5"),
        ("file.tags", "#book/novel, #Read, #classic"),
        (
            "file.links.map(value.asFile())",
            "People/Frank Herbert.md, People/Frank Herbert.md, , Books/Emma.md, , Books/cover.png",
        ),
        ("file.embeds", "cover.png"),
        ("file.backlinks", "Emma, Frank Herbert"),
        ("file.price", "12.5"),
        ("file['name']", "Dune"),
        ("author.asFile().file.folder", "People"),
        ("(today() - started).days", "116"),
        ("(date('2025-05-27 12:00') - started).days", "116.5"),
        ("(now() - file.ctime).hours.round(0)", "174"),
        ("(today() - started).milliseconds == today() - started", "true"),
        ("duration('2 weeks').days", "14"),
        ("duration('90m').hours", "1.5"),
        ("duration('1h').seconds", "3600"),
        ("formula", ""),
    ],
)
def test_what_is_spoken_of(ask: Ask, expression: str, text: str) -> None:
    if expression == "formula":
        with pytest.raises(KbError, match="A formula is named"):
            ask(expression)
    else:
        assert text_of(ask(expression)) == text


@pytest.mark.parametrize(
    "expression", ["price.inner", "done.days", "done.length", "started.week", "author.target", "/a/.source"]
)
def test_a_part_that_there_is_not(ask: Ask, expression: str) -> None:
    with pytest.raises(KbError, match="has no such part"):
        ask(expression)


@pytest.mark.parametrize(
    ("expression", "advice"),
    [
        ("(today() - started).weeks", "`(today() - made).days` is how many days lie between two dates."),
        ("duration('2 weeks').months", "`(today() - made).days` is how many days lie between two dates."),
    ],
)
def test_who_asks_for_days_is_told_how(ask: Ask, expression: str, advice: str) -> None:
    with pytest.raises(KbError) as caught:
        ask(expression)

    assert caught.value.do.endswith(advice)
    assert ask("((today() - started) / 86400000).round()") == 116
    assert ask('number(duration("2 weeks")) / 86400000') == 14


def test_this_is_the_file_that_shows_the_base(ask: Ask) -> None:
    assert ask("this.file.name", this="Plain.md") == "Plain"
    assert ask("this.price", this="Books/Emma.md") == 8
    assert ask("file.hasLink(this.file)", this="Books/Emma.md") is True
    assert ask("file.hasLink(this)", this="Plain.md") is False
    assert ask("this.note.price", this="Books/Emma.md") == 8
    assert ask("this.note.price") is None
    assert ask("this.file.name") is None
    assert ask("author == this", this="People/Frank Herbert.md") is True


def test_files_without_properties(ask: Ask) -> None:
    assert ask("price", about="Plain.md") is None
    assert ask("price", about="Books/cover.png") is None
    assert ask("file.properties.isEmpty() && file.tags.isEmpty() && file.links.isEmpty()", about="Plain.md") is True
    assert ask("file.properties.isEmpty() && file.tags.isEmpty() && file.links.isEmpty()", "Books/cover.png") is True
    assert ask("file.folder + file.ext", about="Plain.md") == "/md"
    assert ask("file.backlinks.length", about="Books/cover.png") == 1
    assert ask("file.name + file.ext", about="Books/cover.png") == "cover.pngpng"


def test_a_formula_has_a_value_or_a_reason(desk: Desk) -> None:
    known = {"two": 2, "bad": KbError("This is wrong")}
    scope = Scope(desk.file("Plain.md"), formulas=known)

    assert ready("formula.two + 1")(scope) == 3
    assert ready('formula["two"]')(scope) == 2
    with pytest.raises(KbError, match="This is wrong"):
        ready("formula.bad")(scope)
    with pytest.raises(KbError, match="no such formula"):
        ready("formula.none")(scope)


def test_words_given_stand_for_values(desk: Desk) -> None:
    scope = Scope(desk.file("Plain.md"), names={"values": (1, 2), "note": 3, "formula": {"x": 4}})

    assert ready("values.length + note", ("values", "note"))(scope) == 5
    assert ready("formula.x", ("formula",))(scope) == 4
    assert ready("note.isType('number')", ("note",))(scope) is True


def test_a_wrong_expression_says_so_each_time_anew(desk: Desk) -> None:
    lengths = []
    for _ in range(3):
        with pytest.raises(KbError, match="no end") as caught:
            ready("1 +")(Scope(desk.file("Plain.md")))
        lengths.append(len(caught.traceback))

    assert len(set(lengths)) == 1

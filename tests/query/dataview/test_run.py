"""Queries, answered: their commands one after another."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.dataview.commands import MOST_ROWS
from kb.query.dataview.run import ask_inline, ask_query
from kb.query.dataview.values import as_text
from kb.query.files import Desk
from tests.query.conftest import desk_of
from tests.query.dataview.conftest import HERE, Query, shown

DUNE, EMMA = "[[Books/Dune.md|Dune]]", "[[Books/Emma.md|Emma]]"
LOG, FRANK = "[[Days/2024-05-01 Log.md|2024-05-01 Log]]", "[[People/Frank Herbert.md|Frank Herbert]]"
PLAIN = "[[Plain.md|Plain]]"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("LIST", [DUNE, EMMA, LOG, FRANK, PLAIN]),
        ("LIST FROM #book", [DUNE, EMMA]),
        ("LIST FROM #book and !#book/novel", [EMMA]),
        ('LIST FROM "Books" or "People/"', [DUNE, EMMA, FRANK]),
        ('LIST FROM "Plain"', [PLAIN]),
        ('LIST FROM "Books/Emma.md"', [EMMA]),
        ('LIST FROM "nowhere"', []),
        ("LIST FROM [[Dune]]", [EMMA, LOG, FRANK]),
        ("LIST FROM outgoing([[]])", [DUNE, EMMA]),
        ("LIST FROM [[#]] or [[nowhere]] or outgoing([[nowhere]])", []),
        ("LIST WHERE price", [DUNE, EMMA]),
        ("LIST WHERE price > 10", [DUNE]),
        ("LIST WHERE price < 10", [EMMA, LOG, FRANK, PLAIN]),
        ("LIST price SORT price DESC LIMIT 3", [f"{DUNE} | 12.5", f"{EMMA} | 8", f"{LOG} | -"]),
        ("LIST SORT price, file.name DESC LIMIT 2", [PLAIN, FRANK]),
        ("LIST LIMIT 2 SORT file.name DESC", [EMMA, DUNE]),
        ("LIST LIMIT 1 + 1", [DUNE, EMMA]),
        ("LIST FLATTEN file.etags AS tag WHERE tag = #book", [EMMA]),
        ("TABLE ratings FLATTEN ratings WHERE ratings > 3", [f"{DUNE} | 5", f"{DUNE} | 4"]),
        ("LIST rows.file.name GROUP BY file.folder LIMIT 2", [" | Plain", "Books | Dune, Emma"]),
        ("LIST length(rows) GROUP BY price > 0 AS has SORT has DESC", ["true | 2", "false | 3"]),
        (
            "TABLE key, has, rows.price GROUP BY price AS has LIMIT 1",
            ["- | - | - | -, -, -"],
        ),
        ("LIST n GROUP BY file.folder FLATTEN length(rows) AS n WHERE n > 1", ["Books | 2"]),
        ("LIST length(rows) GROUP BY file.folder GROUP BY length(rows)", ["1 | 3", "2 | 1"]),
        ("LIST length(unique(rows)) GROUP BY true", ["true | 5"]),
        ("LIST rating WHERE file.path = this.file.path", [f"{LOG} | 4"]),
        ("TASK", [LOG] * 5),
        ("TASK WHERE completed", [LOG, LOG]),
        ('TASK WHERE mood = "okay" AND startswith(file.name, "2024")', [LOG] * 5),
        ("LIST FLATTEN file.tasks AS t WHERE t.mood", []),
        ("LIST FLATTEN file.lists AS item WHERE contains(item.cost, 3)", [LOG]),
        ("TASK GROUP BY file.link", [LOG]),
        ("TASK GROUP BY section", [f"[[{HERE}#{title}|2024-05-01 Log > {title}]]" for title in ("Day", "Evening")]),
        ("CALENDAR file.day WHERE file.day", [f"{LOG} | May 01, 2024"]),
        (
            "LIST 1 + dur(1 day) LIMIT 1",
            [f"{DUNE} | This cannot be added; `toString()` makes a text of it: duration 1 day"],
        ),
    ],
)
def test_a_query_has_rows(text: str, rows: list[str], query: Query) -> None:
    assert shown(query(text)) == rows


@pytest.mark.parametrize(
    "command",
    [
        "WHERE price + 1 < 100",
        "WHERE 1 < default(price - 1, 5)",
        "WHERE sum([price, 1]) or true",
        "FLATTEN price / 2 AS half WHERE half < 100",
        "SORT price * 2 DESC",
        "GROUP BY price % 100 FLATTEN rows.file.link AS key SORT key",
        "WHERE any([price], (x) => x + 1 = x or true)",
    ],
)
def test_a_row_of_which_a_sum_lacks_a_value_is_left_out(command: str, query: Query) -> None:
    answer = query(f"LIST WITHOUT ID default(key, file.link) {command}")

    assert [as_text(row.cells[0]) for row in answer.rows] == [DUNE, EMMA]
    assert not answer.faults


@pytest.mark.parametrize("command", ["WHERE author.file != this.file", "SORT author.file.name DESC"])
def test_a_row_is_left_out_where_a_part_of_a_text_is_asked_for(command: str) -> None:
    desk = desk_of({"a.md": "author:: [[b]]\n", "b.md": "author:: Frank\n", "c.md": ""}, ())

    assert shown(ask_query(f"LIST {command}", desk, desk.file("c.md"))) == ["[[a.md|a]]", "[[c.md|c]]"]


def test_a_date_that_is_missing_is_before_all_others(query: Query) -> None:
    assert len(query("LIST WHERE (date(today) - file.day).days < 10").rows) == 4


def test_a_column_says_nothing_where_a_sum_lacks_a_value(query: Query) -> None:
    assert shown(query("LIST price + 1 WHERE price or rating")) == [f"{DUNE} | 13.5", f"{EMMA} | 9", f"{LOG} | -"]


def test_a_row_for_which_a_condition_fails_is_left_out_and_told(query: Query) -> None:
    answer = query("LIST WHERE round(file.name) > 1")

    assert (shown(answer), list(answer.faults)) == ([], ["WHERE round(file.name) > 1"])
    assert not answer.is_grouped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LIST\nWHERE nosuch(1)", "Dataview has no such function: nosuch()."),
        ("LIST lenght(file.name)", "Did you mean `length`?"),
        ("LIST round()", "`round` takes 1 to 2 arguments: 0"),
        ("LIST upper(1, 2)", "`upper` takes 1 argument: 2"),
        ("LIST all()", "`all` takes 1 or more arguments: 0"),
        ("LIST upper((x) => x)", "This function takes no `(x) => …`: x"),
        ("LIST LIMIT -1", "`LIMIT` takes a number of rows: -1"),
        ("LIST LIMIT file.name", "`LIMIT` takes a number of rows: file.name"),
    ],
)
def test_what_cannot_be_asked_at_all_is_told(text: str, said: str, query: Query) -> None:
    with pytest.raises(KbError) as caught:
        query(text)

    assert said in str(caught.value)
    assert caught.value.line == text.count("\n") + 1


def test_rows_do_not_grow_without_end(query: Query) -> None:
    many = f'split(padleft("", {MOST_ROWS // 4}, "x"), "")'

    with pytest.raises(KbError, match="This query makes too many rows"):
        query(f"LIST FLATTEN {many} AS x FLATTEN {many} AS y")


def test_an_inline_query_has_one_value(desk: Desk) -> None:
    assert ask_inline("this.rating + rating", desk.file(HERE)) == 8


def test_a_field_that_holds_an_inline_query_shows_what_that_says_of_its_note() -> None:
    fields = "start:: 07h00m\nend:: 18h00m\npause:: 01h30m\nduration:: `= this.end - this.start - this.pause`\n"
    desk = desk_of({"Day.md": f"{fields}again:: `= this.again`\nwrong:: `= this.end - [1]`\n", "Home.md": ""}, ())

    def answered(text: str) -> list[str]:
        return shown(ask_query(text, desk, desk.file("Home.md")))

    assert answered("TABLE duration WHERE duration") == ["[[Day.md|Day]] | 9 hours, 30 minutes"]
    assert answered("TABLE again, wrong WHERE again") == ["[[Day.md|Day]] | `= this.again` | `= this.end - [1]`"]
    assert answered('LIST WHERE typeof(duration) = "string"') == ["[[Day.md|Day]]"]
    assert as_text(ask_inline("this.duration", desk.file("Day.md"))) == "9 hours, 30 minutes"
    assert as_text(ask_inline("[[Day]].duration", desk.file("Home.md"))) == "-"

"""Queries as they are written: their parts, and what is said of those that are wrong."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.dataview.nodes import (
    Constant,
    Day,
    Flatten,
    GroupBy,
    Lambda,
    Limit,
    Mention,
    Query,
    Sort,
    Source,
    Titled,
    Where,
    size,
)
from kb.query.dataview.syntax import MOST_CHARACTERS, parse_inline, parse_query
from kb.query.moments import Duration
from kb.query.nodes import Call, Chain, Field, Item, ListOf, Literal, Name, ObjectOf, Unary

A, B, C = Name("a"), Name("b"), Name("c")


def titled(expression: object, name: str, line: int = 1) -> Titled:
    return Titled(expression, name, line)  # type: ignore[arg-type]  # nodes of queries are expressions too


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("TABLE", Query("table")),
        ("LIST", Query("list")),
        ("task // all of them", Query("task")),
        ("CALENDAR file.ctime", Query("calendar", (titled(Field(Name("file"), "ctime"), "file.ctime"),))),
        ("table without id a", Query("table", (titled(A, "a"),), has_id=False)),
        ("LIST WITHOUT ID a", Query("list", (titled(A, "a"),), has_id=False)),
        (
            'TABLE a AS "My a", b as B,\n  a +  b, b AS ""',
            Query(
                "table",
                (titled(A, "My a"), titled(B, "B"), titled(Chain(A, (("+", B),)), "a + b", 2), titled(B, "", 2)),
            ),
        ),
        (
            "LIST\nSORT a desc, b ASCENDING\nWHERE a\nLIMIT 5\nFLATTEN a AS x\nGROUP  BY b",
            Query(
                "list",
                commands=(
                    Sort(((titled(A, "a", 2), True), (titled(B, "b", 2), False))),
                    Where(titled(A, "a", 3)),
                    Limit(titled(Literal(5), "5", 4)),
                    Flatten(titled(A, "x", 5)),
                    GroupBy(titled(B, "b", 6)),
                ),
            ),
        ),
        (
            "LIST sort(a) SORT (a)",
            Query(
                "list",
                (titled(Call(None, "sort", (A,)), "sort(a)"),),
                commands=(Sort(((titled(A, "a"), False),)),),
            ),
        ),
        (
            'LIST FROM #a/b and -"f o" or outgoing([[x|y]])',
            Query(
                "list",
                source=Source(
                    "joined",
                    parts=(
                        Source("tag", "#a/b"),
                        Source("not", parts=(Source("path", "f o"),)),
                        Source("from", "x"),
                    ),
                    signs=("and", "or"),
                ),
            ),
        ),
        (
            "LIST FROM !([[]] OR #a)",
            Query(
                "list",
                source=Source("not", parts=(Source("joined", "", (Source("to"), Source("tag", "#a")), ("or",)),)),
            ),
        ),
    ],
)
def test_a_query_has_a_kind_columns_a_source_and_commands(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a or b and c", Chain(A, (("or", B), ("and", C)))),
        ("a | b & c", Chain(A, (("or", B), ("and", C)))),
        ("!a.b", Unary("!", Field(A, "b"))),
        ("-a * 2", Chain(Unary("-", A), (("*", Literal(2)),))),
        ("a-b - c", Chain(Name("a-b"), (("-", C),))),
        ("a = 1.5", Chain(A, (("=", Literal(1.5)),))),
        ('row["my field"][0]', Item(Item(Name("row"), Literal("my field")), Literal(0))),
        ("TRUE", Literal(True)),
        ("null", Literal(None)),
        ("#tag", Literal("#tag")),
        ('"a\\"b\\\\c\\d"', Literal('a"b\\c\\d')),
        ("[[1, 2],[3]]", ListOf((ListOf((Literal(1), Literal(2))), ListOf((Literal(3),))))),
        ("[]", ListOf(())),
        ('{a: 1, "b c": 2}', ObjectOf((("a", Literal(1)), ("b c", Literal(2))))),
        ("[[Note#Part|shown]]", Mention("Note#Part", "shown")),
        ("![[x.png]]", Mention("x.png", None, is_embed=True)),
        ("date(today)", Day("today")),
        ("date(start-of-week)", Day("sow")),
        ("date( EOM )", Day("eom")),
        ("date(a)", Call(None, "date", (A,))),
        ("dur(2 days, 4 hrs)", Constant(Duration(0, 187_200))),
        ("dur(1s 2m 3h)", Constant(Duration(0, 10_921))),
        ("MAP(a, (b, c) => b)", Call(None, "map", (A, Lambda(("b", "c"), B)))),  # type: ignore[arg-type]  # see `titled`
        ("🎅x", Name("🎅x")),
    ],
)
def test_an_expression_is_a_tree(text: str, node: object) -> None:
    assert parse_inline(text) == node


def test_the_size_of_an_expression_counts_its_nodes() -> None:
    assert size(parse_inline("map(a, (b) => b + 1)")) == 6
    assert size(parse_inline("((b) => b + 1)(a, 2)")) == 7


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "This is no query of Dataview", 1),
        ("SELECT * FROM x", "This is SQL, and no query of Dataview: SELECT * FROM x", 1),
        ("const a = dv.pages()", "This is JavaScript, which kb does not run", 1),
        ("LIST\nWHERE a == 1", "wrong from here on: == 1. Write `=` to compare.", 2),
        ("LIST WHERE a && b", "Write `and` for `&&`.", 1),
        ("LIST WHERE a || b", "Write `or` for `||`.", 1),
        ('LIST\n\nWHERE "abc', 'This text has no end: a `"` is missing.', 3),
        ("LIST WHERE 'a'", "Text stands in double quotes", 1),
        ("LIST WHERE x => 1", "A function is written `(x) => x + 1`", 1),
        ("LIST WHERE a FROM #b", "`FROM` stands once, right behind what is shown.", 1),
        ("LIST\nORDER BY a", "Dataview has `SORT`", 2),
        ("LIST FROM Books", 'A source is `#tag`, `"folder"`, `[[note]]`', 1),
        ('LIST FROM csv("a.csv")', "kb asks about notes, and not about the rows of a file.", 1),
        ("# all\nfilters: x", "This is a base, and no query of Dataview", 1),
        ("views:\n  - type: table", "Write it in a block of the language `base`.", 1),
        ("TABLE a b", "Columns have commas between them", 1),
        ("LIST\nWHERE (a", "This query has no end: LIST…", 2),
        ("LIST WHERE date(2024-13-01)", "This is a date that no calendar has: 2024-13-01", None),
        ("LIST WHERE dur(2 cats)", "A duration is like `2 days` or `1 hr 30 min`: 2 cats", None),
        ("LIST " + "!" * 200 + "a", "This query is nested too deeply", 1),
        ("LIST " + "GROUP BY a " * 51, "This query has too many commands: 51, at most 50", 1),
        ("LIST " + "a" * MOST_CHARACTERS, "This query is too long: 10,005 characters", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str, line: int | None) -> None:
    with pytest.raises(KbError) as caught:
        parse_query(text)

    assert said in str(caught.value)
    assert caught.value.line == line

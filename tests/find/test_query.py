from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.errors import UsageError
from kb.find.nodes import (
    All,
    Case,
    Compared,
    Either,
    Like,
    Node,
    Not,
    Null,
    Property,
    Text,
    Within,
    asked,
    is_of_any_name,
    named,
)
from kb.find.query import parse_query

MEETING, WORK, MEETUP, PERSONAL = (Text(word) for word in ("meeting", "work", "meetup", "personal"))
STATUS = Text("status", is_phrase=True)


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("meeting work", All((MEETING, WORK))),
        ("meeting OR work", Either((MEETING, WORK))),
        ("meeting work OR meetup personal", Either((All((MEETING, WORK)), All((MEETUP, PERSONAL))))),
        ("meeting (work OR meetup) personal", All((MEETING, Either((WORK, MEETUP)), PERSONAL))),
        ("meeting -work -meetup", All((MEETING, Not(WORK), Not(MEETUP)))),
        ("meeting -(work meetup)", All((MEETING, Not(All((WORK, MEETUP)))))),
        ('"star wars"', Text("star wars", is_phrase=True)),
        (r'"they said \"hello\" to each other"', Text('they said "hello" to each other', is_phrase=True)),
        (r'"a\\b\n"', Text(r"a\b\n", is_phrase=True)),
        ("file:.jpg", Within("file", Text(".jpg"))),
        ('path:"Daily notes/2022-07"', Within("path", Text("Daily notes/2022-07", is_phrase=True))),
        ('content:"happy cat"', Within("content", Text("happy cat", is_phrase=True))),
        ("match-case:HappyCat", Case(is_exact=True, part=Text("HappyCat"))),
        ("ignore-case:ikea", Case(is_exact=False, part=Text("ikea"))),
        ("tag:#work", Within("tag", Text("#work"))),
        ("line:(mix flour)", Within("line", All((Text("mix"), Text("flour"))))),
        ("block:(dog cat)", Within("block", All((Text("dog"), Text("cat"))))),
        ("section:(dog cat)", Within("section", All((Text("dog"), Text("cat"))))),
        ("task:call", Within("task", Text("call"))),
        ("task-todo:(call OR email)", Within("task-todo", Either((Text("call"), Text("email"))))),
        ("Task-Done:call", Within("task-done", Text("call"))),
        ("-task:-call", Not(Within("task", Not(Text("call"))))),
        ("[aliases]", Property(Text("aliases", is_phrase=True))),
        ("[aliases:Name]", Property(Text("aliases", is_phrase=True), Text("Name"))),
        ("[status:Draft OR Published]", Property(STATUS, Either((Text("Draft"), Text("Published"))))),
        ('[status:"In work"]', Property(STATUS, Text("In work", is_phrase=True))),
        ("[in work:null]", Property(Text("in work", is_phrase=True), Null())),
        ("[status:>5]", Property(STATUS, Compared(">", "5"))),
        ("[status: <= 2024-01-31 ]", Property(STATUS, Compared("<=", "2024-01-31"))),
        ("[status:https://a.b/c]", Property(STATUS, Text("https://a.b/c"))),
        ("[status:-5]", Property(STATUS, Text("-5"))),
        ('["status":null]', Property(STATUS, Null())),
        ("[(a OR b):c]", Property(Either((Text("a"), Text("b"))), Text("c"))),
        ("[/^a/]", Property(Like("^a"))),
        (r"/\d{4}-\d{2}-\d{2}/", Like(r"\d{4}-\d{2}-\d{2}")),
        (r"path:/a\/b/i x", All((Within("path", Like(r"a\/b", "i")), Text("x")))),
        ("a - b", All((Text("a"), Text("-"), Text("b")))),
        ("a/b 10-200 https://x.y ORDER f(x)", None),
        ('"OR"', Text("OR", is_phrase=True)),
        ('""', Text("", is_phrase=True)),
    ],
)
def test_a_query_is_parsed_as_obsidian_reads_it(query: str, node: Node | None) -> None:
    words = ("a/b", "10-200", "https://x.y", "ORDER", "f", "x")

    assert parse_query(query) == (node or All(tuple(map(Text, words))))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (" ", 'Nothing is asked. Write words, "a phrase", or an operator like `tag:idea`.'),
        ('meeting "work', r'This quote is never closed, at character 9: "work. Close it; a quote in quotes is written'),
        ("a (b c", "This bracket is never closed, at character 3: (b c. Close it with `)`"),
        ("a b) c", "This bracket closes nothing, at character 4: ) c. Open it"),
        ("a ()", "Nothing stands in these brackets, at character 3: ()."),
        ("OR a", "Something is missing, at character 1: OR a."),
        ("a OR", "Nothing stands behind this OR, at character 3: OR."),
        ("(a OR) b", "Nothing stands behind this OR, at character 4: OR) b."),
        ("a OR OR b", "Something is missing, at character 6: OR b."),
        ("secton:a", "There is no such operator, at character 1: secton:a. Did you mean `section:`? Put it in quotes"),
        ("12 x:30", "There is no such operator, at character 4: x:30. Put it in quotes"),
        ("tag: a", "Nothing stands behind `tag:`, at character 1: tag: a. Write what to find, without a space"),
        ("(line:)", "Nothing stands behind `line:`, at character 2"),
        ("/a", "This regular expression is never closed, at character 1: /a."),
        ("/a/q", "There is no flag `q`, at character 1: /a/q. Flags are i, m and s."),
        ("x /a(/", "This regular expression cannot be used, at character 3: /a(/: "),
        ("/(?<=a)b/", "It may not look ahead or behind"),
        ("[a", "This bracket is never closed, at character 1: [a."),
        ("[a:b", "This bracket is never closed, at character 1: [a:b."),
        ("[]", "Something is missing, at character 2: ]."),
        ("[a:]", "Something is missing, at character 4: ]."),
        ("[[Note]]", "A property has one bracket, at character 1: [[Note]]. Put a link in quotes"),
        ("[a:>b]", "`>` compares numbers and dates, at character 4: >b]. Write a number, or a date like"),
        ("(" * 21 + "a", "This lies too deep, at character 21"),
        ("-" * 30 + "a", "This lies too deep"),
        ("a" * 2001, "This query is too long: 2,001 characters. At most 2,000 can be asked."),
        (f'"{"b" * 50}', f'This quote is never closed, at character 1: "{"b" * 39}…'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(query: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_query(query)

    assert message in str(caught.value)


PIECES = st.sampled_from([*'a -()"/\\[]:ié', "OR", "tag:", "line:", "match-case:", "null", ">5"])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@example("\ud800")
def test_any_text_is_a_query_or_told_why_not(query: str) -> None:
    with suppress(UsageError):
        assert list(asked(parse_query(query)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("word path:x /pnl/", []),
        ("[pnl:>0]", ["pnl"]),
        ("x -([a:1] OR match-case:[b])", ["a", "b"]),
        ("[(a OR b c):c]", ["a", "b", "c"]),
        ("[/pnl/]", []),
    ],
)
def test_the_properties_that_a_query_names_are_known(query: str, names: list[str]) -> None:
    assert [*named(parse_query(query))] == names


@pytest.mark.parametrize(
    ("query", "of_any_name"),
    [
        ("tag:x", False),
        ("a OR -(b ignore-case:tag:x)", False),
        ("[tag:x]", False),
        ("[/x/]", True),
        ("a -(b OR [(y OR /x/):1])", True),
        ("/x/ [y:/x/] #x", False),
    ],
)
def test_a_query_for_properties_of_any_name_is_told(query: str, *, of_any_name: bool) -> None:
    assert is_of_any_name(parse_query(query)) == of_any_name

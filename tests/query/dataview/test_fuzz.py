"""Whatever is written: an answer or a KbError, in bounded time and space."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.query.dataview.facts import FACTS
from kb.query.dataview.functions import FUNCTIONS
from kb.query.dataview.inline import inline_codes
from kb.query.dataview.metadata import read_metadata
from kb.query.dataview.run import ask_inline, ask_query
from kb.query.dataview.values import as_text, inline_value, kind_of, order_of
from kb.query.files import Desk
from kb.query.values import Value, key_of
from tests.query.conftest import NOTES, desk_of, note
from tests.query.dataview.conftest import HERE, LOG

DESK = desk_of({**NOTES, HERE: LOG})
WORDS = [
    *("TABLE", "LIST", "TASK", "CALENDAR", "WITHOUT ID", "FROM", "WHERE", "SORT", "DESC", "GROUP BY", "FLATTEN", "AS"),
    *("LIMIT", "and", "or", "!", "-", "+", "*", "/", "%", "=", "!=", "<", ">=", "(", ")", "[", "]", "{", "}", ",", ":"),
    *(".", "=>", "(x) =>", "x", "a", "rows", "file", "this", "row", "rating", "with", "time", "1", "1.5", "999999999"),
    *(
        '"a"',
        '"',
        "'",
        "\\",
        "#book",
        '"Books"',
        "[[Dune]]",
        "[[]]",
        "![[cover.png]]",
        "outgoing([[Dune]])",
        "//",
        "\n",
    ),
    *("date(today)", "date(2024-01-31)", "dur(1 month)", "dur(9999 years)", "null", "true", "é", "🚀", "\x00", " "),
    *FACTS,
    *(f"{name}(" for name in FUNCTIONS),
]
SOUP = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
LEAVES = st.sampled_from(
    [
        *("1", "-2.5", "0", "999999999", '"a"', '"x,y"', '"yyyy-MM-dd"', '"("', "null", "true", "[]", "{a: 1}"),
        *("rating", "file", "this", "row", "file.tasks", "with", "mood", "date(today)", "date(9999-12-31)"),
        *("dur(1 month)", "[[Dune]]", "![[cover.png]]", "rows"),
    ]
)


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, max_size=3).map(", ".join)
    sign = st.sampled_from(["+", "-", "*", "/", "%", "=", "!=", "<", ">=", "and", "or"])
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), some),
        st.builds("{}({}, (x) => {})".format, st.sampled_from(["map", "filter", "sort", "minby", "all"]), inner, inner),
        st.builds("((x) => {})({})".format, inner, some),
        st.builds("({} {} {})".format, inner, sign, inner),
        st.builds("({}).{}".format, inner, st.sampled_from([*FACTS, "file", "length", "year", "children", "a"])),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("[{}]".format, some),
        st.builds("!({})".format, inner),
    )


EXPRESSIONS = st.recursive(LEAVES, _around, max_leaves=10)
COMMANDS = st.one_of(
    st.builds("WHERE {}".format, EXPRESSIONS),
    st.builds("SORT {}, {} DESC".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("GROUP BY {} AS a".format, EXPRESSIONS),
    st.builds("FLATTEN {} AS {}".format, EXPRESSIONS, st.sampled_from(["a", "rows", "key", "file"])),
    st.just("LIMIT 3"),
)
QUERIES = st.builds(
    "{} {}\n{}".format,
    st.sampled_from(["TABLE", "LIST", "CALENDAR"]),
    EXPRESSIONS,
    st.lists(COMMANDS, max_size=4).map("\n".join),
)


def check_value(value: Value) -> None:
    assert isinstance(as_text(value), str)
    assert isinstance(kind_of(value), str)
    assert order_of(value, value) == 0
    assert hash(key_of(value)) == hash(key_of(value))


def asked(text: str, desk: Desk = DESK) -> None:
    """Ask a query; all that it finds are values."""
    try:
        answer = ask_query(text, desk, desk.file(HERE))
    except KbError:
        return
    for row in answer.rows:
        for cell in row.cells:
            check_value(None if isinstance(cell, KbError) else cell)


@given(st.one_of(st.text(), SOUP, SOUP.map("LIST WHERE {}".format)))
@example("LIST " + "(" * 9_990)
@example("LIST " + "[" * 9_990)
@example("LIST a" + ".b" * 4_990)
@example("LIST a" + "[a" * 4_990)
@example("LIST " + "!" * 9_990)
@example('LIST "' + "\\" * 9_990)
@example("LIST dur(" + "1a" * 4_990)
@example("LIST (" + "a," * 4_990)
@example("LIST " + "#" * 9_990)
@example("LIST WHERE " + "a and " * 1_600 + "a")
@example("LIST FROM " + "-" * 9_900 + "#a")
@example("LIST FROM " + "(" * 4_000 + "#a" + ")" * 4_000)
@example("LIST FROM " + "#a or " * 1_600 + "#a")
def test_any_text_is_a_query_or_none(text: str) -> None:
    asked(text)


@given(QUERIES)
@settings(max_examples=300)
def test_any_query_has_an_answer(text: str) -> None:
    asked(text)


@given(EXPRESSIONS)
@settings(max_examples=300)
def test_any_expression_has_a_value_or_none(text: str) -> None:
    try:
        value = ask_inline(text, DESK.file(HERE))
    except KbError:
        return
    check_value(value)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["- ", "[ ] ", "  ", "a:: ", "[", "](", ")", "`", "%%", "\n", "1,"])).map("".join),
    )
)
@example("[" * 5_000 + "a:: 1")
@example("(a:: " * 2_000)
@example("- " * 5_000)
@example("`" * 5_000)
@example("%%" * 5_000)
@example("a" * 5_000 + "::")
@example("*" * 5_000 + "a::")
def test_any_text_has_fields(text: str) -> None:
    found = read_metadata(text, 1)
    list(inline_codes(note("x.md", text)))
    for values in found.fields.values():
        for value in values:
            check_value(inline_value(value, DESK.file(HERE)))

"""YAML of notes: read strictly with line numbers, written so that every reader takes it alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import yaml as other  # type: ignore[import-untyped]  # PyYAML, the YAML 1.1 reader that other programs use
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.yaml import MOST_CHARACTERS, comment_spans, dump_entry, key_line, read_mapping, read_values

READERS = pytest.mark.parametrize("read", [read_mapping, read_values])


@READERS
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("010", 10),
        ("true", True),
        ("~", None),
        ("", None),
        ("1e5", 1e5),
        ("=", "="),
        ("'2024-01-02'", "2024-01-02"),
        ("2024-01-02", date(2024, 1, 2)),
        ("50 % of it", "50 % of it"),
        ("a*b!", "a*b!"),
    ],
)
def test_values_are_those_of_yaml_1_2(read: Any, text: str, expected: object) -> None:
    assert read(f"a: {text}\n", path="n.md") == {"a": expected}


@READERS
@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "~"])
def test_no_text_is_no_values(read: Any, text: str) -> None:
    assert read(text, path="n.md") == {}


@READERS
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", 'n.md:12: This is not valid YAML: found duplicate key "a"'),
        ("a: 1\nb: c: d", "n.md:12: This is not valid YAML: mapping values are not allowed here"),
        ("a:\n\tb: 1", r"n.md:12: This is not valid YAML: found character '\t' that cannot start any token"),
        ("a: &x 1\nb: *x", "n.md:12: This is not valid YAML: the alias *x (write the value out)"),
        ("a: 1\nb: !!python/name:os.system x", "n.md:12: This is not valid YAML: the tag tag:yaml.org,2002:python/"),
        ("a: 1\nb: !secret x", "n.md:12: This is not valid YAML: the tag !secret (leave it out)"),
        (
            "\n".join(" " * deep + "a:" for deep in range(102)),
            "n.md:11: This is not valid YAML: values that stand more than 100 deep in one another",
        ),
        ("a: 1\nb: " + "[{" * 100_000, "n.md:12: This is not valid YAML: more than 100 brackets that are open at once"),
        ("a: 1\nb: " + "[" * 90 + "]" * 80, "n.md:12: This is not valid YAML: "),
        ("%YAML 1.1\n---\na: NO", "n.md:12: This is not valid YAML: a line that begins with % (leave it out)"),
        ("a: 1\n---\nb: 2", "n.md:12: This is not valid YAML: found another document"),
        ("a: 1\nb: 2024-02-30", "n.md:12: This is not valid YAML: 2024-02-30 (day is out of range for month)"),
        ("a: 1\nb: 0x_", "n.md:12: This is not valid YAML: 0x_ ("),
        ("a: 1\nb: 'x", "n.md:12: This is not valid YAML: found unexpected end of stream"),
        ("a: \x00", "n.md:11: This is not valid YAML: unacceptable character #x0000"),
        (r'a: "\ud83d"', "n.md:11: This is not valid YAML: 'utf-8' codec can't encode"),
        ("- " * 500 + "a", "n.md:11: This is not valid YAML: maximum recursion depth exceeded"),
        ("- a", "n.md:11: Expected `name: value` lines here: - a. Write one `name: value` a line."),
        ("only text\nand more", "n.md:11: Expected `name: value` lines here: only text"),
        ("a" * (MOST_CHARACTERS + 1), "n.md:11: This YAML is over a million characters"),
    ],
)
def test_a_fault_is_told_with_its_line(read: Any, text: str, message: str) -> None:
    with pytest.raises(KbError) as error:
        read(text, path="n.md", first_line=11)

    assert str(error.value).startswith(message)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))

    with pytest.raises(KbError, match=r"n\.md:2: .*the alias \*a0"):
        read_values(bomb, path="n.md")


def test_the_line_of_a_key_is_counted_in_the_file() -> None:
    mapping = read_mapping("a: 1\n\n# between\nb:\n  - 2\n", path="n.md", first_line=5)

    assert [key_line(mapping, key, 5) for key in ("a", "b", "unknown")] == [5, 8, 5]


def test_without_positions_the_first_line_is_named() -> None:
    assert key_line({"a": 1}, "a", 7) == 7


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("AAPL", "key: AAPL\n"),
        ("NO", "key: 'NO'\n"),
        ("12:30", "key: '12:30'\n"),
        ("", "key: ''\n"),
        ("a: b", "key: 'a: b'\n"),
        ("two\nlines", 'key: "two\\nlines"\n'),
        (None, "key:\n"),
        (1e-7, "key: 1.0e-07\n"),
        (0.25, "key: 0.25\n"),
        (date(2024, 1, 2), "key: 2024-01-02\n"),
        (["a", "on"], "key:\n  - a\n  - 'on'\n"),
        ([], "key: []\n"),
        ("x " * 300 + "x", f"key: {'x ' * 300}x\n"),
    ],
)
def test_an_entry_is_written_as_people_write_it(value: object, expected: str) -> None:
    assert dump_entry("key", value) == expected


def test_a_name_is_quoted_too() -> None:
    assert dump_entry("on", 1) == "'on': 1\n"


WORDS = """
    y n NO on Off yes TRUE ~ null Null 12:30 -1:2:3.5 1e5 1e-7 1_000 0x1F 0o17 017 0b1 .5 5. = << .inf +.INF .NaN
    2024-01-02 2001-1-1T1:00:00Z --- ... - ? : # & * ! % @ ` | > [] {} " '
"""
MISTAKABLE = st.one_of(
    st.sampled_from(WORDS.split()),
    st.text("0123456789+-.:_eExXoOb", max_size=8),
    st.text(" \t\n\r\x85\u2028\ufeff:-#a'\"", max_size=6),
)
TEXTS = MISTAKABLE | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | TEXTS
VALUES = SCALARS | st.lists(SCALARS, max_size=4) | st.dictionaries(TEXTS, SCALARS, max_size=3)


@settings(deadline=None, max_examples=400)
@given(TEXTS, VALUES)
@example("date", datetime(2024, 1, 2, 3, 4, 5))  # noqa: DTZ001  (a note's times carry no zone)
@example(" key ", " leading and trailing ")
def test_what_is_written_reads_back_the_same_in_yaml_1_1_and_1_2(key: str, value: object) -> None:
    text = dump_entry(key, value)

    assert repr(dict(read_values(text, path="n.md"))) == repr({key: value})
    assert repr(other.safe_load(text)) == repr({key: value})


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="-#:[]{}|>?&*!%'\" \r\n\tab10.x=~_", max_size=60))
def test_any_text_gives_values_or_a_fault_on_one_of_its_lines(text: str) -> None:
    try:
        values = read_values(text, path="n.md", first_line=3)
    except KbError as error:
        assert error.line in range(3, 4 + text.count("\n") + text.count("\r"))  # noqa: PT017  (either is right)
    else:
        assert isinstance(values, dict)


def test_comments_are_found_and_nothing_that_only_looks_like_one() -> None:
    text = '# head\na: "x # no" # yes\nb: |\n  # in\nc: d#no\nd: [1, # q\n  2]\n'

    assert [text[start:end] for start, end in comment_spans(text)] == ["# head", "# yes", "# q"]


def test_what_is_no_yaml_has_no_comments() -> None:
    assert comment_spans("a: [ # b\n> c\n") == []

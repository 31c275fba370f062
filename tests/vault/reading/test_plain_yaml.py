"""Plain properties read fast are what the strict reader makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.vault.reading.plain_yaml import read_plain
from kb.yaml import read_values

WRITTEN = r"""a|B c|true|False|null|~||yes
12|-3|0|007|1_0|1.5|-0.0|1e3|.5|inf|.inf|0x1f|0o7|0b1|+1|1.|_a|None|é ü|日本|a - b
2024-02-03|2024-02-30|2024-02-03T10:11:12|2024-02-03T10:11|12:30|2024-02-03 10:11:12|https://a.b/c#d|a: b|a #b|a#b
a:|it's|say "hi"|[[x]]|"[[x]]"|'a''b'|"a\n"|'it'|"q" r|-|- a|?|a, b|*a|&a b|!t a|%x|>|=|<<|{a: b}|a]|a }|# c
[a, b]|[]|[ a , 'b' , 3 ]|[a, b|[a,]|['a, b']|[a: b]|[a?]|[[a], b]"""
NAMES = "a|tags|A b|x-y|true|null|1|é|_k|- a|a |?|'q'|a.b|<<"
WORDS = st.sampled_from([*WRITTEN.replace("\n", "|").split("|"), "|", "\ta", "a\xa0", "\xa0a", "a\u2028b", "\ufeff"])
KEYS = st.sampled_from(NAMES.split("|"))
ENTRIES = st.builds("{}:{}{}{}".format, KEYS, st.sampled_from([" ", "  ", ""]), WORDS, st.sampled_from(["", " ", "  "]))
ITEMS = st.builds("{}-{}{}".format, st.sampled_from(["", "  ", "    "]), st.sampled_from([" ", "  ", ""]), WORDS)
LINES = st.lists(ENTRIES | ITEMS | st.sampled_from(["", "  ", "# c", "  # c", "---", "...", "a:"]), max_size=6)
TEXTS = LINES.map("\n".join) | st.lists(ITEMS, min_size=1, max_size=4).map(lambda items: "\n".join(["a:", *items]))


def strict(text: str) -> dict[str, Any] | None:
    try:
        return {str(name): value for name, value in read_values(text, path="a.md").items()}
    except KbError:
        return None


def kinds(value: Any) -> Any:
    if isinstance(value, dict):
        return [(name, kinds(item)) for name, item in value.items()]
    return [kinds(item) for item in value] if isinstance(value, list) else (type(value), repr(value))


@given(TEXTS | st.text(st.sampled_from("ab1 :-#\n[],'\"\\.t~"), max_size=30) | st.text(max_size=20).map("a: {}".format))
@example("a: b\n  - c")
@example("a:\n- b\nc: d\n  - e")
@example("a: b\n# c\n  d")
@example("a:\n  # c\n  b: c")
def test_what_is_read_fast_is_what_the_strict_reader_reads(text: str) -> None:
    fast = read_plain(text)

    assert fast is None or kinds(fast) == kinds(strict(text))


def test_the_usual_properties_are_read_fast() -> None:
    text = """\
# about
tags: [one, two/three]
aliases:
  - Other name
  - "Quoted: name"
created: 2024-01-02
rating: 4
share: 0.5

up: "[[Home]]"
source: https://example.org/a#b
draft:
done: true
"""

    read = read_plain(text)

    assert read is not None
    assert kinds(read) == kinds(strict(text))


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: b: c", "a: &x b", "a: |\n  b", "a: 2024-02-30", "a: b\n  c", "a:\n  b: c", "a: [b"]
)
def test_all_else_is_left_to_the_strict_reader(text: str) -> None:
    assert read_plain(text) is None

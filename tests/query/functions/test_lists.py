"""Functions of lists and objects."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[1,2,3].length", 3),
        ("[1,2,3].contains(2)", True),
        ("['a'].contains('A')", False),
        ("[1,2,3].containsAll(2,3)", True),
        ("[1,2,3].containsAll(2,4)", False),
        ("[1,2,3].containsAny(3,4)", True),
        ("[1,2,3].containsAny(4)", False),
        ("[1,2,3,4].filter(value > 2)", (3, 4)),
        ("[5,6,7].filter(index != 1)", (5, 7)),
        ("[1,[2,3]].flat()", (1, 2, 3)),
        ("[[1,[2]],[[[3]]]].flat()", (1, 2, 3)),
        ("[1,2,3].isEmpty()", False),
        ("[].isEmpty()", True),
        ('[1,2,3].join(",")', "1,2,3"),
        ('[1,true,"x",null].join(" + ")', "1 + true + x + "),
        ("[].join()", ""),
        ("[1,2,3,4].map(value + 1)", (2, 3, 4, 5)),
        ("[1,2].map([3,4].map(value * 10 + index))", ((30, 41), (30, 41))),
        ("[1,2].map([3,4].map(value)).flat().length + value", None),
        ("[1,2,3].reduce(acc + value, 0)", 6),
        ("[1,2,3].reduce(acc + index, 'x')", "x012"),
        ("[].reduce(acc + value, 7)", 7),
        ('[1,9,"a"].filter(value.isType("number")).reduce(if(acc == null || value > acc, value, acc), null)', 9),
        ("[1,2,3].reverse()", (3, 2, 1)),
        ("[1,2,'3'].mean()", 1.5),
        ("[].mean()", None),
        ("[1,2,'3'].sum()", 3),
        ("[].sum()", 0),
        ("[1,2,3,4].slice(1,3)", (2, 3)),
        ("[1,2,3,4].slice(2)", (3, 4)),
        ("[3, 1, 2].sort()", (1, 2, 3)),
        ('["c", "a", "B"].sort()', ("a", "B", "c")),
        ('["v10", "v9", null, 2, ""].sort()', (2, "v9", "v10", None, "")),
        ("[1,2,2,3].unique()", (1, 2, 3)),
        ("[0/0, 0/0].unique().length", 1),
        ("['1', 1, true, 1.0, [1], [1], {a: 1}, {a: 1}].unique().length", 5),
        ("[author, file.asLink(), author].unique().length", 2),
        ("file.tags.contains('BOOK/novel')", True),
        ("file.tags.contains('#read')", True),
        ("{}.isEmpty()", True),
        ("{a: 1}.isEmpty()", False),
        ('{"a": 1, b: [2]}.keys()', ("a", "b")),
        ('{"a": 1, b: [2]}.values()', (1, (2,))),
        ("sizes.values()", (1, 2)),
        ("ratings.map(value).sort()[0]", 3),
    ],
)
def test_a_list_or_object(ask: Ask, expression: str, value: object) -> None:
    assert ask(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        f"[{'0,' * 40}].reduce(acc + acc, [1])",
        f"[{'0,' * 40}].reduce([acc, acc], [1])",
        f"[{'0,' * 40}].reduce({{a: acc, b: acc}}, {{c: 1}})",
        f"[{'0,' * 200}].map([{'0,' * 200}].map([{'0,' * 200}].map(value)))",
        f"[{'0,' * 2000}].map('x'.repeat(100000))",
        f"[{'0,' * 2000}].map('x'.repeat(100000).lower())",
        f"[{'0,' * 2000}].reduce(acc + [index], [{'0,' * 2000}])",
        f"[{'0,' * 2000}].reduce(if(acc.contains(1), acc, acc), [{'0,' * 2000}])",
    ],
)
def test_lists_do_not_grow_without_end(ask: Ask, expression: str) -> None:
    with pytest.raises(KbError, match="holds too much|too deep|too much work"):
        ask(expression, work=100_000)


def test_lists_stand_in_one_another_only_so_deep(ask: Ask) -> None:
    with pytest.raises(KbError, match="Lists stand too deep in one another: more than 100"):
        ask(f"[{'0,' * 200}].reduce([acc], 1)")

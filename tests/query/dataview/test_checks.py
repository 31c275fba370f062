"""What `kb check` tells of queries, and where it looks for them."""

from __future__ import annotations

import pytest

from kb.query.dataview.checks import INSTEAD, NO_SCRIPT, check_queries
from kb.query.dataview.inline import inline_codes, inline_query, is_inline_script
from tests.query.conftest import desk_of, note


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("= this.x", "this.x"),
        ("=x", "x"),
        ("=", ""),
        ("= ", ""),
        ("=>", ""),
        ("== x", ""),
        ("x = 1", ""),
        ("$= dv", ""),
    ],
)
def test_code_that_begins_with_a_sign_is_a_query(code: str, query: str) -> None:
    assert inline_query(code) == query


def test_code_with_a_dollar_is_a_script() -> None:
    assert [is_inline_script(code) for code in ("$= dv.x", "$=", "$x")] == [True, False, False]


def test_queries_stand_in_the_text_alone() -> None:
    text = "---\na: '`= a`'\n---\n`= b` `` `= c` `` ``= d``\n```\n`= e`\n```\n`$= f`\n"

    assert list(inline_codes(note("x.md", text))) == [(4, "= b"), (4, "= d"), (8, "$= f")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("```dataview\nLIST\n```\n`= 1`\n", []),
        (
            "\n```dataview\nLIST\nWHERE a ==\n```\n",
            ["x.md:4: This query is wrong from here on: ==. Write `=` to compare."],
        ),
        ("```dataviewjs\ndv.list()\n```\n", [f"x.md:1: {NO_SCRIPT}. {INSTEAD}"]),
        ("`$= dv.x`\n", [f"x.md:1: {NO_SCRIPT}: `$= dv.x`. {INSTEAD}"]),
        (
            "`= upper()`\n",
            ["x.md:1: `upper` takes 1 argument: 0"],
        ),
        (
            "```dataview\nTABLE 1 - []\nWHERE [] - 1\n```\n",
            [
                "x.md:1: Only numbers, dates and durations are taken from one another: list, in WHERE [] - 1",
            ],
        ),
        (
            "```dataview\nTABLE 1 - []\n```\n",
            ["x.md:1: Only numbers, dates and durations are taken from one another: list, in x"],
        ),
    ],
)
def test_what_fails_is_a_problem(text: str, problems: list[str]) -> None:
    assert [str(problem) for problem in check_queries(desk_of({"x.md": text}))] == problems


def test_templates_are_not_asked() -> None:
    desk = desk_of({"x.md": "`= nosuch()`\n"})
    object.__setattr__(desk.index.notes["x.md"], "is_template", True)

    assert list(check_queries(desk)) == []

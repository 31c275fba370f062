"""Bases as they are written in YAML."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.base import ALL, Base, Filter, Sorting, View
from kb.query.reading import parse_base


def problems_of(text: str) -> list[str]:
    """What is wrong in a base that begins on line 10 of a note."""
    return [f"{problem.severity}: {problem}" for problem in parse_base(text, path="a.md", first_line=10)[1]]


def test_a_base_with_all_its_parts() -> None:
    text = """
filters:
  or:
    - file.hasTag("tag")
    - and:
        - file.hasTag("book")
        - file.hasLink("Textbook")
    - not:
        - file.hasTag("book")
        - file.inFolder("Required Reading")
formulas:
  formatted_price: 'if(price, price.toFixed(2) + " dollars")'
  one: 1
  yes: true
  none:
properties:
  status:
    displayName: Status
  formula.formatted_price:
    displayName: "Price"
  file.ext:
    displayName: Extension
  file.name: {}
  wrong: 1
summaries:
  spread: values[0]
views:
  - type: table
    name: "My table"
    limit: 10
    filters: status != "done"
    order: [file.name, file.ext, note.age, price, formula.ppu, file, null]
    sort:
      - property: price
        direction: DESC
      - column: file.name
        direction: ASC
      - age
    groupBy: {property: status, direction: DESC}
    summaries: {price: Average}
    rowHeight: tall
  - type: cards
    image: note.cover
"""
    base, problems = parse_base(text, path="b.base")

    assert problems == ()
    assert base == Base(
        filter=Filter(
            "or",
            parts=(
                Filter("is", 'file.hasTag("tag")'),
                Filter("and", parts=(Filter("is", 'file.hasTag("book")'), Filter("is", 'file.hasLink("Textbook")'))),
                Filter(
                    "not",
                    parts=(Filter("is", 'file.hasTag("book")'), Filter("is", 'file.inFolder("Required Reading")')),
                ),
            ),
        ),
        formulas={"formatted_price": 'if(price, price.toFixed(2) + " dollars")', "one": "1", "yes": "true"},
        titles={"note.status": "Status", "formula.formatted_price": "Price", "file.ext": "Extension"},
        summaries={"spread": "values[0]"},
        views=(
            View(
                name="My table",
                filter=Filter("is", 'status != "done"'),
                columns=("file.name", "file.ext", "note.age", "note.price", "formula.ppu", "file"),
                sorting=(Sorting("note.price", is_descending=True), Sorting("file.name"), Sorting("note.age")),
                limit=10,
                group=Sorting("note.status", is_descending=True),
                summaries={"note.price": "Average"},
                options={"rowHeight": "tall"},
            ),
            View(layout="cards", options={"image": "note.cover"}),
        ),
    )


def test_an_empty_base_shows_all_files() -> None:
    base, problems = parse_base("", path="b.base")

    assert (base, problems) == (Base(), ())
    assert (base.filter, base.views) == (ALL, (View(),))


def test_a_view_is_found_by_its_name_in_any_case() -> None:
    base = Base(views=(View(name="First"), View(name="Second")))

    assert base.view() == View(name="First")
    assert base.view("SECOND") == View(name="Second")
    assert base.view("third") is None


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("filters: a = 1", ["error: a.md:10: This expression is wrong from here on: = 1. Write `==` to compare."]),
        (
            "filters:\n  and:\n    - a\n    - or:\n        - b\n        - c = 1",
            ["error: a.md:15: This expression is wrong from here on: = 1. Write `==` to compare."],
        ),
        (
            "views:\n  - type: table\n    filters:\n      - a and b",
            ["error: a.md:13: This expression is wrong from here on: and b. Write `&&` for `and`."],
        ),
        *(
            (
                f"filters: {given}",
                [
                    (
                        f"error: a.md:10: This is no filter: {shown}. "
                        "Write an expression, or one of `and`, `or`, `not` over a list of filters."
                    )
                ],
            )
            for given, shown in [
                ("1", "1"),
                ("true", "true"),
                ("{x: [a]}", "`x:`"),
                ("{and: [a], x: [b]}", "`and:`, `x:`"),
                ("{}", "{}"),
                ("{and: [[], 2]}", "2"),
            ]
        ),
        (
            "filters: [" + "[" * 60 + "]" * 60 + "]",
            ["error: a.md:10: Filters stand too deep in one another: more than 50"],
        ),
        (
            "filters:\n  or: [a]\n  not: [b]",
            [
                (
                    "error: a.md:10: A filter has one of `and`, `or`, `not`: `or` and `not`. "
                    "Write one, and the other in its list: `or:` over a list with `- not:` in it."
                )
            ],
        ),
        (
            "formulas:\n  a: 1 +\n  x: toady()\n  b: formula.c\n  c: formula.b",
            [
                (
                    "error: a.md:11: This expression has no end: 1 +. "
                    "Close its brackets, or write what is missing behind its last sign."
                ),
                "error: a.md:12: There is no such function: toady(). Did you mean `today`?",
                "error: a.md:13: This formula needs itself: b → c → b",
                "error: a.md:14: This formula needs itself: c → b → c",
            ],
        ),
        ("formulas: 1", ["error: a.md:10: `formulas` is a mapping of names: 1"]),
        (
            "\nsummaries:\n  a: (",
            [
                (
                    "error: a.md:12: This expression has no end: (. "
                    "Close its brackets, or write what is missing behind its last sign."
                )
            ],
        ),
        ("views: 1", ["error: a.md:10: `views` is a list of views: 1"]),
        ("views: [1]", ["error: a.md:10: A view is a mapping with `type` and `name`: 1"]),
        (
            "views:\n- name: a\n  type: calendar",
            ["warning: a.md:12: This layout is not known, and is shown as a table: calendar"],
        ),
        (
            "views:\n- sort:\n  - property: a\n    direction: DOWN\n- groupBy: {property: a, direction: 1}",
            [
                "warning: a.md:13: `direction` is `ASC` or `DESC`, and counts as `ASC`: DOWN",
                "warning: a.md:14: `direction` is `ASC` or `DESC`, and counts as `ASC`: 1",
            ],
        ),
        (
            "filter: a\nviews:\n- type: table\n  group: a\n  ordr: [a]\n  groupby: a",
            [
                "warning: a.md:10: This key means nothing: filter. Did you mean `filters`?",
                "warning: a.md:13: This key means nothing: group. Did you mean `groupBy`?",
                "warning: a.md:14: This key means nothing: ordr. Did you mean `order`?",
                "warning: a.md:15: This key means nothing: groupby. Did you mean `groupBy`?",
            ],
        ),
        (
            "views:\n- name: Best\n- name: Other\n- {type: list}\n- {type: list}\n- type: list\n  name: best",
            ["warning: a.md:16: Two views have this name: best. Give it another name: a link leads to the first one."],
        ),
        *(
            (f"views: [{{limit: {limit}}}]", [f"error: a.md:10: `limit` is a number of rows: {shown}"])
            for limit, shown in [("many", "many"), ("-1", "-1"), ("true", "True"), ("1.5", "1.5")]
        ),
        ("views: [{order: a}]", ["error: a.md:10: `order` is a list of properties: a"]),
        ("views: [{sort: [{}]}]", ["error: a.md:10: `sort` names a `property` and a `direction`: {}"]),
        ("views: [{groupBy: 1}]", ["error: a.md:10: `groupBy` names a `property` and a `direction`: 1"]),
        ("views: [{summaries: a}]", ["error: a.md:10: `summaries` is a mapping of names: a"]),
        ("summaries: a\nviews: []", ["error: a.md:10: `summaries` is a mapping of names: a"]),
        (
            "summaries: {own: 'values.length'}\nviews:\n- summaries:\n    a: own\n    b: AVERAGE\n    c: Count",
            ["warning: a.md:15: There is no such summary: Count"],
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, problems: list[str]) -> None:
    assert problems_of(text) == problems


@pytest.mark.parametrize(
    "key", ["plugin", "rowHeight", "markerIcon", "imageFit", "columnSize", "nestedProperties", "1"]
)
def test_keys_of_layouts_and_plugins_are_not_told(key: str) -> None:
    assert problems_of(f"views: [{{{key}: 1, limit: 2}}]") == []


def test_what_cannot_be_read_lets_nothing_pass_and_the_rest_counts() -> None:
    base, problems = parse_base("filters: 1\nviews: [2, {name: x, limit: y, order: z}]", path="b.base")

    assert len(problems) == 4
    assert base == Base(filter=Filter("or"), views=(View(name="x"),))


def test_a_formula_that_is_not_written_yet_has_no_value() -> None:
    base, problems = parse_base("formulas: {Untitled: '', Other: ' '}", path="b.base")

    assert base.formulas == {"Untitled": "null", "Other": "null"}
    assert problems == ()


def test_a_filter_of_one_part_needs_no_list() -> None:
    assert parse_base("filters: {not: a}", path="")[0].filter == Filter("not", parts=(Filter("is", "a"),))
    assert parse_base("filters: {or: }", path="")[0].filter == Filter("or")
    assert parse_base("filters: [a, b]", path="")[0].filter.kind == "and"


@pytest.mark.parametrize("text", ["a: [", "- a", "text"])
def test_what_is_no_mapping_is_no_base(text: str) -> None:
    with pytest.raises(KbError):
        parse_base(text, path="b.base")


@pytest.mark.parametrize("text", ["TABLE a\nFROM #b", "\nlist", "Task WHERE !completed"])
def test_a_query_of_dataview_is_told_as_such(text: str) -> None:
    with pytest.raises(KbError, match=r"This is a query of Dataview, and no base.*language `dataview`"):
        parse_base(text, path="a.md")

"""What `kb check` tells of bases."""

from __future__ import annotations

from datetime import datetime

from kb.query.checks import check_bases
from kb.query.files import Desk
from tests.vault.writing.written import index_of

NOW = datetime.fromisoformat("2024-06-01")
NOTES = {"a.md": "---\nprice: high\n---\n", "b.md": "---\nprice: 2\n---\n", "c.md": "---\nprice: low\n---\n"}


def told(text: str, notes: dict[str, str] = NOTES) -> list[str]:
    desk = Desk(index_of({**notes, "x.base": ""}), NOW)
    return [f"{problem.severity} {problem}" for problem in check_bases(desk, {"x.base": text})]


def test_a_base_in_order_is_not_told() -> None:
    assert told("filters: price > 1\nviews: [{order: [file.name, price, missing]}]") == []


def test_what_cannot_be_read_is_an_error_with_its_line() -> None:
    assert told("views:\n  - order: 3") == ["error x.base:2: `order` is a list of properties: 3"]
    assert told("views: [")[0].startswith("error x.base:1: This is not valid YAML")


def test_a_formula_that_fails_of_some_notes_is_told_once() -> None:
    found = told("formulas: {half: price / 2}\nviews: [{order: [formula.half]}, {order: [formula.half]}]")

    assert len(found) == 1
    assert found[0].startswith("warning x.base:1: Only numbers are divided")
    assert found[0].endswith("string high, in formula.half of a.md and 1 more")


def test_a_column_that_no_file_has_is_told_where_one_is_near() -> None:
    order = "[file.name, PRICE, prise, unknown, file.nmae, file.price, formula.prise, file]"
    text = f"views:\n- order: {order}\n  sort: [pricee]"

    assert told(text) == [
        "warning x.base:2: No file has this property: prise. Did you mean `price`?",
        "warning x.base:3: No file has this property: pricee. Did you mean `price`?",
        "warning x.base:2: No file has this property: nmae. Did you mean `name`?",
        "warning x.base:1: This base has no such formula: prise, in formula.prise of a.md and 3 more",
    ]


def test_a_filter_that_fails_is_told_once() -> None:
    assert told("filters: price * 2 > 1") == [
        "warning x.base:1: Only numbers are multiplied; `number()` makes one of a text: string high, in `price * 2 > 1`"
    ]


def test_blocks_are_asked_with_their_own_note_but_for_those_of_templates() -> None:
    block = "# A\n```base\nfilters: this.file.path.foo()\n```\n"

    assert told("", {"a.md": block, "templates/T.md": block}) == [
        "error a.md:3: There is no such function: foo(). Did you mean `floor`?"
    ]

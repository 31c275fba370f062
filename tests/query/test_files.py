"""Files of a vault as values."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kb.query.files import Desk, FileFacts, property_value
from kb.query.moments import moment_of
from kb.query.values import Link, Value
from kb.vault.index import build_index
from tests.query.conftest import NOW, desk_of, note


def test_a_property_is_what_it_looks_like(desk: Desk) -> None:
    dune = desk.file("Books/Dune.md")
    herbert = desk.file("People/Frank Herbert.md")
    known: list[tuple[object, Value]] = [
        (None, None),
        (True, True),
        (10**400, float("inf")),
        (2.0, 2),
        ("text", "text"),
        (" 2025-05-27 ", moment_of(date(2025, 5, 27))),
        (date(2025, 5, 27), moment_of(date(2025, 5, 27))),
        (datetime(2025, 5, 27, 10), moment_of(datetime(2025, 5, 27, 10))),  # noqa: DTZ001
        ("[[Frank Herbert]]", Link("Frank Herbert", herbert)),
        ("[[herbert|him]]", Link("herbert", herbert, "him")),
        ("[[Frank Herbert#Life]]", Link("Frank Herbert#Life", herbert)),
        ("[[no such]]", Link("no such")),
        ("[[a]] and [[b]]", "[[a]] and [[b]]"),
        (["x", ["[[no such]]"]], ("x", (Link("no such"),))),
        ({1: "x", "b": ["2025-05-27"]}, {"1": "x", "b": (moment_of(date(2025, 5, 27)),)}),
    ]

    assert [property_value(given, dune) for given, _ in known] == [value for _, value in known]


def test_lists_in_a_property_are_known_only_so_deep(desk: Desk) -> None:
    nested: list[object] = []
    for _ in range(200):
        nested = [nested]
    value = property_value(nested, desk.file("Plain.md"))
    deep = 0
    while value:
        value, deep = value[0], deep + 1

    assert (value, deep) == (None, 50)


@pytest.mark.parametrize(("name", "value"), [("Price", 1), ("PRICE", 2), ("price", 1), ("pRICE", 1)])
def test_a_property_is_found_in_any_case_but_first_in_its_own(name: str, value: int) -> None:
    desk = desk_of({"a.md": "---\nPrice: 1\nPRICE: 2\n---\n"})

    assert desk.file("a.md").value_of(name) == value


def test_what_nobody_knows_of_a_file_is_nothing() -> None:
    file = Desk(build_index([note("a.md", "")]), NOW).file("a.md")

    assert (file.size, file.ctime, file.mtime) == (0, None, None)
    assert FileFacts() == FileFacts(0, None, None)


def test_files_are_one_where_their_paths_are(desk: Desk) -> None:
    other = desk_of({})

    assert desk.file("a.md") == other.file("a.md") != other.file("b.md")
    assert str(desk.file("in/a.md")) == "in/a.md"
    assert desk.file("a.tar.gz").ext == "gz"
    assert desk.file("noext").ext == ""

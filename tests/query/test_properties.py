"""Properties of notes as values."""

from __future__ import annotations

from datetime import date, datetime

from kb.query.files import Desk
from kb.query.moments import moment_of
from kb.query.properties import property_value
from kb.query.values import Link, Value


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

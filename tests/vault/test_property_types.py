"""Kinds of properties."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kb.vault.property_types import Kind, is_of_type, property_type

MOMENT = dt.datetime(2024, 1, 2, 3)  # noqa: DTZ001  (as in a note)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("words", "text"),
        (None, "text"),
        ({"a": 1}, "text"),
        ("[[Note#Heading|shown]]", "link"),
        ("see [[Note]]", "text"),
        ("[[a]] [[b]]", "text"),
        (["a"], "list"),
        (True, "checkbox"),
        (1, "number"),
        (1.5, "number"),
        (dt.date(2024, 1, 2), "date"),
        ("2024-01-02", "date"),
        (MOMENT, "datetime"),
        ("2024-01-02T03:04", "datetime"),
    ],
)
def test_a_value_has_the_kind_that_it_looks_like(value: Any, kind: str) -> None:
    assert property_type("a", value) == kind


@pytest.mark.parametrize("name", ["tags", "Aliases", "cssclasses"])
def test_obsidians_own_properties_are_lists(name: str) -> None:
    assert property_type(name, "one") == "list"


def test_the_kind_that_the_owner_gave_counts() -> None:
    types = {"rating": "text", "due": "datetime", "up": "text", "x": "unknown", "people": "multitext"}

    assert property_type("Rating", 5, types) == "text"
    assert property_type("due", dt.date(2024, 1, 2), types) == "datetime"
    assert property_type("up", "[[a]]", types) == "link"
    assert property_type("x", 5, types) == "number"
    assert property_type("people", None, types) == "list"


@pytest.mark.parametrize(
    ("kind", "fitting", "others"),
    [
        ("text", ["words", 5, True, dt.date(2024, 1, 2)], [["a"], {"a": 1}]),
        ("list", [["a", 1, None], [], "a, b", dt.date(2024, 1, 2)], [5, True, {"a": 1}, [["a"]], [{"a": 1}]]),
        ("number", [5, 1.5, -1], ["5", True, [5], {}, dt.date(2024, 1, 2)]),
        ("checkbox", [True, False], ["true", 1, [True]]),
        ("date", [dt.date(2024, 1, 2), "2024-01-02", MOMENT], ["tomorrow", "2024-02-30", 2024, True, []]),
        ("datetime", [MOMENT, "2024-01-02T03:04", "2024-01-02"], ["03:04", 5, ["2024-01-02"]]),
    ],
)
def test_a_value_is_of_a_kind_or_not_and_nothing_is_of_all(kind: Kind, fitting: list[Any], others: list[Any]) -> None:
    assert [value for value in (*fitting, None, "") if not is_of_type(value, kind)] == []
    assert [value for value in others if is_of_type(value, kind)] == []

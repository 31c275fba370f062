"""Kinds of properties."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kb.vault.property_types import property_type, read_types
from tests.vault.conftest import Vault


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
        (dt.datetime(2024, 1, 2, 3), "datetime"),  # noqa: DTZ001  (as in a note)
        ("2024-01-02T03:04", "datetime"),
    ],
)
def test_a_value_has_the_kind_that_it_looks_like(value: Any, kind: str) -> None:
    assert property_type("a", value) == kind


@pytest.mark.parametrize("name", ["tags", "Aliases", "cssclasses"])
def test_obsidians_own_properties_are_lists(name: str) -> None:
    assert property_type(name, "one") == "list"


def test_the_kind_that_the_owner_gave_counts(vault: Vault) -> None:
    text = '{"types": {"Rating": "text", "due": "datetime", "up": "text", "x": "unknown", "people": "multitext"}}'
    types = read_types(vault({".obsidian/types.json": text}))

    assert property_type("rating", 5, types) == "text"
    assert property_type("due", dt.date(2024, 1, 2), types) == "datetime"
    assert property_type("up", "[[a]]", types) == "link"
    assert property_type("x", 5, types) == "number"
    assert property_type("people", None, types) == "list"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"types": []}', '{"types": {"a": {}}}', b"\xff", "[" * 100_000])
def test_bad_kinds_are_none(vault: Vault, text: str | bytes) -> None:
    assert property_type("a", 5, read_types(vault({".obsidian/types.json": text}))) == "number"


def test_a_vault_that_obsidian_never_opened_gives_no_kinds(vault: Vault) -> None:
    assert read_types(vault({"a.md": ""})) == {}

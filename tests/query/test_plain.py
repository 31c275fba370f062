"""Values as JSON can hold them."""

from __future__ import annotations

import json

import pytest

from kb.errors import KbError
from kb.query.plain import plain
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("null", None),
        ("true", True),
        ("1.5", 1.5),
        ("1/0", "Infinity"),
        ("0/0", "NaN"),
        ("now()", "2025-05-27 14:30:05"),
        ("today()", "2025-05-27"),
        ("duration('1d')", "1 day"),
        ("file.tags", ["#book/novel", "#Read", "#classic"]),
        ("file", "Books/Dune.md"),
        ("author", "People/Frank Herbert.md"),
        ("authors", ["People/Frank Herbert.md", "Nobody"]),
        ("{a: [author]}", {"a": ["People/Frank Herbert.md"]}),
        ("html('<b>')", "<b>"),
    ],
)
def test_a_value_without_kinds_of_its_own(ask: Ask, expression: str, value: object) -> None:
    found = plain(ask(expression))

    assert found == value
    assert json.loads(json.dumps(found, allow_nan=False)) == value


def test_why_there_is_no_value_is_told_as_such() -> None:
    assert plain(KbError("This is wrong", found="x")) == {"error": "This is wrong: x"}

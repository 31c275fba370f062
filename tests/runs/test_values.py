from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.parameters import parse_parameters
from kb.runs.values import check_value, parse_text
from tests.runs.test_parameters import CELL


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return parse_parameters(CELL, path="notebooks/x.py", first_line=4)


@pytest.mark.parametrize("annotation", ["a date", "kb.Text", "frozenset[int]", "1"])
def test_an_annotation_that_kb_does_not_know_takes_no_value(annotation: str) -> None:
    with pytest.raises(KbError, match="`x` must be"):
        check_value(Parameter("x", annotation, None, 1), 1)


@pytest.mark.parametrize(
    ("name", "value", "delivered"),
    [
        ("symbol", "IBM", "IBM"),
        ("fast", None, None),
        ("fast", 3, 3),
        ("cost_bps", 2, 2.0),
        ("mode", "short", "short"),
        ("days", [3], [3]),
        ("limits", {"a": 1.5}, {"a": 1.5}),
        ("count", 3, 3),
        ("either", "x", "x"),
        ("anything", {"a": [1]}, {"a": [1]}),
        ("is_long", False, False),
        ("old", 2.5, 2.5),
        ("open_ended", "text", "text"),
        ("dotted", [1], [1]),
        ("quoted", [1], [1]),
        ("start", None, None),
    ],
)
def test_a_value_of_the_right_type_is_delivered(known: dict[str, Any], name: str, value: Any, delivered: Any) -> None:
    checked = check_value(known[name], value)

    assert (checked, type(checked)) == (delivered, type(delivered))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("fast", True, "`fast` must be int | None: True"),
        ("fast", 1.5, "`fast` must be int | None: 1.5"),
        ("old", "10", "Correct the value"),
        ("cost_bps", "10", "Write it without quotes"),
        ("cost_bps", "ten", "Write a number, like 0.5"),
        ("symbol", 7, "Put it in quotes"),
        ("mode", "both", "`mode` must be Literal"),
        ("days", ["a"], "`days` must be list"),
        ("limits", {"a": "x"}, "`limits` must be dict"),
        ("limits", [1], "`limits` must be dict"),
        ("odd", [1], "`odd` must be set"),
        ("start", "2024-01-02", "annotate it `str` and convert it there"),
        ("price", 1.5, "annotate it `str` and convert it there"),
        (
            "start",
            dt.date(2024, 1, 2),
            "is a date, which a notebook cannot be given: 2024-01-02. Put it in quotes",
        ),
        ("price", Decimal("1.5"), "is a Decimal"),
        ("symbol", Path("a"), "cannot be given"),
        ("days", (1, 2), "is a tuple"),
        ("limits", {"a": {1}}, "`limits.a` is a set"),
        ("days", [Decimal(1)], "is a Decimal"),
        ("cost_bps", float("nan"), "must be a finite number"),
    ],
)
def test_a_value_that_papermill_would_change_or_the_type_forbids_is_refused(
    known: dict[str, Any],
    name: str,
    value: Any,
    message: str,
) -> None:
    with pytest.raises(KbError) as caught:
        check_value(known[name], value)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("symbol", "007", "007"),
        ("symbol", "true", "true"),
        ("fast", "none", None),
        ("fast", "12", 12),
        ("cost_bps", "1e-1", 0.1),
        ("days", "[1, 2]", [1, 2]),
        ("is_long", "false", False),
        ("open_ended", "3", 3),
    ],
)
def test_text_from_the_command_line_is_read_by_the_parameters_type(
    known: dict[str, Any],
    name: str,
    text: str,
    value: Any,
) -> None:
    assert parse_text(known[name], text) == value


def test_text_of_the_wrong_type_is_refused(known: dict[str, Any]) -> None:
    with pytest.raises(KbError, match="`fast` must be int | None: often"):
        parse_text(known["fast"], "often")


def test_a_secret_within_a_mapping_is_refused() -> None:
    broker = Parameter("broker", "dict", None, 1)

    for text in ("{'user': 'me', 'password': 'hidden'}", "{'logins': {'api_key': 'hidden'}}"):
        with pytest.raises(KbError, match="A parameter must not hold a secret: broker") as caught:
            parse_text(broker, text)
        assert "hidden" not in str(caught.value)

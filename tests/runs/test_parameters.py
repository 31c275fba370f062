from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.notebook import read_notebook
from kb.runs.parameters import check_value, parse_parameters, parse_text, read_parameters, unknown_parameter

CELL = """\
symbol: str = "AAPL"  # what to trade
fast: int | None = None
cost_bps: float = 2.0
start: "date | None" = None
mode: Literal["long", "short"] = "long"
days: list[int] = [1, 2]
limits: dict[str, float] = {}
count: Optional[int] = None
either: Union[int, str] = 1
anything: Any = None
is_long: bool = True
old = 5
open_ended = None
price: Decimal = Decimal("1")
dotted: typing.List[int] = []
quoted: list["int"] = []
a = b = 1
odd: set[int] = {1}
print(symbol)
"""


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return parse_parameters(CELL, path="notebooks/x.py", first_line=4)


def test_a_parameter_keeps_its_type_default_line_and_comment(known: dict[str, Any]) -> None:
    symbol = known["symbol"]

    assert (symbol.annotation, symbol.default, symbol.line, symbol.comment) == ("str", "AAPL", 4, "what to trade")


def test_a_quoted_annotation_is_read_like_any_other(known: dict[str, Any]) -> None:
    assert known["start"].annotation == "date | None"


def test_a_default_that_is_no_literal_is_known_to_be_there(known: dict[str, Any]) -> None:
    assert not known["price"].has_default


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


def test_an_unknown_name_gets_the_nearest_known_one(known: dict[str, Any]) -> None:
    assert "Did you mean `symbol`?" in str(unknown_parameter("symbl", known, "notebooks/x.py"))


def test_an_unknown_name_like_no_other_gets_the_list() -> None:
    assert "It takes: none" in str(unknown_parameter("zzz", {}, "notebooks/x.py"))


def test_a_cell_that_is_not_python_names_its_line() -> None:
    with pytest.raises(KbError, match=r"notebooks/x.py:6: The parameters cell is not Python"):
        parse_parameters("a: int = 1\nb: = 2\n", path="notebooks/x.py", first_line=5)


def test_a_parameter_named_like_a_secret_is_refused_with_its_line_and_without_its_default() -> None:
    with pytest.raises(KbError, match=r"notebooks/x.py:6: A parameter must not hold a secret: api_key") as caught:
        parse_parameters('a: int = 1\napi_key: str = "hidden"\n', path="notebooks/x.py", first_line=5)
    assert "hidden" not in str(caught.value)


def test_a_secret_within_a_mapping_is_refused() -> None:
    broker = Parameter("broker", "dict", None, 1)

    for text in ("{'user': 'me', 'password': 'hidden'}", "{'logins': {'api_key': 'hidden'}}"):
        with pytest.raises(KbError, match="A parameter must not hold a secret: broker") as caught:
            parse_text(broker, text)
        assert "hidden" not in str(caught.value)


def test_lines_are_those_of_the_notebook_file(settings: Settings) -> None:
    known = read_parameters(read_notebook(settings, "notebooks/crossover.py"))

    assert [(name, known[name].line) for name in ("symbol", "start")] == [("symbol", 5), ("start", 9)]


def test_a_notebook_without_a_parameters_cell_says_how_to_make_one(settings: Settings) -> None:
    (settings.notebooks / "bare.py").write_text("# %%\nx = 1\n")

    with pytest.raises(KbError, match="notebooks/bare.py: This notebook has no parameters cell.*tags="):
        read_parameters(read_notebook(settings, "notebooks/bare.py"))

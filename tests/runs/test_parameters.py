from __future__ import annotations

from typing import Any

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.runs.notebook import read_notebook
from kb.runs.parameters import parse_parameters, read_parameters, unknown_parameter

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


def test_lines_are_those_of_the_notebook_file(settings: Settings) -> None:
    known = read_parameters(read_notebook(settings, "notebooks/crossover.py"))

    assert [(name, known[name].line) for name in ("symbol", "start")] == [("symbol", 5), ("start", 9)]


def test_a_notebook_without_a_parameters_cell_says_how_to_make_one(settings: Settings) -> None:
    (settings.notebooks / "bare.py").write_text("# %%\nx = 1\n")

    with pytest.raises(KbError, match="notebooks/bare.py: This notebook has no parameters cell.*tags="):
        read_parameters(read_notebook(settings, "notebooks/bare.py"))

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.translators import translate_parameters

from kb.errors import KbError
from kb.model.run import Parameter
from kb.runs.foreign import parse_foreign_parameters
from kb.runs.languages import LANGUAGES, check_delivered

R = """\
# what to trade
symbol <- "AAPL"  # one that "has" bars
fast = 10L
cost.bps <- 2.5
start <- NULL # none: all don't
is_long <- TRUE
days <- c(
  first = 1,
  last = 2
)
today <- Sys.Date()
if (fast == 10) print(fast)
assign("x", 1)
"""
JULIA = """\
const symbol = "AAPL"
fast::Int = 10  # bars
slow = fast * 2
cost = 1e-3
start = nothing
settings.size = 3
"""
BASH = """\
symbol=AAPL  # what
export path='a b/c.csv'
local url=http://example.org/#top
declare -i fast=10
flag=true
number=010
none=NULL
empty=
list=(1 2)
echo symbol=IBM
"""
SCALA = 'val fast: Int = 10 // bars\nvar symbol = "AAPL";\nval ratio = 1 / 3\n'
POWERSHELL = '$fast = 10 # bars\n[string]$symbol = "AAPL"\n$isLong = $True\n$start = $Null\n'
MATLAB = "fast = 10; % bars\nsymbol = 'AAPL';\nrest = mod(7, 2);\nturned = [1 2]';\n"


def read(source: str, language: str) -> dict[str, Any]:
    """The defaults; `...` where there is none."""
    found = parse_foreign_parameters(source, language, path="notebooks/x.ipynb")
    return {name: one.default if one.has_default else ... for name, one in found.items()}


@pytest.mark.parametrize(
    ("source", "language", "defaults"),
    [
        (
            R,
            "R",
            {
                "symbol": "AAPL",
                "fast": 10,
                "cost.bps": 2.5,
                "start": None,
                "is_long": True,
                "days": ...,
                "today": ...,
            },
        ),
        (JULIA, "julia", {"symbol": "AAPL", "fast": 10, "slow": ..., "cost": 0.001, "start": None}),
        (
            BASH,
            "bash",
            {
                "symbol": "AAPL",
                "path": "a b/c.csv",
                "url": ...,
                "fast": 10,
                "flag": True,
                "number": "010",
                "none": "NULL",
                "empty": "",
                "list": ...,
            },
        ),
        (SCALA, "scala", {"fast": 10, "symbol": "AAPL", "ratio": ...}),
        (POWERSHELL, ".net-powershell", {"fast": 10, "symbol": "AAPL", "isLong": True, "start": None}),
        (MATLAB, "matlab", {"fast": 10, "symbol": "AAPL", "rest": ..., "turned": ...}),
        ("let mutable fast = 10\nlet name: string = null", ".net-fsharp", {"fast": 10, "name": None}),
        ("fast := 10\nconst name = 'x'", "julia", {"fast": 10, "name": "x"}),
    ],
    ids=["R", "Julia", "bash", "Scala", "PowerShell", "MATLAB", "F#", "others"],
)
def test_plain_values_are_defaults_and_others_are_none(source: str, language: str, defaults: dict[str, Any]) -> None:
    assert read(source, language) == defaults


def test_a_parameter_keeps_its_line_and_comment() -> None:
    known = parse_foreign_parameters(R, "R", path="notebooks/x.ipynb", first_line=4)

    assert known["symbol"] == Parameter(
        "symbol", None, "AAPL", 5, 'one that "has" bars', has_default=True, language="R"
    )
    assert (known["start"].comment, known["fast"].comment) == ("none: all don't", "")


@pytest.mark.parametrize(
    "value",
    ["1e999", "9" * 31, "010", "1_000", "1.5f", "NA", "Inf", '"a$b"', '"a\\n"', '"open', "'it's'", "x", "-y", "1 + 1"],
)
def test_a_value_that_may_mean_something_else_is_no_default(value: str) -> None:
    assert read(f"x <- {value}", "R") == {"x": ...}


def test_a_secret_is_no_parameter_in_any_language() -> None:
    with pytest.raises(KbError, match="must not hold a secret") as caught:
        parse_foreign_parameters('x <- 1\napi.key <- ""', "R", path="notebooks/x.ipynb")

    assert caught.value.line == 2


PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"bash"}))  # there 10 is a text as well
@given(value=PLAIN | TEXT)
def test_what_papermill_writes_is_read_back_or_has_no_default(language: str, value: Any) -> None:
    try:
        check_delivered("fast", value, language)
    except KbError:
        return
    found = read(translate_parameters(language, language, {"fast": value}), language)["fast"]

    assert found is ... or found == value or value is None


@given(st.text(max_size=200))
def test_no_cell_is_too_odd_to_be_read(source: str) -> None:
    with suppress(KbError):  # it may name a secret
        read(source, "R")

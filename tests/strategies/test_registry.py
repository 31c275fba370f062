"""Strategies found by being there, read without running, built from a notebook's names."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from kb import strategies
from kb.errors import KbError
from kb.model.run import Parameter
from kb.strategies import find_strategies, load_strategy, parameters_of, strategy_from
from kb.strategies.library.sma_crossover import SmaCrossover

BREAKOUT = '''\
"""Buy new highs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd


class _Part:
    """Not a strategy."""

    def target_positions(self) -> None: ...


@dataclass(frozen=True)
class Breakout:
    title: ClassVar[str] = "Breakout"
    window: int = 20  # bars of the channel
    stop: float | None = None
    mode: str = "close"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return (bars["close"] >= bars["close"].rolling(self.window).max()).astype(float)
'''


def write(folder: Path, name: str, text: str = BREAKOUT) -> Path:
    path = folder / f"{name}.py"
    path.write_text(text, "utf-8")
    return path


def test_the_library_and_the_users_own_are_found_by_being_there(folder: Path) -> None:
    write(folder, "breakout")
    write(folder, "_shared", "x = 1")

    assert list(find_strategies()) == ["buy_and_hold", "sma_crossover", "time_series_momentum", "breakout"]
    assert find_strategies()["breakout"] == folder / "breakout.py"


def test_without_a_workspace_there_is_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert list(find_strategies()) == ["buy_and_hold", "sma_crossover", "time_series_momentum"]


def test_an_invalid_kb_toml_is_not_passed_over(folder: Path) -> None:
    (folder.parent / "kb.toml").write_text("vault = 3", "utf-8")

    with pytest.raises(KbError, match="`vault` must be text"):
        find_strategies()


def test_parameters_are_read_without_running_the_file(folder: Path) -> None:
    path = write(folder, "breakout", BREAKOUT + "\nraise SystemExit\n")

    assert parameters_of("breakout", folder) == (
        Parameter("window", "int", 20, 20, "bars of the channel"),
        Parameter("stop", "float | None", None, 21),
        Parameter("mode", "str", "close", 22),
    )
    assert path.stem not in sys.modules


def test_the_library_declares_its_parameters() -> None:
    assert [(parameter.name, parameter.default) for parameter in parameters_of("sma_crossover")] == [
        ("fast", 50),
        ("slow", 200),
        ("long_short", False),
    ]
    assert all(parameter.comment for name in find_strategies() for parameter in parameters_of(name))


def test_a_file_that_is_loaded_counts_as_loaded_code(folder: Path) -> None:
    path = write(folder, "breakout")
    strategy = load_strategy("breakout")

    assert strategy().title == "Breakout"
    assert sys.modules[strategy.__module__].__file__ == str(path)


def test_an_edited_file_is_loaded_anew(folder: Path) -> None:
    write(folder, "breakout")
    load_strategy("breakout")
    write(folder, "breakout", BREAKOUT.replace('"Breakout"', '"Breakout 2"'))

    assert load_strategy("breakout")().title == "Breakout 2"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sma_crosover", "no such strategy: sma_crosover. Did you mean `sma_crossover`? Known: buy_and_hold, sma_c"),
        ("zzz", "no such strategy: zzz. Known: buy_and_hold, sma_crossover, time_series_momentum."),
    ],
)
@pytest.mark.usefixtures("folder")
def test_an_unknown_name_names_the_known_ones(name: str, message: str) -> None:
    with pytest.raises(KbError, match=re.escape(message)):
        load_strategy(name)


def test_a_file_named_as_one_of_the_library_is_refused(folder: Path) -> None:
    write(folder, "sma_crossover")

    with pytest.raises(
        KbError,
        match=re.escape("strategies/sma_crossover.py: A strategy of this name is in kb's library: sma_crossover"),
    ):
        load_strategy("sma_crossover")
    assert load_strategy("buy_and_hold")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x = 1\nif x\n", 2, "This is not Python: expected ':': if x"),
        (BREAKOUT + "\nimport nothing_like_this\n", 27, "cannot be loaded: ModuleNotFoundError: No module named"),
        (
            BREAKOUT + "\ndef f():\n    return 1 / 0\n\nf()\n",
            28,
            "cannot be loaded: ZeroDivisionError: division by zero",
        ),
        ("x = 1\n", None, "A strategy file holds one class with a method `target_positions`: none"),
        (BREAKOUT + BREAKOUT.replace("Breakout", "Other"), 43, "holds one class .*: Breakout, Other"),
        (BREAKOUT.replace("frozen=True", ""), None, "`Breakout` must be a frozen dataclass with a title"),
        (BREAKOUT.replace("title:", "name:"), None, "`Breakout` must be a frozen dataclass with a title"),
        (BREAKOUT.replace("= 20", ""), 20, "The parameter `window` needs a plain default: window: int"),
        (BREAKOUT.replace("= 20", "= max(2, 20)"), 20, "The parameter `window` needs a plain default"),
        (BREAKOUT.replace("= 20", "= 2.5"), 20, r"The parameter `window` is int: 2.5 \(float\)"),
        (BREAKOUT.replace(": str", ": list[str]"), 22, "`mode` has a type that kb cannot check: list"),
        (BREAKOUT.replace("window: int", "symbol: int"), 20, "cannot have a parameter `symbol`: notebooks use"),
    ],
)
def test_a_broken_file_is_named_with_its_line(text: str, line: int | None, message: str, folder: Path) -> None:
    write(folder, "breakout", text)

    with pytest.raises(KbError, match=message) as caught:
        load_strategy("breakout")
    assert (caught.value.path, caught.value.line) == ("strategies/breakout.py", line)


def test_a_broken_file_does_not_break_the_others(folder: Path) -> None:
    write(folder, "broken", "if")

    assert strategy_from("sma_crossover", {}) == SmaCrossover()
    assert load_strategy("sma_crossover") is SmaCrossover


def test_a_file_that_cannot_be_loaded_is_not_left_behind(folder: Path) -> None:
    write(folder, "breakout", BREAKOUT + "\n1 / 0\n")
    sys.modules.pop("strategies.breakout", None)

    with pytest.raises(KbError):
        load_strategy("breakout")
    assert "strategies.breakout" not in sys.modules


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "breakout.py").write_bytes(b"# \xff\n")

    with pytest.raises(KbError, match=r"breakout.py: This file is not UTF-8: .* Save it as UTF-8"):
        parameters_of("breakout")


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "breakout.py").mkdir()

    with pytest.raises(KbError, match=r"breakout.py: Cannot read this strategy"):
        parameters_of("breakout")


def test_parameters_must_stand_in_the_class_itself(folder: Path) -> None:
    base = "@dataclass(frozen=True)\nclass _Base:\n    depth: int = 3\n\n\n"
    text = BREAKOUT.replace(
        "@dataclass(frozen=True)\nclass Breakout:", f"{base}@dataclass(frozen=True)\nclass Breakout(_Base):"
    )
    write(folder, "breakout", text)

    with pytest.raises(KbError, match="has parameters that do not stand in its body"):
        load_strategy("breakout")


@pytest.mark.usefixtures("folder")
def test_a_strategy_takes_the_names_that_it_declares() -> None:
    names = {"fast": 10, "slow": None, "symbol": "AAPL", "window": None, "cost_bps": 2.0}

    assert strategy_from("sma_crossover", names) == SmaCrossover(10, 200)


def test_an_own_strategy_takes_its_parameters_flat(folder: Path) -> None:
    write(folder, "breakout")
    strategy = strategy_from("breakout", {"window": 5, "stop": 2})

    assert repr(strategy) == "Breakout(window=5, stop=2.0, mode='close')"


def test_what_ipython_names_is_not_taken_for_a_parameter(folder: Path) -> None:
    write(folder, "breakout", BREAKOUT.replace("window", "exit"))

    assert repr(strategy_from("breakout", {"exit": lambda: None})) == "Breakout(exit=20, stop=None, mode='close')"
    assert strategy_from("sma_crossover", {"exit": lambda: None}) == SmaCrossover()


def test_a_value_that_the_strategy_would_ignore_is_refused(folder: Path) -> None:
    write(folder, "breakout")

    with pytest.raises(
        KbError,
        match=re.escape(
            "The strategy `breakout` has no parameter `fast`; it belongs to `sma_crossover`: fast = 10. "
            "Leave it out, or choose `sma_crossover`. `breakout` takes: mode, stop, window."
        ),
    ):
        strategy_from("breakout", {"fast": 10})
    with pytest.raises(KbError, match="`buy_and_hold` takes: nothing"):
        strategy_from("buy_and_hold", {"window": 10})


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"fast": 10.0}, "The parameter `fast` is int: 10.0 (float). Give a value of that type; the default is 50."),
        ({"fast": True}, "The parameter `fast` is int: True (bool)"),
        ({"long_short": 1}, "The parameter `long_short` is bool: 1 (int)"),
        ({"fast": "10"}, "The parameter `fast` is int: '10' (str)"),
        ({"fast": 300}, "The fast average must be shorter: fast=300, slow=200"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_value_of_the_wrong_type_is_refused(names: dict[str, object], message: str) -> None:
    with pytest.raises(KbError, match=re.escape(message)):
        strategy_from("sma_crossover", names)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "2", True])
def test_a_number_must_be_finite_and_a_number(value: object, folder: Path) -> None:
    write(folder, "breakout")

    with pytest.raises(KbError, match=r"The parameter `stop` is float \| None"):
        strategy_from("breakout", {"stop": value})


def test_the_room_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        strategies.nothing  # noqa: B018  (the lookup is the point)

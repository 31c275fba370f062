"""What commands print alike."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kb.cli.printing import (
    count,
    duration,
    message,
    parameters_text,
    print_json,
    print_problems,
    print_unread,
    problems_table,
)
from kb.errors import KbError
from kb.model.problem import Problem

LINK = Problem("broken-link", "No note has this name", "Correct it.", "a.md", 3, "[[Cary]]")
ORPHAN = Problem("orphan", "Nothing links here", path="b.md", severity="warning")


def test_problems_are_printed_with_their_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_problems([ORPHAN, LINK]) == 1

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "warning: b.md: Nothing links here [orphan]",
        "error: a.md:3: No note has this name: [[Cary]]. Correct it. [broken-link]",
    ]


@pytest.mark.parametrize(("problems", "code"), [([], 0), ([ORPHAN], 0), ([LINK, ORPHAN], 1)])
def test_only_an_error_makes_the_command_fail(problems: list[Problem], code: int) -> None:
    assert print_problems(problems) == code


def test_files_that_cannot_be_read_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_unread([]) == 0
    assert print_unread([ORPHAN]) == 0
    assert print_unread([ORPHAN, LINK, LINK]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "warning: 1 file of the vault cannot be read in full; `kb check` lists them.",
        "error: 2 files of the vault cannot be read in full; `kb check` lists them.",
    ]


def test_a_path_below_the_current_folder_is_shown_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = Path.cwd()
    paths = [here / "x" / "a.md", here, here.parent / "b.md", Path("vault/c.md")]

    assert [message(KbError("Not valid", path=path)) for path in paths] == [
        f"{Path('x/a.md')}: Not valid",
        f"{here}: Not valid",
        f"{here.parent / 'b.md'}: Not valid",
        f"{Path('vault/c.md')}: Not valid",
    ]


def test_a_message_may_have_no_path() -> None:
    assert message(Problem("x", "Not valid", line=3)) == "Not valid"


def test_json_keeps_letters_and_writes_what_it_does_not_know_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"title": "Größe", "day": date(2024, 1, 2)})

    shown = capsys.readouterr().out
    assert '"Größe"' in shown
    assert json.loads(shown) == {"title": "Größe", "day": "2024-01-02"}


def test_problems_are_a_table_for_json() -> None:
    assert problems_table([ORPHAN]) == [
        {
            "rule": "orphan",
            "what": "Nothing links here",
            "do": "",
            "path": "b.md",
            "line": None,
            "found": "",
            "severity": "warning",
        }
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "under a second"),
        (1, "1 s"),
        (59, "59 s"),
        (60, "1.0 minutes"),
        (5400, "90.0 minutes"),
        (9000, "2.5 hours"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "run", "0 runs"),
        (1, "entry", "1 entry"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
        (2, "process", "2 processes"),
        (12000, "run", "12,000 runs"),
    ],
)
def test_a_number_agrees_with_its_noun(number: int, noun: str, said: str) -> None:
    assert count(number, noun) == said


def test_parameters_fit_a_line() -> None:
    assert parameters_text({"symbol": "AAPL", "fast": 10}) == "symbol=AAPL fast=10"


def test_of_a_long_parameter_the_beginning_is_shown() -> None:
    assert parameters_text({"text": "x" * 1_000_000}) == f"text={'x' * 119}…"

"""What several commands print alike: findings, durations, values."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kb.errors import KbError, say
from kb.model.problem import Problem

MINUTE = 60
HOUR = 60 * MINUTE
MOST_VALUE_CHARACTERS = 120
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def message(fault: KbError | Problem) -> str:
    """What is wrong, in one line; a path below the current folder as the reader would type it here."""
    return say(fault.what, do=fault.do, path=path_from_here(fault.path), line=fault.line, found=fault.found)


def path_from_here(path: str | None) -> str | None:
    """A path below the current folder as the reader would type it here; any other as it is."""
    here = Path.cwd()
    if path is None or not Path(path).is_relative_to(here) or Path(path) == here:
        return path
    return str(Path(path).relative_to(here))


def print_problems(problems: Iterable[Problem]) -> int:
    """Print findings, errors in red, and return the exit code that they call for."""
    code = 0
    for problem in problems:
        click.echo(problem_line(problem), err=True)
        code = 1 if problem.severity == "error" else code
    return code


def print_unread(problems: Collection[Problem]) -> int:
    """Say in one line how many files cannot be read, where that is not what was asked; the exit code that calls for."""
    worst = min((problem.severity for problem in problems), key=list(_COLOURS).index, default="info")
    if files := len({problem.path for problem in problems}):
        said = f"{count(files, 'file')} of the vault cannot be read in full; `kb check` lists them."
        click.echo(f"{click.style(worst, fg=_COLOURS[worst])}: {said}", err=True)
    return int(worst == "error")


def problem_line(problem: Problem) -> str:
    """A finding in one line: how bad it is, in colour, what it is, and its rule."""
    return f"{click.style(problem.severity, fg=_COLOURS[problem.severity])}: {message(problem)} [{problem.rule}]"


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def problems_table(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Findings as JSON holds them."""
    return [asdict(problem) for problem in problems]


def duration(seconds: float) -> str:
    """A duration as people say it."""
    if seconds < 1:
        return "under a second"
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.1f} minutes"
    return f"{seconds / HOUR:.1f} hours"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 run`, `2 runs`, `3 entries`, `4 days`, `5 processes`."""
    return f"{number:,} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def parameters_text(parameters: Mapping[str, Any]) -> str:
    """Parameters in one line; what is no text as JSON has it, like notes do, and none longer than is read."""
    texts = {
        name: value if isinstance(value, str) and value.isprintable() else _ENCODER.encode(value)
        for name, value in parameters.items()
    }
    return " ".join(f"{name}={_short(text)}" for name, text in texts.items())


def _short(text: str) -> str:
    return text if len(text) <= MOST_VALUE_CHARACTERS else f"{text[: MOST_VALUE_CHARACTERS - 1]}…"

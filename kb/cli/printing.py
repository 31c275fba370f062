"""What several commands print alike: findings, durations, values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from kb.model.problem import Problem

MINUTE = 60


def print_problems(problems: Iterable[Problem]) -> int:
    """Print findings, errors in red, and return the exit code that they call for."""
    code = 0
    for problem in problems:
        colour = "red" if problem.severity == "error" else "yellow"
        click.echo(f"{click.style(problem.severity, fg=colour)}: {problem} [{problem.rule}]", err=True)
        code = 1 if problem.severity == "error" else code
    return code


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
    return f"{seconds / MINUTE:.1f} minutes"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 run`, `2 runs`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def parameters_text(parameters: Any) -> str:
    """Parameters in one line."""
    return " ".join(f"{name}={value}" for name, value in parameters.items())

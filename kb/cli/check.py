"""`kb check`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.printing import count, print_json, print_problems, problems_table
from kb.config import read_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print findings as JSON.")
def command(*, as_json: bool) -> int:
    """Find broken links, name clashes, bad properties, broken kb blocks, notes that nothing links to.

    Each finding says where it is and what to do. The exit code is 1 when there is an error, 0 when there are only
    warnings.

    \b
    Example:
      kb check
      kb check --json
    """
    from kb.workflows.check import check_workspace  # noqa: PLC0415  (commands import what they need)

    problems = check_workspace(read_settings(Path.cwd()))
    if as_json:
        print_json(problems_table(problems))
        return int(any(problem.severity == "error" for problem in problems))
    code = print_problems(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}.")
    return code

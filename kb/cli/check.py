"""`kb check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.printing import count, print_json, problem_line, problems_table
from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.model.problem import Problem
from kb.model.rules import rule_named

if TYPE_CHECKING:
    from kb.vault.index import Index
    from kb.vault.writing.repairs import Repair
    from kb.workflows.check import Scope


class RuleName(click.ParamType[str]):
    """The id of a rule on the command line."""

    name = "rule"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse one that there is not."""
        try:
            return rule_named(value)
        except KbError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("names", nargs=-1, metavar="[NOTE|FOLDER]...")
@click.option("--rule", "rules", type=RuleName(), multiple=True, metavar="ID", help="Only this rule; repeatable.")
@click.option("--fix", "is_fixing", is_flag=True, help="Repair the links that can have meant one thing only.")
@click.option("--dry-run", "is_trying", is_flag=True, help="With --fix: say what it would repair, and write nothing.")
@click.option("--json", "form", flag_value="json", help="Print findings as JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Print findings as SARIF 2.1.0, for CI.")
def command(names: Sequence[str], *, rules: Sequence[str], is_fixing: bool, is_trying: bool, form: str | None) -> int:
    """Find broken links, name clashes, bad properties, broken kb blocks, notes that nothing links to.

    Each finding says where it is and what to do. With notes, files or folders named, only theirs are told; a rule that
    is named is told even where it is off. The exit code is 1 when there is an error, 0 when there are only
    warnings. How bad a rule is, and where it does not look, is chosen in kb.toml under [check.rules] and
    [check.ignore].

    \b
    Example:
      kb check
      kb check ideas "SMA crossover"
      kb check --rule broken-link --rule orphan
      kb check --fix --dry-run
      kb check --sarif > kb.sarif
    """
    if is_trying and not is_fixing:
        raise click.UsageError("--dry-run goes with --fix")
    settings = read_settings(Path.cwd())
    scope = _scope(settings, rules, names)
    failed = _fix(settings, scope, form) if is_fixing and not is_trying else []
    index, found = _find(settings, scope)
    problems = [*found, *failed]
    if is_trying:
        _print_repairs(_repairs(index, problems), form)
    if form:
        print_json(_sarif(settings, problems) if form == "sarif" else problems_table(problems))
    else:
        _print_text(problems)
        if any(True for _ in _repairs(index, problems)):
            click.echo("`kb check --fix` can repair some of this.")
    return int(any(problem.severity == "error" for problem in problems))


def _scope(settings: Settings, rules: Sequence[str], names: Sequence[str]) -> Scope:
    from kb.workflows.check import Scope  # noqa: PLC0415  (commands import what they need)

    return Scope(rules, [_in_vault(settings, name) for name in names])


def _in_vault(settings: Settings, name: str) -> str:
    """What is named from the current folder, as a shell completes it, by its path in the vault."""
    place = Path(name).resolve()
    is_there = place.exists() and place.is_relative_to(settings.vault)
    return place.relative_to(settings.vault).as_posix() if is_there else name


def _find(settings: Settings, scope: Scope) -> tuple[Index, list[Problem]]:
    from kb.workflows.ask import read_desk  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.check import check_desk  # noqa: PLC0415

    desk = read_desk(settings)
    return desk.index, check_desk(settings, desk, scope)


def _repairs(index: Index, problems: Sequence[Problem]) -> Iterator[Repair]:
    from kb.vault.writing.repairs import find_repairs  # noqa: PLC0415  (commands import what they need)

    return find_repairs(index, problems)


def _fix(settings: Settings, scope: Scope, form: str | None) -> list[Problem]:
    """Repair, and tell it; what could not be written is returned."""
    from kb.cli.progress_texts import tell_waiting  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.fix import fix_workspace  # noqa: PLC0415
    from kb.workflows.writing import hold_workspace  # noqa: PLC0415

    with hold_workspace(settings, "kb check --fix", tell_waiting):
        repairs, failed = fix_workspace(settings, scope)
    _print_repairs(repairs, form)
    return failed


def _print_repairs(repairs: Iterable[Repair], form: str | None) -> None:
    """On stderr where a program reads stdout."""
    for repair in repairs:
        edit = repair.edit
        click.echo(f"{repair.path}:{edit.line}: {edit.before} -> {edit.after} [{repair.rule}]", err=form is not None)


def _print_text(problems: Sequence[Problem]) -> None:
    """Findings by file, and how many there are."""
    for number, (_, found) in enumerate(groupby(problems, attrgetter("path"))):
        if number:
            click.echo()
        for problem in found:
            click.echo(problem_line(problem))
    numbers = {severity: sum(problem.severity == severity for problem in problems) for severity in ("error", "warning")}
    said = [count(number, severity) for severity, number in numbers.items()]
    if infos := len(problems) - sum(numbers.values()):
        said.append(f"{infos:,} info")
    click.echo(f"{', '.join(said)}.")


def _sarif(settings: Settings, problems: Sequence[Problem]) -> dict[str, Any]:
    from kb.cli.sarif import sarif_table  # noqa: PLC0415  (for those who ask for it)

    return sarif_table(settings, problems)

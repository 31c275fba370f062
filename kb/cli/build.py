"""`kb build`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.plan import jobs_of, plan_for
from kb.cli.printing import print_problems
from kb.cli.run import run_and_print
from kb.config import read_settings


@click.command()
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Runs at a time (default: one for each processor).")
def command(jobs: int | None) -> int:
    """Run what is stale, write notes, build the site into `site/`.

    \b
    Example:
      kb build
    """
    from kb.site.builder import build_site  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    desk, plan = plan_for(settings, None)
    code = print_problems(desk.problems) | run_and_print(settings, desk, plan, jobs_of(settings, jobs))
    built = build_site(settings)
    click.echo(f"The site is in {settings.site}" + ("" if built.is_new else ", unchanged"))
    return code | print_problems(built.problems)

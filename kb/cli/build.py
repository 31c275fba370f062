"""`kb build`."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.batch import run_batch, teller_for
from kb.cli.options import asked_audience, audience_options, batch_options, how_to_run
from kb.cli.plan import plan_for
from kb.cli.printing import print_problems
from kb.config import read_settings
from kb.model.memory import Memory

if TYPE_CHECKING:
    from kb.site.builder import Built


@click.command()
@audience_options
@batch_options
def command(
    audience: str | None, jobs: int | None, memory: Memory | None, *, is_public: bool, is_sure: bool, is_verbose: bool
) -> int:
    """Run what is stale, write notes, build the site into `site/`, that of another audience into `site-NAME/`.

    \b
    Example:
      kb build
      kb build --public
    """
    from kb.site.builder import build_site  # noqa: PLC0415
    from kb.workflows.writing import hold_workspace  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    readers = asked_audience(settings, audience, is_public=is_public)
    how = how_to_run(settings, jobs, memory, is_sure=is_sure)
    with closing(teller_for(is_verbose=is_verbose)) as teller, hold_workspace(settings, "kb build", teller.waiting):
        code = run_batch(settings, partial(plan_for, settings, None), how, teller)
        built = build_site(settings, audience=readers)
    click.echo(f"The site is in {settings.site_of(readers)}{_said(built)}")
    return code | print_problems(built.problems)


def _said(built: Built) -> str:
    if built.is_anew:
        return ", all pages made anew: kb or settings have changed"
    return "" if built.is_new else ", unchanged"

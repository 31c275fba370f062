"""`kb open`."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import click

from kb.cli.show import DAMAGED, RUNS_AGAIN
from kb.config import read_settings
from kb.errors import KbError


@click.command()
@click.argument("run", metavar="RUN")
@click.option("--path", "path_only", is_flag=True, help="Print the notebook's path and open nothing.")
def command(run: str, *, path_only: bool) -> None:
    """Open the executed notebook of a run, in JupyterLab where it is installed.

    RUN is its title, its key, or the start of either.

    \b
    Example:
      kb open "SMA crossover AAPL 50-200"
      kb open 3f2a --path
    """
    from kb.workflows.show import find_run  # noqa: PLC0415  (commands import what they need)

    found = find_run(read_settings(Path.cwd()), run)
    if found.is_damaged:
        raise KbError(DAMAGED, found=found.record.title, do=RUNS_AGAIN)
    if found.result is None:
        do = "Its record came with the vault. `kb run NOTE --force` on the note that asks runs it here."
        raise KbError("The executed notebook of this run is not on this machine", found=found.record.title, do=do)
    click.echo(found.result.executed)
    if path_only:
        return
    if has_jupyterlab():
        subprocess.Popen([sys.executable, "-m", "jupyterlab", str(found.result.executed)])
    else:
        click.launch(str(found.result.executed))


def has_jupyterlab() -> bool:
    """Whether JupyterLab is installed beside kb."""
    return importlib.util.find_spec("jupyterlab") is not None

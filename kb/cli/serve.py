"""`kb serve`."""

from __future__ import annotations

import ipaddress
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from kb.cli.answers import Answers, run_note
from kb.cli.options import asked_audience, audience_options
from kb.config import read_settings

MOST_PORT = 65535


def check_address(_context: click.Context, _parameter: click.Parameter, address: str) -> str:
    """An address as `host:port`, the host `localhost` or a number.

    Raises:
        click.BadParameter: It is anything else.
    """
    host, _, port = address.rpartition(":")
    try:
        if host != "localhost":
            ipaddress.ip_address(host.strip("[]"))
        is_port = 0 <= int(port) <= MOST_PORT
    except ValueError:
        is_port = False
    if not is_port:
        raise click.BadParameter(f"{address!r} is not like 127.0.0.1:8000")
    return address


@click.command()
@audience_options
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, callback=check_address, help="Where to listen, host:port."
)
@click.option("--run", "is_running", is_flag=True, help="Run the kb blocks of a note when it is saved.")
def command(address: str, audience: str | None, *, is_public: bool, is_running: bool) -> None:
    """Read the site in the browser while you write: a saved note is shown anew.

    With --run, what a saved note asks is run after a quiet second, and its answer is shown; a large batch is refused.

    \b
    Example:
      kb serve
      kb serve --run
      kb serve --address 127.0.0.1:8001
    """
    from kb.site.serving.serve import serve_site  # noqa: PLC0415  (commands import what they need)

    host, _, port = address.rpartition(":")
    settings = read_settings(Path.cwd())
    readers = asked_audience(settings, audience, is_public=is_public)
    where = host.strip("[]"), int(port)
    if not is_running:
        serve_site(settings, readers, where, click.echo)
        return
    answers = Answers(partial(run_note, settings.root, settings.vault), click.echo)
    with closing(answers):
        serve_site(settings, readers, where, click.echo, saved=answers.follow)

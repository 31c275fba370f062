"""`kb serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.config import read_settings


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen, host:port.")
def command(address: str) -> None:
    """Read the site in the browser while you write: a saved note is shown anew.

    \b
    Example:
      kb serve
      kb serve --address 127.0.0.1:8001
    """
    from kb.site.builder import serve_site  # noqa: PLC0415  (commands import what they need)

    click.echo(f"Serving on http://{address}/  (stop with Ctrl-C)")
    serve_site(read_settings(Path.cwd()), address)

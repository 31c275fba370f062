"""`kb serve`."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

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
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, callback=check_address, help="Where to listen, host:port."
)
def command(address: str) -> None:
    """Read the site in the browser while you write: a saved note is shown anew.

    \b
    Example:
      kb serve
      kb serve --address 127.0.0.1:8001
    """
    from kb.site.builder import serve_site  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    click.echo(f"Serving on http://{address}/  (stop with Ctrl-C)")
    serve_site(settings, address)

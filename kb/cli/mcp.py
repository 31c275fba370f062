"""`kb mcp`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kb.cli.options import asked_audience, audience_options
from kb.config import read_settings
from kb.errors import KbError


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path), default=".")
@audience_options
def command(workspace: Path, audience: str | None, *, is_public: bool) -> None:
    """Let an assistant read the vault: a server of the Model Context Protocol, over standard input and output.

    It searches, reads notes, follows links, asks bases, lists and compares runs, and writes nothing. WORKSPACE is a
    folder in a workspace, by default the current one. An assistant reads what its audience may, and no more: for
    others than the owner, what their site would hold. The note Assistants in the guide says how assistants start it.

    \b
    Example:
      kb mcp
      kb mcp ~/desk
      kb mcp ~/desk --public
    """
    try:
        from kb.integrations.mcp import make_server  # noqa: PLC0415  (commands import what they need)
    except ModuleNotFoundError as error:
        do = 'Install it: pip install "tradekb[mcp]".'
        raise KbError("`kb mcp` needs the library mcp", found=f"no module {error.name}", do=do) from error
    from kb.workflows.reading import Reader  # noqa: PLC0415

    settings = read_settings(workspace)
    asked_audience(settings, audience, is_public=is_public)
    reader = Reader(
        settings.root,
        lambda now: asked_audience(now, audience, is_public=is_public),
        lambda text: click.echo(text, err=True),
        lambda: datetime.now().astimezone().replace(tzinfo=None),
    )
    make_server(reader).run("stdio")

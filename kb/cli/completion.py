"""`kb completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, PowerShellComplete, ZshComplete

_SHELLS = {kind.name: kind for kind in (BashComplete, ZshComplete, FishComplete, PowerShellComplete)}


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for your shell.

    \b
    Example:
      kb completion bash >> ~/.bashrc
      kb completion zsh >> ~/.zshrc
      kb completion fish > ~/.config/fish/completions/kb.fish
      kb completion powershell >> $PROFILE
    """
    click.echo(_SHELLS[shell](context.find_root().command, {}, "kb", "_KB_COMPLETE").source())

"""The `kb` command: its subcommands are loaded when they are asked for, errors become messages here."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click
from click.exceptions import NoSuchCommand

from kb import __version__
from kb.cli.printing import message
from kb.errors import KbError, UsageError

COMMANDS = {
    "init": "Make a workspace: a vault, notebooks, settings.",
    "new": "Write a new note: daily, idea, experiment, strategy.",
    "plan": "Show what would run, why, and how long it takes.",
    "run": "Run what is stale and write what was found into the vault.",
    "compile": "Write notes from stored results; run nothing.",
    "build": "Run what is stale, write notes, build the site.",
    "serve": "Read the site in the browser while you write.",
    "export": "Write the vault as plain Markdown for other tools.",
    "check": "Find broken links, bad properties, broken kb blocks.",
    "search": "Search the vault, in the language of Obsidian's search.",
    "query": "List the files of a base or for an expression.",
    "runs": "List runs: filter, sort, compare their metrics.",
    "show": "Show one run or note: metrics, outline, links.",
    "open": "Open the executed notebook of a run.",
    "why": "Say why a run is fresh or stale.",
    "diff": "Show in what two runs differ.",
    "mv": "Rename or move a note, with every link to it.",
    "tags": "List tags; rename one everywhere.",
    "mcp": "Let an assistant read the vault, search it, compare runs.",
    "gc": "Remove stored runs that nothing needs.",
    "completion": "Print the completion script for your shell.",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, `kb.cli.<name>`, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The commands, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kb.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the words name; for a slip, suggest one."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
def kb() -> None:
    """A knowledge base that runs its own research.

    Notes ask, notebooks answer, the vault is the site.

    \b
    Example:
      kb init desk          make a workspace
      cd desk
      kb build              run the questions in it and build the site
      kb serve              read it
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; 0 all well, 1 something failed or a problem, 2 usage."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        code = kb.main(arguments, prog_name="kb", standalone_mode=False)
    except click.exceptions.Abort as abort:
        click.echo(str(abort) or "Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KbError as error:
        click.echo(f"kb: {message(error)}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        click.echo(f"kb: {error.strerror or error}: {error.filename or 'the output'}", err=True)
        sys.exit(1)
    sys.exit(code or 0)


def _speak_utf8(stream: Any) -> None:
    """Notes hold any character; a Windows console's code page does not."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")

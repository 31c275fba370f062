"""The options of the commands that run batches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.model.audience import OWNER, PUBLIC, Audience
from kb.model.memory import Memory, parse_memory

Command = Callable[..., int]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class How:
    """How a batch is run.

    Attributes:
        jobs: Runs at a time.
        memory_bytes: What they may hold together.
        is_sure: Whether a large batch was agreed to on the command line.
        may_ask: Whether the user can be asked instead.
        only_failed: Whether only runs that failed before are wanted.
    """

    jobs: int
    memory_bytes: int
    is_sure: bool
    may_ask: bool
    only_failed: bool = False


class MemoryAmount(click.ParamType[Memory]):
    """An amount of memory on the command line."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Memory:
        """Read it."""
        try:
            return parse_memory(value)
        except KbError as error:
            self.fail(str(error), param, ctx)


def batch_options(command: Command) -> Command:
    """The options that say how a batch is run."""
    jobs = "Runs at a time (default: one for each processor)."
    memory = "What they are expected to hold together at most: 4GB, 512MiB, 60% (default: 80% of what is free)."
    options = (
        click.option("-j", "--jobs", type=click.IntRange(min=1), help=jobs),
        click.option("--memory", type=MemoryAmount(), metavar="SIZE", help=memory),
        click.option("--yes", "is_sure", is_flag=True, help="Begin a large batch without asking."),
        click.option(
            "-v", "--verbose", "is_verbose", is_flag=True, help="Say how each kernel was started; memory; attempts."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def audience_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """The options that say for whom."""
    named = click.option("--audience", metavar="NAME", help="For whom, as kb.toml names them (default: owner).")
    public = click.option("--public", "is_public", is_flag=True, help="The same as --audience public.")
    return named(public(command))


def asked_audience(settings: Settings, name: str | None, *, is_public: bool) -> Audience:
    """The audience that was asked for.

    Raises:
        UsageError: There is none of that name, or two were asked for.
    """
    if name not in {None, PUBLIC} and is_public:
        do = "Leave one of the two out."
        raise UsageError("Two audiences were asked for", found=f"{name} and {PUBLIC}", do=do)
    return settings.audience(PUBLIC if is_public else name or OWNER)


def how_to_run(
    settings: Settings,
    jobs: int | None,
    memory: Memory | None,
    *,
    is_sure: bool,
    is_quiet: bool = False,
    only_failed: bool = False,
) -> How:
    """What was typed, and the settings where nothing was; where it must be quiet, nobody is asked."""
    from kb.runs.memory import free_bytes  # noqa: PLC0415  (commands import what they need)

    memory_bytes = (memory or settings.memory).of(free_bytes())
    return How(jobs_of(settings, jobs), memory_bytes, is_sure, not is_quiet and can_ask(), only_failed)


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def jobs_of(settings: Settings, asked: int | None) -> int:
    """How many runs at a time: as asked, as set, or one for each processor."""
    import os  # noqa: PLC0415

    return asked or settings.jobs or os.cpu_count() or 1

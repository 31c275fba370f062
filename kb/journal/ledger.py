"""The ledger: one CSV for each account in `data/ledger/accounts/`, one line for each event, only ever appended to.

It is tracked text: its history is in git, and a line, once written, is never changed by kb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically
from kb.journal.events import PAPER_SOURCE, Event, in_order
from kb.journal.rows import HEADER, parse_row, render_row
from kb.model.problem import Problem

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Appended:
    """What appending did: how many events were new, how many known, and those that contradict the ledger."""

    added: int
    known: int
    problems: tuple[Problem, ...] = ()


def account_path(folder: Path, account: str) -> Path:
    """The file of an account in the folder of ledgers.

    Raises:
        KbError: A label that cannot be a file's name everywhere.
    """
    if not _ACCOUNT.fullmatch(account):
        do = "Use small letters, digits, - and _, like `paper` or `ib-main`."
        raise KbError("This is not an account's label", found=account, do=do)
    return folder / "accounts" / f"{account}.csv"


def account_names(folder: Path) -> tuple[str, ...]:
    """The accounts that have a ledger, in order of name."""
    return tuple(sorted(path.stem for path in (folder / "accounts").glob("*.csv")))


def is_paper(events: Iterable[Event]) -> bool:
    """Whether kb made up any of the events: such an account proves nothing about real fills."""
    return any(event.source == PAPER_SOURCE for event in events)


def read_ledger(path: Path) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """Read an account's events in order of time; those of one moment keep the ledger's order.

    Returns:
        The events, and a Problem with path and line for each line that cannot be used.

    Raises:
        KbError: There is no such file, or it cannot be read.
    """
    if not path.is_file():
        names = ", ".join(account_names(path.parent.parent)) or "none"
        raise KbError("There is no ledger of this account", path=path, do=f"Accounts with a ledger: {names}.")
    return parse_ledger(_read_bytes(path), account=path.stem, path=_shown(path))


def parse_ledger(data: bytes, *, account: str, path: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """Parse a ledger's bytes; each line stands alone, so that a bad one spoils no other."""
    events: dict[str, Event] = {}
    problems: list[Problem] = []
    header, *lines = data.removeprefix(_MARK).split(b"\n")
    if header.rstrip(b"\r") != HEADER.encode():
        return (), (Problem("ledger-header", "This is not a ledger's header", f"It must be: {HEADER}", path, 1),)
    for number, line in enumerate(lines, start=2):
        try:
            event = parse_row(_decoded(line), account) if line.strip() else None
        except KbError as error:
            problems.append(Problem("ledger-row", error.what, error.do, path, number, error.found))
            continue
        if event and event.native_id in events:
            problems.append(_repetition(events[event.native_id], event, path, number))
        elif event:
            events[event.native_id] = event
    return in_order(events.values()), tuple(problems)


def append(path: Path, events: Iterable[Event]) -> Appended:
    """Add events to an account's ledger; every byte that is there stays.

    An event whose native_id is known is not written again; where it differs from what is known, it is a Problem.

    Raises:
        KbError: The file is no ledger or cannot be read or written, or an event is of another account.
    """
    old = _read_bytes(path) if path.is_file() else HEADER.encode() + b"\n"
    events = tuple(events)
    _refuse_strangers(path, old, events)
    present = {event.native_id: event for event in parse_ledger(old, account=path.stem, path=_shown(path))[0]}
    fresh: dict[str, Event] = {}
    problems = []
    for event in events:
        known = present.get(event.native_id) or fresh.setdefault(event.native_id, event)
        if known != event:
            problems.append(_repetition(known, event, _shown(path), None))
    write_atomically(path, _extended(old, fresh))
    return Appended(len(fresh), len(events) - len(fresh) - len(problems), tuple(problems))


def _refuse_strangers(path: Path, old: bytes, events: tuple[Event, ...]) -> None:
    header = old.removeprefix(_MARK).split(b"\n", 1)[0].rstrip(b"\r")
    if header != HEADER.encode():
        found = header.decode(errors="replace")
        raise KbError("This is not a ledger's header", path=path, line=1, found=found, do=f"It must be: {HEADER}")
    for event in events:
        if event.account != path.stem:
            do = f"Append it to the ledger of {event.account}."
            raise KbError("This event is of another account", path=path, found=event.native_id, do=do)


def _extended(old: bytes, fresh: Mapping[str, Event]) -> bytes:
    """The old bytes with a line for each event, in the line ends that the file has."""
    end = b"\r\n" if old.split(b"\n", 1)[0].endswith(b"\r") else b"\n"
    gap = b"" if old.endswith(b"\n") or not fresh else end
    return old + gap + b"".join(render_row(event).encode() + end for event in fresh.values())


def _repetition(known: Event, event: Event, path: str, line: int | None) -> Problem:
    if known == event:
        do = "Remove one of the two lines."
        return Problem("ledger-repetition", "This event stands here twice", do, path, line, event.native_id, "warning")
    do = "The first stands, this one is not used. Find out which is right and correct the other."
    return Problem("ledger-conflict", "Two different events have one native_id", do, path, line, render_row(event))


def _shown(path: Path) -> str:
    """A ledger's path relative to the workspace, which is four parts: `data/ledger/accounts/paper.csv`."""
    return "/".join(path.parts[-4:])


def _decoded(line: bytes) -> str:
    try:
        return line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        raise KbError("This line is not UTF-8", found=repr(line[:80]), do="Save the file as UTF-8.") from error


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        do = "Check its permissions, or close it elsewhere."
        raise KbError("Cannot read this ledger", path=path, found=error.strerror or str(error), do=do) from error

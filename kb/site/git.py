"""What git knows of a vault, asked once; the log of a commit is kept, and goes on from there."""

from __future__ import annotations

import hashlib
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kb.errors import KbError
from kb.files import write_atomically
from kb.git import ask_git
from kb.model.problem import Problem
from kb.site.history import NO_HISTORY, History, parse_history

RULE = "history"
MOST_RENAMES = 1000
"""Files of one commit among which renamed and edited ones are looked for; above it only those renamed as they were."""
_LOG = ("log", "-z", "--format=%x01%H %aI", "--name-status", "--no-merges", "--relative", "--no-ext-diff", "--no-color")


def read_history(vault: Path, kept: Path | None = None) -> tuple[History, tuple[Problem, ...]]:
    """Read when the files of a vault changed and what they were called.

    Args:
        vault: The folder; it may be a repository, or a folder of one.
        kept: A file that keeps the log from one build to the next.

    Returns:
        The history, empty where the vault is in no repository; and why it is less than it could be.
    """
    try:
        return _read(vault, kept)
    except FileNotFoundError:
        is_in_one = any((folder / ".git").exists() for folder in (vault, *vault.parents))
        what, do = (
            "The vault is in a repository, and there is no git here",
            "Install it: without it notes have no dates.",
        )
        return NO_HISTORY, (_problem(what, "", do),) if is_in_one else ()
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr or b"").strip()
        is_none = "not a git repository" in said
        return NO_HISTORY, () if is_none else (_problem("Git does not tell its history", said.partition("\n")[0]),)
    except (subprocess.TimeoutExpired, OSError) as error:
        return NO_HISTORY, (_problem("Git does not tell its history", str(error)),)


def past_of(vault: Path) -> str:
    """What a history comes from: the commit that is checked out, and those at which a shallow clone ends."""
    try:
        place = _place(vault)
    except (subprocess.SubprocessError, OSError):
        return ""
    return " ".join([place.head, *place.cut_off])


class _Place(NamedTuple):
    """A vault in its repository: the commit that is checked out, where a shallow clone ends, and the vault's folder."""

    head: str
    cut_off: tuple[str, ...]
    prefix: str


def _place(vault: Path) -> _Place:
    shallow, _, prefix = ask_git(vault, "rev-parse", "--git-path", "shallow", "--show-prefix")[:-1].partition("\n")
    return _Place(ask_git(vault, "rev-parse", "--revs-only", "HEAD").strip(), _lines(vault / shallow), prefix)


def _read(vault: Path, kept: Path | None) -> tuple[History, tuple[Problem, ...]]:
    head, cut_off, prefix = _place(vault)
    if not head:  # nothing has been committed yet
        return NO_HISTORY, ()
    log = _kept_log(vault, head, f"{prefix} {' '.join(cut_off)}", kept)
    changed = ask_git(
        vault, "status", "--porcelain", "-z", "--no-renames", "-uno", "--ignore-submodules=all", "--", "."
    )
    uncommitted = [entry[3:].removeprefix(prefix) for entry in changed.split("\0") if entry]
    problem = _problem(
        "This clone holds the newest commits only: other notes have no date", "", "`git fetch --unshallow`."
    )
    return parse_history(log, cut_off, uncommitted), (problem,) if cut_off else ()


def _kept_log(vault: Path, head: str, place: str, kept: Path | None) -> str:
    """The log of HEAD: as it is kept, or what is kept and the commits since, or all of it."""
    known, log = _load(kept, place)
    if known == head:
        return log
    log = _log(vault, f"{known}..{head}") + log if known and _goes_on(vault, known, head) else _log(vault, head)
    if kept:
        _store(kept, head, place, log)
    return log


def _goes_on(vault: Path, known: str, head: str) -> bool:
    """Whether only plain commits came since: a merge may put older ones between those that are kept."""
    try:
        ask_git(vault, "merge-base", "--is-ancestor", known, head)
    except subprocess.CalledProcessError:
        return False
    return not ask_git(vault, "rev-list", "--merges", "--max-count=1", f"{known}..{head}")


def _log(vault: Path, commits: str) -> str:
    try:
        return ask_git(vault, *_LOG, "-M", f"-l{MOST_RENAMES}", commits, "--", ".")
    except subprocess.CalledProcessError:  # a clone without old contents: what it has tells dates, not renames
        return ask_git(vault, *_LOG, "--no-renames", commits, "--", ".")


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("utf-8").split())
    except OSError:
        return ()


def _load(kept: Path | None, place: str) -> tuple[str, str]:
    """The commit whose log is kept, and the log; nothing where the file is damaged or about another vault."""
    with suppress(OSError):
        digest, _, content = kept.read_bytes().partition(b"\n") if kept else (b"", b"", b"")
        if digest == _digest(place, content):
            head, _, log = os.fsdecode(content).partition("\n")
            return head, log
    return "", ""


def _store(kept: Path, head: str, place: str, log: str) -> None:
    content = os.fsencode(f"{head}\n{log}")
    with suppress(KbError):  # the next build reads it from git again
        write_atomically(kept, _digest(place, content) + b"\n" + content)


def _digest(place: str, content: bytes) -> bytes:
    return hashlib.sha256(os.fsencode(f"{' '.join(_LOG)} {place}\n") + content).hexdigest().encode()


def _problem(what: str, found: str, do: str = "Notes have no dates until it does.") -> Problem:
    return Problem(RULE, what, do, found=found, severity="warning")

"""Trials: every question that was ever put to a notebook, in tracked text that outlives `.kb/`.

The more one tries, the better the best looks by luck alone; so what was tried must not be forgotten with what is
deleted. Each machine appends to a file of its own, `data/ledger/trials/<machine>.csv`, a line for each trial.
"""

from __future__ import annotations

import os
import threading
from datetime import datetime
from functools import cache
from pathlib import Path

from kb.config import Settings
from kb.errors import KbError
from kb.model.problem import Problem
from kb.model.run import Result
from kb.runs.machine import machine_name
from kb.runs.plan import Asked
from kb.runs.spec import SUMMARY_NAME
from kb.runs.trial import COLUMNS, Trial, parse_trial, render_trial, trial_of

HEADER = ",".join(COLUMNS).encode()
_MARK = b"\xef\xbb\xbf"
_APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_LOCK = threading.Lock()


def trials_folder(settings: Settings) -> Path:
    """Where the trials of all machines are kept."""
    return settings.ledger / "trials"


def is_trial(asked: Asked) -> bool:
    """Whether a run tries something: a summary only looks at what was tried."""
    return asked.spec.path is not None or asked.spec.name != SUMMARY_NAME


def append_trial(settings: Settings, result: Result, at: datetime) -> bool:
    """Append a run to this machine's trials, unless some machine has tried it with these inputs.

    Call it before the result is stored: whatever is killed in between is run again, and is known by then.

    Args:
        settings: The workspace.
        result: What came of the run, without secrets.
        at: When it ended, with a time zone.

    Returns:
        Whether it was new.

    Raises:
        KbError: The file cannot be written.
    """
    trial = trial_of(result, at)
    with _LOCK:
        known = _known_pairs(settings.root, trials_folder(settings))
        if trial.pair in known:
            return False
        _append_line(trials_folder(settings) / f"{machine_name()}.csv", render_trial(trial).encode("utf-8", "replace"))
        known.add(trial.pair)
    return True


def read_trials(settings: Settings) -> tuple[list[Trial], list[Problem]]:
    """The trials of all machines by time, each once, and what cannot be read of them, with path and line."""
    return _read_folder(settings.root, trials_folder(settings))


def check_trials(settings: Settings) -> list[Problem]:
    """What is wrong with the trials."""
    return read_trials(settings)[1]


def parse_trials(data: bytes, path: str) -> tuple[list[Trial], list[Problem]]:
    """The trials in a file's bytes; each line stands alone, so that one cut short spoils no other."""
    trials, problems = [], []
    for number, line in enumerate(data.removeprefix(_MARK).split(b"\n"), 1):
        text = line.removesuffix(b"\r")
        if not text.strip() or text == HEADER:
            continue
        try:
            trials.append(parse_trial(text.decode()))
        except ValueError as error:
            do = "Restore it from git; if it was cut short when kb was killed, delete it: its run is run again."
            problems.append(Problem("trials", "This trial cannot be read", do, path, number, str(error)[:120]))
    return trials, problems


def _read_folder(root: Path, folder: Path) -> tuple[list[Trial], list[Problem]]:
    found: list[Trial] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.csv")):
        trials, faults = _read_file(path, path.relative_to(root).as_posix())
        found += trials
        problems += faults
    first: dict[tuple[str, str], Trial] = {}
    for trial in sorted(found, key=lambda trial: trial.time):
        first.setdefault(trial.pair, trial)
    return list(first.values()), problems


def _read_file(path: Path, shown: str) -> tuple[list[Trial], list[Problem]]:
    try:
        return parse_trials(path.read_bytes(), shown)
    except OSError as error:
        do = "Check its permissions, or restore it from git."
        return [], [Problem("trials", "These trials cannot be read", do, shown, None, error.strerror or str(error))]


@cache
def _known_pairs(root: Path, folder: Path) -> set[tuple[str, str]]:
    """The pairs of all trials, read once for a process; who appends adds to them."""
    return {trial.pair for trial in _read_folder(root, folder)[0]}


def _append_line(path: Path, line: bytes) -> None:
    """Append a line in one write, on disk when this returns; what a killed process left open is closed before it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, _APPENDING, 0o666)
        try:
            _write_whole(handle, _beginning(handle) + line + b"\n")
        finally:
            os.close(handle)
    except OSError as error:
        do = "Check permissions and space, close it elsewhere, then run again."
        raise KbError("Cannot write the trials", path=path, found=error.strerror or str(error), do=do) from error


def _write_whole(handle: int, data: bytes) -> None:
    """Write at the end; where it cannot be all, the file stays as it was."""
    size = os.lseek(handle, 0, os.SEEK_END)
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _beginning(handle: int) -> bytes:
    """What must stand before a new line: the header in a new file, a line end where the last line has none."""
    if os.lseek(handle, 0, os.SEEK_END) == 0:
        return HEADER + b"\n"
    os.lseek(handle, -1, os.SEEK_END)
    return b"" if os.read(handle, 1) == b"\n" else b"\n"

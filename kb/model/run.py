"""From a question to its answer: spec, run, result, record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Status = Literal["succeeded", "failed", "timed out", "died"]
InputKind = Literal["notebook", "code", "library", "data"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of a notebook's parameters cell.

    Attributes:
        name: Its name.
        annotation: Its type as written, or None when the line has none.
        default: Its default value; `has_default` is False where it is no literal.
        line: The 1-based line in the notebook file.
        comment: The comment at the end of the line: its help.
        language: The language that it is written in, as papermill names it.
    """

    name: str
    annotation: str | None
    default: Any
    line: int
    comment: str = ""
    has_default: bool = True
    language: str = "python"


@dataclass(frozen=True, slots=True)
class Spec:
    """A question: a kb block, or a run asked for on the command line.

    Attributes:
        name: The batch's name, unique in the vault.
        notebook: Path of the notebook relative to the workspace, with forward slashes.
        parameters: The fixed parameters.
        sweep: Values to try, by parameter, in the order written.
        where: A comparison of parameters that a combination must meet, or None.
        rank_by: The metric that ranks runs, highest first; `-name` for lowest first; None keeps the order.
        notes: How many of the best runs get a note.
        summary: Path of a notebook that runs once over the batch's records, or None.
        path: The note that holds the block, relative to the vault; None from the command line.
        line: The 1-based line of the block's opening fence.
        retries: How often a run that did not succeed is tried again before its failure stands.
        timeout_seconds: The longest that one run may take; None for the workspace's limit.
        cell_timeout_seconds: The longest that one cell may take; None for no limit of its own.
        stop_on_failure: Whether the first failure keeps the batch's other runs from beginning.
    """

    name: str
    notebook: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    sweep: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    where: str | None = None
    rank_by: str | None = None
    notes: int = 5
    summary: str | None = None
    path: str | None = None
    line: int | None = None
    retries: int = 0
    timeout_seconds: float | None = None
    cell_timeout_seconds: float | None = None
    stop_on_failure: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a run depended on.

    Attributes:
        kind: The notebook's cells, project code, a library's version, or a dataset.
        name: Path relative to the workspace, `package:path` for a file of an installed package, or a library's name.
        checksum: The first 16 hex digits of the content's SHA-256; for a library its version.
    """

    kind: InputKind
    name: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept in git of one run.

    Attributes:
        key: The run key: hash of notebook path and parameters.
        status: How it ended.
        parameters: The parameters that were given, as checked.
        metrics: What the notebook recorded: numbers, texts, booleans, None for undefined.
        fingerprint: Hash of `inputs`.
        inputs: What the run depended on; empty when it did not get far enough to say.
        title: The run's readable title.
        error: Why it did not succeed, in one line; empty when it did.
    """

    key: str
    status: Status
    parameters: Mapping[str, Any]
    metrics: Mapping[str, Any]
    fingerprint: str
    inputs: tuple[Input, ...]
    title: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run did not succeed.

    Attributes:
        name: The exception's class, or the reason: `TimeLimit`, `KernelDied`.
        message: The exception's message.
        cell: 1-based number of the cell, when one is to blame.
        source: The lines of that cell around the fault, with the line marked.
        traceback: The whole traceback without colour codes.
    """

    name: str
    message: str
    cell: int | None = None
    source: str = ""
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What is stored of one run on this machine.

    Attributes:
        record: The part that is kept in git too.
        notebook: The name of the notebook that ran, relative to the workspace.
        executed: The executed (perhaps only in part) notebook in the store.
        seconds: How long it took.
        failure: Why it did not succeed, or None.
        way: How its kernel was started: `fork`, `spawn` or `stock`, with the reason where it was not the first choice.
        peak_bytes: The most memory that its kernel held, where that is known.
        attempts: How often it was tried until this result stood.
    """

    record: Record
    notebook: str
    executed: Path
    seconds: float
    failure: Failure | None = None
    way: str = ""
    peak_bytes: int | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Started:
    """A run that has just begun: its key, and the title it has until its notebook gives one."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Retried:
    """An attempt that does not stand: the run waits to be tried again.

    Attributes:
        key: The run's key.
        title: Its title.
        attempt: Which attempt it was, 1 for the first.
        failure: Why it did not succeed.
    """

    key: str
    title: str
    attempt: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class Stopping:
    """Nothing more begins, as was asked: so many runs under way are finished first."""

    finishing: int


Event = Started | Retried | Stopping | Result
"""What happens in a batch."""

"""What a run needs to travel, and what comes back: plain values that can be sent to another process or machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.model.run import Failure, Input, Status


@dataclass(frozen=True, slots=True)
class Job:
    """One notebook to execute once; no vault and no store is needed for it.

    Attributes:
        key: The run key.
        source: The notebook as `.ipynb`.
        parameters: What it is given.
        kernel: The name of its kernel.
        folder: Where its cells run; a machine that has no such folder runs them in an empty one.
        timeout_seconds: The longest that it may take.
        cell_timeout_seconds: The longest that one cell may take, or None.
        way: How its kernel is to be started: `fork`, or the next best where that cannot be; `spawn`; `stock`.
        inputs: What its last run depended on, libraries with their versions and datasets by name and checksum; whoever
            runs it elsewhere must have the same. Empty for a run that is new.
    """

    key: str
    source: bytes
    parameters: Mapping[str, Any]
    kernel: str
    folder: Path
    timeout_seconds: float
    cell_timeout_seconds: float | None = None
    way: str = "fork"
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of a job.

    Attributes:
        key: The run key.
        status: How it ended.
        executed: The notebook as `.ipynb` with its outputs, as far as it came.
        seconds: How long it took.
        way: How its kernel was started.
        failure: Why it did not succeed, or None.
        cell: The 0-based number of the last cell that began, in `executed`.
        peak_bytes: The most memory that its kernel held, where that is known.
        is_lost: Whether it ended through no fault of its own, with the process that its kernel came from.
    """

    key: str
    status: Status
    executed: bytes
    seconds: float
    way: str
    failure: Failure | None = None
    cell: int | None = None
    peak_bytes: int | None = None
    is_lost: bool = False

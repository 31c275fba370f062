"""One trial, and the line that holds it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

from kb.model.run import Result, Status
from kb.runs.records import long_cells

COLUMNS = ("time", "key", "fingerprint", "notebook", "title", "status", "parameters", "metrics", "error")


@dataclass(frozen=True, slots=True)
class Trial:
    """The first execution of a run with these inputs, whatever came of it.

    Attributes:
        time: When it ended, in UTC, to the second.
        key: The run key.
        fingerprint: Hash of the inputs.
        notebook: The notebook's path relative to the workspace.
        title: The run's title, on one line.
        status: How it ended.
        parameters: What it was given.
        metrics: What it recorded, as records keep it.
        error: Why it did not succeed, on one line; empty when it did.
    """

    time: datetime
    key: str
    fingerprint: str
    notebook: str
    title: str
    status: Status
    parameters: Mapping[str, Any]
    metrics: Mapping[str, Any]
    error: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """What makes it another trial than any other: run key and fingerprint."""
        return self.key, self.fingerprint


def trial_of(result: Result, at: datetime) -> Trial:
    """The trial that a result is.

    Args:
        result: What came of the run.
        at: When it ended, with a time zone.
    """
    record = result.record
    return Trial(
        time=at.astimezone(UTC).replace(microsecond=0),
        key=record.key,
        fingerprint=record.fingerprint,
        notebook=_one_line(result.notebook),
        title=_one_line(record.title),
        status=record.status,
        parameters=dict(record.parameters),
        metrics=dict(record.metrics),
        error=_one_line(record.error),
    )


def render_trial(trial: Trial) -> str:
    """The line of a trial, without line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(
        [
            trial.time.isoformat().replace("+00:00", "Z"),
            trial.key,
            trial.fingerprint,
            trial.notebook,
            trial.title,
            trial.status,
            json.dumps(trial.parameters, ensure_ascii=False),
            json.dumps(trial.metrics, ensure_ascii=False),
            trial.error,
        ],
    )
    return buffer.getvalue()


def parse_trial(line: str) -> Trial:
    """Parse one line.

    Raises:
        ValueError: It holds no trial; the message says why.
    """
    time, key, fingerprint, notebook, title, status, parameters, metrics, error = _cells(line)
    if status not in get_args(Status):
        raise ValueError(f"status {status!r}")
    return Trial(
        time=_time(time),
        key=key,
        fingerprint=fingerprint,
        notebook=notebook,
        title=title,
        status=status,  # type: ignore[arg-type]
        parameters=_mapping(parameters),
        metrics=_mapping(metrics),
        error=error,
    )


def _cells(line: str) -> list[str]:
    try:
        with long_cells():
            cells = next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} of {len(COLUMNS)} columns")
    return cells


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} is not UTC")
    return time.astimezone(UTC)


def _mapping(text: str) -> dict[str, Any]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError(f"{text:.40} holds no names")  # noqa: TRY004  (of a text, so that callers catch one kind)
    return values


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Records: what git keeps of a batch, one CSV row a run."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.model.problem import Problem
from kb.model.run import Record
from kb.runs.fingerprint import decode_inputs, encode_inputs

FIXED = ("key", "status", "title", "error", "fingerprint", "inputs")
STATUSES = ("succeeded", "failed", "timed out", "died")
_PARAMETER = "parameters."
_METRIC = "metrics."
_MOST_CELL_CHARACTERS = 2**31 - 1
"""A parameter may be a long text, and csv's own limit is 131,072; more than this Windows cannot say."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_DECODER = json.JSONDecoder()


def render_records(records: Sequence[Record]) -> str:
    """Records as CSV; names in the order in which they first appear, numbers to ten digits, the long inputs last."""
    parameters = _names(record.parameters for record in records)
    metrics = _names(record.metrics for record in records)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    values = [*(_PARAMETER + name for name in parameters), *(_METRIC + name for name in metrics)]
    writer.writerow([*FIXED[:-1], *values, FIXED[-1]])
    for record in records:
        writer.writerow(
            [
                record.key,
                record.status,
                record.title,
                record.error,
                record.fingerprint,
                *(_encode(record.parameters[name]) if name in record.parameters else "" for name in parameters),
                *(_encode(record.metrics[name]) if name in record.metrics else "" for name in metrics),
                encode_inputs(record.inputs),
            ],
        )
    return stream.getvalue()


def parse_records(text: str, path: str, but: Container[str] = ()) -> tuple[list[Record], list[Problem]]:
    """Records from CSV; a row that cannot be read becomes a finding and the others are kept.

    Args:
        text: The CSV.
        path: The file that it stands in.
        but: The keys whose rows are not wanted: they are passed over unread, which is quick.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    if but and _tells_only_of(text, but):
        return records, problems
    with long_cells():
        reader = csv.reader(io.StringIO(text, newline=""))
        header = next(reader, [])
        place = header.index("key") if "key" in header else 0
        for cells in reader:
            if not cells or (place < len(cells) and cells[place] in but):
                continue
            try:
                records.append(_record(_row(header, cells)))
            except (KeyError, ValueError, TypeError) as error:
                problems.append(_unreadable(path, reader.line_num, error))
    return records, problems


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(header):
        message = f"{len(cells)} cells of {len(header)}"
        raise ValueError(message)
    return dict(zip(header, cells, strict=True))


@contextmanager
def long_cells() -> Iterator[None]:
    """Let CSV cells be as long as parameters may be, here only: elsewhere a very long cell is a quote left open."""
    usual = csv.field_size_limit(_MOST_CELL_CHARACTERS)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _tells_only_of(text: str, keys: Container[str]) -> bool:
    """Whether every line begins with one of these keys, then so does every row; a row may have several lines."""
    header, *lines = text.split("\n")
    return header.startswith("key,") and all(line[: line.find(",")] in keys for line in lines if line)


def _unreadable(path: str, line: int, error: Exception) -> Problem:
    do = "Restore the file from git, or delete the row: its run is then run again."
    return Problem("records", "This record cannot be read", do, path, line, str(error)[:120])


def read_records(path: Path, but: Container[str] = ()) -> tuple[list[Record], list[Problem]]:
    """The records in a file, but for those of some keys; none where there is no file."""
    try:
        return parse_records(path.read_text("utf-8"), path.as_posix(), but)
    except FileNotFoundError:
        return [], []
    except (UnicodeDecodeError, OSError) as error:
        do = "Restore the file from git, or delete it: its runs are then run again."
        return [], [Problem("records", "These records cannot be read", do, path.as_posix(), None, str(error))]


def _record(row: Mapping[str, str]) -> Record:
    if row["status"] not in STATUSES:
        message = f"status {row['status']!r}"
        raise ValueError(message)
    values = {name: _decode(text) for name, text in row.items() if text != "" and name not in FIXED}
    return Record(
        key=row["key"],
        status=row["status"],  # type: ignore[arg-type]
        parameters={k.removeprefix(_PARAMETER): v for k, v in values.items() if k.startswith(_PARAMETER)},
        metrics={k.removeprefix(_METRIC): v for k, v in values.items() if k.startswith(_METRIC)},
        fingerprint=row["fingerprint"],
        inputs=decode_inputs(row["inputs"]),
        title=row["title"],
        error=row["error"],
    )


def _names(tables: Any) -> list[str]:
    return list(dict.fromkeys(name for table in tables for name in table))


def round_metric(value: Any) -> Any:
    """A number as records keep it: ten significant digits, so that two machines write the same."""
    return float(f"{value:.10g}") if isinstance(value, float) and math.isfinite(value) else value


def _encode(value: Any) -> str:
    """A cell: plain text where that reads back as the same text, JSON otherwise."""
    if isinstance(value, str) and value and _decode(value) == value:
        return value
    return _ENCODER.encode(round_metric(value))


def _decode(text: str) -> Any:
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return text
    return value if end == len(text) else text

"""Stored results, one folder a run key: the only reader and writer of `.kb/runs`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.files import write_atomically
from kb.model.run import Failure, Record, Result
from kb.runs.fingerprint import decode_inputs, encode_inputs

EXECUTED = "executed.ipynb"
_RESULT = "result.json"


def results_folder(settings: Settings) -> Path:
    """Where results are kept."""
    return settings.store / "runs"


def make_store(settings: Settings) -> None:
    """Make the folder of local state.

    Raises:
        KbError: It cannot be made.
    """
    try:
        settings.store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        do = "Remove what stands there, or make the workspace writable."
        raise KbError(
            "kb cannot keep its state here", path=settings.store, found=error.strerror or "", do=do
        ) from error


def write_result(settings: Settings, result: Result, executed: bytes) -> Result:
    """Store a result and its executed notebook; the result comes last, so that a half-stored run is no run."""
    folder = results_folder(settings) / result.record.key
    write_atomically(folder / EXECUTED, executed)
    record = dataclasses.asdict(result.record) | {"inputs": encode_inputs(result.record.inputs)}
    table = {
        "record": record,
        "notebook": result.notebook,
        "seconds": result.seconds,
        "failure": result.failure and dataclasses.asdict(result.failure),
        "executed_bytes": len(executed),
    }
    text = json.dumps(table, ensure_ascii=False, indent=1)
    write_atomically(folder / _RESULT, text.encode())
    return dataclasses.replace(result, executed=folder / EXECUTED)


def read_result(settings: Settings, key: str) -> Result | None:
    """The stored result of a run; None where there is none that can be read whole."""
    folder = results_folder(settings) / key
    try:
        table = json.loads((folder / _RESULT).read_text("utf-8"))
        is_whole = (folder / EXECUTED).stat().st_size == table["executed_bytes"]
        return _result(table, folder / EXECUTED) if is_whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_executed(result: Result) -> Any:
    """The executed notebook of a stored result.

    Raises:
        KbError: It is not what was stored.
    """
    import nbformat  # noqa: PLC0415  (slow to import)

    try:
        return nbformat.read(result.executed, as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        do = "Delete its folder, then `kb run`."
        raise KbError("This stored notebook is damaged", path=result.executed, found=str(error)[:120], do=do) from error


def read_results(settings: Settings) -> list[Result]:
    """All stored results, by title."""
    folder = results_folder(settings)
    keys = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = (read_result(settings, key) for key in keys)
    return sorted((result for result in found if result), key=lambda result: result.record.title)


def _result(table: dict[str, Any], executed: Path) -> Result:
    record = Record(**table["record"] | {"inputs": decode_inputs(table["record"]["inputs"])})
    failure = Failure(**table["failure"]) if table["failure"] else None
    return Result(record, table["notebook"], executed, table["seconds"], failure)

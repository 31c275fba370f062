"""Stored results, one folder a run key: the only reader and writer of `.kb/runs`."""

from __future__ import annotations

import dataclasses
import json
import shutil
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
    }
    text = json.dumps(table, ensure_ascii=False, indent=1)
    write_atomically(folder / _RESULT, text.encode())
    return dataclasses.replace(result, executed=folder / EXECUTED)


def read_result(settings: Settings, key: str) -> Result | None:
    """The stored result of a run; None where there is none that can be read whole."""
    folder = results_folder(settings) / key
    try:
        table = json.loads((folder / _RESULT).read_text("utf-8"))
        return _result(table, folder / EXECUTED)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_results(settings: Settings) -> list[Result]:
    """All stored results, by title."""
    folder = results_folder(settings)
    keys = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    found = (read_result(settings, key) for key in keys)
    return sorted((result for result in found if result), key=lambda result: result.record.title)


def find_result(settings: Settings, name: str) -> Result:
    """The stored result with this key, start of a key, or title.

    Raises:
        KbError: None, or several.
    """
    results = read_results(settings)
    exact = [result for result in results if name in {result.record.key, result.record.title}]
    found = exact or [result for result in results if _speaks_of(result, name)]
    if len(found) == 1:
        return found[0]
    if found:
        titles = "; ".join(f"{result.record.title} ({result.record.key})" for result in found[:8])
        raise KbError("Several runs are named so", found=name, do=f"Give a key: {titles}.")
    raise KbError("There is no stored run of that name", found=name, do="`kb plan --all` lists runs with their keys.")


def _speaks_of(result: Result, name: str) -> bool:
    return result.record.key.startswith(name) or name.casefold() in result.record.title.casefold()


def delete_result(settings: Settings, key: str) -> None:
    """Remove a stored run."""
    shutil.rmtree(results_folder(settings) / key, ignore_errors=True)


def _result(table: dict[str, Any], executed: Path) -> Result:
    record = Record(**table["record"] | {"inputs": decode_inputs(table["record"]["inputs"])})
    failure = Failure(**table["failure"]) if table["failure"] else None
    return Result(record, table["notebook"], executed, table["seconds"], failure)

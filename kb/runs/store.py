"""Stored results, one folder a run key: the only reader and writer of `.kb/runs`.

A result is trusted when `result.json` has the checksum that it says it has, and the executed notebook the one that
`result.json` says; any other is none, and its run is planned again. Where many are listed, this is checked when a
file's stamp has changed (`kb.runs.index`); where one is read, always.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum, file_checksum, write_atomically
from kb.model.run import Failure, Record, Result
from kb.runs.fingerprint import decode_inputs, encode_inputs
from kb.runs.index import read_tables
from kb.runs.seal import seal, unseal

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
    table = dataclasses.asdict(dataclasses.replace(result, record=dataclasses.replace(result.record, inputs=())))
    table |= {"executed": checksum(executed), "inputs": encode_inputs(result.record.inputs)}
    write_atomically(folder / _RESULT, seal(table))
    return dataclasses.replace(result, executed=folder / EXECUTED)


def read_result(settings: Settings, key: str) -> Result | None:
    """The stored result of a run; None where there is none, or none that is as it was stored."""
    folder = results_folder(settings) / key
    table = _read_table(folder)
    return _result(table, folder / EXECUTED) if table else None


def read_results(settings: Settings) -> list[Result]:
    """All stored results, by title."""
    return read_store(settings)[0]


def read_store(settings: Settings) -> tuple[list[Result], AbstractSet[str]]:
    """All stored results, by title; and the keys under which something is stored that is not as it was."""
    folder, keys = results_folder(settings), stored_keys(settings)
    tables = read_tables(folder, keys, (_RESULT, EXECUTED), _read_table)
    results = (_result(table, folder.joinpath(key, EXECUTED)) for key, table in tables.items())
    whole = sorted((result for result in results if result), key=lambda result: result.record.title)
    return whole, frozenset(keys) - tables.keys()


def read_executed(result: Result) -> Any:
    """The executed notebook of a stored result.

    Raises:
        KbError: It is not what was stored.
    """
    import nbformat  # noqa: PLC0415  (slow to import)

    try:
        return nbformat.reads(_read_verified(result.executed).decode(), as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        do = "`kb run` runs it again."
        raise KbError("This stored notebook is damaged", path=result.executed, found=str(error)[:120], do=do) from error


def _read_verified(executed: Path) -> bytes:
    data = executed.read_bytes()
    if checksum(data) != unseal((executed.parent / _RESULT).read_bytes())["executed"]:
        message = "its checksum is not the one that was stored"
        raise ValueError(message)
    return data


def stored_keys(settings: Settings) -> list[str]:
    """The keys under which something is stored, whether it can be trusted or not."""
    try:
        with os.scandir(results_folder(settings)) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def remove_result(settings: Settings, key: str) -> None:
    """Remove what is stored of a run, the result first: what is left after a kill is no result.

    Raises:
        KbError: Something of it cannot be removed.
    """
    folder = results_folder(settings) / key
    try:
        with suppress(FileNotFoundError):
            (folder / _RESULT).unlink()
        shutil.rmtree(folder)
    except OSError as error:
        do = "Check permissions, close it elsewhere, then run again."
        raise KbError("This stored run cannot be removed", path=folder, found=error.strerror or "", do=do) from error


def _read_table(folder: Path) -> dict[str, Any] | None:
    """What `result.json` says, if it and the notebook beside it are as they were stored."""
    try:
        table = unseal((folder / _RESULT).read_bytes())
        is_whole = table["record"]["key"] == folder.name and table["executed"] == file_checksum(folder / EXECUTED)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return table if is_whole else None


def _result(table: dict[str, Any], executed: Path) -> Result | None:
    """The result that a table holds; None where another version of kb wrote it."""
    try:
        record = Record(**table["record"] | {"inputs": decode_inputs(table["inputs"])})
        failure = Failure(**table["failure"]) if table["failure"] else None
        measured = {name: table[name] for name in ("notebook", "seconds", "way", "peak_bytes")}
        attempts = table.get("attempts", 1)  # results of earlier versions do not say
        return Result(record=record, executed=executed, failure=failure, attempts=attempts, **measured)
    except (ValueError, KeyError, TypeError):
        return None

"""What must hold of a workspace at any moment, and what once kb has run undisturbed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from PIL import Image

from kb.config import read_settings
from kb.errors import KbError
from kb.runs.batch import run_key
from kb.runs.records import parse_records
from kb.runs.seal import unseal
from kb.runs.store import read_result, stored_keys
from kb.runs.trials import read_trials
from kb.vault.reading.frontmatter import read_properties
from kb.vault.writing.region import find_region
from tests.runs.chaos.workspace import ALL, HUMAN, NOTEBOOK, files_of

KEYS = {fast: run_key(NOTEBOOK, {"fast": fast}) for fast in ALL}


def damage(root: Path) -> list[str]:
    """The files that are not whole, each with what is wrong.

    What has not been moved into its place yet is none of them, nor what kb found damaged and has put aside.
    """
    found = []
    for name, data in files_of(root).items():
        check = next((check for ending, check in _CHECKS.items() if name.endswith(ending)), None)
        try:
            if check and not name.startswith(".kb/conflicts/"):
                check(name, data)
        except (KbError, ValueError, OSError, SyntaxError, AssertionError) as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
    return found + [str(problem) for problem in read_trials(read_settings(root))[1]]


def fresh(root: Path, fingerprints: dict[str, str]) -> set[int]:
    """The runs, by `fast`, whose stored result is whole and current: they must never run again."""
    settings = read_settings(root)
    results = {fast: read_result(settings, key) for fast, key in KEYS.items()}
    return {
        fast
        for fast, result in results.items()
        if result and result.record.status == "succeeded" and result.record.fingerprint == fingerprints[KEYS[fast]]
    }


def fingerprints_of(root: Path) -> dict[str, str]:
    """The fingerprint of each stored run."""
    settings = read_settings(root)
    results = (read_result(settings, key) for key in stored_keys(settings))
    return {result.record.key: result.record.fingerprint for result in results if result}


def differences(root: Path, undisturbed: Path) -> list[str]:
    """In what a workspace differs from one that nobody disturbed, where it must not.

    Times and memory of results, and the times and died runs among the trials, may differ; nothing in the vault may.
    """
    ours, theirs = files_of(root / "vault"), files_of(undisturbed / "vault")
    found = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    found += [name for name in files_of(root) if name.endswith(".tmp")]
    if fingerprints_of(root) != fingerprints_of(undisturbed):
        found.append("fingerprints of stored runs")
    return found + [f"no trial of {pair}" for pair in trials_of(undisturbed) - trials_of(root)]


def trials_of(root: Path) -> set[tuple[str, str]]:
    """Run key and fingerprint of each trial."""
    return {trial.pair for trial in read_trials(read_settings(root))[0]}


def _check_note(name: str, data: bytes) -> None:
    text = data.decode()
    read_properties(text, path=name)
    if name.startswith("vault/runs/"):
        assert not find_region(text, path=name).is_edited, "its region is not what kb wrote"
    if name.endswith("Waves 4.md"):
        assert data.endswith(HUMAN), "a person's paragraph is gone"


def _check_records(name: str, data: bytes) -> None:
    assert data.endswith(b"\n"), "its last line is cut short"
    if name.startswith("vault/"):
        assert not parse_records(data.decode(), name)[1], "a row cannot be read"


_CHECKS: dict[str, Callable[[str, bytes], object]] = {
    ".md": _check_note,
    ".csv": _check_records,
    ".png": lambda _, data: Image.open(io.BytesIO(data)).load(),
    ".ipynb": lambda _, data: nbformat.reads(data.decode(), as_version=4),
    "result.json": lambda _, data: unseal(data),
    "index.json": lambda _, data: unseal(data),
    ".json": lambda _, data: json.loads(data),
}

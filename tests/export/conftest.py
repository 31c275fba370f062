"""Small vaults, written as text in the tests, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.export.note import export_notes
from kb.site.published import plan_site
from kb.vault.notes import read_vault

ExportOf = Callable[[Mapping[str, str]], Mapping[str, str]]


@pytest.fixture
def export_of(tmp_path: Path) -> ExportOf:
    """The exported notes of the given files: path in the vault -> text, in and out."""

    def export(files: Mapping[str, str]) -> Mapping[str, str]:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        notes, attachments, _ = read_vault(tmp_path)
        return export_notes(plan_site("Test", notes, attachments))

    return export

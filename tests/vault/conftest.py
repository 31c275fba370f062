"""A small vault, written from text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.vault.index import Index, build_index
from kb.vault.reading.notes import read_vault

Vault = Callable[[Mapping[str, str | bytes]], Path]
Indexed = Callable[[Mapping[str, str | bytes]], Index]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Writes the given files and gives the folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "vault" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "vault"

    return write


@pytest.fixture
def indexed(vault: Vault) -> Indexed:
    """Writes the given files and gives the index of them."""

    def index(files: Mapping[str, str | bytes]) -> Index:
        notes, attachments, _ = read_vault(vault(files))
        return build_index(notes, attachments)

    return index

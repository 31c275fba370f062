"""A workspace from nothing, or around a vault that exists."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kb.config import FILE_NAME
from kb.errors import KbError
from kb.files import write_atomically
from kb.workflows.starter import PACKAGE, fill, shipped

STARTER = PACKAGE / "starter"
SHIPPED = ("notebooks", "data/ledger/accounts")
SHIPPED_INTO_VAULT = ("vault/.obsidian", "vault/templates", "vault/bases", "vault/guide")
_NOT_COPIED = {"__pycache__", ".ipynb_checkpoints", "workspace.json"}


def init_workspace(root: Path, vault: Path | None, now: datetime) -> list[Path]:
    """Make a workspace in a folder; nothing that exists is touched, and an existing vault is not written to.

    Args:
        root: The folder; made when it is not there.
        vault: An Obsidian vault to use; None for `root/vault`, which is made unless notes are there already.
        now: The time, for templates.

    Returns:
        The files written.

    Raises:
        KbError: A workspace is there already, the vault is not a folder, or the workspace would be inside of it.
    """
    _refuse(root, vault)
    is_new_vault = vault is None and not _holds_anything(root / "vault")
    written = [path for path, data in _files(root, vault, now) if not path.exists() and write_atomically(path, data)]
    if is_new_vault:
        vault_files = _vault_files(root, now)
        written += [path for path, data in vault_files if not path.exists() and write_atomically(path, data)]
    for folder in ("strategies", "data/bars"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    return written


def _refuse(root: Path, vault: Path | None) -> None:
    if root.exists() and not root.is_dir():
        raise KbError("This is a file", path=root, do="Name a folder for the workspace.")
    if (root / FILE_NAME).exists():
        do = "Go on in it, or choose another folder."
        raise KbError("There is a workspace here already", path=root / FILE_NAME, do=do)
    if vault is not None and not vault.is_dir():
        raise KbError("The vault is not a folder", path=vault, do="Name the folder that you open in Obsidian.")
    above = (root.resolve(), *root.resolve().parents)
    if any((folder / ".obsidian").exists() for folder in above) or (vault is not None and vault.resolve() in above):
        do = f'Put the workspace beside it: kb init desk --vault "{vault or root}"'
        raise KbError("The workspace would be inside of the vault", path=root, do=do)


def _holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _files(root: Path, vault: Path | None, now: datetime) -> Iterator[tuple[Path, bytes]]:
    """The files of a new workspace outside of its vault: where each goes and what it holds."""
    settings = {"name": _quoted(root.resolve().name), "vault": _quoted(_vault_name(root, vault))}
    yield root / FILE_NAME, fill((STARTER / FILE_NAME).read_text("utf-8"), now, **settings).encode()
    looks = shipped("mkdocs.yml").read_text("utf-8")
    yield root / "mkdocs.yml", looks.replace("docs_dir: vault", f"docs_dir: {settings['vault']}").encode()
    for name in ("gitignore", "gitattributes"):
        yield root / f".{name}", (STARTER / name).read_bytes()
    for name in SHIPPED:
        yield from _tree(shipped(name), root / name)


def _vault_files(root: Path, now: datetime) -> Iterator[tuple[Path, bytes]]:
    """The files of a new vault; templates and the guide are copied as they are."""
    for name in SHIPPED_INTO_VAULT:
        yield from _tree(shipped(name), root / name)
    for path, data in _tree(STARTER / "vault", root / "vault"):
        yield path, fill(data.decode(), now, name=root.resolve().name).encode()


def _vault_name(root: Path, vault: Path | None) -> str:
    """The vault as kb.toml names it: relative to the workspace where it lies in it."""
    if vault is None:
        return "vault"
    resolved = vault.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return (resolved.relative_to(root.resolve()) if inside else resolved).as_posix()


def _quoted(text: str) -> str:
    """Text as TOML and YAML write it; JSON has the same escapes."""
    return json.dumps(text, ensure_ascii=False)


def _tree(source: Path, target: Path) -> Iterator[tuple[Path, bytes]]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(set(folders) - _NOT_COPIED)
        for name in sorted(set(names) - _NOT_COPIED):
            path = Path(folder) / name
            yield target / path.relative_to(source), path.read_bytes()

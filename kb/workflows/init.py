"""A workspace from nothing, or around a vault that exists."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kb.config import FILE_NAME
from kb.errors import KbError
from kb.files import write_atomically
from kb.workflows.starter import PACKAGE, fill, shipped

_COPIED = ("notebooks", "data/ledger")
_COPIED_INTO_VAULT = ("vault/.obsidian", "vault/templates", "vault/guide")
_NOT_COPIED = {"__pycache__", ".ipynb_checkpoints", "workspace.json"}


def init_workspace(root: Path, vault: Path | None, now: datetime) -> list[Path]:
    """Make a workspace in a folder; nothing that exists is touched, and an existing vault is not written to.

    Args:
        root: The folder; made when it is not there.
        vault: An Obsidian vault to use; None to make one in `root/vault`.
        now: The time, for templates.

    Returns:
        The files written.

    Raises:
        KbError: A workspace is there already, or the vault is not a folder.
    """
    if (root / FILE_NAME).exists():
        do = "Go on in it, or choose another folder."
        raise KbError("There is a workspace here already", path=root / FILE_NAME, do=do)
    if vault is not None and not vault.is_dir():
        raise KbError("The vault is not a folder", path=vault, do="Name the folder that you open in Obsidian.")
    values = {"name": root.resolve().name, "vault": _vault_text(root, vault)}
    written = [
        path
        for path, text in _files(root, is_new_vault=vault is None)
        if not path.exists()
        and write_atomically(path, fill(text, now, **values).encode() if _is_ours(path) else text.encode())
    ]
    for folder in ("strategies", "data/bars"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    return written


def _is_ours(path: Path) -> bool:
    """Templates keep their `{{title}}`; the workspace's own files are filled in."""
    return path.parent.name != "templates" and path.suffix in {".md", ".toml", ".yml"}


def _vault_text(root: Path, vault: Path | None) -> str:
    if vault is None:
        return "vault"
    resolved = vault.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return (resolved.relative_to(root.resolve()) if inside else resolved).as_posix()


def _files(root: Path, *, is_new_vault: bool) -> Iterator[tuple[Path, str]]:
    """Every file of a new workspace: where it goes and what it holds."""
    starter = PACKAGE / "starter"
    for name, target in ((FILE_NAME, FILE_NAME), ("mkdocs.yml", "mkdocs.yml"), ("gitignore", ".gitignore")):
        yield root / target, (starter / name).read_text("utf-8")
    for name in _COPIED:
        yield from _tree(shipped(name), root / name)
    if is_new_vault:
        for name in _COPIED_INTO_VAULT:
            yield from _tree(shipped(name), root / name)
        yield from _tree(starter / "vault", root / "vault")


def _tree(source: Path, target: Path) -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(set(folders) - _NOT_COPIED)
        for name in sorted(set(names) - _NOT_COPIED):
            path = Path(folder) / name
            yield target / path.relative_to(source), path.read_text("utf-8")

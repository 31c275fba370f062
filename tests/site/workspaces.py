"""Workspaces with vaults that are written as text in the tests."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from kb.config import Settings, read_settings
from kb.site.marker import MARKER

DATA = Path(__file__).parents[1] / "data" / "site" / "small"


def make_workspace(root: Path, files: Mapping[str, str]) -> Settings:
    root.mkdir()
    for name in ("kb.toml", "mkdocs.yml"):
        shutil.copy(DATA / name, root)
    (root / "vault").mkdir()
    for path, text in files.items():
        save(root / "vault", path, text)
    return read_settings(root)


def save(vault: Path, path: str, text: str | None) -> None:
    file = vault / path
    if text is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


def override(settings: Settings, name: str, template: str) -> Path:
    """Give a workspace a template of its own."""
    file = settings.root / "mkdocs.yml"
    text = file.read_text("utf-8")
    if "custom_dir" not in text:
        file.write_text(text.replace("name: material", "name: material\n  custom_dir: overrides"), "utf-8")
    save(settings.root / "overrides", name, template)
    return settings.root / "overrides" / name

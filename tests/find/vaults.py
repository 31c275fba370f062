"""Small vaults to be searched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from sqlite3 import Connection

from kb.find.answer import Answer, answer
from kb.find.index import refresh
from kb.find.query import parse_query
from kb.find.store import use_index


def write_files(vault: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")


def index_of(vault: Path) -> Path:
    return vault / ".kb" / "search.sqlite"


def search(vault: Path, query: str, index: Path | None = None, limit: int = 100) -> Answer:
    """What a query finds in a vault, its index brought up to date before."""

    def asked(sql: Connection) -> Answer:
        refresh(sql, vault)
        return answer(sql, parse_query(query), limit)

    return use_index(index or index_of(vault), asked)


def paths(vault: Path, query: str, index: Path | None = None) -> list[str]:
    """The paths of what it finds, by name."""
    return sorted(hit.path for hit in search(vault, query, index).hits)

"""A search of the vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.find.answer import Answer, answer
from kb.find.index import refresh, refresh_from
from kb.find.nodes import is_of_any_name, named
from kb.find.query import parse_query
from kb.find.store import use_index
from kb.query.hidden import PROPERTIES

if TYPE_CHECKING:
    from kb.workflows.reading import Reading


def search_vault(settings: Settings, query: str, limit: int) -> Answer:
    """The files that a query finds, the best first, at most so many.

    Raises:
        UsageError: The query cannot be understood.
    """
    return _search(settings.store / "search.sqlite", query, limit, lambda sql: refresh(sql, settings.vault))


def search_reading(reading: Reading, query: str, limit: int) -> Answer:
    """The same among what an audience reads, and nothing else.

    Raises:
        UsageError: The query cannot be understood.
        HiddenError: It asks for a property that is redacted, or for any property where some were taken out.
    """
    node = parse_query(query)
    for name in named(node):
        reading.desk.check_told(name)
    if is_of_any_name(node):
        reading.desk.check_whole(PROPERTIES)
    index = reading.index
    others = [path for path in index.attachments if path not in index.canvases]
    file = reading.settings.store / f"search-{reading.audience.name}.sqlite"
    return _search(file, query, limit, lambda sql: refresh_from(sql, index.notes, index.canvases, others))


def _search(file: Path, query: str, limit: int, renew: Callable[[Connection], None]) -> Answer:
    node = parse_query(query)

    def asked(sql: Connection) -> Answer:
        renew(sql)
        return answer(sql, node, limit)

    return use_index(file, asked)

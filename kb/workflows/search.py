"""A search of the vault."""

from __future__ import annotations

from sqlite3 import Connection

from kb.config import Settings
from kb.find.answer import Answer, answer
from kb.find.index import refresh
from kb.find.query import parse_query
from kb.find.store import use_index


def search_vault(settings: Settings, query: str, limit: int) -> Answer:
    """The files that a query finds, the best first, at most so many.

    Raises:
        UsageError: The query cannot be understood.
    """
    node = parse_query(query)

    def asked(sql: Connection) -> Answer:
        refresh(sql, settings.vault)
        return answer(sql, node, limit)

    return use_index(settings.store / "search.sqlite", asked)

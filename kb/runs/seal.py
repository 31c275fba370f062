"""JSON that carries a checksum over itself: what was cut short, edited or corrupted is told from what was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kb.files import checksum


def seal(table: Mapping[str, Any]) -> bytes:
    """A table, which holds something, as one line of JSON whose first entry is the checksum of all that follows."""
    body = json.dumps(table, separators=(",", ":")).encode()[1:]
    return _head(body) + body


def unseal(data: bytes) -> dict[str, Any]:
    """The table that was sealed, with its checksum as first entry.

    Raises:
        ValueError: It is not what was written.
    """
    length = len(_head(b""))
    if data[:length] != _head(data[length:]):
        message = "its checksum is not that of its content"
        raise ValueError(message)
    table: dict[str, Any] = json.loads(data)
    return table


def _head(body: bytes) -> bytes:
    return f'{{"checksum":"{checksum(body)}",'.encode()

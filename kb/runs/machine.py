"""Which machine this is, without telling whose."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from kb.files import text_checksum

CHARACTERS = 8
_ID_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@cache
def machine_name() -> str:
    """Eight hex digits that stay the same on this machine: of the SHA-256 of its host name and its id.

    The id is a random number that the system made for itself, so that nobody finds the host name by trying.
    """
    return text_checksum(f"{platform.node()}\n{machine_id(_ID_FILES)}")[:CHARACTERS]


def machine_id(files: Iterable[Path]) -> str:
    """The id in the first of the files that has one, else the number of a network card; empty without either."""
    for file in files:
        with suppress(OSError, UnicodeDecodeError):
            if found := file.read_text("utf-8").strip():
                return found
    card = uuid.getnode()
    is_made_up = bool(card >> 40 & 1)  # RFC 9562, 6.10: this bit says that the number is random, and so new every time
    return "" if is_made_up else f"{card:012x}"

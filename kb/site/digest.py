"""Hashes of what something is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def hash_of(parts: Iterable[str]) -> str:
    """One hash over some texts, in which none can pass for two."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()

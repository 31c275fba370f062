"""Values as JSON can hold them."""

from __future__ import annotations

import math
from typing import Any

from kb.errors import KbError
from kb.query.files import File
from kb.query.values import Link, Value, text_of


def plain(value: Value | KbError) -> Any:
    """A value without kinds of its own: files and links as paths, dates as text; why there is none, as such."""
    match value:
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {name: plain(item) for name, item in value.items()}
        case Link(_, File() as file):
            return file.path
        case KbError():
            return {"error": str(value)}
    is_plain = value is None or (isinstance(value, int | float) and math.isfinite(value))
    return value if is_plain else text_of(value)

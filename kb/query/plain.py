"""Values as JSON can hold them."""

from __future__ import annotations

import math
from typing import Any

from kb.errors import KbError
from kb.query.files import File
from kb.query.rows import Answer
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


def plain_answer(found: Answer) -> dict[str, Any]:
    """An answer as JSON holds it."""
    names = [column.name for column in found.columns]
    groups = [
        {
            "value": plain(group.value),
            "rows": [
                {"path": row.file.path, **dict(zip(names, map(plain, row.cells), strict=True))} for row in group.rows
            ],
        }
        for group in found.groups
    ]
    totals = {column.name: {column.summary: plain(column.total)} for column in found.columns if column.summary}
    return {"view": found.view.name, "count": found.count, "groups": groups, "summaries": totals}

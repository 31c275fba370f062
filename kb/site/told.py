"""What the last build told, kept beside the site: a build that has nothing to do tells it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically
from kb.model.problem import Problem


def keep_told(file: Path, key: str, problems: Iterable[Problem]) -> None:
    """Keep what a build told, under the key of its site; where it cannot be written, the next build tells less."""
    table = {"key": key, "problems": [asdict(problem) for problem in problems]}
    with suppress(KbError):
        write_atomically(file, json.dumps(table, indent=0).encode())


def told_before(file: Path, key: str) -> tuple[Problem, ...]:
    """What was told of the site of a key; nothing where it is not known."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        table = json.loads(file.read_text("utf-8"))
        if table["key"] == key:
            return tuple(Problem(**problem) for problem in table["problems"])
    return ()

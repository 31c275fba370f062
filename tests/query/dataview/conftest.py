"""A small vault with fields and tasks in its text, and queries asked in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.query.dataview.run import Answer, ask_inline, ask_query
from kb.query.dataview.values import as_text
from kb.query.files import Desk
from kb.query.values import Value
from tests.query.conftest import FILES, NOTES, desk_of

LOG = """---
date made: 2024-05-02
Rating: 4
time: 3h
tags: [log/day, log]
aliases: [Diary]
---
# Day
mood:: okay
**Bold Field**:: Nice!
Slept [hours:: 7.5] and (with:: [[Dune]], [[Emma]]).

- [ ] Buy [due:: 2024-06-01] #shop
    - [x] Pay ✅ 2024-05-03
    - a remark [cost:: 3]
- [/] Half done 🗓️2024-07-01
- [x] Done ^done1

## Evening
- [ ] Read [[Emma]]

```
no:: no
```
"""
HERE = "Days/2024-05-01 Log.md"
Ask = Callable[[str], Value]
Query = Callable[..., Answer]


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The small vault."""
    return desk_of({**NOTES, HERE: LOG}, FILES)


@pytest.fixture
def ask(desk: Desk) -> Ask:
    """Asks the expression of an inline query in the log."""
    return lambda text: ask_inline(text, desk.file(HERE))


@pytest.fixture
def query(desk: Desk) -> Query:
    """Asks a query in the log."""
    return lambda text, path=HERE: ask_query(text, desk, desk.file(path))


def shown(answer: Answer) -> list[str]:
    """The rows of an answer, each as its first column and its cells."""
    return [" | ".join([as_text(row.id), *map(as_text, row.cells)]) for row in answer.rows]

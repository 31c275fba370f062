"""Some of many runs, and in which order."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from typing import Any

from kb.errors import KbError
from kb.runs.where import holds, names_in, parse_where
from kb.workflows.runs import FIELDS, KnownRun

_LIKE_ENOUGH = 0.5
_MOST_NAMED = 20


def of_notebook(runs: Sequence[KnownRun], name: str) -> list[KnownRun]:
    """The runs of the notebook of this name or path.

    Raises:
        KbError: No run is known of a notebook so called.
    """
    notebooks = {run.notebook: PurePosixPath(run.notebook) for run in runs}
    wanted = name.replace("\\", "/")
    paths = {path for path, file in notebooks.items() if wanted in {path, file.name, file.stem}}
    if not paths:
        do = _suggestion(name, sorted({file.stem for file in notebooks.values() if file.stem}))
        raise KbError("No run of such a notebook is known", found=name, do=do)
    return [run for run in runs if run.notebook in paths]


def of_condition(runs: Sequence[KnownRun], text: str) -> list[KnownRun]:
    """The runs for which a condition holds, like `sharpe_ratio > 1 and symbol == 'AAPL'`.

    One for which it cannot be decided, because a value is undefined or of another kind, is left out.

    Raises:
        KbError: It is no condition, or speaks of what no run has.
    """
    tree = parse_where(text)
    names = names_in(tree)
    check_names(runs, names)

    def meets(run: KnownRun) -> bool:
        try:
            return holds(tree, {name: run.value(name) for name in names})
        except KbError:
            return False

    return [run for run in runs if meets(run)]


def in_order(runs: Sequence[KnownRun], name: str, *, reverse: bool = False) -> list[KnownRun]:
    """The runs by a value: numbers highest first, texts from A to Z, undefined ones last; `reverse` turns both round.

    Raises:
        KbError: No run has a value of that name.
    """
    check_names(runs, [name])
    numbers: list[tuple[float, KnownRun]] = []
    texts: list[tuple[str, KnownRun]] = []
    undefined = []
    for run in runs:
        value = run.value(name)
        if _is_undefined(value):
            undefined.append(run)
        elif isinstance(value, int | float):
            numbers.append((value, run))
        else:
            texts.append(((value if isinstance(value, str) else json.dumps(value)).casefold(), run))
    numbers.sort(key=lambda pair: pair[0], reverse=not reverse)
    texts.sort(key=lambda pair: pair[0], reverse=reverse)
    return [*(run for _, run in numbers), *(run for _, run in texts), *undefined]


def _is_undefined(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def check_names(runs: Sequence[KnownRun], names: Collection[str]) -> None:
    """Refuse a name under which no run has anything; where there are no runs, any name will do.

    Raises:
        KbError: There is one.
    """
    for name in names:
        if runs and not any(True for run in runs for _ in run.values(name)):
            tables = (table for run in runs for table in (run.record.parameters, run.record.metrics))
            known = [*FIELDS, *dict.fromkeys(known for table in tables for known in table)]
            raise KbError("No run has a parameter or metric of this name", found=name, do=_suggestion(name, known))


def _suggestion(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 3, _LIKE_ENOUGH)
    if near:
        return f"Did you mean {' or '.join(f'`{one}`' for one in near)}?"
    more = ", …" if len(known) > _MOST_NAMED else ""
    return f"Known here: {', '.join(known[:_MOST_NAMED]) or 'nothing yet'}{more}."

"""A spec becomes runs: every combination that `where` admits, each with its key for life."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from kb.errors import KbError
from kb.files import text_checksum
from kb.model.run import Parameter, Spec
from kb.runs.where import holds, names_in, parse_where

KEY_CHARACTERS = 16
MOST_COMBINATIONS = 1_000_000
"""More than these would not fit in memory with all that is known of each."""
MOST_TITLE_CHARACTERS = 80
"""What a title shows of one value; the whole of it is among the run's parameters."""
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def run_key(notebook: str, parameters: Mapping[str, Any]) -> str:
    """The name of a run for life: hash of the notebook's path and the parameters given, in any order."""
    canonical = _CANONICAL.encode([notebook, dict(parameters)])
    return text_checksum(canonical)[:KEY_CHARACTERS]


def check_size(spec: Spec) -> None:
    """Look at a sweep before it is spread out.

    Raises:
        KbError: It has too many combinations.
    """
    asked = math.prod(len(values) for values in spec.sweep.values())
    if asked > MOST_COMBINATIONS:
        do = f"Ask for {MOST_COMBINATIONS:,} at most: shorten the lists, or split the block."
        raise KbError("This sweep is too large", found=f"{asked:,} combinations", do=do)


def combinations(spec: Spec, known: Mapping[str, Parameter]) -> list[dict[str, Any]]:
    """The parameters of each run of a batch, in the order of the sweep, each once.

    Args:
        spec: A spec without problems.
        known: The notebook's parameters; their defaults stand in `where` for what is not given.

    Raises:
        KbError: `where` cannot be decided, or admits nothing.
    """
    condition = parse_where(spec.where) if spec.where else None
    defaults = {name: parameter.default for name, parameter in known.items()}
    chosen: dict[str, dict[str, Any]] = {}
    for values in itertools.product(*spec.sweep.values()):
        parameters = {**spec.parameters, **dict(zip(spec.sweep, values, strict=True))}
        if condition is None or holds(condition, {**defaults, **parameters}):
            chosen.setdefault(run_key(spec.notebook, parameters), parameters)
    if not chosen:
        found = f"{spec.where} ({', '.join(names_in(condition))})" if condition is not None else ""
        raise KbError("No combination of the sweep meets `where`", found=found, do="Widen the sweep or the condition.")
    return list(chosen.values())


def run_title(batch: str, swept: Sequence[str], parameters: Mapping[str, Any]) -> str:
    """A readable title for a run whose notebook gives none: texts in words, numbers joined by dashes, none too long."""
    values = [parameters[name] for name in swept if name in parameters]
    texts = [_short(value) for value in values if isinstance(value, str | bool)]
    numbers = [f"{value:g}" for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    others = [_short(value) for value in values if not isinstance(value, str | int | float)]
    return " ".join(part for part in (batch, *texts, "-".join(numbers), *others) if part)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= MOST_TITLE_CHARACTERS else f"{text[: MOST_TITLE_CHARACTERS - 1]}…"

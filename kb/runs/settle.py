"""Running again rewrites nothing where the numbers are equal to 1e-9: they keep the form that they had.

What was just executed is compared with what is stored of the same run before it is stored itself. A wrong pairing of
new and old can do no harm, and what is kept does not drift: it is always within 1e-9 of what the last run gave.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from kb.config import Settings
from kb.emit import SCRAP_TYPE
from kb.errors import KbError
from kb.model.run import Failure, Record, Result
from kb.runs.noise import settle_text, settle_value
from kb.runs.outputs import emitted
from kb.runs.records import round_metric
from kb.runs.store import read_executed, read_result


def settle_metrics(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """Metrics with the old values where they are the same, and in the old order where the names are."""
    names = old if new.keys() == old.keys() else new
    return {name: settle_value(new[name], old.get(name)) for name in names}


def settle_record(new: Record, old: Record) -> Record:
    """A record with the old metrics, title and error where they are the same but for noise.

    Args:
        new: What was just executed; its metrics may be exact, those of the result are rounded as records keep them.
        old: What is known of the same run.
    """
    metrics = {name: round_metric(value) for name, value in settle_metrics(new.metrics, old.metrics).items()}
    title, error = settle_text(new.title, old.title), settle_text(new.error, old.error)
    return replace(new, metrics=metrics, title=title, error=error)


def settle_notebook(new: Any, old: Any) -> Any:
    """An executed notebook with the old outputs where they are the same; neither of the two is changed.

    Cells are paired by their source and else by their place, outputs by their kind; only outputs are settled.
    """
    cells = [_settle_cell(cell, was) for cell, was in _paired(new["cells"], old["cells"], _cell_kind)]
    return type(new)({**new, "cells": cells})


def _settle_cell(new: Any, old: Any) -> Any:
    if old is None or not new.get("outputs") or not old.get("outputs"):
        return new
    pairs = _paired(new["outputs"], old["outputs"], _output_kind)
    return type(new)({**new, "outputs": [settle_value(output, was) for output, was in pairs]})


def _cell_kind(cell: Any) -> Hashable:
    return cell["cell_type"], cell["source"]


def _output_kind(output: Any) -> Hashable:
    """What an output is: a stream by its name, a scrap by its name, anything else by the kinds of its data."""
    data = output.get("data", {})
    scrap = data.get(SCRAP_TYPE)
    name = scrap.get("name") if isinstance(scrap, dict) else output.get("name")
    return output["output_type"], str(name), tuple(sorted(data))


def _paired(new: Sequence[Any], old: Sequence[Any], kind: Callable[[Any], Hashable]) -> list[tuple[Any, Any]]:
    """Each new one with the old one of its kind, in order, or in its place where as many were replaced; else None."""
    kinds, before = [kind(one) for one in new], [kind(one) for one in old]
    if kinds == before:
        return list(zip(new, old, strict=True))
    partner: dict[int, Any] = {}
    for _, first, after, old_first, old_after in SequenceMatcher(None, kinds, before).get_opcodes():
        if after - first == old_after - old_first:
            partner |= zip(range(first, after), old[old_first:old_after], strict=True)
    return [(one, partner.get(place)) for place, one in enumerate(new)]


def settle_result(settings: Settings, result: Result, node: Any, known: Record | None) -> tuple[Result, Any]:
    """What a run came to, with the numbers that are stored or known of it where they are the same.

    Args:
        settings: The workspace.
        result: What was just executed, not stored yet.
        node: Its executed notebook, tidied; it is not changed.
        known: What git knows of the run: it counts where nothing is stored.

    Returns:
        The result and the notebook to store; they are the given ones where nothing is known.
    """
    stored = read_result(settings, result.record.key)
    node = _settle_stored(node, stored)
    old = stored.record if stored else known
    if old is None:
        return result, node
    exact = emitted(node).metrics
    metrics = {name: exact.get(name, value) for name, value in result.record.metrics.items()}
    failure = _settle_failure(result.failure, stored.failure if stored else None)
    return replace(result, record=settle_record(replace(result.record, metrics=metrics), old), failure=failure), node


def _settle_stored(node: Any, stored: Result | None) -> Any:
    """The notebook settled by the stored one; as it is where none is stored, or a damaged one."""
    try:
        return settle_notebook(node, read_executed(stored)) if stored else node
    except KbError:
        return node


def _settle_failure(new: Failure | None, old: Failure | None) -> Failure | None:
    if new is None or old is None:
        return new
    traceback = settle_text(new.traceback, old.traceback)
    return replace(new, message=settle_text(new.message, old.message), traceback=traceback)

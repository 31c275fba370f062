"""Two runs side by side: what they were given, what they found, what they depended on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Input
from kb.report.numbers import is_number
from kb.runs.store import read_executed
from kb.workflows.cells import CellDifference, compare_cells
from kb.workflows.show import FoundRun, find_runs


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values of one name; None where a run has none.

    Attributes:
        name: What they are values of.
        first: The first run's.
        second: The second run's.
        absolute: The second less the first, where both are numbers.
        relative: That as a fraction of the first, where the first is not zero.
    """

    name: str
    first: Any
    second: Any
    absolute: float | None = None
    relative: float | None = None


@dataclass(frozen=True, slots=True)
class RunDifference:
    """Two runs and all in which they differ.

    Attributes:
        first: A run.
        second: Another.
        parameters: The parameters that differ.
        metrics: The metrics that differ.
        inputs: The inputs that differ, named `kind name`, by their checksums. Where one run succeeded and the other
            did not, only those that both have: a run that did not may count all code of the workspace as its inputs.
        cells: The cells of the executed notebooks that differ; None where this machine does not have both.
    """

    first: FoundRun
    second: FoundRun
    parameters: tuple[Difference, ...]
    metrics: tuple[Difference, ...]
    inputs: tuple[Difference, ...]
    cells: tuple[CellDifference, ...] | None

    @property
    def is_half_failed(self) -> bool:
        """Whether one of the two succeeded and the other did not."""
        return (self.first.record.status == "succeeded") != (self.second.record.status == "succeeded")


def compare_runs(settings: Settings, first: str, second: str) -> RunDifference:
    """Compare the runs of these names.

    Raises:
        KbError: A name means no run or several, or both mean one; or a stored notebook is damaged.
    """
    return differences_of(*find_runs(settings, first, second))


def differences_of(one: FoundRun, other: FoundRun) -> RunDifference:
    """Compare two runs.

    Raises:
        KbError: They are one; or a stored notebook is damaged.
    """
    if one.record.key == other.record.key:
        raise KbError("Both names mean one run", found=f"{one.record.title} ({one.record.key})", do="Name two runs.")
    found = RunDifference(
        first=one,
        second=other,
        parameters=tuple(differences(one.record.parameters, other.record.parameters)),
        metrics=tuple(differences(one.record.metrics, other.record.metrics)),
        inputs=tuple(differences(_by_name(one.record.inputs), _by_name(other.record.inputs))),
        cells=_compare_notebooks(one, other),
    )
    return replace(found, inputs=tuple(filter(_both_have, found.inputs))) if found.is_half_failed else found


def _both_have(difference: Difference) -> bool:
    return difference.first is not None and difference.second is not None


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterable[Difference]:
    """The values in which two tables differ, in the order of their names in the first and then in the second."""
    for name in dict.fromkeys((*first, *second)):
        one, other = first.get(name), second.get(name)
        if one != other or isinstance(one, bool) != isinstance(other, bool):
            yield _difference(name, one, other)


def _difference(name: str, one: Any, other: Any) -> Difference:
    if not (is_number(one) and is_number(other)):
        return Difference(name, one, other)
    absolute = other - one
    relative = absolute / abs(one) if one else None
    return Difference(name, one, other, absolute, relative if relative is None or math.isfinite(relative) else None)


def _by_name(inputs: Iterable[Input]) -> dict[str, str]:
    return {f"{item.kind} {item.name}": item.checksum for item in inputs}


def _compare_notebooks(first: FoundRun, second: FoundRun) -> tuple[CellDifference, ...] | None:
    if first.result is None or second.result is None:
        return None
    return tuple(compare_cells(read_executed(first.result).cells, read_executed(second.result).cells))

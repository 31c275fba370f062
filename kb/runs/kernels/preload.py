"""Imports made before a notebook runs, in the process that will run it or be forked.

It runs in the kernel's own interpreter: it needs ipykernel and the standard library only.
"""

from __future__ import annotations

import ast
import gc
import importlib.util
import os
import sys
import sysconfig
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, SupportsIndex

from kb.runs.kernels.app import WiredApp

Filter = Any  # as `warnings` has them: tuples that it makes itself
_DESCRIPTORS = Path("/proc/self/fd")
MOST_OBJECTS = 100_000_000
"""A collector that waits for more new objects than that was told to wait by kb."""


def forget_kb() -> None:
    """Unload kb: a notebook that imports it gets it as any other module."""
    for name in [name for name in sys.modules if name == "kb" or name.startswith("kb.")]:
        del sys.modules[name]


def collect_again(thresholds: Sequence[int]) -> None:
    """Let the garbage collector work again: it finds nothing while imports are made, and takes a fifth of the time."""
    if gc.get_threshold()[0] > MOST_OBJECTS:  # else a library has set it, and knows why
        gc.set_threshold(*thresholds)


def preload(statements: Sequence[str], app: WiredApp) -> dict[str, Any] | None:
    """Make imports, in order; stop at the first that does not belong here.

    An import belongs in the cell that makes it when it loads the user's own code, which may change; when it fails; and
    when it does what must be seen in the notebook, or be done for each. Calls that filter warnings are made too, since
    imports filter them as well and the last comes first; the notebook's own calls then find theirs in place.

    Returns:
        The number of the statement that was refused, the reason, and whether it left anything behind; or None.
    """
    assert app.shell  # noqa: S101  (made with the kernel)
    namespace = {"__name__": "__main__"}
    placed: list[Filter] = []
    refused = None
    for number, statement in enumerate(statements):
        own = [name for name in modules_of(statement) if not is_library(name)]
        if own:
            refused = {"number": number, "reason": f"{own[0]} is no installed library", "is_spoilt": False}
            break
        before = Traces.now(app)
        with app.shell.builtin_trap, app.shell.display_trap:  # as in a cell
            reason = _try(statement, namespace)
        after = Traces.now(app)
        reason = reason or after.objection(before)
        if reason:
            refused = {"number": number, "reason": reason, "is_spoilt": True}
            break
        if statement.startswith("warnings.") and after.first_filter != before.first_filter:
            placed.append(after.first_filter)
    if placed:
        warnings.filters = PlacedFilters(warnings.filters, placed)
    return refused


def _try(statement: str, namespace: dict[str, Any]) -> str:
    try:
        exec(statement, namespace)  # noqa: S102  (an import statement of the notebook)
    except BaseException as error:  # noqa: BLE001  (SystemExit too: it is raised again where it belongs)
        return f"{type(error).__name__}: {error}"
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return ""


class PlacedFilters(list[Filter]):
    """Filters of warnings, some of which stay where they are the first time that they are asked for."""

    def __init__(self, filters: Iterable[Filter], placed: Iterable[Filter]) -> None:
        super().__init__(filters)
        self._placed = list(placed)

    def remove(self, value: Filter) -> None:
        """Remove a filter, as `warnings` does before it puts it first."""
        if value not in self._placed:
            super().remove(value)

    def insert(self, index: SupportsIndex, value: Filter) -> None:
        """Insert a filter."""
        if value in self._placed:
            self._placed.remove(value)
        else:
            super().insert(index, value)


@dataclass(frozen=True, slots=True)
class Traces:
    """What an import may leave behind.

    Attributes:
        said: How much was written and published.
        descriptors: How many files, sockets and pipes are open.
        modules: The modules that are loaded.
        first_filter: The filter of warnings that comes first.
    """

    said: int
    descriptors: int
    modules: frozenset[str]
    first_filter: Filter

    @classmethod
    def now(cls, app: WiredApp) -> Traces:
        """What there is now."""
        return cls(
            said=os.fstat(1).st_size + len(app.iopub_thread.early),
            descriptors=len(list(_DESCRIPTORS.iterdir())) if _DESCRIPTORS.is_dir() else 0,
            modules=frozenset(sys.modules),
            first_filter=next(iter(warnings.filters), None),
        )

    def objection(self, before: Traces) -> str:
        """Why what came since does not belong here, or nothing."""
        if self.said > before.said:
            return "it says something when it is imported"
        if self.descriptors > before.descriptors:
            return "it leaves a file or a connection open"
        loaded = {name.partition(".")[0] for name in self.modules - before.modules}
        own = sorted(name for name in loaded if not is_library(name))
        return f"it loads {own[0]}, which is no installed library" if own else ""


def modules_of(statement: str) -> list[str]:
    """The top-level modules that an import statement loads; an empty name for what is relative."""
    names = []
    for node in ast.walk(ast.parse(statement)):
        if isinstance(node, ast.Import):
            names += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append((node.module or "").partition(".")[0] if not node.level else "")
    return names


def is_library(name: str) -> bool:
    """Whether a top-level module is installed or Python's own, and not the user's code; kb is one wherever it is."""
    if name in {"kb", "__main__", "__mp_main__", ""}:
        return name != ""
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # a module that says nothing of where it is from was made by a library
        return True
    if spec is None or spec.origin in {"built-in", "frozen"}:
        return spec is not None
    places = [os.path.realpath(place) for place in (*(spec.submodule_search_locations or []), spec.origin) if place]
    return bool(places) and all(place.startswith(_homes()) for place in places)


@cache
def _homes() -> tuple[str, ...]:
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    return tuple(os.path.realpath(sysconfig.get_path(kind)) + os.sep for kind in kinds)

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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.runs.kernels.app import WiredApp

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
    when it does what must be seen in the notebook, or be done for each.

    Returns:
        The number of the statement that was refused, the reason, and whether it left anything behind; or None.
    """
    assert app.shell  # noqa: S101  (made with the kernel)
    ignores = False
    before = Traces.now(app)
    for number, statement in enumerate(statements):
        if statement.startswith("warnings."):
            ignores = True
            continue
        own = [name for name in modules_of(statement) if not is_library(name)]
        if own:
            return {"number": number, "reason": f"{own[0]} is no installed library", "is_spoilt": False}
        with app.shell.builtin_trap, app.shell.display_trap:  # as in a cell
            reason = _try(statement)
        after = Traces.now(app)
        reason = reason or after.objection(before, ignores=ignores)
        if reason:
            return {"number": number, "reason": reason, "is_spoilt": True}
        before = after
    return None


def _try(statement: str) -> str:
    try:
        exec(statement, {"__name__": "__main__"})  # noqa: S102  (an import statement of the notebook)
    except BaseException as error:  # noqa: BLE001  (SystemExit too: it is raised again where it belongs)
        return f"{type(error).__name__}: {error}"
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return ""


@dataclass(frozen=True, slots=True)
class Traces:
    """What an import may leave behind.

    Attributes:
        said: How much was written and published.
        descriptors: How many files, sockets and pipes are open.
        modules: The modules that are loaded.
        filters: The filters of warnings, the first first.
    """

    said: int
    descriptors: int
    modules: frozenset[str]
    filters: tuple[Any, ...]

    @classmethod
    def now(cls, app: WiredApp) -> Traces:
        """What there is now."""
        return cls(
            said=os.fstat(1).st_size + len(app.iopub_thread.early),
            descriptors=len(list(_DESCRIPTORS.iterdir())) if _DESCRIPTORS.is_dir() else 0,
            modules=frozenset(sys.modules),
            filters=tuple(warnings.filters),
        )

    def objection(self, before: Traces, *, ignores: bool) -> str:
        """Why what came since does not belong here, or nothing.

        Args:
            before: What there was before.
            ignores: Whether the notebook has warnings ignored by then: filters that let some pass come later there.
        """
        if self.said > before.said:
            return "it says something when it is imported"
        if self.descriptors > before.descriptors:
            return "it leaves a file or a connection open"
        loaded = {name.partition(".")[0] for name in self.modules - before.modules}
        own = sorted(name for name in loaded if not is_library(name))
        if own:
            return f"it loads {own[0]}, which is no installed library"
        added = self.filters[: len(self.filters) - len(before.filters)]
        is_ignoring = self.filters == added + before.filters and {action for action, *_ in added} <= {"ignore"}
        if ignores and not is_ignoring:
            return "it filters warnings, and so does the notebook before it"
        return ""


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

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
from collections.abc import Sequence
from typing import Any

from kb.runs.kernels.app import WiredApp

MOST_OBJECTS = 100_000_000
"""A collector that waits for more new objects than that was told to wait by kb."""


def forget_kb() -> None:
    """Unload kb: a notebook that imports it gets it as any other module."""
    for name in [name for name in sys.modules if name == "kb" or name.startswith("kb.")]:
        del sys.modules[name]


def collect_again(thresholds: Sequence[int]) -> None:
    """Let the garbage collector work again: while imports are made it finds nothing, and takes a fifth of their time."""
    if gc.get_threshold()[0] > MOST_OBJECTS:  # else a library has set it, and knows why
        gc.set_threshold(*thresholds)


def preload(statements: Sequence[str], app: WiredApp) -> dict[str, Any] | None:
    """Make imports, in order; stop at the first that does not belong here.

    An import belongs in the cell that makes it when it loads the user's own code, which may change; when it fails; and
    when it says something: that must be seen in the notebook.

    Returns:
        The number of the statement that was refused, the reason, and whether it left anything behind; or None.
    """
    written = os.fstat(1).st_size
    for number, statement in enumerate(statements):
        own = [name for name in modules_of(statement) if not is_library(name)]
        if own:
            return {"number": number, "reason": f"{own[0]} is no installed library", "is_spoilt": False}
        reason = _try(statement)
        if app.iopub_thread.early or os.fstat(1).st_size > written:
            reason = reason or "it says something when it is imported"
        if reason:
            return {"number": number, "reason": reason, "is_spoilt": True}
    return None


def _try(statement: str) -> str:
    try:
        exec(statement, {"__name__": "__main__"})  # noqa: S102  (an import statement of the notebook)
    except BaseException as error:  # noqa: BLE001  (SystemExit too: it is raised again where it belongs)
        return f"{type(error).__name__}: {error}"
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return ""


def modules_of(statement: str) -> list[str]:
    """The top-level modules that an import statement loads, without the standard library's."""
    names = []
    for node in ast.walk(ast.parse(statement)):
        if isinstance(node, ast.Import):
            names += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append((node.module or "").partition(".")[0] if not node.level else "")
    return [name for name in names if name not in sys.stdlib_module_names]


def is_library(name: str) -> bool:
    """Whether a top-level module is an installed library, and not the user's own code; kb is one wherever it is."""
    if name in {"kb", ""}:
        return name == "kb"
    spec = importlib.util.find_spec(name)
    places = [*(spec.submodule_search_locations or []), spec.origin or ""] if spec else []
    homes = [os.path.realpath(sysconfig.get_path(kind)) + os.sep for kind in ("purelib", "platlib")]
    return any(os.path.realpath(place).startswith(home) for place in places for home in homes)

"""Processes of the kernel's interpreter, started with the code of this folder and told what to become."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import kb
from kb.runs.kernels.recipe import Recipe

LESS_SPINNING = {"OPENBLAS_THREAD_TIMEOUT": "20"}
"""OpenBLAS's threads wait for work for 2^20 cycles before they sleep, not for 2^26: that is seconds in a batch."""
START_SECONDS = 60.0
"""What a kernel has to start, without its imports. As papermill gives."""
_START = """\
import gc, json, sys
collector = gc.get_threshold()
gc.set_threshold(1_000_000_000)
sys.path[0] = sys.argv[1]
from kb.runs.kernels.{module} import main
del sys.path[0]
main({{**json.loads(sys.stdin.readline()), "collector": collector}})
"""


class UnfitError(Exception):
    """No kernel can be had in this way; says why."""


def start_process(
    recipe: Recipe,
    module: str,
    order: str,
    log: IO[bytes],
    changes: Mapping[str, str],
    *,
    descriptors: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a process that runs `main` of a module of this folder.

    Args:
        recipe: The interpreter, its folder and environment.
        module: `parent` or `spawned`.
        order: What it is to do, one line of JSON; the line is not seen by others, as an argument would be.
        log: Takes what it writes to its standard streams.
        changes: Variables to change in the environment.
        descriptors: File descriptors that it inherits.

    Raises:
        UnfitError: The interpreter cannot be started.
    """
    root = Path(kb.__file__).parents[1]
    try:
        process = subprocess.Popen(
            [*recipe.interpreter, "-c", _START.format(module=module), str(root)],
            cwd=recipe.folder,
            env={**dict(recipe.environment), **changes},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=descriptors,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert process.stdin  # noqa: S101  (asked for above)
        with process.stdin as stdin:
            stdin.write(order.encode() + b"\n")
    except OSError as error:
        raise UnfitError(f"{recipe.interpreter[0]}: {error.strerror or error}") from error
    return process


def log_of(log: IO[bytes]) -> str:
    """The end of what a process wrote."""
    log.seek(0)
    return log.read().decode(sys.getdefaultencoding(), errors="replace").strip()[-5000:]


def last_line(said: str) -> str:
    """The last line that a process wrote: of a traceback, the error."""
    return said.strip().rpartition("\n")[2]

"""What a kernel must be like: its interpreter, arguments, folder, environment, and the imports to make beforehand."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any

from kb.runs.kernels.imports import early_imports

_LAUNCHER = ["-m", "ipykernel_launcher"]
_CONNECTION = ["-f", "{connection_file}"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Kernels of equal recipes can come from one preloaded process.

    Attributes:
        interpreter: The interpreter and its own options.
        arguments: What the kernel's application is given.
        folder: Where it runs.
        environment: Its whole environment, as sorted pairs.
        statements: Import statements to make beforehand, in order.
        installed: When a library was last installed or removed here, in nanoseconds: what was loaded before is old.
    """

    interpreter: tuple[str, ...]
    arguments: tuple[str, ...]
    folder: Path
    environment: tuple[tuple[str, str], ...] = field(repr=False)  # it may hold secrets
    statements: tuple[str, ...]
    installed: int = 0


def recipe_for(
    cells: Iterable[str],
    kernel_name: str,
    extra: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
) -> Recipe | None:
    """The recipe of a kernel that makes the imports of a notebook; None where its kernel is no ipykernel.

    Args:
        cells: The notebook's code cells.
        kernel_name: The name of its kernel.
        extra: Further arguments, as a client gives them.
        folder: Where it is to run.
        environment: The environment that it would be started in.

    Raises:
        NoSuchKernel: There is no kernel of that name.
    """
    from jupyter_client.manager import KernelManager  # noqa: PLC0415  (slow to import)

    spec = KernelManager(kernel_name=kernel_name).kernel_spec
    return make_recipe(spec, extra, folder, environment, early_imports(cells))


def make_recipe(
    spec: Any,
    extra: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    statements: Sequence[str],
) -> Recipe | None:
    """The recipe of a kernel that Jupyter would start from a kernel spec; None where that is no ipykernel.

    Args:
        spec: A `jupyter_client` kernel spec.
        extra: Further arguments, as a client gives them.
        folder: Where the kernel is to run.
        environment: The environment that it would be started in.
        statements: Import statements to make beforehand.
    """
    argv = [os.path.expanduser(_filled(word, spec)) for word in spec.argv]  # noqa: PTH111  (not all are paths)
    if "-m" not in argv or "kernel_provisioner" in (spec.metadata or {}):
        return None
    module = argv.index("-m")
    if argv[module : module + 2] != _LAUNCHER or argv[module + 2 : module + 4] != _CONNECTION:
        return None
    names = {"python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2])}
    interpreter = sys.executable if argv[0] in names else argv[0]
    settings = {name: Template(value).safe_substitute(environment) for name, value in (spec.env or {}).items()}
    whole = {**environment, **settings, "JPY_PARENT_PID": str(os.getpid())}
    whole.pop("PYTHONEXECUTABLE", None)  # as Jupyter does: it would be the wrong one
    return Recipe(
        interpreter=(interpreter, *argv[1:module]),
        arguments=(*argv[module + 4 :], *extra),
        folder=folder,
        environment=tuple(sorted(whole.items())),
        statements=tuple(statements),
        installed=Path(sysconfig.get_path("purelib")).stat().st_mtime_ns,
    )


def _filled(word: str, spec: Any) -> str:
    """A word of a kernel's command with what Jupyter fills in."""
    return word.replace("{prefix}", sys.prefix).replace("{resource_dir}", str(spec.resource_dir))

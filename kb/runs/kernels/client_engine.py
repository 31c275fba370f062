"""The engine proper: papermill's own, with a kernel manager of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from kb.runs.kernels.imports import early_imports
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.manager import WiredManager
from kb.runs.kernels.pool import PARENTS
from kb.runs.kernels.recipe import Recipe, make_recipe
from kb.runs.kernels.spawn import SPAWNED
from kb.runs.kernels.start import UnfitError


class Watch:
    """What the caller of a run wants to know of its kernel, and can do to it."""

    def __init__(self) -> None:
        self.way = ""
        self.kernel: Kernel | None = None


class Client(PapermillNotebookClient):
    """papermill's client on a wired kernel; it knows at once when the kernel is dead."""

    async def _async_poll_kernel_alive(self) -> None:
        while self.km.kernel.end is None:
            await asyncio.sleep(0.05)
        await super()._async_poll_kernel_alive()


class Engine(NBClientEngine):
    """papermill's engine, with kernels from preloaded processes; with its own kernels where there can be none."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        watch: Watch | None = None,
        way: str = "",
        **kwargs: Any,
    ) -> Any:
        """Execute the cells.

        Args:
            nb_man: papermill's record of the execution.
            kernel_name: The kernel to use.
            log_output: Whether outputs are logged too.
            stdout_file: Where stdout goes too.
            stderr_file: Where stderr goes too.
            start_timeout: The longest that a kernel may take to answer, in seconds.
            execution_timeout: The longest that one cell may take, in seconds.
            watch: Told of the kernel.
            way: `spawn` or `stock` to have kernels started so; empty for the best way.
            **kwargs: nbclient's options.
        """
        watch = watch or Watch()
        kwargs = remove_args(["input_path"], **kwargs)
        options = merge_kwargs(
            remove_args(["timeout", "startup_timeout"], **kwargs),
            timeout=execution_timeout or kwargs.get("timeout"),
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        start = Starter(nb_man.nb, kernel_name, watch, way)
        try:
            client = Client(nb_man, km=WiredManager(kernel_name, start), **options)
            client.owns_km = True
            return client.execute()
        except UnfitError as error:
            watch.way = f"stock ({error})"
            return PapermillNotebookClient(nb_man, **options).execute()
        except DeadKernelError as error:
            raise DeadKernelError(str(watch.kernel and watch.kernel.end)) from error


@dataclass(frozen=True, slots=True)
class Starter:
    """Starts the kernel of one run: forked where that can be, else from an interpreter of its own."""

    node: Any
    kernel_name: str
    watch: Watch
    way: str

    def __call__(self, extra: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Kernel:
        """Start it.

        Raises:
            UnfitError: It must be started as Jupyter does.
        """
        if self.way == "stock":
            raise UnfitError("as asked")
        spec = KernelSpecManager().get_kernel_spec(self.kernel_name)
        statements = early_imports(cell.source for cell in self.node.cells if cell.cell_type == "code")
        recipe = make_recipe(spec, extra, folder, environment, statements)
        if recipe is None:
            raise UnfitError("no ipykernel")
        kernel, self.watch.way = self._kernel(recipe)
        self.watch.kernel = kernel
        return kernel

    def _kernel(self, recipe: Recipe) -> tuple[Kernel, str]:
        if self.way == "spawn":
            return SPAWNED.take(recipe), "spawn (as asked)"
        try:
            return PARENTS.fork(recipe), "fork"
        except UnfitError as error:
            return SPAWNED.take(recipe), f"spawn ({error})"

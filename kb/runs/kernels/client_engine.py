"""The engine proper: papermill's own, with a kernel manager of ours."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill import engines
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from kb.runs.kernels.imports import sources_of
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.manager import WiredManager
from kb.runs.kernels.pool import PARENTS
from kb.runs.kernels.recipe import Recipe, recipe_for
from kb.runs.kernels.spawn import SPAWNED
from kb.runs.kernels.start import UnfitError
from kb.runs.kernels.watch import Watch


class Engine(engines.NBClientEngine):  # type: ignore[misc]  # published without types
    """papermill's engine, with kernels from preloaded processes; with its own kernels where there can be none."""

    @classmethod
    def execute_managed_notebook(  # noqa: PLR0917  (papermill's signature)
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        watch: Watch | None = None,
        way: str = "fork",
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
            way: How the kernel is to be started: `fork`, or the next best where that cannot be; `spawn`; `stock`.
            **kwargs: nbclient's options.
        """
        watch = watch or Watch()
        watch.node = nb_man.nb
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
        way = "stock" if "kernel_manager_class" in kwargs else way
        start = Starter(nb_man.nb, kernel_name, watch, way, start_timeout)
        try:
            client = engines.PapermillNotebookClient(nb_man, km=WiredManager(kernel_name, start), **options)
            client.owns_km = True
            client._async_poll_kernel_alive = partial(_notice_death, client)  # noqa: SLF001  (nbclient looks every second)
            return client.execute()
        except UnfitError as error:
            watch.way = f"stock ({error})"
            client = engines.PapermillNotebookClient(nb_man, **options)
            watch.handed_over(client)
            return client.execute(**({"stdout": watch.log, "stderr": watch.log} if watch.log else {}))
        except DeadKernelError as error:
            raise DeadKernelError(str(watch.kernel and watch.kernel.end)) from error


async def _notice_death(client: Any) -> None:
    """Have nbclient say that the kernel is dead as soon as it is, and all that it had sent is there."""
    await asyncio.wrap_future(client.km.kernel.ended)
    await client.kc.read_to_end()
    client.task_poll_for_reply.cancel()  # what nbclient does when it finds the kernel dead


@dataclass(frozen=True, slots=True)
class Starter:
    """Starts the kernel of one run: forked where that can be, else from an interpreter of its own."""

    node: Any
    kernel_name: str
    watch: Watch
    way: str
    start_seconds: float

    def __call__(self, extra: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Kernel:
        """Start it.

        Raises:
            UnfitError: It must be started as Jupyter does.
            FileNotFoundError: There is no such folder.
        """
        if self.way == "stock":
            raise UnfitError("as asked")
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        recipe = recipe_for(sources_of(self.node.cells), self.kernel_name, extra, folder, environment)
        if recipe is None:
            raise UnfitError("no ipykernel")
        kernel, self.watch.way = self._kernel(recipe)
        self.watch.began(kernel)
        return kernel

    def _kernel(self, recipe: Recipe) -> tuple[Kernel, str]:
        if self.way == "spawn":
            return SPAWNED.take(recipe, self.watch.seconds_left, self.start_seconds), "spawn (as asked)"
        try:
            return PARENTS.fork(recipe, self.watch.seconds_left, self.start_seconds), "fork"
        except UnfitError as error:
            return SPAWNED.take(recipe, self.watch.seconds_left, self.start_seconds), f"spawn ({error})"

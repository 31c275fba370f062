"""The preloaded processes, one for each recipe."""

from __future__ import annotations

import atexit
import threading
from concurrent.futures import Future

from kb.runs.kernels.forking import Parent, start_parent
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.start import START_SECONDS, UnfitError

MOST_PARENTS = 4


class Parents:
    """The preloaded processes of this one, started when first asked for; the least used are ended."""

    def __init__(self) -> None:
        self._parents: dict[Recipe, Future[Parent]] = {}
        self._mutex = threading.Lock()

    def fork(self, recipe: Recipe, limit_seconds: float | None = None, start_seconds: float = START_SECONDS) -> Kernel:
        """Fork a kernel by a recipe; the first one waits until the imports are made.

        Raises:
            UnfitError: There can be none, and why.
        """
        begun = self.prepare(recipe, limit_seconds, start_seconds)
        try:
            return begun.result(limit_seconds).fork()
        except TimeoutError as error:
            raise UnfitError(f"its imports took longer than {limit_seconds:g} seconds") from error

    def prepare(
        self, recipe: Recipe, limit_seconds: float | None = None, start_seconds: float = START_SECONDS
    ) -> Future[Parent]:
        """Start the process of a recipe, unless it is there, and wait until it is ready or unfit.

        Who is not the first to ask does not wait.
        """
        begun, is_first = self._begun(recipe)
        if is_first:
            try:
                begun.set_result(start_parent(recipe, limit_seconds, start_seconds))
            except UnfitError as error:
                begun.set_exception(error)
        return begun

    def _begun(self, recipe: Recipe) -> tuple[Future[Parent], bool]:
        """The start of a recipe's process, and whether the caller is the one to see to it."""
        with self._mutex:
            begun = self._parents.pop(recipe, None)
            is_first = begun is None or _is_gone(begun)
            self._parents[recipe] = begun = Future() if is_first or begun is None else begun
            if len(self._parents) > MOST_PARENTS:
                _close(self._parents.pop(next(iter(self._parents))))
            return begun, is_first

    def close(self) -> None:
        """End them all."""
        with self._mutex:
            for begun in self._parents.values():
                _close(begun)
            self._parents.clear()


def _is_gone(begun: Future[Parent]) -> bool:
    return begun.done() and not begun.exception() and not begun.result().is_open


def _close(begun: Future[Parent]) -> None:
    """End a process; one that is just being started is left to those who wait for it."""
    if begun.done() and not begun.exception():
        begun.result().close()


PARENTS = Parents()
atexit.register(PARENTS.close)

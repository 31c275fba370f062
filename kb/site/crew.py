"""Work done by several processes at once: forks of this one, so that none has to read anything again."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from kb.processors import usable_processors
from kb.vault.reading.pause import without_collector

Result = TypeVar("Result")

_PAGES_EACH = 100
"""So many pages take longer than a fork."""
_CHUNK = 50
_work: Callable[[str], Any]
"""What forked processes do with a path; set before they are forked."""


def for_each(paths: Sequence[str], work: Callable[[str], Result]) -> Iterator[Result]:
    """Do some work for each path, on all processors where that is worth a fork; the results in their order."""
    workers = min(usable_processors(), len(paths) // _PAGES_EACH) if _can_fork() else 1
    if workers <= 1:
        yield from map(work, paths)
        return
    global _work  # noqa: PLW0603  (a fork inherits it: nothing has to be pickled)
    _work = work
    fork = multiprocessing.get_context("fork")
    with without_collector(), ProcessPoolExecutor(workers, fork) as pool:  # nor do they collect: memory stays shared
        yield from pool.map(_do, paths, chunksize=_CHUNK)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Do some work in a fork, beside what the block does, so that it is kept on disk by then; what is yielded waits.

    Where there are no forks, or this one fails, who needs the work does it.
    """
    if not _can_fork():
        yield lambda: None
        return
    process = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    with without_collector():
        process.start()
        try:
            yield process.join
        finally:
            process.kill()
            process.join()


def _do(path: str) -> Any:
    return _work(path)


def _can_fork() -> bool:
    """Whether this system can, and this process is one thread: a fork has only one, and the locks of all."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1

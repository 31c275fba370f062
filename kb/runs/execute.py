"""A batch of runs: each begins when the schedule says so, and is stored when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from typing import Any

from kb.config import Settings
from kb.model.run import Event, Result, Retried, Started, Stopping
from kb.runs.costs import read_costs
from kb.runs.engine import LIVE, execute_job, prepare
from kb.runs.finish import keep, result_of
from kb.runs.inputs import installed_distributions, snapshot_code
from kb.runs.job import Execution, Job
from kb.runs.limits import STOPPED
from kb.runs.memory import default_memory_bytes
from kb.runs.notebook import Notebook, language_of, read_notebook
from kb.runs.outputs import PROBE, PROBE_TAG
from kb.runs.plan import Asked
from kb.runs.schedule import Schedule
from kb.runs.store import make_store

MOST_LOSSES = 3
"""How often a run is begun again that was lost through no fault of its own."""
HEED_SECONDS = 0.1
"""How soon a wish to stop is heeded while nothing ends."""


def execute_runs(
    settings: Settings,
    asked: Sequence[Asked],
    jobs: int,
    memory_bytes: int | None = None,
    executor: Executor | None = None,
    *,
    stops: Callable[[], int] = lambda: 0,
) -> Iterator[Event]:
    """Execute runs; yield each when it begins, when it is to be tried again, and its result when that is stored.

    A batch that is asked to stop begins nothing more and finishes what runs; asked twice, it ends that too. One whose
    caller takes no more of it finishes what runs.

    Args:
        settings: The workspace.
        asked: What to run.
        jobs: Runs at a time.
        memory_bytes: What they may hold together; None for most of what is free.
        executor: Where jobs execute; None for this machine. What it is given and gives back is picklable.
        stops: How often the batch was asked to stop, by now.

    Raises:
        KeyboardInterrupt: What ran was ended.
    """
    if not asked or stops():
        return
    make_store(settings)
    schedule = Schedule(asked, read_costs(settings), jobs, memory_bytes or default_memory_bytes())
    with _executor(executor, jobs) as where:
        batch = _Batch(settings, schedule, where, stops)
        if not executor and settings.kernels == "fork":
            batch.prepare(asked[0])
        yield from batch.run(len(asked))


@contextmanager
def _executor(given: Executor | None, jobs: int) -> Iterator[Executor]:
    from kb.runs.kernels.pool import PARENTS  # noqa: PLC0415  (slow to import)
    from kb.runs.kernels.spawn import SPAWNED  # noqa: PLC0415

    if given:
        yield given
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="kb-run")
    try:
        yield pool
    except KeyboardInterrupt:
        _end_all(pool)
        raise
    finally:
        pool.shutdown()
        SPAWNED.close()
        PARENTS.close()


def _end_all(pool: Executor) -> None:
    """End what runs; a job that is just beginning is ended when it has begun."""
    leaving = Thread(target=pool.shutdown, kwargs={"cancel_futures": True}, name="kb leave", daemon=True)
    leaving.start()
    while leaving.is_alive():
        for watch in tuple(LIVE):
            watch.end(STOPPED)
        leaving.join(HEED_SECONDS)


class _Batch:
    """Runs under way, and what they began with."""

    def __init__(self, settings: Settings, schedule: Schedule, executor: Executor, stops: Callable[[], int]) -> None:
        self._settings = settings
        self._schedule = schedule
        self._executor = executor
        self._stops = stops
        self._is_stopping = False
        self._code = snapshot_code(settings.root)
        self._notebooks: dict[str, tuple[Notebook, bytes]] = {}
        self._running: dict[Future[Execution], Asked] = {}
        self._losses: Counter[str] = Counter()

    def prepare(self, one: Asked) -> None:
        """Begin what takes long: the process that kernels come from, the list of what is installed."""
        Thread(target=prepare, args=(self._job(one),), name="kb prepare", daemon=True).start()
        installed_distributions()

    def run(self, waiting: int) -> Iterator[Event]:
        try:
            while not self._schedule.is_over:
                yield from self._heed()
                while not self._stops() and (one := self._schedule.next()):
                    waiting -= 1
                    self._begin(one, waiting)
                    yield Started(one.run.key, one.title)
                yield from self._finished()
        except KeyboardInterrupt:
            self._running.clear()
            raise
        finally:
            self._schedule.stop()
            while self._running:  # of a caller who asks no more
                for _ in self._finished():
                    pass

    def _heed(self) -> Iterator[Stopping]:
        """Stop, when that is asked for."""
        asked = self._stops()
        if asked > 1:
            raise KeyboardInterrupt
        if asked and not self._is_stopping:
            self._is_stopping = True
            self._schedule.stop()
            yield Stopping(len(self._running))

    def _begin(self, one: Asked, waiting: int) -> None:
        from kb.runs.kernels.spawn import SPAWNED  # noqa: PLC0415  (slow to import)

        SPAWNED.coming = waiting
        self._running[self._executor.submit(execute_job, self._job(one))] = one

    def _finished(self) -> Iterator[Retried | Result]:
        """Store what has ended, when something does."""
        done, _ = wait(self._running, HEED_SECONDS, FIRST_COMPLETED)
        for future in done:
            ended = self._store(self._running.pop(future), future.result())
            if ended:
                yield ended

    def _store(self, one: Asked, execution: Execution) -> Result | Retried | None:
        """The result, when it stands, or the attempt that does not; None for a run that was lost and begins again."""
        self._losses[one.run.key] += execution.is_lost
        if execution.is_lost and self._losses[one.run.key] <= MOST_LOSSES:
            self._running[self._executor.submit(execute_job, self._job(one))] = one
            return None
        result, node = result_of(self._settings, one, self._notebook(one)[0], self._code, execution)
        result = replace(result, attempts=self._schedule.attempts(one.run.key))
        if self._schedule.finished(result) or result.failure is None:
            return keep(self._settings, one, result, node)
        return Retried(one.run.key, result.record.title, result.attempts, result.failure)

    def _notebook(self, one: Asked) -> tuple[Notebook, bytes]:
        """A run's notebook, and what is executed of it."""
        path = one.run.notebook
        if path not in self._notebooks:
            notebook = read_notebook(self._settings, path)
            self._notebooks[path] = notebook, _source(notebook.node)
        return self._notebooks[path]

    def _job(self, one: Asked) -> Job:
        (notebook, source), spec = self._notebook(one), one.spec
        return Job(
            key=one.run.key,
            source=source,
            parameters=dict(one.run.parameters),
            kernel=notebook.node.metadata["kernelspec"].get("name", "python3"),
            folder=notebook.file.parent,
            timeout_seconds=spec.timeout_seconds or self._settings.timeout_seconds,
            cell_timeout_seconds=spec.cell_timeout_seconds,
            way=self._settings.kernels,
            inputs=one.run.record.inputs if one.run.record else (),
        )


def _source(node: Any) -> bytes:
    """A notebook with the cell that asks its kernel what it loaded."""
    import nbformat  # noqa: PLC0415  (slow to import)

    asking = nbformat.from_dict(node)
    if language_of(asking) == "python":
        asking.cells.append(nbformat.v4.new_code_cell(PROBE, metadata={"tags": [PROBE_TAG]}))
    text: str = nbformat.writes(asking)
    return text.encode()

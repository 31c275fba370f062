"""A batch of runs: each begins when the schedule says so, and is stored when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread
from typing import Any

from kb.config import Settings
from kb.model.run import Result, Retried, Started
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
from kb.runs.put_off import put_off_ctrl_c
from kb.runs.schedule import Schedule
from kb.runs.store import make_store

MOST_LOSSES = 3
"""How often a run is begun again that was lost through no fault of its own."""


def execute_runs(
    settings: Settings,
    asked: Sequence[Asked],
    jobs: int,
    memory_bytes: int | None = None,
    executor: Executor | None = None,
) -> Iterator[Started | Retried | Result]:
    """Execute runs; yield each when it begins, when it is to be tried again, and its result when that is stored.

    When the caller stops early (Ctrl-C), those that run are finished and stored, and the others are not begun; a second
    Ctrl-C ends them too.

    Args:
        settings: The workspace.
        asked: What to run.
        jobs: Runs at a time.
        memory_bytes: What they may hold together; None for most of what is free.
        executor: Where jobs execute; None for this machine. What it is given and gives back is picklable.
    """
    if not asked:
        return
    make_store(settings)
    schedule = Schedule(asked, read_costs(settings), jobs, memory_bytes or default_memory_bytes())
    with _executor(executor, jobs) as where:
        batch = _Batch(settings, schedule, where)
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
    finally:
        pool.shutdown()
        SPAWNED.close()
        PARENTS.close()


class _Batch:
    """Runs under way, and what they began with."""

    def __init__(self, settings: Settings, schedule: Schedule, executor: Executor) -> None:
        self._settings = settings
        self._schedule = schedule
        self._executor = executor
        self._code = snapshot_code(settings.root)
        self._notebooks: dict[str, Notebook] = {}
        self._running: dict[Future[Execution], Asked] = {}
        self._losses: Counter[str] = Counter()

    def prepare(self, one: Asked) -> None:
        """Begin what takes long: the process that kernels come from, the list of what is installed."""
        Thread(target=prepare, args=(self._job(one),), name="kb prepare", daemon=True).start()
        installed_distributions()

    def run(self, waiting: int) -> Iterator[Started | Retried | Result]:
        try:
            while not self._schedule.is_over:
                while one := self._schedule.next():
                    waiting -= 1
                    self._begin(one, waiting)
                    yield Started(one.run.key, one.title)
                yield from self._finished()
        finally:
            self._schedule.stop()
            self._end()

    def _begin(self, one: Asked, waiting: int) -> None:
        from kb.runs.kernels.spawn import SPAWNED  # noqa: PLC0415  (slow to import)

        SPAWNED.coming = waiting
        with put_off_ctrl_c():
            self._running[self._executor.submit(execute_job, self._job(one))] = one

    def _finished(self) -> Iterator[Retried | Result]:
        """Store what has ended, waiting for at least one."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            with put_off_ctrl_c():
                ended = self._store(self._running.pop(future), future.result())
            if ended:
                yield ended

    def _store(self, one: Asked, execution: Execution) -> Result | Retried | None:
        """The result, when it stands, or the attempt that does not; None for a run that was lost and begins again."""
        self._losses[one.run.key] += execution.is_lost
        if execution.is_lost and self._losses[one.run.key] <= MOST_LOSSES:
            self._running[self._executor.submit(execute_job, self._job(one))] = one
            return None
        result, node = result_of(self._settings, one, self._notebook(one), self._code, execution)
        result = replace(result, attempts=self._schedule.attempts(one.run.key))
        if self._schedule.finished(result) or result.failure is None:
            return keep(self._settings, one, result, node)
        return Retried(one.run.key, result.record.title, result.attempts, result.failure)

    def _end(self) -> None:
        """Finish and store what still runs; end it when asked again."""
        try:
            while self._running:
                for _ in self._finished():
                    pass
        except KeyboardInterrupt:
            for watch in tuple(LIVE):
                watch.end(STOPPED)
            raise

    def _notebook(self, one: Asked) -> Notebook:
        path = one.run.notebook
        if path not in self._notebooks:
            self._notebooks[path] = read_notebook(self._settings, path)
        return self._notebooks[path]

    def _job(self, one: Asked) -> Job:
        notebook, spec = self._notebook(one), one.spec
        return Job(
            key=one.run.key,
            source=_source(notebook.node),
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

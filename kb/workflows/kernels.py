"""Questions that have something to run, and no kernel on this machine to run it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kb.errors import KbError
from kb.model.problem import Problem
from kb.model.run import Spec
from kb.runs.fingerprint import Inputs
from kb.runs.kernel_names import check_kernel
from kb.runs.plan import PlannedBatch, PlannedRun
from kb.runs.spec import problem_at
from kb.workflows.ask import BLOCK_LANGUAGE, Desk, Question


def questions_without_kernel(
    desk: Desk,
    batches: Iterable[PlannedBatch],
    summaries: Mapping[str, PlannedRun | None],
    inputs: Inputs,
) -> dict[str, Question]:
    """The questions that cannot be answered here, by their batch's name; what is fresh needs no kernel.

    Args:
        desk: The vault as read.
        batches: The batches as planned.
        summaries: Batch name -> the run of its summary.
        inputs: The notebooks.
    """
    blocked = {}
    for batch in batches:
        spec = batch.spec
        stale = {"notebook": bool(batch.stale), "summary": bool((run := summaries[spec.name]) and run.reason)}
        problems = tuple(_missing_kernels(desk, spec, (key for key, is_stale in stale.items() if is_stale), inputs))
        if problems:
            blocked[spec.name] = Question(spec, (), problems)
    return blocked


def _missing_kernels(desk: Desk, spec: Spec, keys: Iterable[str], inputs: Inputs) -> Iterator[Problem]:
    for key in keys:
        try:
            check_kernel(inputs.notebook(getattr(spec, key)))
        except KbError as error:
            blocks = desk.index.blocks[BLOCK_LANGUAGE]
            block = next(block for block in blocks if (block.path, block.line) == (spec.path, spec.line))
            yield problem_at(block, key, error)

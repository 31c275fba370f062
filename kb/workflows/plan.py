"""From the desk to a plan: which runs each question needs, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Result, Spec
from kb.runs.block import MOST_NOTES
from kb.runs.fingerprint import Inputs
from kb.runs.kernel_names import check_kernel
from kb.runs.notebook import find_notebook
from kb.runs.parameters import read_parameters, unknown_parameter
from kb.runs.plan import PlannedBatch, PlannedRun, plan_batch
from kb.runs.records import read_records
from kb.runs.secret_parameters import names_a_secret, secret_parameter
from kb.runs.spec import SUMMARY_PARAMETER
from kb.runs.values import parse_text
from kb.workflows.ask import Desk, Question, strategy_parameters
from kb.workflows.kernels import questions_without_kernel
from kb.workflows.known import Known, read_known
from kb.workflows.places import records_parameter, records_path

COMMAND_LINE = " from the command line"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would run.

    Attributes:
        batches: The questions that can run.
        blocked: The questions that cannot.
        unable: The questions that only this machine cannot answer, for want of a kernel: their notes stay as they are.
        known: What is known of runs.
        summaries: Batch name -> the run of its summary notebook, for the batches that have one.
    """

    batches: tuple[PlannedBatch, ...]
    blocked: tuple[Question, ...]
    known: Known
    summaries: Mapping[str, PlannedRun] = field(default_factory=dict)
    unable: tuple[Question, ...] = ()

    def with_results(self, results: Sequence[Result]) -> Plan:
        """The plan when these have been executed: they stand, and nothing else has changed."""
        records = {result.record.key: result.record for result in results}
        batches = tuple(batch.with_records(records) for batch in self.batches)
        return replace(self, batches=batches, known=self.known.with_results(results))

    @property
    def stale(self) -> tuple[PlannedRun, ...]:
        """The runs that must run, each once."""
        return tuple({run.key: run for batch in self.batches for run in batch.stale}.values())

    @property
    def stale_summaries(self) -> tuple[PlannedRun, ...]:
        """The summaries that must run after them."""
        return tuple(run for run in self.summaries.values() if run.reason)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps blocks from running, here or anywhere, and what is wrong with records."""
        questions = (*self.blocked, *self.unable)
        return tuple(problem for question in questions for problem in question.problems) + self.known.problems


def plan_questions(
    settings: Settings,
    desk: Desk,
    inputs: Inputs,
    *,
    only: str | None = None,
    force: bool = False,
) -> Plan:
    """Plan every question of the vault.

    Args:
        settings: The workspace.
        desk: The vault as read.
        inputs: The present state of what runs depend on.
        only: The path of the one note to plan, relative to the vault; None for all.
        force: Run everything whatever is known, summaries too.
    """
    known = read_known(settings, desk.index.attachments)
    asked = [question for question in desk.questions if only in {None, question.spec.path}]
    batches = [
        plan_batch(question.spec, question.combinations, known, inputs, damaged=known.damaged, force=force)
        for question in asked
        if not question.problems
    ]
    blocked = tuple(question for question in asked if question.problems)
    summaries = {
        batch.spec.name: _summary_to_come(settings, desk, batch, known, inputs, force=force) for batch in batches
    }
    unable = questions_without_kernel(desk, batches, summaries, inputs)
    ready = tuple(batch for batch in batches if batch.spec.name not in unable)
    to_come = {name: run for name, run in summaries.items() if run and name not in unable}
    return Plan(ready, blocked, known, to_come, tuple(unable.values()))


def plan_summary(
    settings: Settings, desk: Desk, spec: Spec, known: Known, inputs: Inputs, *, force: bool = False
) -> PlannedRun | None:
    """Decide whether a batch's summary must run over its records as they stand; None where it has no summary."""
    if spec.summary is None:
        return None
    parameters = summary_parameters(settings, desk, spec)
    asked = Spec(f"{spec.name} summary", spec.summary)
    return plan_batch(asked, [parameters], known, inputs, damaged=known.damaged, force=force).runs[0]


def summary_parameters(settings: Settings, desk: Desk, spec: Spec) -> dict[str, str]:
    """What the summary notebook of a batch is given: where its records stand."""
    return {SUMMARY_PARAMETER: records_parameter(settings, records_path(desk.index, spec.name))}


def _summary_to_come(
    settings: Settings,
    desk: Desk,
    batch: PlannedBatch,
    known: Known,
    inputs: Inputs,
    *,
    force: bool,
) -> PlannedRun | None:
    """The summary as it will stand when the batch has run: new runs are new records to it."""
    summary = plan_summary(settings, desk, batch.spec, known, inputs, force=force)
    if summary is None or summary.reason or not batch.stale:
        return summary
    return replace(summary, reason="input", detail=f"runs of {batch.spec.name}")


def plan_notebook(
    settings: Settings,
    desk: Desk,
    inputs: Inputs,
    name: str,
    texts: Mapping[str, str],
    *,
    force: bool = False,
) -> Plan:
    """Plan one run of a notebook with parameters given as text on the command line.

    Raises:
        KbError: No such notebook, parameter or kernel, a parameter named like a secret, or a value of the wrong type.
    """
    for given in filter(names_a_secret, texts):
        raise secret_parameter(given)
    path = find_notebook(settings, name)
    notebook = inputs.notebook(path)
    cell = read_parameters(notebook)
    strategy = texts.get("strategy", cell["strategy"].default if "strategy" in cell else None)
    known = {**strategy_parameters(settings, notebook, {"strategy": [strategy]}), **cell}
    for given in texts:
        if given not in known:
            raise unknown_parameter(given, known, path)
    values = {given: parse_text(known[given], text) for given, text in texts.items()}
    records = read_known(settings, desk.index.attachments)
    spec = Spec(f"{PurePosixPath(path).stem}{COMMAND_LINE}", path, notes=MOST_NOTES)
    asked = plan_batch(spec, [values], records, inputs, damaged=records.damaged, force=force)
    if asked.stale:
        check_kernel(notebook)
    earlier = _earlier_runs(settings, desk, spec, asked.runs[0].key)
    return Plan((PlannedBatch(spec, (*earlier, *asked.runs)),), (), records)


def _earlier_runs(settings: Settings, desk: Desk, spec: Spec, but: str) -> list[PlannedRun]:
    """The runs that the command line asked for before: they stay in the batch, and are not run again."""
    path = records_path(desk.index, spec.name)
    records, _ = read_records(settings.vault / path)
    return [
        PlannedRun(record.key, spec.notebook, record.parameters, None, "", record)
        for record in records
        if record.key != but
    ]

"""From an execution to a stored result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.model.run import Failure, Record, Result
from kb.runs.fingerprint import fingerprint
from kb.runs.inputs import gather_inputs
from kb.runs.job import Execution
from kb.runs.notebook import Notebook
from kb.runs.outputs import blame, emitted, tidy
from kb.runs.plan import Asked
from kb.runs.records import round_metric
from kb.runs.redact import known_values, redact_failure, redact_notebook, secret_names
from kb.runs.settle import settle_result
from kb.runs.store import write_result
from kb.runs.trials import append_trial, is_trial


def result_of(
    settings: Settings, asked: Asked, notebook: Notebook, code: Mapping[Path, str], execution: Execution
) -> tuple[Result, Any]:
    """What is to be kept of an execution: its result, and its notebook without secrets and machinery.

    Args:
        settings: The workspace.
        asked: What was asked.
        notebook: The notebook that ran.
        code: Checksums of the workspace's code, taken before the batch.
        execution: What came of it.
    """
    import nbformat  # noqa: PLC0415  (slow to import)

    node = nbformat.reads(execution.executed.decode(), as_version=4)
    secrets = known_values(secret_names(node))
    node = redact_notebook(node, secrets)  # before anything is cut: half a secret is not found
    said = emitted(node)
    failure = execution.failure and redact_failure(blame(execution.failure, node, execution.cell), secrets)
    inputs = gather_inputs(notebook, code, said, settings.root)
    metrics = {name: round_metric(value) for name, value in said.metrics.items() if name != "title"}
    record = Record(
        key=asked.run.key,
        status=execution.status,
        parameters=dict(asked.run.parameters),
        metrics=metrics if execution.status == "succeeded" else {},
        fingerprint=fingerprint(inputs),
        inputs=inputs,
        title=str(said.metrics.get("title") or asked.title),
        error=_one_line(failure),
    )
    result = Result(record, notebook.path, Path(), execution.seconds, failure, execution.way, execution.peak_bytes)
    return result, tidy(node)


def keep(settings: Settings, asked: Asked, result: Result, node: Any) -> Result:
    """Store a result that stands, with the numbers that were known where they are the same, and note the trial."""
    result, node = settle_result(settings, result, node, asked.run.record)
    if is_trial(asked):  # before it is stored: a trial that is noted twice is one, one that is forgotten is none
        append_trial(settings, result, datetime.now(UTC))
    return write_result(settings, result, _to_bytes(node))


def _to_bytes(node: Any) -> bytes:
    import nbformat  # noqa: PLC0415  (slow to import)

    text: str = nbformat.writes(node)
    return (text + "\n").encode()


def _one_line(failure: Failure | None) -> str:
    if failure is None:
        return ""
    where = f" (cell {failure.cell})" if failure.cell else ""
    message = failure.message.strip().splitlines()
    said = f": {message[0][:300]}" if message else ""
    return f"{failure.name}{said}{where}"

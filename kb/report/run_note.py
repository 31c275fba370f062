"""The note of one run: its parameters and metrics as properties, then what the notebook showed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kb.model.note import GeneratedNote
from kb.model.run import Failure, Record, Result
from kb.report.cells import Cells, render_cells
from kb.report.console import cut, plain, render_traceback
from kb.report.names import notebook_stem, notebook_tag, property_names
from kb.report.numbers import in_reading_order, parameter_text, property_value, rounded
from kb.report.table import Table, render_table
from kb.report.text import callout, code, escape, fence, property_link, shortened, wikilink

if TYPE_CHECKING:
    from nbformat import NotebookNode

KEY_METRICS = 10
MOST_TITLE_CHARACTERS = 200
ENDING = {
    "succeeded": "",
    "failed": " It failed.",
    "timed out": " It took too long and was ended.",
    "died": " Its process died.",
}


def render_run_note(
    result: Result,
    notebook: NotebookNode | None,
    *,
    spec_link: str | None = None,
    results_link: str | None = None,
) -> GeneratedNote:
    """Render the note of a run, whether it succeeded or not.

    Args:
        result: The run.
        notebook: Its executed notebook, perhaps only in part; None where there is none to read.
        spec_link: The name or path of the note that asks for it, as a wikilink holds it, without brackets.
        results_link: The name or path of the batch's results note, likewise.
    """
    record = result.record
    cells = Cells() if notebook is None else render_cells(notebook, record.key)
    parts = [
        _lead(result, spec_link, results_link),
        _failure_section(result),
        _metrics_section(_without_title(record)),
        f"## Report\n\n{cells.markdown}" if cells.markdown else "",
    ]
    return GeneratedNote(
        _properties(result, spec_link, results_link), "\n\n".join(part for part in parts if part), cells.attachments
    )


def render_failure(failure: Failure) -> str:
    """Why a run failed, as a callout: the cell, its lines, the exception, the traceback folded."""
    where = f"Cell {failure.cell}: " if failure.cell is not None else ""
    reason, *more = plain(failure.message).strip().split("\n")
    said = f"{failure.name}: {reason}" if reason else failure.name
    parts = []
    if more or len(said) > MOST_TITLE_CHARACTERS:
        parts.append(fence(cut(failure.message), "text"))
    if failure.source.strip():
        parts.append(fence(cut(failure.source.strip("\n")), "python"))
    if failure.traceback.strip():
        parts.append(callout("note", "Traceback", render_traceback(failure.traceback), folded=True))
    return callout("failure", where + escape(shortened(said, MOST_TITLE_CHARACTERS)), "\n\n".join(parts))


def _failure_section(result: Result) -> str:
    if result.failure is not None:
        return render_failure(result.failure)
    return callout("failure", escape(result.record.error)) if result.record.error else ""


def _lead(result: Result, spec_link: str | None, results_link: str | None) -> str:
    record = result.record
    asked = f", asked for in {wikilink(spec_link)}" if spec_link else ""
    values = sorted((name, value) for name, value in record.parameters.items() if value is not None)
    given = ", ".join(
        code(shortened(f"{name} = {parameter_text(value)}", MOST_TITLE_CHARACTERS)) for name, value in values
    )
    batch = f" All runs of the batch: {wikilink(results_link)}." if results_link else ""
    run = f"One run of {code(notebook_stem(result.notebook))}{asked}{f', with {given}' if given else ''}."
    return f"{run}{ENDING[record.status]}{batch}"


def _metrics_section(metrics: Mapping[str, Any]) -> str:
    """The first few metrics in reading order; all of them are properties."""
    names = in_reading_order(metrics)[:KEY_METRICS]
    rows = tuple((name, rounded(metrics[name])) for name in names)
    return f"## Metrics\n\n{render_table(Table(('metric', 'value'), rows, len(rows)))}" if rows else ""


def _properties(result: Result, spec_link: str | None, results_link: str | None) -> dict[str, Any]:
    record = result.record
    ordered = in_reading_order(_without_title(record))
    parameters, metrics = property_names(sorted(record.parameters), ordered)
    return {
        "kb_run": record.key,
        "notebook": result.notebook,
        **({"spec": property_link(spec_link)} if spec_link else {}),
        **({"results": property_link(results_link)} if results_link else {}),
        "status": record.status,
        **{name: property_value(record.parameters[parameter]) for parameter, name in parameters.items()},
        **{name: property_value(rounded(record.metrics[metric])) for metric, name in metrics.items()},
        "tags": ["kb/run", notebook_tag(result.notebook)],
    }


def _without_title(record: Record) -> dict[str, Any]:
    """The metrics; a recorded title that already names the note is not said twice."""
    return {name: value for name, value in record.metrics.items() if (name, value) != ("title", record.title)}

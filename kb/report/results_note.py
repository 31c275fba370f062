"""The note of a batch: its runs, ranked if asked for, heat map, failures, and what is wrong with the block itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.model.run import Record, Spec
from kb.report.cells import ATTACHMENTS, Cells
from kb.report.heat_values import HeatValues, heat_values
from kb.report.heatmap import draw_heat_map
from kb.report.names import notebook_stem
from kb.report.numbers import parameter_text, rounded, value_text
from kb.report.outputs import file_name
from kb.report.ranking import best_record, parse_rank_by, rank_records, ranking_of, shown_metrics, shown_parameters
from kb.report.table import Table, render_table
from kb.report.text import (
    Markup,
    callout,
    code,
    enumeration,
    escape,
    property_link,
    sentence,
    shortened,
    wikilink,
    wikilink_in_table,
)

MOST_RANKED = 20
MOST_RUNS = 50
"""The first of a ranking tell most, and a heat map tells of all; without a rank no run is more than another."""
MOST_METRICS = 6
MOST_FOUND_CHARACTERS = 200


def render_results_note(
    spec: Spec,
    records: Sequence[Record],
    *,
    not_begun: int = 0,
    note_names: Mapping[str, str] | None = None,
    summary: Cells | None = None,
    problems: Sequence[Problem] = (),
    spec_link: str | None = None,
) -> GeneratedNote:
    """Render the note of a batch.

    Args:
        spec: The question.
        records: One for each of its runs, in the order planned; none where the block cannot run.
        not_begun: How many more runs the block asks for, of which nothing is known.
        note_names: For runs that have a note, by key: the note's name or path, as a wikilink holds it.
        summary: What the summary notebook showed, rendered at level 3.
        problems: What is wrong with the block.
        spec_link: The name or path of the note that holds the block, as a wikilink holds it, without brackets.
    """
    names = note_names or {}
    map_section, map_file = _heat_map_section(spec, records)
    parts = [
        _lead(spec, records, not_begun, names, spec_link) if records or not problems else "",
        *(render_problem(problem, spec.path) for problem in problems),
        map_section,
        _runs_section(spec, records, names),
        _failures_section(records),
        f"## Summary\n\n{summary.markdown}" if summary and summary.markdown else "",
    ]
    return GeneratedNote(
        _properties(spec, records, names, spec_link),
        "\n\n".join(part for part in parts if part),
        {**map_file, **(summary.attachments if summary else {})},
    )


def render_problem(problem: Problem, spec_path: str | None) -> str:
    """One finding, as a callout with its line and what to do; the file is named unless it is the note of the block."""
    is_elsewhere = problem.path and not (spec_path and problem.path.endswith(spec_path))
    places = [code(problem.path or "") if is_elsewhere else "", f"line {problem.line}" if problem.line else ""]
    where = ", ".join(place for place in places if place)
    found = f": {code(shortened(problem.found, MOST_FOUND_CHARACTERS))}" if problem.found.strip() else ""
    title = f"{where[:1].upper()}{where[1:]}: " if where else ""
    return callout(problem.severity, f"{title}{sentence(problem.what)}{found}", sentence(problem.do))


def _lead(
    spec: Spec, records: Sequence[Record], not_begun: int, names: Mapping[str, str], spec_link: str | None
) -> str:
    failed = sum(record.status != "succeeded" for record in records)
    runs = f"{len(records):,} {'run' if len(records) == 1 else 'runs'}"
    of = f" of {code(notebook_stem(spec.notebook))}" if spec.notebook else ""
    over = f" over {enumeration([code(name) for name in spec.sweep])}" if spec.sweep else ""
    asked = f", asked for in {wikilink(spec_link)}" if spec_link else ""
    rank_by = ranking_of(spec, records)
    ranked = f", ranked by {code(rank_by.metric)}, {rank_by.direction}" if rank_by else ""
    failures = f" {failed:,} failed." if failed else ""
    left = _left(spec, not_begun, failed=failed)
    return f"{runs}{of}{over}{asked}{ranked}.{failures}{left}{_best(spec, records, names)}"


def _left(spec: Spec, not_begun: int, *, failed: int) -> str:
    """How many runs have not begun, and why where the block says so."""
    if not not_begun:
        return ""
    why = ": the first failure stops this batch" if spec.stop_on_failure and failed else ""
    return f" {not_begun:,} not begun{why}."


def _best(spec: Spec, records: Sequence[Record], names: Mapping[str, str]) -> str:
    best, rank_by = best_record(spec, records), parse_rank_by(spec.rank_by)
    if best is None or rank_by is None:
        return ""
    who = wikilink(names[best.key]) if best.key in names else escape(best.title)
    return f" Best: {who} with {value_text(best.metrics[rank_by.metric])}."


def _runs_section(spec: Spec, records: Sequence[Record], names: Mapping[str, str]) -> str:
    """The runs that succeeded: ranked, or in their order and without numbers where nothing ranks them."""
    runs = rank_records(spec, records)
    if not runs:
        return ""
    parameters, metrics = shown_parameters(spec, runs), shown_metrics(spec, runs, most=MOST_METRICS)
    is_ranked = ranking_of(spec, runs) is not None
    most = MOST_RANKED if is_ranked else MOST_RUNS
    columns = ("run", *parameters, *metrics)
    rows = [
        (
            _run_cell(record, names),
            *(parameter_text(record.parameters[name]) if name in record.parameters else None for name in parameters),
            *(record.metrics.get(name) for name in metrics),
        )
        for record in runs[:most]
    ]
    if is_ranked:
        columns, rows = ("rank", *columns), [(rank, *row) for rank, row in enumerate(rows, start=1)]
    table = render_table(Table(columns, tuple(rows), len(runs)), most_rows=most)
    return f"## {'Ranking' if is_ranked else 'Runs'}\n\n{table}"


def _run_cell(record: Record, names: Mapping[str, str]) -> Markup:
    return wikilink_in_table(names[record.key]) if record.key in names else escape(record.title)


def _heat_map_section(spec: Spec, records: Sequence[Record]) -> tuple[str, dict[str, bytes]]:
    values = heat_values(spec, records)
    if values is None:
        return "", {}
    path = f"{ATTACHMENTS}/{file_name(spec.name) or 'batch'}/heatmap.png"
    return f"## Heat map\n\n![[{path}]]\n\n*{_heat_map_caption(values)}*", {path: draw_heat_map(values)}


def _heat_map_caption(values: HeatValues) -> str:
    caption = f"{code(values.metric)} by {code(values.across.name)} and {code(values.down.name)}"
    if len(values.panels) < values.total_panels:
        caption += f", {len(values.panels)} of {values.total_panels} panels"
    return caption


def _failures_section(records: Sequence[Record]) -> str:
    failed = [record for record in records if record.status != "succeeded"]
    if not failed:
        return ""
    rows = tuple((record.title, record.status, record.error) for record in failed[:MOST_RUNS])
    table = render_table(Table(("run", "status", "error"), rows, len(failed)), most_rows=MOST_RUNS)
    return f"## Failures\n\n{table}"


def _properties(
    spec: Spec, records: Sequence[Record], names: Mapping[str, str], spec_link: str | None
) -> dict[str, Any]:
    return {
        "kb_batch": spec.name,
        **({"spec": property_link(spec_link)} if spec_link else {}),
        **({"notebook": spec.notebook} if spec.notebook else {}),
        "runs": len(records),
        "failed": sum(record.status != "succeeded" for record in records),
        **({"rank_by": spec.rank_by} if ranking_of(spec, records) else {}),
        **_best_properties(spec, records, names),
        "tags": ["kb/results"],
    }


def _best_properties(spec: Spec, records: Sequence[Record], names: Mapping[str, str]) -> dict[str, Any]:
    best, rank_by = best_record(spec, records), parse_rank_by(spec.rank_by)
    if best is None or rank_by is None:
        return {}
    link = property_link(names[best.key]) if best.key in names else best.title
    return {"best": link, "best_value": rounded(best.metrics[rank_by.metric])}

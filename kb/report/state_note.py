"""The note of a strategy's state: its stages, its best run next to its benchmark, the runs of all its questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kb.model.note import GeneratedNote
from kb.report.charts.spec import chart_beside
from kb.report.numbers import column_texts, in_reading_order, is_number, parameter_text, rounded
from kb.report.ranking import rank_records, shown_metrics, shown_parameters
from kb.report.stage_bars import bars_of
from kb.report.strategy import Batch, Best, Stage, Strategy
from kb.report.strategy_table import BENCHMARK, words
from kb.report.table import Table, render_table
from kb.report.text import Markup, escape, property_link, wikilink, wikilink_in_table
from kb.report.timeline import Timeline, timeline_of
from kb.report.timeline_chart import timeline_chart
from kb.report.timeline_picture import draw_timeline

MOST_FIGURES = 6
MOST_RUNS, MOST_FAILED = 100, 20
"""Of these so many have room that did not succeed, below the best."""
MOST_METRICS = 3


def render_state_note(
    strategy: Strategy,
    link: str,
    stages: Sequence[Stage],
    *,
    note_names: Mapping[str, str],
    equity: str = "",
    timeline: str = "",
) -> GeneratedNote:
    """Render the note.

    Args:
        strategy: The strategy.
        link: Its note, as a wikilink names it.
        stages: Where it has been, oldest first; the last is the present one.
        note_names: For runs that have a note, by key: the note, as a wikilink names it.
        equity: The picture of the best run's equity; empty for none.
        timeline: Where the picture of its stages shall stand.
    """
    bars = bars_of(stages) if timeline else []
    drawn = timeline_of(bars) if bars else None
    parts = [
        _lead(strategy, link),
        f"Stages: {render_stages(stages)}",
        f"![[{timeline}|{drawn.words}]]" if drawn else "",
        _best_section(strategy, note_names, equity),
        *(_together(strategy, note_names) if len(strategy.batches) > 1 else []),
    ]
    best = strategy.best
    properties: dict[str, Any] = {"kb_state": property_link(link)}
    if any(stage.since for stage in stages):
        properties["stages"] = [f"{stage.since} {stage.name}" for stage in stages if stage.since]
    if best:
        name = note_names.get(best.record.key)
        properties["best"] = property_link(name) if name else best.record.title
        properties["best_value"] = rounded(best.record.metrics[best.metric])
    body = "\n\n".join(part for part in parts if part)
    return GeneratedNote({**properties, "tags": ["kb/state"]}, body, _pictures(timeline, drawn) if drawn else {})


def _pictures(path: str, timeline: Timeline) -> dict[str, bytes]:
    """The timeline, and beside it its chart."""
    chart = json.dumps(timeline_chart(timeline), ensure_ascii=False)
    return {path: draw_timeline(timeline), chart_beside(path): f"{chart}\n".encode()}


def render_stages(stages: Sequence[Stage]) -> str:
    """Where a strategy has been, in one line: `draft (2026-03-01) → **live** (2026-07-01)`."""
    shown = [f"{escape(stage.name)}{f' ({stage.since})' if stage.since else ''}" for stage in stages[:-1]]
    last = stages[-1]
    return " → ".join([*shown, f"**{escape(last.name)}**{f' ({last.since})' if last.since else ''}"])


def _lead(strategy: Strategy, link: str) -> str:
    records = strategy.records
    failed = sum(record.status != "succeeded" for record in records)
    asked = len(strategy.batches)
    runs = f"{len(records):,} {'run' if len(records) == 1 else 'runs'}"
    of = f"{asked:,} {'question' if asked == 1 else 'questions'}"
    said = f"{runs} for {of}{f', {failed:,} failed' if failed else ''}" if asked else "it asks nothing yet"
    return f"State of {wikilink(link)}: {said}."


def _best_section(strategy: Strategy, names: Mapping[str, str], equity: str) -> str:
    best = strategy.best
    if best is None:
        return ""
    who = wikilink(names[best.record.key]) if best.record.key in names else escape(best.record.title)
    picture = f"\n\n![[{equity}]]" if equity else ""
    return f"## Best run\n\n{who}, by {words(best.metric)}.\n\n{_figures(best)}{picture}"


def _figures(best: Best) -> str:
    """The main figures of a run; below them those of its benchmark, as far as it has them."""
    metrics = best.record.metrics
    numbers = [name for name in in_reading_order(metrics) if is_number(metrics[name])]
    against = [name for name in numbers if BENCHMARK + name in metrics]
    others = [name for name in numbers if name not in against and not name.startswith(BENCHMARK)]
    first = [best.metric, *(name for name in [*against, *others] if name != best.metric)][:MOST_FIGURES]
    columns = [column_texts([metrics.get(name), metrics.get(BENCHMARK + name)]) for name in first]
    rows = [("best run", *(column[0] for column in columns)), ("benchmark", *(column[1] for column in columns))]
    shown = tuple(rows if against else rows[:1])
    return render_table(Table(("of", *map(words, first)), shown, len(shown)))


def _together(strategy: Strategy, names: Mapping[str, str]) -> list[str]:
    """The runs of several questions in one table, and their heat maps; a single question has these in its results."""
    batches = strategy.batches
    maps = [f"{_question(batch)}:\n\n![[{batch.heat_map}]]" for batch in batches if batch.heat_map]
    spec = next((batch.spec for batch in batches if batch.spec.rank_by), batches[0].spec)
    asked_in: dict[str, list[Batch]] = {}
    for batch in batches:
        for record in batch.records:
            asked_in.setdefault(record.key, []).append(batch)
    ranked = rank_records(spec, strategy.records)
    others = [record for record in strategy.records if record.status != "succeeded"]
    shown = [*ranked[: MOST_RUNS - min(len(others), MOST_FAILED)], *others][:MOST_RUNS]
    if not shown:
        return []
    swept = dict.fromkeys(name for batch in batches for name in shown_parameters(batch.spec, batch.records))
    metrics = shown_metrics(spec, ranked, most=MOST_METRICS)
    figures = [column_texts([record.metrics.get(name) for record in shown]) for name in metrics]
    rows = tuple(
        (
            wikilink_in_table(names[record.key]) if record.key in names else escape(record.title),
            *([record.status] if others else []),
            *(column[number] for column in figures),
            Markup(", ".join(map(_question_in_table, asked_in[record.key]))),
            *(parameter_text(record.parameters[name]) if name in record.parameters else None for name in swept),
        )
        for number, record in enumerate(shown)
    )
    columns = ("run", *["status"] * bool(others), *map(words, metrics), "question", *swept)
    table = render_table(Table(columns, rows, len(ranked) + len(others)), most_rows=MOST_RUNS)
    return ["\n\n".join(["## Heat maps", *maps])] * bool(maps) + [f"## Runs\n\n{table}"]


def _question(batch: Batch) -> str:
    return wikilink(batch.results) if batch.results else escape(batch.spec.name)


def _question_in_table(batch: Batch) -> Markup:
    """The name of a question, as a link to its results where there are any."""
    name = escape(batch.spec.name)
    if not batch.results:
        return name
    is_plain = name == batch.spec.name and _NOT_IN_A_LABEL.isdisjoint(name)
    return Markup(f"[[{batch.results}\\|{name}]]") if is_plain else wikilink_in_table(batch.results)


_NOT_IN_A_LABEL = frozenset("|[]")

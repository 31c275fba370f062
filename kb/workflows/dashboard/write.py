"""Dashboards written into the vault, from what is there by then."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum
from kb.model.note import GeneratedNote
from kb.model.problem import Problem
from kb.report.accounts import PICTURES, render_accounts
from kb.report.charts.spec import chart_beside
from kb.report.curve import read_curve
from kb.report.desk_note import Sections, render_data, render_desk_note, render_problems
from kb.report.desk_runs import render_failures, render_latest
from kb.report.sparkline import draw_sparkline
from kb.report.state_note import render_state_note
from kb.report.strategy import Strategy
from kb.report.strategy_table import render_strategies
from kb.runs.trials import read_trials
from kb.vault.index import Index
from kb.vault.writing.store import write_generated
from kb.workflows.ask import Desk
from kb.workflows.dashboard.accounts import read_accounts, recap_links
from kb.workflows.dashboard.data import read_datasets
from kb.workflows.dashboard.problems import open_problems
from kb.workflows.dashboard.sources import Sources
from kb.workflows.dashboard.stages import STAGES_PROPERTY, joined_stages, read_stages
from kb.workflows.dashboard.wanted import Wanted
from kb.workflows.notes import Notes
from kb.workflows.places import link_text

TIMELINE = " stages"
"""How the name of a timeline ends."""
EQUITY = "equity"
"""What a notebook calls the figure of its equity."""


def write_dashboards(settings: Settings, desk: Desk, wanted: Wanted) -> Notes:
    """Write the notes of the states that are wanted, then that of the desk."""
    sources, done = Sources(settings, desk), Notes()
    for path, note in _states(sources, wanted).items():
        done += _write(settings, path, note)
    if wanted.desk is not None:
        done += _write(settings, wanted.desk, _desk_note(sources, wanted.desk))
    return done


def _write(settings: Settings, path: str, note: GeneratedNote) -> Notes:
    written = write_generated(settings.vault, path, note, conflicts=settings.store / "conflicts")
    return Notes((), (written,)) if isinstance(written, Problem) else Notes(written.changed)


def _states(sources: Sources, wanted: Wanted) -> dict[str, GeneratedNote]:
    index, settings = sources.index, sources.settings
    strategies = [strategy for strategy in sources.strategies if strategy.path in wanted.states]
    notes = [index.notes[strategy.path] for strategy in strategies]
    told = read_stages(settings.vault, notes, settings.store / "history") if notes else {}
    timelines, rendered = _timelines(index, wanted.states), {}
    for strategy in strategies:
        path = wanted.states[strategy.path]
        standing = index.notes[path].properties.get(STAGES_PROPERTY) if path in index.notes else None
        rendered[path] = render_state_note(
            strategy,
            link_text(index, strategy.path),
            joined_stages(standing, told.get(strategy.path, ()), strategy.stage),
            note_names=sources.note_names,
            equity=_equity(sources, strategy),
            timeline=timelines[strategy.path],
        )
    return rendered


def _timelines(index: Index, states: Mapping[str, str]) -> dict[str, str]:
    """Where the timeline of each strategy stands: where its state shows it, whatever it was called before."""
    standing = {
        strategy: link.target
        for strategy, path in states.items()
        for link in (index.notes[path].outline.links if path in index.notes else ())
        if link.is_embed and link.target.startswith(PICTURES) and link.target.endswith(f"{TIMELINE}.svg")
    }
    taken = set(standing.values())
    free = {
        strategy: name if (name := _picture_name(strategy, TIMELINE)) not in taken else _picture_name(path, TIMELINE)
        for strategy, path in states.items()
    }
    return free | standing


def _equity(sources: Sources, strategy: Strategy) -> str:
    return sources.picture(strategy.best.record.key, EQUITY) if strategy.best else ""


def _desk_note(sources: Sources, path: str) -> GeneratedNote:
    settings, index, strategies = sources.settings, sources.index, sources.strategies
    records = sources.all_records
    tried, _ = read_trials(settings)
    trials = [trial for trial in tried if trial.key in records]
    failed = [record for record in records.values() if record.status != "succeeded"]
    links, readers = (sources.run_links, sources.question_links), sources.readers(path)
    accounts = read_accounts(settings, sources.desk)
    journal, calendars = render_accounts(accounts, recap_links(index))
    curves = {strategy.path: curve for strategy in strategies if (curve := _curve(sources, strategy))}
    names = {path: _curve_name(strategy) for strategy in strategies if (path := strategy.path) in curves}
    return render_desk_note(
        Sections(
            strategies=render_strategies(strategies, sources.strategy_links, sources.run_links, names)
            if strategies
            else "",
            latest=render_latest(trials, *links, total=len(tried), readers=readers),
            failures=render_failures(failed, trials, *links, readers=readers),
            journal=journal,
            problems=render_problems(open_problems(settings, sources.desk), sources.note_link),
            data=render_data(read_datasets(settings, records.values())),
            attachments={**calendars, **{names[path]: curve for path, curve in curves.items()}},
        )
    )


def _curve(sources: Sources, strategy: Strategy) -> bytes | None:
    """The equity of the best run, small; None where its chart tells no numbers."""
    picture = _equity(sources, strategy)
    file = sources.settings.vault / chart_beside(picture)
    try:
        values = read_curve(json.loads(file.read_text("utf-8"))) if picture else []
    except (OSError, ValueError, RecursionError, KbError):
        return None
    return draw_sparkline(values) if values else None


def _curve_name(strategy: Strategy) -> str:
    return _picture_name(strategy.best.batch if strategy.best else "")


def _picture_name(of: str, what: str = "") -> str:
    """Where a picture of a strategy stands: by a checksum, since a file's name would tell the strategy's."""
    return f"{PICTURES}/{checksum(of.encode())[:16]}{what}.svg"

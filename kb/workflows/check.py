"""All that is wrong: in notes, in kb blocks, in records, in trials."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import shipped_audience
from kb.model.problem import Problem
from kb.model.rules import Choices, judged
from kb.query.checks import check_bases
from kb.query.dataview.checks import check_queries
from kb.query.disk import facts_of, read_bases
from kb.query.files import Desk as Asked
from kb.runs.fingerprint import Inputs
from kb.runs.trials import check_trials
from kb.site.body.chart_blocks import check_chart_blocks
from kb.site.checks import check_addresses, check_audience, check_drawn, check_redact
from kb.site.published import is_published
from kb.vault.checks.check import check_vault
from kb.vault.closest import closest_names, group_names
from kb.vault.index import Index, links_of
from kb.vault.names import folded_key
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.reading.walk import inside_files
from kb.vault.writing.store import human_text
from kb.workflows.ask import Desk
from kb.workflows.dashboard.wanted import check_states, dashboard_names
from kb.workflows.places import results_name
from kb.workflows.plan import plan_questions
from kb.workflows.prune import check_forgotten, forgotten_notes
from kb.workflows.tracked import read_tracked


@dataclass(frozen=True, slots=True)
class Scope:
    """What someone asks for.

    Attributes:
        rules: Only the findings of these; one that is off is told nevertheless. Empty for those that count here.
        names: Only the findings of these notes, files and folders of the vault. Empty for all.
        is_anywhere: Only what is wrong on every machine, not what this one lacks.
    """

    rules: Sequence[str] = ()
    names: Sequence[str] = ()
    is_anywhere: bool = False


ALL = Scope()


def check_desk(settings: Settings, desk: Desk, scope: Scope = ALL) -> list[Problem]:
    """Check a vault that was read; findings in the order of their files and lines.

    Raises:
        KbError: There is nothing of a name in the scope.
    """
    paths = [_path_of(settings, desk.index, name) for name in scope.names]
    choices = settings.check.asking_for(scope.rules)
    found = [problem for problem in _check_all(settings, desk, choices, scope) if _is_in(problem, scope.rules, paths)]
    return sorted(judged(found, choices), key=lambda problem: (problem.path or "", problem.line or 0, problem.rule))


def _path_of(settings: Settings, index: Index, name: str) -> str:
    """The path of a note, file or folder; empty for the vault itself."""
    wanted = name.replace("\\", "/").strip("/")
    if wanted in {"", "."}:
        return ""
    paths = [] if ".." in wanted.split("/") else [wanted, f"{wanted}.md"]
    found = [path for path in paths if (settings.vault / path).exists()] or index.resolver.find(wanted, "")
    if not found:
        near = closest_names(wanted, group_names(note.name for note in index.notes.values()))
        do = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else "Give its path in the vault."
        raise KbError("There is no such note, file or folder in the vault", found=name, do=do)
    return found[0]


def _is_in(problem: Problem, rules: Collection[str], paths: Collection[str]) -> bool:
    path = problem.path or ""
    is_there = not paths or any(path == one or not one or path.startswith(f"{one}/") for one in paths)
    return is_there and (not rules or problem.rule in rules)


def _check_all(settings: Settings, desk: Desk, choices: Choices, scope: Scope) -> Iterator[Problem]:
    forgotten = forgotten_notes(settings, desk)
    obsidian, unreadable = read_obsidian(settings.vault)
    yield from (*desk.problems, *unreadable)
    for problem in _check_notes(desk, choices, obsidian.types):
        path = problem.path or ""
        is_daily = problem.rule == "orphan" and obsidian.is_daily(path)
        is_outside = problem.rule == "unused-attachment" and not inside_files([path], desk.problems)
        if not is_daily and not is_outside and not _is_of_kb(problem, desk, forgotten):
            yield problem
    yield from _check_sites(settings, desk.index)
    yield from _check_asked(settings, desk.index)
    yield from _check_questions(settings, desk, scope)
    yield from (*check_forgotten(forgotten), *check_trials(settings), *check_states(desk))


def _check_notes(desk: Desk, choices: Choices, types: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong in notes; a link to the results of a block that has not run yet is no error."""
    awaited = _links_to_awaited(desk)
    for problem in check_vault(desk.index, choices, types):
        if problem.rule == "broken-link" and (problem.path, problem.line, problem.found) in awaited:
            what, do = "These results are not there yet", "`kb run` writes them."
            yield Problem("no-results-yet", what, do, problem.path, problem.line, problem.found)
        else:
            yield problem


def _check_sites(settings: Settings, index: Index) -> Iterator[Problem]:
    """What builds would tell: of the owner's site, and of the audiences of which kb.toml says something."""
    yield from check_addresses(note for note in index.notes.values() if is_published(note))
    for audience in settings.audiences.values():
        if audience != shipped_audience(audience.name, audience.base, settings.site_name):
            yield from check_audience(audience, index.notes, index.attachments)
            yield from check_drawn(audience, index.attachments)
            yield from check_redact(audience, index.notes, settings.vault, index.attachments)


def _check_asked(settings: Settings, index: Index) -> Iterator[Problem]:
    """What is wrong in bases and queries."""
    texts, unread = read_bases(settings.vault, index.attachments)
    yield from unread
    now = datetime.now()  # noqa: DTZ005  (bases know no zones)
    asked = Asked(index, now, lambda path: facts_of(settings.vault / path))
    yield from (*check_bases(asked, texts), *check_queries(asked))
    yield from check_chart_blocks(index, settings.store / "diagrams")


def _check_questions(settings: Settings, desk: Desk, scope: Scope) -> Iterator[Problem]:
    """What is wrong with blocks and with the records of their runs."""
    if not scope.is_anywhere:
        yield from plan_questions(settings, desk, Inputs(settings)).problems
        return
    yield from (problem for question in desk.questions for problem in question.problems)
    yield from read_tracked(settings, desk.index.attachments)[1]


def _is_of_kb(problem: Problem, desk: Desk, forgotten: Collection[str]) -> bool:
    """Whether it is a link of kb's own in a note that nobody asks for: what is wrong there is told once, as that."""
    if problem.rule != "broken-link" or problem.path is None or problem.path not in forgotten:
        return False
    note = desk.index.notes[problem.path]
    return problem.found not in human_text(note.text, name=note.name)


def _links_to_awaited(desk: Desk) -> set[tuple[str | None, int | None, str]]:
    names = {folded_key(results_name(question.spec.name)) for question in desk.questions}
    names |= dashboard_names(desk.index) if desk.questions else set()
    return {
        (note.path, link.line, link.raw)
        for note in desk.index.notes.values()
        for link in links_of(note)
        if folded_key(link.target.rpartition("/")[2].removesuffix(".md")) in names
    }

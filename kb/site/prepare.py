"""From the vault to all that a build needs: what its audience reads, the navigation, the frame around each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from kb.config import Settings
from kb.model.audience import Audience
from kb.model.problem import Problem
from kb.model.rules import judged
from kb.query.files import Desk
from kb.secrets import places_here
from kb.site.bases import file_facts
from kb.site.body.chart_blocks import LANGUAGE as CHART
from kb.site.build import Build, Source
from kb.site.cache import PageCache
from kb.site.charts import LIBRARY, VEGA, Chart, kept_script, read_charts, tells
from kb.site.checks import check_addresses, check_asked, check_audience, check_drawn, check_redact
from kb.site.digest import hash_of
from kb.site.drawn import read_drawn, shows_drawn
from kb.site.edition import Edition
from kb.site.frame.frame import Frame, render_empty
from kb.site.frame.nav import Listed, given_nav, order_of, plan_nav
from kb.site.frame.nav_html import NavWriter
from kb.site.frame.not_found import render_not_found
from kb.site.frame.theme import load_theme
from kb.site.git import read_history
from kb.site.history import History, own_dates
from kb.site.lists.feeds import feeds_of
from kb.site.messages import RULE
from kb.site.model import Drawing, Page, Site
from kb.site.private.audience import Cut, notes_for
from kb.site.private.gate import NOT_PUBLISHED, Gate, refuse
from kb.site.private.redaction import is_asked_for
from kb.site.private.told import warnings_of
from kb.site.private.watched import gate_for
from kb.site.published import plan_site, render_generated
from kb.site.titles import title_of, title_of_file
from kb.site.urls import folder_url, stands_for_folder
from kb.vault.index import is_by_kb
from kb.vault.reading.notes import read_vault
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.reading.walk import inside_files


def read_source(settings: Settings) -> tuple[Source, tuple[Problem, ...]]:
    """Read every note, the paths of all other files that lie inside of the vault, and their history."""
    notes, files, problems = read_vault(settings.vault, settings.parsed)
    history, others = read_history(settings.vault, settings.store / "history")
    inside = tuple(inside_files(files, problems))
    drawn, unread = read_drawn(settings.vault, inside)
    charts = read_charts(settings.vault, inside)
    source = Source({note.path: note for note in notes}, inside, history, drawn, charts)
    return source, (*problems, *others, *unread)


def cut_for(audience: Audience, source: Source, is_excluded: Callable[[str], bool]) -> Cut:
    """What an audience reads of a vault but for what mkdocs.yml excludes, without the names of private notes."""
    drawn = {path: text for path, text in source.drawn.items() if shows_drawn(audience, path, is_excluded)}
    old_paths = source.history.old_paths
    return notes_for(audience, source.notes.values(), source.files, is_excluded, old_paths, drawn=drawn)


def prepare_build(edition: Edition, source: Source, before: Build | None = None) -> tuple[Build, tuple[Problem, ...]]:
    """All that the pages of a site need, and what is wrong with addresses, the audience, the navigation and privacy.

    Args:
        edition: What is asked for.
        source: The vault.
        before: The last build, of which that stays which is the same.

    Raises:
        KbError: A note shows what its audience may not see.
    """
    cut = cut_for(edition.audience, source, edition.is_excluded)
    refuse(cut.problems, NOT_PUBLISHED)
    site, scripts, unscripted = _with_scripts(_site(edition, cut, source), edition.settings)
    problems = unscripted + judged(_found(edition, source, site), edition.settings.check)
    key = hash_of([edition.key, repr(replace(site.drawing, diagrams=None))])
    cache = PageCache(edition.settings.store / "pages" / edition.audience.name, key)
    listed = {path: _listed_before(before, site, path) or _listed(site, path) for path in site.urls}
    feeds = feeds_of(site, source.history, edition.settings.feeds, edition.settings.site_url)
    if before and before.feeds == feeds and before.listed == listed and _is_alike(before, site, source.history):
        gate = _gate(edition, cut, site, before.frame)
        build = replace(before, source=source, site=site, cache=cache, gate=gate, scripts=scripts)
        return build, (*problems, *_told(build, cut))
    pages = (*render_generated(site, source.history), render_not_found(site, edition.settings.site_url))
    generated = {page.path: page for page in (_apart(page, site) for page in pages)}
    frame = _frame(edition, site, listed, generated, problems)
    gate = _gate(edition, cut, site, frame)
    build = Build(edition, source, site, listed, generated, feeds, frame, cache, gate, scripts)
    return build, (*problems, *_told(build, cut))


def _found(edition: Edition, source: Source, site: Site) -> Iterator[Problem]:
    """What is wrong with addresses and the audience."""
    yield from check_addresses(site.index.notes.values())
    yield from check_audience(edition.audience, source.notes, source.files)
    yield from check_drawn(edition.audience, source.files)
    yield from check_redact(edition.audience, source.notes, edition.settings.vault, source.files)


def _site(edition: Edition, cut: Cut, source: Source) -> Site:
    obsidian, _ = read_obsidian(edition.settings.vault)
    settings, is_for_owner = edition.settings, edition.audience.is_owner
    drawing = Drawing(
        obsidian.has_strict_line_breaks, settings.store / "diagrams", settings.site_hosts, is_for_owner=is_for_owner
    )
    facts = partial(file_facts, settings.vault, source.history)
    hides = partial(is_asked_for, redact=cut.redact)
    desk_of = partial(Desk, now=datetime.now(), facts=facts, hides=hides, lacks=cut.lacks)  # noqa: DTZ005  (bases know no zones)
    name, files, results_of = edition.audience.site_name, source.files, edition.results_of
    charts = {path: chart for path, chart in source.charts.items() if _may_show(edition, path, chart)}
    return plan_site(
        name,
        cut.notes,
        files,
        results_of,
        drawing,
        drawn=cut.drawn,
        charts=charts,
        desk_of=desk_of,
        has_graph=settings.has_graph,
    )


def _may_show(edition: Edition, picture: str, chart: Chart) -> bool:
    """Whether the readers of a site may have the data of a chart, where they see its picture."""
    if edition.is_excluded(chart.path):
        return False
    return not tells(edition.settings.vault, picture, chart, edition.audience.redact)


def _with_scripts(site: Site, settings: Settings) -> tuple[Site, dict[str, Path], list[Problem]]:
    """A site with what its charts need; where that cannot be had, with their pictures alone."""
    if not (site.charts or CHART in site.index.blocks):
        return site, {}, []
    if script := kept_script(settings.store):
        return site, {VEGA: script}, []
    do = f"Install {LIBRARY} again; if it happens again, tell us."
    what = "Charts stay pictures: the scripts that show them cannot be made"
    return replace(site, charts={}), {}, [Problem(RULE, what, do, severity="warning")]


def _frame(
    edition: Edition,
    site: Site,
    listed: Mapping[str, Listed],
    generated: Mapping[str, Page],
    problems: list[Problem],
) -> Frame:
    drawn = {path: Listed(path, title_of_file(path), url) for path, url in site.drawn_urls.items()}
    known = {**listed, **drawn} | {path: _generated(page) for path, page in generated.items() if page.is_in_nav}
    nav = given_nav(edition.config.nav, known, problems) if edition.config.nav else plan_nav(known)
    environment, files = load_theme(edition.config)
    key = hash_of([edition.key, site.name])
    return Frame(edition.config, environment, NavWriter(nav), files, key, edition.settings.site_hosts)


def _is_alike(before: Build, site: Site, history: History) -> bool:
    """Whether the tags, the dates and the names of drawn files are as they were, from which kb's own pages are made."""
    old, index, then = before.site.index, site.index, before.source.history
    edited = ((old.notes[path], note) for path, note in index.notes.items() if old.notes[path] is not note)
    return (
        before.site.drawn_urls == site.drawn_urls
        and (old.tags, old.tag_names) == (index.tags, index.tag_names)
        and (then.changes, then.old_paths) == (history.changes, history.old_paths)
        and all(own_dates(one) == own_dates(other) for one, other in edited)
    )


def _gate(edition: Edition, cut: Cut, site: Site, frame: Frame) -> Gate | None:
    """What looks through every file before it is written; the owner may see all."""
    if edition.audience.is_owner:
        return None
    return gate_for(edition.settings, cut, site, places_here(), [render_empty(frame, Page("", "x/", "", ""))])


def _told(build: Build, cut: Cut) -> tuple[Problem, ...]:
    """What a site tells others, and does not show them, if it is for others."""
    if not build.gate:
        return ()
    edition, source = build.edition, build.source
    unasked = check_asked(build.site, edition.audience, source)
    return (*warnings_of(cut, build.gate, build.site, edition.settings), *judged(unasked, edition.settings.check))


def _listed(site: Site, path: str) -> Listed:
    note, url = site.index.notes[path], site.urls[path]
    return Listed(path, title_of(note), url, order_of(note), stands_for_folder(path, url), is_by_kb(note))


def _listed_before(before: Build | None, site: Site, path: str) -> Listed | None:
    """A note as the navigation saw it, if the note is as it was."""
    if before is None or before.site.index.notes.get(path) is not site.index.notes[path]:
        return None
    found = before.listed[path]
    return found if found.url == site.urls[path] else None


def _apart(page: Page, site: Site) -> Page:
    """A page of kb's own under a path that is no note's: a note that has it chose another URL."""
    folder, mark, name = page.path.rpartition("/")
    return replace(page, path=f"{folder}{mark}.{name}") if page.path in site.urls else page


def _generated(page: Page) -> Listed:
    is_index = page.url == folder_url(page.path.rpartition("/")[0])
    return Listed(page.path, page.title, page.url, is_index=is_index, is_by_kb=True, is_apart=not is_index)

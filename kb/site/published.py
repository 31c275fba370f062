"""From the notes of a vault to what a build publishes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from kb.model.note import Note
from kb.query.files import Desk
from kb.query.reading import BASE
from kb.site.body.questions import results_by_name
from kb.site.canvases import canvases_in
from kb.site.charts import Chart
from kb.site.graph.page import render_graph_page
from kb.site.history import NO_HISTORY, History
from kb.site.lists.folders import render_folders
from kb.site.lists.recent import render_recent
from kb.site.lists.tags import render_tags
from kb.site.model import Drawing, Page, ResultsOf, Site
from kb.site.titles import titles_of
from kb.site.urls import Addresses, addresses_of, drawn_page_urls, free_url, permalink_url, tag_urls
from kb.vault.index import Index, build_index
from kb.vault.links import build_resolver
from kb.vault.reading.notes import has_bad_frontmatter


def is_published(note: Note) -> bool:
    """Whether a note belongs to the site: no template, and nothing in it that may mean `publish: false`."""
    wishes = (value for name, value in note.properties.items() if name.casefold() == "publish")
    is_public = all(wish is None or wish is True for wish in wishes)
    return is_public and not note.is_template and not has_bad_frontmatter(note)


PERMALINK = "permalink"
NAMING = (".md", ".canvas", ".base")
"""How the names of files end that name other notes, private ones too; `.md` is a note that cannot be read."""


def _desk_now(index: Index) -> Desk:
    return Desk(index, datetime.now())  # noqa: DTZ005  (bases know no zones)


def plan_site(
    name: str,
    notes: Iterable[Note],
    files: Iterable[str],
    results_of: ResultsOf | None = None,
    drawing: Drawing = Drawing(),  # noqa: B008  (frozen)
    *,
    drawn: Mapping[str, str] = MappingProxyType({}),
    charts: Mapping[str, Chart] = MappingProxyType({}),
    desk_of: Callable[[Index], Desk] = _desk_now,
    has_graph: bool = True,
) -> Site:
    """Decide what is published and where.

    Args:
        name: The title of the site.
        notes: The notes of the audience; links to any other note lead nowhere.
        files: The paths of all other files of the vault; those in which other notes may be named are not published,
            but for those that are drawn.
        results_of: Where the answer to a kb block is; by default found by the batch's name.
        drawing: How notes are drawn.
        drawn: The bases and canvases that are shown: path -> text.
        charts: The charts that may be shown, by the paths of their pictures.
        desk_of: Whom bases ask about the notes of an index.
        has_graph: Whether it shows its links as a graph.
    """
    published = [note for note in notes if is_published(note)]
    shown = (path for path in files if path in drawn or not path.casefold().endswith(NAMING))
    index = build_index(published, shown, canvases_in(drawn))
    urls = note_addresses(published).urls
    tags_url = free_url("tags", urls) if index.tags else ""
    places = tag_urls(index.tags, tags_url)
    graph_url = free_url("graph", urls) if published and has_graph else ""
    drawn_urls = drawn_page_urls(drawn, [*urls.values(), tags_url, *places.values(), graph_url])
    results_of = results_of or results_by_name(index)
    desk = desk_of(_asked(index, drawn))
    shown_charts = {path: chart for path, chart in charts.items() if _is_embedded(path, index)}
    return Site(
        name, index, urls, tags_url, places, results_of, desk, drawing, drawn, drawn_urls, shown_charts, graph_url
    )


def _is_embedded(path: str, index: Index) -> bool:
    return any(link.is_embed for link in index.backlinks.get(path, ()))


def _asked(index: Index, drawn: Collection[str]) -> Index:
    """What bases may know of."""
    return published_index(index, drawn) if drawn or BASE in index.blocks else index


def published_index(index: Index, drawn: Collection[str]) -> Index:
    """An index without the files that are not published."""
    files = tuple(path for path in index.attachments if path in index.backlinks or path in drawn)
    return replace(index, attachments=files, resolver=build_resolver(index.notes.values(), files))


def render_generated(site: Site, history: History = NO_HISTORY) -> tuple[Page, ...]:
    """The pages of kb itself: home and folders where no note is theirs, tags, what changed of late, the graph."""
    titles = titles_of(site.index.notes)
    lists = (*render_folders(site, titles, history), *render_tags(site, titles), *render_recent(site, titles, history))
    return (*lists, *render_graph_page(site))


def attachments_of(site: Site) -> tuple[str, ...]:
    """The files that published notes link to or show; no other file of the vault is published."""
    charts = {chart.path for chart in site.charts.values()}
    used = (path for path in site.index.attachments if path in site.index.backlinks or path in charts)
    return tuple(path for path in used if path not in site.drawn)


def note_addresses(notes: Iterable[Note]) -> Addresses:
    """Where published notes are."""
    return _addresses(tuple((note.path, permalink_url(note.properties.get(PERMALINK))) for note in notes))


@lru_cache(maxsize=2)
def _addresses(permalinks: tuple[tuple[str, str], ...]) -> Addresses:
    """An edit of one note leaves them as they are."""
    return Addresses(*map(MappingProxyType, addresses_of(dict(permalinks))))

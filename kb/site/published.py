"""From the notes of a vault to what a build publishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, count

from kb.model.note import Note
from kb.site.model import Drawing, Page, ResultsOf, Site
from kb.site.pages import render_home, render_tags_page
from kb.site.questions import results_by_name
from kb.site.urls import note_urls
from kb.vault.index import build_index, links_of
from kb.vault.links import Target
from kb.vault.markdown import slug
from kb.vault.markdown.slugs import distinct
from kb.vault.notes import has_bad_frontmatter


def is_published(note: Note) -> bool:
    """Whether a note belongs to the site: no template, and nothing in it that may mean `publish: false`."""
    wishes = (value for name, value in note.properties.items() if name.casefold() == "publish")
    is_public = all(wish is None or wish is True for wish in wishes)
    return is_public and not note.is_template and not has_bad_frontmatter(note)


NAMING = (".md", ".canvas", ".base")
"""How the names of files end that name other notes, private ones too; `.md` is a note that cannot be read."""


def plan_site(
    name: str,
    notes: Iterable[Note],
    files: Iterable[str],
    results_of: ResultsOf | None = None,
    drawing: Drawing = Drawing(),  # noqa: B008  (frozen)
) -> Site:
    """Decide what is published and where.

    Args:
        name: The title of the site.
        notes: The notes of the audience; links to any other note lead nowhere.
        files: The paths of all other files of the vault; those in which other notes may be named are not published.
        results_of: Where the answer to a kb block is; by default found by the batch's name.
        drawing: How notes are drawn.
    """
    published = [note for note in notes if is_published(note)]
    index = build_index(published, (path for path in files if not path.casefold().endswith(NAMING)))
    urls = note_urls({note.path: _permalink(note) for note in published})
    tags_url = _tags_url(urls) if index.tags else ""
    take = distinct()
    tag_urls = {key: f"{tags_url}#{take(slug(key) or 'tag')}" for key in sorted(index.tags)}
    return Site(name, index, urls, tags_url, tag_urls, results_of or results_by_name(index), drawing)


def render_generated(site: Site) -> tuple[Page, ...]:
    """The pages that are no notes: the tags, and a home page where no note is one."""
    tags = (render_tags_page(site),) if site.tags_url else ()
    return tags if "" in site.urls.values() else (render_home(site), *tags)


def attachments_of(site: Site) -> tuple[str, ...]:
    """The files that published notes link to or show; no other file of the vault is published."""
    index = site.index
    targets = (index.resolve(link, note.path) for note in index.notes.values() for link in links_of(note))
    linked = {target.path for target in targets if isinstance(target, Target)}
    return tuple(path for path in index.attachments if path in linked)


def _permalink(note: Note) -> str:
    wanted = note.properties.get("permalink")
    return wanted if isinstance(wanted, str) else ""


def _tags_url(urls: Mapping[str, str]) -> str:
    """A URL that no note has, at a path that no note has."""
    taken = {*urls.values(), *(f"{path[:-3]}/" for path in urls)}
    candidates = chain(["tags/", "all-tags/"], (f"all-tags-{number}/" for number in count(1)))
    return next(url for url in candidates if url not in taken)

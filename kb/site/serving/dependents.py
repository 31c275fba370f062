"""Which pages an edit can change: the note's, those that link to it or show it, and those it links to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.site.model import Site
from kb.site.serving.asking import asking_anew
from kb.vault.index import Index, links_of
from kb.vault.links import Target
from kb.vault.properties import property_aliases


def pages_to_check(before: Site, after: Site, changed: Iterable[str]) -> set[str] | None:
    """The pages of notes and canvases that may differ after edits; None where names have changed, and any may.

    Args:
        before: The site as it was.
        after: The site as it is.
        changed: The paths of the files that were edited; what readers see of others may differ, too, where a note that
            they name became private or is private no more.
    """
    edited = {*changed, *_rewritten(before, after)}
    notes = [path for path in edited if path in before.index.notes or path in after.index.notes]
    if _names(before) != _names(after) or any(_is_renamed(before.index, after.index, path) for path in notes):
        return None
    pictures = before.charts.keys() | after.charts.keys()
    charts = {path for path in pictures if before.charts.get(path) != after.charts.get(path)}
    asking = asking_anew(before, after, edited)
    paths = [path for path in edited if path in after.drawn] + notes
    found = set[str]()
    for site in (before, after):
        linking = {source for path in paths for source in site.index.backlinks.sources(path)}
        found |= _showing(site, {*paths, *linking, *charts, *asking})
        found |= {target for path in paths for target in _targets(site.index, path)}
    return found & (after.urls.keys() | after.drawn_urls.keys())


def _rewritten(before: Site, after: Site) -> Iterator[str]:
    """The notes, bases and canvases whose text is another."""
    for path, note in after.index.notes.items():
        old = before.index.notes.get(path, note)
        if old is not note and old.checksum != note.checksum:
            yield path
    yield from (path for path, text in after.drawn.items() if before.drawn.get(path) != text)


def _names(site: Site) -> tuple[object, ...]:
    """All by which links and tags find their way."""
    urls = site.urls, site.tags_url, site.tag_urls, site.drawn_urls, site.graph_url
    return site.name, urls, site.index.attachments, site.drawing


def _is_renamed(before: Index, after: Index, path: str) -> bool:
    old, new = before.notes.get(path), after.notes.get(path)
    return old is None or new is None or property_aliases(old) != property_aliases(new)


def _showing(site: Site, paths: Iterable[str]) -> set[str]:
    """Some files, and what shows them, also inside of others."""
    index = site.index
    showing = {*paths}
    waiting = [*showing]
    while waiting:
        inner = waiting.pop()
        found = {link.path for link in index.backlinks.get(inner, ()) if link.is_embed} | _asking(site, inner)
        waiting += found - showing
        showing |= found
    return showing


def _targets(index: Index, path: str) -> set[str]:
    note, canvas = index.notes.get(path), index.canvases.get(path)
    links = links_of(note) if note else canvas.links if canvas else ()
    found = (index.resolve(link, path) for link in links)
    return {target.path for target in found if isinstance(target, Target)}


def _asking(site: Site, path: str) -> set[str]:
    """The notes whose kb blocks have their answer in a note."""
    blocks = site.index.blocks.get("kb", ())
    return {block.path for block in blocks if site.results_of(block.path, block.line) == path}

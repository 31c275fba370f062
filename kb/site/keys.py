"""What a page is made from, as one hash: where it is the same, so is the page."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model.note import Link, Note
from kb.site.body.drawn import render_all_drawn
from kb.site.body.html import render_document
from kb.site.body.queries import render_queries
from kb.site.digest import hash_of
from kb.site.model import Site
from kb.site.titles import title_of
from kb.vault.index import links_of, tags_of
from kb.vault.links import Target


def page_key(note: Note, site: Site, base: str) -> str:
    """The hash of a note's text, of where its links lead, of what it embeds, and of what links to it.

    Args:
        note: The note.
        site: The site.
        base: The hash of what all pages are made from: kb's own code, its libraries, and settings.
    """
    return hash_of([base, *_parts(note, site)])


def _parts(note: Note, site: Site) -> Iterator[str]:
    yield f"{site.urls[note.path]} {site.graph_url}"
    yield from _shown(note, site)
    for backlink in site.index.backlinks.get(note.path, ()):
        source = site.index.notes.get(backlink.path)
        said = f"{title_of(source)} {backlink.line >= source.body_line}" if source else ""
        yield f"{backlink.path} {site.url(backlink.path)} {said} {backlink.context}"


def _shown(note: Note, site: Site) -> Iterator[str]:
    """All that the text of a note shows, and of the notes inside of it, each once."""
    waiting, seen = [note.path], {note.path}
    while waiting:
        inner = site.index.notes[waiting.pop()]
        found = [(link, site.index.resolve(link, inner.path)) for link in links_of(inner)]
        results = [site.results_of(inner.path, block.line) for block in inner.outline.blocks if block.language == "kb"]
        yield f"{inner.path} {site.urls[inner.path]}"
        yield inner.text
        yield repr(dict(inner.properties))
        yield from (_led(site, link, target) for link, target in found)
        yield from (f"{tag} {site.tag_urls.get(tag.casefold())}" for tag in tags_of(inner))
        yield from (str(path) for path in results)
        yield from render_all_drawn(inner, site, render_document)
        yield from render_queries(inner, site, render_document)
        embedded = [target.path for link, target in found if link.is_embed and isinstance(target, Target)]
        for path in (*embedded, *results):
            if path and path in site.index.notes and path not in seen:
                seen.add(path)
                waiting.append(path)


def _led(site: Site, link: Link, found: object) -> str:
    """Where a link leads, as far as its page can show it."""
    if not isinstance(found, Target):
        return f"{link.raw} {found is not None}"
    chart = site.charts.get(found.path) if link.is_embed else None
    return f"{link.raw} {site.url(found.path)} {site.fragment(found)} {found.missing} {chart or ''}"

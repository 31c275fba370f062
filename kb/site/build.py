"""One build: every page from the cache or rendered anew, and finished in its frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.model.note import Note
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.cache import PageCache
from kb.site.canvases import is_canvas
from kb.site.charts import Chart
from kb.site.digest import hash_of
from kb.site.edition import Edition
from kb.site.frame.frame import Frame, render_frame
from kb.site.frame.head import render_head
from kb.site.frame.mark import render_mark
from kb.site.frame.nav import Listed
from kb.site.frame.owner import render_owner_links
from kb.site.graph.page import render_near
from kb.site.history import NO_HISTORY, History
from kb.site.keys import page_key
from kb.site.lists.drawn import render_drawn_page
from kb.site.lists.feeds import Feed
from kb.site.lists.recent import render_updated
from kb.site.model import Page, Site
from kb.site.private.gate import Gate
from kb.site.search.canvases import record_of_canvas
from kb.site.search.findable import Findable, findable_of
from kb.site.search.record import record_of


@dataclass(frozen=True, slots=True)
class Source:
    """A vault as it was read.

    Attributes:
        notes: Every note that can be read, by path; an audience sees only some.
        files: The paths of all other files.
        history: What git knows of them.
        drawn: The text of those that are bases or canvases.
        charts: The charts among them, by the paths of their pictures.
    """

    notes: Mapping[str, Note]
    files: tuple[str, ...]
    history: History = NO_HISTORY
    drawn: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Build:
    """What a build needs for each of its pages.

    Attributes:
        edition: What is asked for.
        source: The vault.
        site: What is published of it.
        listed: Each note as the navigation sees it.
        generated: kb's own pages, of lists and the graph, by path.
        feeds: The site's feeds.
        frame: What stands around each page.
        cache: Pages as rendered before.
        gate: Looks through what is written; None for the owner's own site.
        scripts: Path in the site -> the file of a program that is copied there, as its pages need it.
    """

    edition: Edition
    source: Source
    site: Site
    listed: Mapping[str, Listed]
    generated: Mapping[str, Page]
    feeds: tuple[Feed, ...]
    frame: Frame
    cache: PageCache
    gate: Gate | None
    scripts: Mapping[str, Path] = field(default_factory=dict)

    def urls(self) -> Iterator[tuple[str, str]]:
        """The path and URL of each page."""
        yield from self.site.urls.items()
        yield from self.site.drawn_urls.items()
        yield from ((path, page.url) for path, page in self.generated.items())


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page without its frame.

    Attributes:
        page: The page.
        key: The hash of what it was made from.
        above: HTML that stands above its text, behind its title.
        findable: What the search needs of a note or canvas; None for other pages, which only lead to these.
    """

    page: Page
    key: str
    above: str = ""
    findable: Findable | None = None


def render(build: Build, path: str) -> Rendered:
    """A page without its frame, from the cache where it is there."""
    if path in build.site.drawn_urls:
        drawn = _with_near(render_drawn_page(path, build.site), build.site)
        return Rendered(drawn, _key_of(drawn), findable=_canvas(build, path, drawn.url))
    if page := build.generated.get(path):
        return Rendered(page, _key_of(page))
    note = build.site.index.notes[path]
    key = page_key(note, build.site, build.cache.base)
    kept = build.cache.load(key)
    if kept is None:
        place = page_place(build.site, note)
        kept = (
            _with_near(render_page(place), build.site),
            findable_of(record_of(note, place.document(), place.page_url)),
        )
        build.cache.store(key, *kept)
    return Rendered(kept[0], key, _above(build, note), kept[1])


def _key_of(page: Page) -> str:
    """The hash of a page that is no note's: of all that was made of it."""
    return hash_of([page.url, page.title, page.html, repr(page.headings)])


def _with_near(page: Page, site: Site) -> Page:
    """A page and, where anything is linked to it, the box of these."""
    return replace(page, html=page.html + render_near(site, page.path, page.url))


def _canvas(build: Build, path: str, url: str) -> Findable | None:
    """What the search needs of a canvas; a base is found by no words of its own."""
    if not is_canvas(path):
        return None
    return findable_of(record_of_canvas(path, build.site.drawn[path], url))


def _above(build: Build, note: Note) -> str:
    """What a page says of its note: when it changed, and ways back to it for its owner."""
    updated = render_updated(note, build.source.history)
    if not build.edition.audience.is_owner:
        return updated
    return render_owner_links(note, build.site, build.edition.settings.vault.name) + updated


def finish(build: Build, rendered: Rendered) -> bytes:
    """A page as it is written."""
    mark = render_mark(build.edition.audience)
    html = mark + rendered.page.html.replace("</h1>\n", f"</h1>\n{rendered.above}", 1)
    return render_frame(build.frame, rendered.page, html, _head(build, rendered.page)).encode(
        "utf-8", "xmlcharrefreplace"
    )


def finished_key(build: Build, rendered: Rendered) -> str:
    """The hash of what a finished page is made from."""
    frame, page = build.frame, rendered.page
    around = frame.around(page)
    neighbours = repr([entry and (entry.url, entry.title) for entry in frame.neighbours(page)])
    return hash_of(
        [frame.key, rendered.key, rendered.above, _head(build, page), around.before, around.after, neighbours]
    )


def _head(build: Build, page: Page) -> str:
    return render_head(build.edition.audience, build.feeds, build.frame.base(page))


def output_of(url: str) -> str:
    """The file of a page, below the site's folder."""
    return url if url.endswith(".html") else f"{url}index.html"

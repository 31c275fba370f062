"""The nouns of the site: what is published, and one page of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.model.note import Heading
from kb.query.files import Desk
from kb.site.charts import Chart
from kb.vault.index import Index
from kb.vault.links import Target

ResultsOf = Callable[[str, int], str | None]
"""Path of the note that holds a kb block, and the block's line -> path of its results note, or None."""


TITLE_ANCHOR = "page:title"
"""The id of a page's title; no heading's slug holds a colon."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How notes are drawn.

    Attributes:
        has_strict_breaks: Whether a single line break is a space, as Obsidian's setting `strictLineBreaks` has it.
        diagrams: A folder that keeps drawn diagrams; None for none.
        hosts: Other hosts that pages may load pictures, films and frames from, as `https://name`.
        is_for_owner: Whether its readers are told why something cannot be shown.
    """

    has_strict_breaks: bool = False
    diagrams: Path | None = None
    hosts: tuple[str, ...] = ()
    is_for_owner: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """What a build publishes, and where.

    Attributes:
        name: The title of the site.
        index: The notes and files of the audience, and nothing else.
        urls: Path of a note -> its URL relative to the site's root, empty for the home page.
        tags_url: The list of tags, relative to the site's root; empty where there are no tags.
        tag_urls: A tag in lower case -> its page, relative to the site's root.
        results_of: Where the answer to a kb block is.
        drawing: How notes are drawn.
        drawn: The bases and canvases that are shown: path -> text.
        drawn_urls: Path of a base or canvas -> its page, relative to the site's root.
        charts: Path of a picture that a note shows -> the chart that can stand in its place.
        graph_url: The page of the graph, relative to the site's root; empty where there is none.
        desk: Whom bases and their blocks ask about the notes of the audience.
    """

    name: str
    index: Index
    urls: Mapping[str, str]
    tags_url: str
    tag_urls: Mapping[str, str]
    results_of: ResultsOf
    desk: Desk
    drawing: Drawing = field(default_factory=Drawing)
    drawn: Mapping[str, str] = field(default_factory=dict)
    drawn_urls: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)
    graph_url: str = ""

    def url(self, path: str) -> str:
        """Where a note, a base, a canvas or a file is, relative to the site's root."""
        return self.urls.get(path, self.drawn_urls.get(path, path))

    def fragment(self, target: Target) -> str:
        """The id of what a link names on its page; it may name a heading by this id, as in MkDocs and on GitHub."""
        if target.heading:
            return target.heading.anchor
        note = self.index.notes.get(target.path) if target.missing else None
        is_anchor = note and any(heading.anchor == target.missing for heading in note.outline.headings)
        return target.missing if is_anchor else f"^{target.block_id}" if target.block_id else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, rendered.

    Attributes:
        path: Of the note, or the name of a generated page.
        url: Relative to the site's root.
        title: As text.
        html: What stands between Material's header and footer.
        headings: For the table of contents, without the title.
        description: For search engines; empty for none.
        tags: As shown, without `#`.
        is_in_nav: Whether the navigation names it.
    """

    path: str
    url: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    is_in_nav: bool = True

"""Which page is being exported, whose text it is that stands there, and the links as seen from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import quote

from kb.export.words import relative_path
from kb.model.note import Link, Note
from kb.site.body.place import Step, why_not_shown
from kb.site.model import Site
from kb.vault.links import Ambiguous, Target

Anchors = Mapping[str, Mapping[str, str]]
"""Path of a note -> its headings' anchors as kb names them -> as GitHub does."""


@dataclass(slots=True)
class Page:
    """What one exported file gathers while it is made.

    Attributes:
        path: Of the note.
        prefix: Begins the labels of footnotes that are not the note's own; none of its own begins so.
        numbers: Numbers for what is shown there.
        embeds: Numbers the notes that are embedded there.
        definitions: Footnotes that belong at its end.
        headings: Those of its text in order: kb's anchor, empty for an embedded one, and text.
    """

    path: str
    prefix: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    embeds: Iterator[int] = field(default_factory=count)
    definitions: list[str] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A text on its way into a page.

    Attributes:
        site: The notes and files of the export, and nothing else, and how they are drawn.
        anchors: Where links to headings lead.
        page: The page.
        note: The note whose text it is: links are its links.
        chain: What is embedded around it, from the page's own note inward.
        number: Of this text on the page; 0 for the page's own.
        is_nested: Whether it stands inside a list or quote of the page.
        called: Labels of its footnotes as often as they are called.
    """

    site: Site
    anchors: Anchors
    page: Page
    note: Note
    chain: tuple[Step, ...]
    number: int = 0
    is_nested: bool = False
    called: list[str] = field(default_factory=list)

    @property
    def is_page(self) -> bool:
        """Whether this is the page's own note."""
        return self.number == 0

    def resolve(self, link: Link) -> Target | Ambiguous | None:
        """Where a link of the note leads."""
        return self.site.index.resolve(link, self.note.path)

    def url(self, target: Target) -> str:
        """The way from the page to a link's target."""
        fragment = self._fragment(target)
        if target.path == self.page.path and fragment:
            return fragment
        return relative_path(target.path, self.page.path) + fragment

    def _fragment(self, target: Target) -> str:
        if target.block_id:
            return f"#%5E{target.block_id}"
        anchor = target.heading and self.anchors.get(target.path, {}).get(target.heading.anchor)
        return f"#{quote(anchor)}" if anchor else ""

    def label(self, label: str) -> str:
        """A footnote's label on the page."""
        return label if self.is_page else f"{self.page.prefix}{self.number}-{label}"

    def new_label(self) -> str:
        """A label for a footnote that has none."""
        return f"{self.page.prefix}{self.number}.{next(self.page.numbers)}"

    def inside(self, target: Target, *, is_nested: bool) -> Place | str:
        """The place of a note embedded here, or why it cannot be shown."""
        step = (target.path, target.heading.anchor if target.heading else f"^{target.block_id}")
        if why := why_not_shown(step, self.chain, next(self.page.embeds)):
            return why
        note, chain, number = self.site.index.notes[target.path], (*self.chain, step), next(self.page.numbers)
        nested = self.is_nested or is_nested
        return replace(self, note=note, chain=chain, number=number, is_nested=nested, called=[])

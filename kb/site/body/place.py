"""Where on the site a piece of a note is being rendered, and the links as seen from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count

from kb.model.note import Link, Note, Outline
from kb.site.model import Site
from kb.site.urls import relative_url
from kb.vault.links import Ambiguous, Target
from kb.vault.markdown import Document, parse_markdown

MOST_DEEP = 5
"""Notes inside notes."""
MOST_EMBEDS = 1000
"""Notes on one page: ten in each of ten, five deep, would be a hundred thousand."""

Step = tuple[str, str]
"""What is embedded: path and fragment."""


@dataclass(frozen=True, slots=True)
class Place:
    """The page, and the note on it whose text is being rendered.

    Attributes:
        site: The site.
        page_url: The page's URL.
        note: The note whose text it is: links are its links.
        chain: What is embedded around it, from the page's own note inward.
        numbers: Numbers that are unique on the page.
        embeds: Numbers the notes that are embedded on the page.
        documents: The notes that are embedded on the page, each parsed once.
    """

    site: Site
    page_url: str
    note: Note
    chain: tuple[Step, ...]
    numbers: Iterator[int] = field(default_factory=count)
    embeds: Iterator[int] = field(default_factory=count)
    documents: dict[str, Document] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        """Whether this is the page's own note: only its headings and blocks can be linked to here."""
        return len(self.chain) == 1

    def resolve(self, link: Link) -> Target | Ambiguous | None:
        """Where a link of the note leads."""
        return self.site.index.resolve(link, self.note.path)

    def url(self, target: Target) -> str:
        """The way from the page to a link's target."""
        url, fragment = self.site.url(target.path), self.site.fragment(target)
        return self.way_to(f"{url}#{fragment}" if fragment else url)

    def way_to(self, url: str) -> str:
        """The way from the page to a URL of the site."""
        return relative_url(url, self.page_url)

    def document(self) -> Document:
        """The note, parsed."""
        if self.note.path not in self.documents:
            body = self.note.text.split("\n", self.note.body_line - 1)[-1]
            self.documents[self.note.path] = parse_markdown(body, first_line=self.note.body_line)
        return self.documents[self.note.path]

    def inside(self, target: Target) -> Place | str:
        """The place of a note or canvas embedded here, or why it cannot be shown."""
        step = (target.path, self.site.fragment(target))
        if why := why_not_shown(step, self.chain, next(self.embeds)):
            return why
        note = self.site.index.notes.get(target.path) or note_of_file(target.path)
        return replace(self, note=note, chain=(*self.chain, step))


def why_not_shown(step: Step, chain: Sequence[Step], number: int) -> str:
    """Why an embed is not shown; empty where it is.

    Args:
        step: What it embeds.
        chain: What is embedded around it.
        number: How many were embedded on the page before it.
    """
    if number >= MOST_EMBEDS:
        return f"This page shows more than {MOST_EMBEDS:,} notes"
    if step in chain:
        return "This embed would show itself without end"
    return f"Notes are embedded more than {MOST_DEEP} deep here" if len(chain) > MOST_DEEP else ""


def note_of_file(path: str) -> Note:
    """A file that is no note, as that in which links stand."""
    return Note(path, {}, Outline(), "", 1, "")


def page_place(site: Site, note: Note) -> Place:
    """The place of a note on its own page."""
    return Place(site, site.urls[note.path], note, ((note.path, ""),))


def render_broken(text: str, found: Ambiguous | None, target: str) -> str:
    """The text of a link that leads nowhere, marked as such."""
    why = f"Several files are named {target}" if found else f"Nothing here is named {target}"
    return f'<span class="kb-broken" title="{escape(why)}">{escape(text)}</span>'


def render_wrong(messages: Iterable[str]) -> str:
    """Why something is not shown in its place, each reason a paragraph."""
    return "".join(f'<p class="kb-broken">{escape(message)}</p>\n' for message in messages)


def render_tag(name: str, place: Place) -> str:
    """A tag as a link to its place on the tags page."""
    url = place.site.tag_urls.get(name.casefold())
    href = f' href="{escape(place.way_to(url))}"' if url else ""
    return f'<a class="kb-tag"{href}>#{escape(name)}</a>'

"""What a note holds, as the parser finds it, and what kb writes into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FencedBlock:
    """A fenced block of a note, like a `kb` block.

    Attributes:
        language: The first word after the fence.
        text: The lines between the fences.
        path: The note, relative to the vault, with forward slashes.
        line: The 1-based line of the opening fence in the file; the text begins on the next.
    """

    language: str
    text: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A wikilink, embed or Markdown link to something in the vault.

    Attributes:
        target: The note or file named, as written without alias and fragment, decoded; empty for the same note.
        fragment: What follows the first `#`: `Heading`, `A#B` or `^block-id`; empty for none.
        text: What is shown for it (after `|`, or in `[]`); empty where the author gave none.
        line: The 1-based line in the file.
        is_embed: Whether it shows its target in place (`!`).
        is_wiki: Whether it is written with double brackets.
        raw: The link as it stands in the file.
        column: The 0-based offset in its line of the link's first character; -1 where that is not known.
    """

    target: str
    fragment: str
    text: str
    line: int
    is_embed: bool
    is_wiki: bool
    raw: str
    column: int = -1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level 1 to 6, its text without markup, its line, and its anchor in the page."""

    level: int
    text: str
    line: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What one pass over a note's tokens finds, with line numbers of the file.

    Attributes:
        headings: In order.
        links: Wikilinks, embeds and Markdown links that stay in the vault, in order.
        tags: Inline tags without `#`, with their lines.
        block_ids: Block ids without `^`, with their lines.
        blocks: Fenced blocks at any depth, except those inside longer fences.
    """

    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    block_ids: tuple[tuple[str, int], ...] = ()
    blocks: tuple[FencedBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A Markdown file of the vault.

    Attributes:
        path: Relative to the vault, with forward slashes, `.md` included.
        properties: The parsed frontmatter; empty where there is none or it cannot be read.
        outline: What the body holds.
        text: The whole file, LF line ends, no byte order mark.
        body_line: The 1-based line on which the body begins.
        checksum: SHA-256 of the file's bytes.
        property_links: Wikilinks that stand in property values, as Obsidian's link properties hold them.
        is_whole: Whether its properties could all be read; if not, it may be one that says it is private.
        is_template: Whether it is a pattern for new notes: not asked, checked or published.
    """

    path: str
    properties: Mapping[str, Any]
    outline: Outline
    text: str
    body_line: int
    checksum: str
    property_links: tuple[Link, ...] = ()
    is_whole: bool = True
    is_template: bool = False

    @property
    def name(self) -> str:
        """The file's name without folder and extension: what a link says."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")


@dataclass(frozen=True, slots=True)
class GeneratedNote:
    """What kb writes into a note of its own.

    Attributes:
        properties: The properties that kb owns there, flat, in order. `tags` is merged with the human's, never reduced.
        body: Markdown for the region between kb's markers.
        attachments: Files to write beside it: path relative to the vault -> bytes.
    """

    properties: Mapping[str, Any]
    body: str
    attachments: Mapping[str, bytes] = field(default_factory=dict)

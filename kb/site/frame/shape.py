"""The frame of pages that differ in their words alone: rendered once, and cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_GAP = re.compile(r"(?:<h1>|#)?kb:(\w+):gap")


@dataclass(frozen=True, slots=True)
class Words:
    """What differs between pages of one shape, as HTML.

    Attributes:
        title: The page's title.
        description: What it says in one sentence; may be empty.
        content: What stands on it.
        top_url: Where its text begins, for those who pass over the navigation.
        canonical_url: Its address on the web; may be empty.
        before: The navigation up to the page's own entry.
        after: The navigation behind it.
        previous_url: Where the page before it is, as seen from it; empty for none.
        previous_title: What that is called.
        next_url: Where the page after it is, as seen from it; empty for none.
        next_title: What that is called.
        contents: Its table of contents; may be empty, and is where the templates draw it themselves.
        head: What is added to its head, likewise.
        policy: What it may run and load, likewise.
    """

    title: str
    description: str
    content: str
    top_url: str
    canonical_url: str
    before: str
    after: str
    previous_url: str
    previous_title: str
    next_url: str
    next_title: str
    contents: str = ""
    head: str = ""
    policy: str = ""

    def is_there(self) -> tuple[bool, ...]:
        """Which of them are not empty: a template may ask."""
        return tuple(bool(getattr(self, name)) for name in NAMES)

    def as_gaps(self) -> Words:
        """Each that is there as a mark of its place, which a template prints as it would print the word."""
        return Words(**{name: _gap(name) if getattr(self, name) else "" for name in NAMES})


NAMES = tuple(Words.__slots__)


def _gap(name: str) -> str:
    """A mark that looks to a template like what it stands for: an address of the page itself, or text with a title."""
    before = "#" if name.endswith("_url") else "<h1>" if name == "content" else ""
    return f"{before}kb:{name}:gap"


@dataclass(frozen=True, slots=True)
class Shape:
    """A frame cut where words stand: text, the name of a word, text, and so on."""

    pieces: tuple[str, ...]

    def fill(self, words: Words) -> str:
        """The page."""
        return "".join(getattr(words, piece) if at % 2 else piece for at, piece in enumerate(self.pieces))


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes that were met."""

    _known: dict[object, Shape] = field(default_factory=dict)

    def page(self, key: object, words: Words, render: Callable[[Words], str]) -> str:
        """A page, whose shape is rendered if it is the first that has it.

        Args:
            key: All that the frame depends on beside the words.
            words: The page's words.
            render: Renders the frame around words.
        """
        key = key, words.is_there()
        if key not in self._known:
            self._known[key] = Shape(tuple(_GAP.split(render(words.as_gaps()))))
        return self._known[key].fill(words)

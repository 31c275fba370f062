"""Where the destination of a Markdown link is written, and what it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.helpers import parseLinkDestination

from kb.model.note import Link
from kb.vault.markdown.lines import UNKNOWN

Form = Literal["wiki", "plain", "angle", "path"]
"""How a link says what it names: in double brackets, as a destination without or with angle brackets, as a path."""

_TAIL = re.compile(r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)\Z""", re.DOTALL)
_DEFINITION = re.compile(
    r"^(?:[ \t>]|[-+*][ \t]|\d+[.)][ \t]|\[\^[^\]\s]+\]:[ \t])*\[((?:[^\]\\]|\\.){1,999})\]:[ \t]*(?=\S)", re.MULTILINE
)
_LABEL = re.compile(r"!?\[((?:[^\]\\]|\\.)*)\](?:\[\])?\Z", re.DOTALL)


def decoded(written: str, form: Form) -> str:
    """What a part of a destination names: see `kb.vault.markdown.links`."""
    destination = f"<{written}>" if form == "angle" else written
    found = parseLinkDestination(destination, 0, len(destination))
    return unquote(normalizeLink(found.str)) if found.ok and found.pos == len(destination) else ""


def destination_at(text: str, at: int) -> tuple[int, str, str, Form]:
    """What is skipped where a destination begins, its target and fragment as written, and its form."""
    found = parseLinkDestination(text, at, len(text))
    form: Form = "angle" if text.startswith("<", at) else "plain"
    skipped = 1 if form == "angle" else 0
    target, _, fragment = text[at + skipped : found.pos - skipped].partition("#") if found.ok else ("", "", "")
    return skipped, target, fragment, form


def destinations(link: Link, text: str, starts: Sequence[int], start: int) -> Iterator[int]:
    """Where the destination of an inline link may begin: behind `](`, with nothing but a title after it."""
    for match in re.finditer(r"\]\(\s*", link.raw):
        found = parseLinkDestination(link.raw, match.end(), len(link.raw))
        if found.ok and _TAIL.match(link.raw, found.pos):
            before = link.raw[: match.end()]
            part = before.rpartition("\n")[2]
            rest = link.raw[len(before) - len(part) :].partition("\n")[0]
            number = bisect_right(starts, start) - 1 + before.count("\n")
            begin = start if "\n" not in before else _find_in_line(text, starts, number, rest)
            if begin >= 0 and text.startswith(rest, begin):
                yield begin + len(part)


def _find_in_line(text: str, starts: Sequence[int], number: int, part: str) -> int:
    """Where a part stands in a line, in front of which a quote's marks may stand."""
    if number >= len(starts):
        return UNKNOWN
    end = starts[number + 1] if number + 1 < len(starts) else len(text)
    return text.find(part, starts[number], end)


def definitions_in(text: str) -> Mapping[tuple[str, str, str], int]:
    """Where in a text the destination of a definition like `[label]: Note.md#H` may stand, by label and what it names.

    Those behind a blank line come first: others may be text of a paragraph.
    """
    found: dict[tuple[str, str, str], int] = {}
    matches = list(_DEFINITION.finditer(text)) if "]:" in text else []
    for match in sorted(matches, key=lambda match: text[max(match.start() - 2, 0) : match.start()] not in {"", "\n\n"}):
        _, target, fragment, form = destination_at(text, match.end())
        found.setdefault((_key(match[1]), decoded(target, form), decoded(fragment, form)), match.end())
    return found


def label_of(link: Link) -> str:
    """The label of a link like `[text][label]` or `[label]`."""
    match = _LABEL.match(link.raw)
    return _key(match[1] if match else link.raw.rpartition("][")[2].removesuffix("]"))


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()

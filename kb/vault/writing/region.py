"""The region of a note that kb owns: between `%% kb:begin … %%` and `%% kb:end %%`, each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kb.errors import KbError
from kb.files import text_checksum

_MARKER = re.compile(r"^%%[ \t]*kb:(begin|end)\b([^\r\n]*?)%%[ \t]*\r?$", re.MULTILINE)
_LIKE_A_MARKER = re.compile(r"%%([ \t]*)kb:")
_LINK_TARGET = re.compile(r"\[\[[^\[\]|#\n]*")
_MARKERS = "`%% kb:begin %%` and `%% kb:end %%`"


@dataclass(frozen=True, slots=True)
class Region:
    """Where kb's region stands in a note's text.

    Attributes:
        start: Offset of the marker that begins it.
        content_start: Offset of the line after that.
        end: Offset behind the marker that ends it and its line end.
        line: The 1-based line of the marker that begins it.
        is_edited: Whether someone changed what kb wrote there.
        owned: The properties that kb wrote into this note; None where the marker does not say.
    """

    start: int
    content_start: int
    end: int
    line: int
    is_edited: bool
    owned: tuple[str, ...] | None


def find_region(text: str, *, path: str) -> Region:
    """Find kb's region in a note.

    Raises:
        KbError: A marker is missing, there twice, or they stand in the wrong order.
    """
    markers = list(_MARKER.finditer(text))
    kinds = [marker[1] for marker in markers]
    if kinds != ["begin", "end"]:
        line = 1 + text.count("\n", 0, markers[-1].start()) if markers else None
        raise KbError(_fault(kinds), path=path, line=line, do=f"Put {_MARKERS} there once, on lines of their own.")
    begin, end = markers
    start = text.find("\n", begin.start()) + 1
    content = text[start : end.start()]
    known, _, names = begin[2].strip().partition(" ")
    return Region(
        start=begin.start(),
        content_start=start,
        end=text.find("\n", end.start()) + 1 or len(text),
        line=1 + text.count("\n", 0, begin.start()),
        is_edited=bool(content.strip()) and _short_checksum(content) != known,
        owned=tuple(unquote(name) for name in names.split()) if known else None,
    )


def render_region(body: str, owned: Iterable[str]) -> str:
    """The region with its markers, LF line ends: the begin marker says what kb wrote and which properties it owns."""
    text = body.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    content = "\n" + _LIKE_A_MARKER.sub(r"%%\1kb :", text) + "\n\n"
    begin = " ".join(["%% kb:begin", _short_checksum(content), *(quote(name, safe=":/") for name in owned), "%%"])
    return f"{begin}\n{content}%% kb:end %%\n"


def sign_region(before: str, after: str) -> str:
    """The text of a note whose names kb changed, with a checksum in kb's marker that is right again.

    Where kb's region was edited by hand before, it still is.
    """
    if "kb:begin" not in before:
        return after
    try:
        old, new = find_region(before, path=""), find_region(after, path="")
    except KbError:
        return after
    if old.is_edited or not new.is_edited:
        return after
    begin, end = _MARKER.finditer(after)
    known = begin[2].strip().partition(" ")[0]
    signed = begin[0].replace(known, _short_checksum(after[new.content_start : end.start()]), 1)
    return after[: begin.start()] + signed + after[begin.end() :]


def _short_checksum(content: str) -> str:
    """Hash of the text without the targets of its wikilinks, which Obsidian rewrites when it renames a note."""
    return text_checksum(_LINK_TARGET.sub("[[", content))[:16]


def _fault(kinds: list[str]) -> str:
    if not kinds:
        return "This note has no place for what kb writes: both of kb's markers are missing"
    for kind in ("begin", "end"):
        if kind not in kinds:
            return f"The marker `%% kb:{kind} … %%` is missing"
        if kinds.count(kind) > 1:
            return f"The marker `%% kb:{kind} … %%` is there more than once"
    return "kb's markers stand in the wrong order"

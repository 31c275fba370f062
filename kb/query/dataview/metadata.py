"""What the text of a note says beside its properties: inline fields, and the items of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from kb.query.dataview.lines import Fields, fields_in, fields_in_brackets, frozen

_FENCE = re.compile(r"[\s>]*(?:[-*+]\s+)?(`{3,}|~{3,})(.*)")
_COMMENT = re.compile(r"%%.*?%%")
_ITEM = re.compile(
    r"(?P<indent>[\s>]*)(?:[-*+]|\d{1,9}[.)])(?:\s+\[(?P<mark>[^\]])\](?=\s|$))?(?:\s+(?P<text>.*))?$", re.DOTALL
)
_BLOCK_ID = re.compile(r"\s\^([\w-]+)\s*$")
_SHORT = (
    ("due", re.compile("[🗓📅📆]\ufe0f?")),
    ("completion", re.compile("✅\ufe0f?")),
    ("created", re.compile("\u2795\ufe0f?")),
    ("start", re.compile("🛫\ufe0f?")),
    ("scheduled", re.compile("[⏳⌛]\ufe0f?")),
)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})")
_TAB = 4
MOST_DEEP = 50
"""Items inside of items; those deeper stand beside one another."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list.

    Attributes:
        line: The 1-based line of the file.
        text: What stands behind its bullet and box, with the lines that go on with it.
        mark: What stands in the box of a task; None where it has none.
        parent: The line of the item it is inside of; None for none.
        block_id: Without `^`; empty for none.
        fields: Its inline fields.
    """

    line: int
    text: str
    mark: str | None
    parent: int | None
    block_id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text of a note says.

    Attributes:
        fields: The fields of the note; those of its tasks are theirs alone.
        items: The items of all lists, in order.
        children: The line of an item -> the items right inside of it.
    """

    fields: Fields = field(default_factory=dict)
    items: tuple[ListItem, ...] = ()
    children: Mapping[int, tuple[ListItem, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1 << 14)
def read_metadata(text: str, body_line: int) -> Metadata:
    """Read the text of a note.

    Args:
        text: The whole file.
        body_line: The 1-based line on which its body begins.
    """
    if "::" not in text and not re.search(r"^[\s>]*(?:[-*+]|\d+[.)])\s", text, re.MULTILINE):
        return Metadata()
    page, items = dict[str, list[str]](), list[ListItem]()
    around: list[tuple[int, int]] = []  # how far the items around are indented, and their lines
    for line, written in _whole_items(text_lines(text, body_line)):
        found = _ITEM.match(written)
        if not found:
            if written.strip() and not written[:1].isspace():
                around.clear()
            _add(page, fields_in(written))
            continue
        deep = _width(found["indent"])
        while around and (around[-1][0] >= deep or len(around) > MOST_DEEP):
            around.pop()
        item = _item(found, line, around[-1][1] if around else None)
        around.append((deep, line))
        items.append(item)
        if item.mark is None:
            _add(page, item.fields)
    return Metadata(frozen(page), tuple(items), _children(items))


def _whole_items(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines; those that go on with an item, indented, are joined to its own."""
    item, end = (0, ""), 0
    for line, written in lines:
        if end and end == line - 1 and written[:1].isspace() and written.strip() and not _ITEM.match(written):
            item, end = (item[0], f"{item[1]}\n{written.strip()}"), line
            continue
        if end:
            yield item
        item, end = (line, written), line if _ITEM.match(written) else 0
        if not end:
            yield item
    if end:
        yield item


def text_lines(text: str, body_line: int) -> Iterator[tuple[int, str]]:
    """The lines that are no code and no comment, with spans of code left out."""
    fence, is_comment = "", False
    for line, written in enumerate(text.split("\n"), 1):
        if line < body_line:
            continue
        found = _FENCE.match(written)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
            continue
        if found and not is_comment and "`" not in found[2]:
            fence = found[1]
            continue
        plain = _COMMENT.sub("", written)
        is_open = is_comment
        is_comment ^= plain.count("%%") % 2 == 1
        if not is_open and not is_comment:
            yield line, plain


def _width(indent: str) -> int:
    return len(indent.replace(">", "").expandtabs(_TAB))


def _item(found: re.Match[str], line: int, parent: int | None) -> ListItem:
    text = found["text"] or ""
    block_id = _BLOCK_ID.search(text)
    fields = dict[str, list[str]]()
    for part in text.split("\n"):
        _add(fields, fields_in(part) if found["mark"] is None else fields_in_brackets(part))
    for name, sign in _SHORT:
        days = (_DAY.match(text, short.end()) for short in sign.finditer(text))
        if day := next(filter(None, days), None):
            fields.setdefault(name, []).append(day[1])
    shown = text[: block_id.start()] if block_id else text
    return ListItem(line, shown.strip(), found["mark"], parent, block_id[1] if block_id else "", frozen(fields))


def _children(items: list[ListItem]) -> Mapping[int, tuple[ListItem, ...]]:
    groups = dict[int, list[ListItem]]()
    for item in items:
        if item.parent is not None:
            groups.setdefault(item.parent, []).append(item)
    return MappingProxyType({line: tuple(inside) for line, inside in groups.items()})


def _add(page: dict[str, list[str]], fields: Fields) -> None:
    for name, values in fields.items():
        page.setdefault(name, []).extend(values)

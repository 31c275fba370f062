"""Changing a property of a note without touching another byte: order, comments, quotes and line ends stay."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from kb.errors import KbError
from kb.vault.frontmatter import Frontmatter, read_properties, split_frontmatter
from kb.vault.passages import composed
from kb.yaml import dump_entry


@dataclass(frozen=True, slots=True)
class _Entry:
    """A top-level property in the YAML: its name, where its lines start and end, where its value ends, its value."""

    name: str
    start: int
    end: int
    value_end: int
    value: Node


def set_properties(text: str, values: Mapping[str, Any], *, remove: Collection[str] = (), path: str = "") -> str:
    """Change the named top-level properties of a note; every other byte of it stays.

    A property that has that value already is not touched, a list that only grows gets its new items behind the old
    ones, and a new property goes behind the one that it is given after, or to the end of the frontmatter.

    Raises:
        KbError: The frontmatter is malformed, or written so that other properties would change with these.
    """
    values = {name: plain_value(value) for name, value in values.items()}
    old = read_properties(text, path=path)
    changed = {name: value for name, value in values.items() if name not in old or not same_value(old[name], value)}
    gone = {name for name in remove if name in old and name not in values}
    if not changed and not gone:
        return text
    parts = split_frontmatter(text)
    opening = parts.opening if parts.closing else f"{parts.opening}---{parts.newline}"
    closing = parts.closing or f"---{parts.newline}"
    edited = opening + _edit(parts, old, changed, gone, _places(values, old)) + closing + parts.body
    _verify(edited, {name: value for name, value in {**old, **values}.items() if name not in gone}, path)
    return edited


def property_line(text: str, name: str) -> int:
    """The 1-based line of a top-level property in a note whose frontmatter is well formed; 1 if it has none."""
    return property_lines(text).get(name, 1)


def property_lines(text: str) -> Mapping[str, int]:
    """The 1-based lines of all top-level properties of such a note."""
    yaml = split_frontmatter(text).yaml
    ends = [match.start() for match in re.finditer("\n", yaml)]
    return {entry.name: 2 + bisect_left(ends, entry.start) for entry in reversed(_entries(yaml))}


def same_value(old: Any, new: Any) -> bool:
    """Equal in value and type: 1, 1.0 and true are three things, and NaN is itself."""
    return repr(old) == repr(new)


def plain_value(value: Any) -> Any:
    """The value as YAML reads it back."""
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    return [plain_value(item) for item in value] if isinstance(value, list | tuple) else value


def _verify(text: str, expected: Mapping[str, Any], path: str) -> None:
    """Read back what was edited, because a lost property is worse than a refused edit."""
    do = "Write one plain `name: value` a line in its frontmatter."
    error = KbError("Cannot change this note's properties without touching others", path=path, line=1, do=do)
    try:
        found = read_properties(text, path=path)
    except KbError as cause:
        raise error from cause
    if found.keys() != expected.keys() or any(not same_value(found[name], expected[name]) for name in found):
        raise error


def _places(values: Iterable[str], old: Container[str]) -> dict[str, list[str]]:
    """The new properties by the old one that they go behind; by "" those that go to the end."""
    places: dict[str, list[str]] = {"": []}
    last = ""
    for name in values:
        if name in old:
            last = name
        else:
            places.setdefault(last, []).append(name)
    return places


def _edit(
    parts: Frontmatter,
    old: Mapping[str, Any],
    changed: Mapping[str, Any],
    gone: Collection[str],
    places: Mapping[str, Sequence[str]],
) -> str:
    yaml, newline = parts.yaml, parts.newline
    pieces, done, indent = [], 0, ""
    for entry in _entries(yaml):
        lines = yaml[entry.start : entry.end]
        indent = lines[: len(lines) - len(lines.lstrip(" "))]
        new = places.get(entry.name, ())
        if not (entry.name in changed or entry.name in gone or new):
            continue
        pieces.append(yaml[done : entry.start])
        done = entry.end
        if entry.name in changed:
            value = changed[entry.name]
            grown = _grown(yaml, entry, old[entry.name], value, newline)
            pieces.append(grown or _lines(entry.name, value, indent, newline, _comment(yaml, entry)))
        elif entry.name not in gone:
            pieces.append(lines)
        pieces += [_lines(name, changed[name], indent, newline) for name in new]
    added = [_lines(name, changed[name], indent, newline) for name in places[""]]
    return "".join([*pieces, yaml[done:], *added])


def _lines(name: str, value: Any, indent: str, newline: str, comment: str = "") -> str:
    lines = dump_entry(name, value).removesuffix("\n").split("\n")
    if comment and len(lines) == 1:
        lines[0] += comment
    elif comment:
        lines.insert(0, comment.lstrip())
    return "".join(f"{indent}{line}{newline}" for line in lines)


def _grown(yaml: str, entry: _Entry, old: Any, new: Any, newline: str) -> str:
    """The lines of a list with new items behind the old ones; empty where it is not that simple."""
    node, lines = entry.value, yaml[entry.start : entry.end]
    if not (isinstance(node, SequenceNode) and node.value and isinstance(new, list)):
        return ""
    if not same_value(old, new[: len(old)]):
        return ""
    items = new[len(old) :]
    if not node.flow_style:
        column = yaml.rfind("\n", 0, node.start_mark.index) + 1
        indent = yaml[column : node.start_mark.index]
        added = dump_entry("items", items).removesuffix("\n").split("\n")[1:]
        return lines + "".join(f"{indent}{line.removeprefix('  ')}{newline}" for line in added)
    bracket = entry.value_end - 1 - entry.start
    comma = " " if lines[:bracket].rstrip().endswith(",") else ", "
    return lines[:bracket] + comma + ", ".join(_flow_item(item) for item in items) + lines[bracket:]


def _flow_item(item: Any) -> str:
    """An item as it stands between brackets: a plain or quoted word, or JSON, which is YAML too."""
    text = dump_entry("item", item).removeprefix("item: ").strip()
    return text if _WORD.fullmatch(text) else json.dumps(item, ensure_ascii=False)


_WORD = re.compile(r"'?[\w/-]+'?")


def _comment(yaml: str, entry: _Entry) -> str:
    """The comment behind a value, with the blanks before it."""
    behind = yaml[entry.value_end : entry.end].removeprefix(":").rstrip()
    return behind if behind.lstrip().startswith("#") else ""


def _entries(yaml: str) -> list[_Entry]:
    root = composed(yaml)
    return [_entry(yaml, key, value) for key, value in root.value] if isinstance(root, MappingNode) else []


def _entry(yaml: str, key: Node, value: Node) -> _Entry:
    start = yaml.rfind("\n", 0, key.start_mark.index) + 1
    value_end = key.end_mark.index if _is_empty(value) else _content_end(yaml, value)
    line_end = yaml.find("\n", value_end - 1)
    return _Entry(str(key.value), start, len(yaml) if line_end < 0 else line_end + 1, value_end, value)


def _content_end(yaml: str, node: Node) -> int:
    """Where a value's own text ends: ruamel puts the end of some before the next token, after comments."""
    end: int = node.end_mark.index
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(yaml, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
        return len(yaml[:end].rstrip())
    return _before_comments(yaml[:end]) if _is_empty(node) else end


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and not node.value


def _before_comments(yaml: str) -> int:
    """Where the text ends without the blank lines and comments behind it."""
    lines = yaml.split("\n")
    while not lines[-1].partition("#")[0].strip():
        lines.pop()
    return len("\n".join(lines))

"""The YAML at the head of a note: where it stands, and changing a property without touching another byte."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from frontmatter.default_handlers import YAMLHandler
from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from kb.errors import KbError
from kb.yaml import dump_entry, read_values

BYTE_ORDER_MARK = "\ufeff"


class _Fences(YAMLHandler):
    """Frontmatter between lines of three dashes, the first one opening the file; read by `kb.yaml`."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)

    def load(self, fm: str, **where: Any) -> dict[Any, Any]:
        return read_values(fm, **where)


_FENCES = _Fences()


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """A file's text in four parts that, joined, are the text again.

    Attributes:
        opening: The byte order mark if there is one, and the fence that opens; without fence where there is none.
        yaml: The lines between the fences.
        closing: The fence that closes; empty where there is no frontmatter.
        body: The rest.
    """

    opening: str
    yaml: str
    closing: str
    body: str

    @property
    def body_line(self) -> int:
        """The 1-based line on which the body begins."""
        return 1 + (self.opening + self.yaml + self.closing).count("\n")

    @property
    def newline(self) -> str:
        """The line end of the file's first line."""
        text = self.opening + self.body
        return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


def split_frontmatter(text: str) -> Frontmatter:
    """Split a note; a fence that is never closed is no frontmatter."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    rest = text[len(mark) :]
    boundary = _FENCES.FM_BOUNDARY
    opening = boundary.match(rest)
    closing = boundary.search(rest, opening.end()) if opening else None
    if not (opening and closing):
        return Frontmatter(mark, "", "", rest)
    yaml, body = _FENCES.split(rest)
    return Frontmatter(mark + opening.group(), yaml, closing.group(), body)


def read_properties(text: str, *, path: str) -> dict[str, Any]:
    """The properties of a note as plain Python values; names that YAML reads as something else are text again.

    Raises:
        KbError: The frontmatter is not a YAML mapping; says the line.
    """
    values = _FENCES.load(split_frontmatter(text).yaml, path=path, first_line=2)
    return {str(name): value for name, value in values.items()}


def set_properties(text: str, values: Mapping[str, Any], *, remove: Collection[str] = (), path: str = "") -> str:
    """Change the named top-level properties of a note; every other byte of it stays.

    A property that has that value already is not touched, a new one goes to the end of the frontmatter.

    Raises:
        KbError: The frontmatter is malformed, or written so that other properties would change with these.
    """
    values = {name: _plain(value) for name, value in values.items()}
    old = read_properties(text, path=path)
    parts = split_frontmatter(text)
    changed = {name: value for name, value in values.items() if name not in old or not _same(old[name], value)}
    gone = {name for name in remove if name in old and name not in values}
    if not changed and not gone:
        return text
    yaml = _edit(parts.yaml, changed, gone, parts.newline)
    opening, closing = (parts.opening, parts.closing) if parts.closing else _fences(parts)
    edited = opening + yaml + closing + parts.body
    expected = {name: value for name, value in {**old, **values}.items() if name not in gone}
    _verify(edited, expected, path)
    return edited


def property_line(text: str, name: str) -> int:
    """The 1-based line of a top-level property in a note whose frontmatter is well formed; 1 if it has none."""
    yaml = split_frontmatter(text).yaml
    start = next((start for key, start, _ in _entries(yaml) if key == name), None)
    return 1 if start is None else 2 + yaml.count("\n", 0, start)


def _fences(parts: Frontmatter) -> tuple[str, str]:
    return f"{parts.opening}---{parts.newline}", f"---{parts.newline}"


def _same(old: Any, new: Any) -> bool:
    """Equal in value and type: 1, 1.0 and true are three things, and NaN is itself."""
    return repr(old) == repr(new)


def _plain(value: Any) -> Any:
    """The value as YAML reads it back."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _verify(text: str, expected: Mapping[str, Any], path: str) -> None:
    """Read back what was edited, because a lost property is worse than a refused edit."""
    do = "Write one plain `name: value` a line in its frontmatter."
    error = KbError("Cannot change this note's properties without touching others", path=path, line=1, do=do)
    try:
        found = read_properties(text, path=path)
    except KbError as cause:
        raise error from cause
    if found.keys() != expected.keys() or any(not _same(found[name], expected[name]) for name in found):
        raise error


def _edit(yaml: str, changed: Mapping[str, Any], gone: Collection[str], newline: str) -> str:
    pieces, done, indent, missing = [], 0, "", dict(changed)
    for name, start, end in _entries(yaml):
        lines = yaml[start:end]
        indent = lines[: len(lines) - len(lines.lstrip(" "))]
        if name in changed or name in gone:
            pieces.append(yaml[done:start])
            done = end
        if name in missing:
            pieces.append(_lines(name, missing.pop(name), indent, newline, _comment(lines)))
    added = [_lines(name, value, indent, newline) for name, value in missing.items()]
    return "".join([*pieces, yaml[done:], *added])


def _lines(name: str, value: Any, indent: str, newline: str, comment: str = "") -> str:
    lines = dump_entry(name, value).removesuffix("\n").split("\n")
    if comment and len(lines) == 1:
        lines[0] += comment
    elif comment:
        lines.insert(0, comment.lstrip())
    return "".join(f"{indent}{line}{newline}" for line in lines)


def _comment(lines: str) -> str:
    """The comment behind a property's value, with the blanks before it, where the value is on one line."""
    root = YAML(typ="safe", pure=True).compose(lines)
    if lines.count("\n") != 1 or not isinstance(root, MappingNode):
        return ""
    key, value = root.value[0]
    behind = lines[max(_content_end(lines, value), key.end_mark.index) :].removeprefix(":").rstrip()
    return behind if behind.lstrip().startswith("#") else ""


def _entries(yaml: str) -> list[tuple[str, int, int]]:
    """Each top-level property: its name, and where its lines start and end in the text."""
    root = YAML(typ="safe", pure=True).compose(yaml)
    if not isinstance(root, MappingNode):
        return []
    return [(str(key.value), *_span(yaml, key, value)) for key, value in root.value]


def _span(yaml: str, key: Node, value: Node) -> tuple[int, int]:
    start = yaml.rfind("\n", 0, key.start_mark.index) + 1
    end = max(_content_end(yaml, value), key.end_mark.index)
    line_end = yaml.find("\n", end - 1)
    return start, len(yaml) if line_end < 0 else line_end + 1


def _content_end(yaml: str, node: Node) -> int:
    """Where a value's own text ends: ruamel puts the end of some before the next token, after comments."""
    end: int = node.end_mark.index
    if isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(yaml, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
        return len(yaml[:end].rstrip())
    if isinstance(node, ScalarNode) and not node.style and not node.value:
        return _before_comments(yaml[:end])
    return end


def _before_comments(yaml: str) -> int:
    """Where the text ends without the blank lines and comments behind it."""
    lines = yaml.split("\n")
    while lines and not lines[-1].partition("#")[0].strip():
        lines.pop()
    return len("\n".join(lines))

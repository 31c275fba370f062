"""Markdown wherever it stands in a vault: in a note's body, in a property's value, in the text of a canvas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kb.vault.frontmatter import Frontmatter, read_properties, split_frontmatter, with_spaces

_YAML_CHARACTERS = {
    "'": re.compile("''|."),
    '"': re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.)|."),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text inside of a file.

    Attributes:
        text: What it says.
        offsets: Where in the file's text, with LF line ends, each of its characters stands, and its end; empty where
            that is not known.
        quote: How new characters are written there.
        name: The property, or the key of the canvas, whose value it is; empty for a body.
        line: The 1-based line of the file on which it begins.
    """

    text: str
    offsets: Sequence[int]
    quote: Callable[[str], str] = str
    name: str = ""
    line: int = 1


def body_passage(text: str) -> Passage:
    """The body of a note."""
    parts = split_frontmatter(text)
    return Passage(parts.body, range(len(text) - len(parts.body), len(text) + 1), line=parts.body_line)


def property_passages(text: str) -> Iterator[Passage]:
    """The texts in a note's properties, with the name of the top-level property; in order.

    Raises:
        KbError: Its frontmatter is malformed.
    """
    if read_properties(text, path=""):
        parts = split_frontmatter(text)
        for name, node in _scalars(composed(parts.yaml), ""):
            yield _property_passage(parts, node, name)


def composed(yaml: str) -> Node | None:
    """The nodes of YAML that can be read, maybe with tabs where a space may stand; None where it cannot."""
    for text in (yaml, with_spaces(yaml)):
        with suppress(YAMLError, ValueError, RecursionError), catch_warnings():
            simplefilter("ignore")  # of an anchor that is given twice
            return YAML(typ="safe", pure=True).compose(text)  # type: ignore[no-any-return]
    return None


def _scalars(node: Node | None, name: str) -> Iterator[tuple[str, ScalarNode]]:
    if isinstance(node, ScalarNode):
        yield name, node
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item, name)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(value, name or str(key.value))


def _property_passage(parts: Frontmatter, node: ScalarNode, name: str) -> Passage:
    start, end = node.start_mark.index, node.end_mark.index
    written, base = parts.yaml[start:end], len(parts.opening) + start
    if node.style in _YAML_CHARACTERS:
        units = _YAML_CHARACTERS[node.style].finditer(written, 1, len(written) - 1)
        found = [*(unit.start() for unit in units), len(written) - 1]
        found = found if len(found) == len(node.value) + 1 and "\n" not in written else []
    else:
        header = written.find("\n") + 1 if node.style else 0
        found = _aligned(written, node.value, header)
    text = node.value.strip()
    lead = node.value.find(text)
    offsets = [base + offset for offset in found[lead : lead + len(text) + 1]]
    return Passage(text, offsets, _QUOTES.get(node.style, str), name, 2 + node.start_mark.line)


def _aligned(written: str, value: str, position: int) -> list[int]:
    """Where each character of a value stands in text that is folded or indented; empty where it does not match."""
    offsets = []
    for character in value:
        if character.isspace():
            offsets.append(position)
            position += written[position : position + 1].isspace()
            continue
        while written[position : position + 1].isspace():
            position += 1
        if written[position : position + 1] != character:
            return []
        offsets.append(position)
        position += 1
    return [*offsets, position]


def _single(new: str) -> str:
    return new.replace("'", "''")


def _double(new: str) -> str:
    return new.replace("\\", "\\\\").replace('"', '\\"')


_QUOTES: dict[str | None, Callable[[str], str]] = {"'": _single, '"': _double}

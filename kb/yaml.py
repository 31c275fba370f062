"""YAML that people wrote, read strictly: YAML 1.2, capped in size, no aliases or tags, with line numbers."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import BaseConstructor, ConstructorError, RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, Event, NodeEvent
from ruamel.yaml.representer import RoundTripRepresenter

from kb.errors import KbError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

MOST_CHARACTERS = 1_000_000
MOST_OPEN = 100
"""Brackets that are open at once; ruamel looks at all of them again at each word."""


def read_mapping(text: str, *, path: str, first_line: int = 1) -> CommentedMap:
    """Parse YAML text that must be a mapping.

    Args:
        text: The YAML alone, without fences or `---`.
        path: Where it stands, for the message.
        first_line: The 1-based line of that file on which the text begins.

    Returns:
        The mapping, ruamel's own: `key_line` tells the line of a key. Empty text is an empty mapping.

    Raises:
        KbError: Not YAML, not a mapping, an alias, tag, directive or duplicate key, or over a million characters.
    """
    return CommentedMap() if (value := _load(text, _positioned, path, first_line)) is None else value


def read_values(text: str, *, path: str, first_line: int = 1) -> dict[Any, Any]:
    """The same as plain Python values without positions, three times as fast.

    Raises:
        KbError: As `read_mapping`.
    """
    return _load(text, _plain, path, first_line) or {}


class _Marking(BaseConstructor):
    """A value that looks like a date or number and is none (`2024-02-30`, `0x_`) is an error with its line."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, IndexError) as error:
            problem = f"{_first_line(str(node.value))} ({error})"
            raise ConstructorError(problem=problem, problem_mark=node.start_mark) from error


class _Plain(_Marking, SafeConstructor):
    """Plain Python values."""


class _Positioned(_Marking, RoundTripConstructor):
    """Values that remember where they stood."""


for _kind in (_Plain, _Positioned):  # a lone `=` had a meaning in YAML 1.1; here it is text
    _kind.add_constructor("tag:yaml.org,2002:value", _kind.construct_yaml_str)


def _plain() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Plain
    return yaml


def _positioned() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Positioned
    return yaml


def _load(text: str, reader: Callable[[], YAML], path: str, first_line: int) -> Any:
    """A mapping, or None for empty text."""
    if len(text) > MOST_CHARACTERS:
        do = "Move data out of it, into a file of its own."
        raise KbError("This YAML is over a million characters", path=path, line=first_line, do=do)
    try:
        _refuse_tricks(text)
        value = reader().load(text)
        _refuse_deep(value)
        _refuse_half_characters(text, value)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        found = (error.problem or error.context or "unreadable").removeprefix("but ")
        raise KbError("This is not valid YAML", path=path, line=line, found=_first_line(found), do=_HINT) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise KbError(
            "This is not valid YAML", path=path, line=first_line, found=_first_line(str(error)), do=_HINT
        ) from error
    if value is not None and not isinstance(value, dict):
        raise KbError(
            "Expected `name: value` lines here",
            path=path,
            line=first_line,
            found=_first_line(text.strip()),
            do="Write one `name: value` a line.",
        )
    return value


_HINT = "Indent with spaces, never tabs, and put text with a colon or a leading symbol in quotes."


def key_line(mapping: Mapping[Any, Any], key: str, first_line: int) -> int:
    """The file's line on which a key of a parsed mapping stands; the first line if it is not known."""
    position = getattr(getattr(mapping, "lc", None), "data", None) or {}
    return first_line + position[key][0] if key in position else first_line


def dump_entry(key: str, value: Any) -> str:
    """One `key: value` as YAML lines, ending in a line feed, quoted where a reader could mistake the type."""
    stream = io.StringIO()
    yaml = YAML(typ="rt")
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 1 << 20
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({key: value}, stream)
    return stream.getvalue()


_OTHERWISE = re.compile(
    r"""y|n|yes|no|on|off                                       # true or false
    |[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?              # 12:30 is 750, counted in sixties
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What YAML 1.1 readers take for another type, and YAML 1.2 reads as text."""
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""What YAML 1.1 readers take for the end of a line."""


class _Representer(RoundTripRepresenter):
    """Values as YAML 1.1 and 1.2 read alike: other programs read a vault too."""

    def represent_text(self, text: str) -> ScalarNode:
        style = '"' if _BREAKS.search(text) else "'" if _OTHERWISE.fullmatch(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_number(self, number: float) -> ScalarNode:
        node: ScalarNode = self.represent_float(number)
        if "." not in node.value:
            node.value = node.value.replace("e", ".0e")
        return node


_Representer.add_representer(str, _Representer.represent_text)
_Representer.add_representer(float, _Representer.represent_number)


def _refuse_tricks(text: str) -> None:
    """Aliases can grow without end, tags and directives change what values mean, open brackets take long."""
    _refuse_depth(text)
    if not any(mark in text for mark in "*!%"):
        return
    for event in YAML(typ="safe", pure=True).parse(text):
        if trick := _trick(event):
            raise MarkedYAMLError(problem=trick, problem_mark=event.start_mark)


def _refuse_depth(text: str) -> None:
    """Brackets are counted in quotes and comments too, where so many of them stand open as rarely as elsewhere."""
    opened = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        opened = opened + 1 if bracket[0] in "[{" else max(opened - 1, 0)
        if opened > MOST_OPEN:
            line = text.count("\n", 0, bracket.start())
            mark = StringMark("", bracket.start(), line, 0, None, None)
            raise MarkedYAMLError(problem=f"more than {MOST_OPEN} brackets that are open at once", problem_mark=mark)


def _refuse_deep(value: Any) -> None:
    """Whoever looks through a value goes as deep: without brackets too, lists stand in one another only so far."""
    level = [value]
    for _ in range(MOST_OPEN + 1):
        tables = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [inner for table in tables for inner in table]
        if not level:
            return
    raise ValueError(f"values that stand more than {MOST_OPEN} deep in one another")


def _trick(event: Event) -> str:
    if isinstance(event, AliasEvent):
        return f"the alias *{event.anchor} (write the value out)"
    if isinstance(event, NodeEvent) and (tag := getattr(event, "tag", None)) is not None:
        return f"the tag {tag} (leave it out)"
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        return "a line that begins with % (leave it out)"
    return ""


def _refuse_half_characters(text: str, value: Any) -> None:
    r"""An escape like \ud83d alone is no character: no file could hold it."""
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False, skipkeys=True, default=str).encode()


def _first_line(text: str) -> str:
    return text.splitlines()[0][:120] if text else ""


def comment_spans(text: str) -> list[tuple[int, int]]:
    """Where comments stand: the offset of each `#`, and that of its line's end; none in YAML that cannot be read."""
    spans, position = [], 0
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            between = text[position : token.start_mark.index]
            spans += [(position + found.start(), position + found.end()) for found in re.finditer(r"#[^\n]*", between)]
            position = token.end_mark.index
    except (YAMLError, ValueError, RecursionError):
        return []
    return spans

"""YAML that people wrote, read strictly: YAML 1.2, capped in size, no aliases or tags, with line numbers."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent

from kb.errors import KbError

MOST_BYTES = 1_000_000


def read_mapping(text: str, *, path: str, first_line: int = 1) -> CommentedMap:
    """Parse YAML text that must be a mapping.

    Args:
        text: The YAML alone, without fences or `---`.
        path: Where it stands, for the message.
        first_line: The 1-based line of that file on which the text begins.

    Returns:
        The mapping, ruamel's own: `key_line` tells the line of a key. Empty text is an empty mapping.

    Raises:
        KbError: Not YAML, not a mapping, an alias or a duplicate key, or over a megabyte.
    """
    return CommentedMap() if (value := _load(text, "rt", path, first_line)) is None else value


def read_values(text: str, *, path: str, first_line: int = 1) -> dict[Any, Any]:
    """The same as plain Python values without positions, three times as fast.

    Raises:
        KbError: As `read_mapping`.
    """
    return _load(text, "safe", path, first_line) or {}


def _load(text: str, kind: str, path: str, first_line: int) -> Any:
    """A mapping, or None for empty text."""
    if len(text) > MOST_BYTES:
        raise KbError("This YAML is over a megabyte", path=path, line=first_line, do="Move data out of it.")
    try:
        _refuse_aliases_and_tags(text)
        value = YAML(typ=kind, pure=True).load(text)
        _refuse_half_characters(text, value)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        found = error.problem or error.context or "unreadable"
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


_HINT = "Check indentation, and put text with a colon or a leading symbol in quotes."


def key_line(mapping: Mapping[Any, Any], key: str, first_line: int) -> int:
    """The file's line on which a key of a parsed mapping stands; the first line if it is not known."""
    position = getattr(getattr(mapping, "lc", None), "data", None) or {}
    return first_line + position[key][0] if key in position else first_line


def dump_entry(key: str, value: Any) -> str:
    """One `key: value` as YAML lines, ending in a line feed, quoted where a reader could mistake the type."""
    stream = io.StringIO()
    yaml = YAML(typ="rt")
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 1 << 20
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({key: value}, stream)
    return stream.getvalue()


def _refuse_aliases_and_tags(text: str) -> None:
    if "*" not in text and "!" not in text:
        return
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            raise MarkedYAMLError(
                problem=f"the alias *{event.anchor} (write the value out)", problem_mark=event.start_mark
            )
        tag = getattr(event, "tag", None) if isinstance(event, NodeEvent) else None
        if tag is not None:
            raise MarkedYAMLError(problem=f"the tag {tag} (leave it out)", problem_mark=event.start_mark)


def _refuse_half_characters(text: str, value: Any) -> None:
    r"""An escape like \ud83d alone is no character: no file could hold it."""
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False, skipkeys=True, default=str).encode()


def _first_line(text: str) -> str:
    return text.splitlines()[0][:120] if text else ""

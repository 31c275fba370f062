"""A note with other properties or another body, parsed as if its file said so: every line stays where it was."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kb.errors import KbError
from kb.files import text_checksum
from kb.model.note import Note
from kb.vault.markdown import read_outline
from kb.vault.properties import links_in
from kb.vault.reading.frontmatter import Frontmatter, read_properties, split_frontmatter
from kb.vault.writing.edit import same_value

_NAME = re.compile(r"[^\s#-][^:\n]*:(?=\s|\Z)")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def with_parts(note: Note, properties: Mapping[str, Any], body: str) -> Note:
    """The note with these properties and this body; itself where it has them."""
    parts = split_frontmatter(note.text)
    yaml = parts.yaml
    if not same_value(dict(note.properties), dict(properties)):
        yaml = _yaml(note, properties, parts)
    if (yaml, body) == (parts.yaml, parts.body):
        return note
    text, outline = parts.opening + yaml + parts.closing + body, note.outline
    if body != parts.body:
        outline = read_outline(body, path=note.path, first_line=note.body_line)
    links = links_in(properties, yaml)
    return replace(
        note, properties=properties, outline=outline, text=text, checksum=text_checksum(text), property_links=links
    )


def _yaml(note: Note, properties: Mapping[str, Any], parts: Frontmatter) -> str:
    """The YAML of these properties on just as many lines: only what changes is written anew, or else all of it."""
    yaml = "".join(_entries(note, properties, parts.yaml))
    try:
        is_read = same_value(read_properties(f"---\n{yaml}---\n", path=note.path), dict(properties))
    except KbError:
        is_read = False
    return yaml if is_read else f"{_flow(properties)}\n" + "\n" * (parts.yaml.count("\n") - 1)


def _entries(note: Note, properties: Mapping[str, Any], yaml: str) -> Iterator[str]:
    """The lines of each property, or instead of them those of another value, or blank ones."""
    lines = re.findall(r"[^\n]*\n", yaml)
    starts = [number for number, line in enumerate(lines) if _NAME.match(line)]
    yield from lines[: starts[0] if starts else len(lines)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name = lines[start].partition(":")[0].strip(" \"'")
        if name in note.properties and name in properties and same_value(note.properties[name], properties[name]):
            yield from lines[start:end]
            continue
        line = f"{_flow(name)}: {_flow(properties[name])}\n" if name in properties else "\n"
        yield line + "\n" * (end - start - 1)


def _flow(value: Any) -> str:
    """A value on one line of YAML, as JSON has it where JSON has it."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_flow(key)}: {_flow(item)}' for key, item in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))

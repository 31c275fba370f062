"""What an audience must not read in a note's text: fields, rows and columns of tables, parameters of blocks, charts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from kb.errors import KbError
from kb.site.private.fields import field_values, without_fields
from kb.site.private.html_tables import without_tables
from kb.site.private.redaction import BLANK, is_redacted, labels_in, may_name, redacted_values
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text
from kb.yaml import read_values

if TYPE_CHECKING:
    from markdown_it.token import Token

_BAR = re.compile(r"(?<!\\)\|")
_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t>]*")
_KB = re.compile(r"(?:`{3}|~{3})[ \t]*kb\b")
_CHART = "vega-lite"


class Redacted(NamedTuple):
    """A note's body in which nothing shows a value of a redacted name, with as many lines, and these values.

    Attributes:
        body: The text.
        values: Those of fields and parameters.
        cells: Those of tables.
    """

    body: str
    values: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 15)
def redacted_text(body: str, redact: tuple[str, ...]) -> Redacted:
    """Take the values of redacted names out of fields, tables and the parameters of kb blocks.

    A text is looked at once as long as it stays: where a vault is read again and again, most do.
    """
    values, hidden = [*field_values(body, redact)], list[str]()
    body, in_tables = without_tables(without_fields(body, redact), redact)
    hidden += in_tables
    lines = body.split("\n")
    for tokens in _parts(body, redact):
        for line, cells in _cells(tokens, redact):
            hidden += filter(None, cells.values())
            lines[line] = _blanked(lines[line], cells)
        for token in _blocks(tokens, _CHART):
            if is_redacted(token.content, redact):
                _empty(lines, token)
        for token in _blocks(tokens, "kb"):
            with suppress(KbError):
                values += redacted_values(read_values(token.content, path=""), redact)
            _blank_parameters(lines, token.map[0] + 1 if token.map else 0, token.content, redact)
    return Redacted("\n".join(lines), tuple(values), tuple(hidden))


def _parts(body: str, redact: Sequence[str]) -> Sequence[Sequence[Token]]:
    """The tokens of a note that may hold what is redacted, those of each footnote apart."""
    lines = body.split("\n") if may_name(body, redact) else []
    may_hold = any(("|" in line or "kb" in line) and (may_name(line, redact) or _KB.search(line)) for line in lines)
    if not (may_hold or (lines and _CHART in body)):
        return ()
    document = parse_markdown(body)
    return document.tokens, *document.footnotes.values()


def _blocks(tokens: Sequence[Token], language: str) -> Iterator[Token]:
    """The blocks of a language."""
    return (token for token in tokens if token.type == "fence" and token.map and token.info.split()[:1] == [language])


def _empty(lines: list[str], block: Token) -> None:
    """Take all out of a block, in a quote too: which of the values in a chart a name has nobody can tell."""
    for number, line in enumerate(block.content.removesuffix("\n").split("\n"), block.map[0] + 1 if block.map else 0):
        lines[number] = lines[number].removesuffix(line)


def _cells(tokens: Sequence[Token], redact: Sequence[str]) -> Iterator[tuple[int, Mapping[int, str]]]:
    """The lines of tables that hold what is redacted, each with the columns in which it stands and what it is."""
    hidden: set[int] = set()
    for start, token in enumerate(tokens):
        if token.type == "tr_open":
            row = _row(tokens, start)
            if tokens[start - 1].type == "thead_open":
                hidden = {column for column, text in enumerate(row) if is_redacted(text, redact)}
                continue
            named = {at for label in labels_in(row, redact)[:1] for at in range(label + 1, len(row))}
            if hidden | named and token.map:
                yield token.map[0], {at: row[at] if at < len(row) else "" for at in sorted(hidden | named)}


def _row(tokens: Sequence[Token], start: int) -> list[str]:
    row = []
    for number in range(start + 1, len(tokens)):
        if tokens[number].type == "tr_close":
            break
        if tokens[number].type == "inline":
            row.append(plain_text(tokens[number].children or []))
    return row


def _blanked(line: str, columns: Container[int]) -> str:
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    cells = _BAR.split(line[start:])
    first = 1 if not cells[0].strip() and len(cells) > 1 else 0
    return line[:start] + "|".join(
        f" {BLANK} " if number - first in columns and cell.strip() else cell for number, cell in enumerate(cells)
    )


def _blank_parameters(lines: list[str], first: int, text: str, redact: Sequence[str]) -> None:
    """Take the values of redacted names out of a kb block, in a quote too; one that is no YAML is emptied."""
    try:
        read_values(text, path="")
        root = YAML(typ="safe", pure=True).compose(text)
        places = list(_values(root, redact))
    except KbError:
        places = [(0, 0, text.count("\n"), 0)] if may_name(text, redact) else []
    shown = text.split("\n")
    for start, column, last, last_column in reversed(places):
        end, end_column = last, last_column
        if not end_column and end > start:  # a text of several lines ends where the next begins
            end, end_column = end - 1, len(shown[end - 1])
        rest = shown[end][end_column:]
        shown[start : end + 1] = [f'{shown[start][:column]}"{BLANK}"{rest}', *[""] * (end - start)]
    for number, (old, new) in enumerate(zip(text.split("\n"), shown, strict=True), first):
        if old != new:
            lines[number] = lines[number].removesuffix(old) + new


def _values(node: Node | None, redact: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the values of redacted names begin and end: line and column of each, in order."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if is_redacted(str(key.value), redact):
                start, end = value.start_mark, _end(value)
                yield start.line, start.column, end.line, end.column
            else:
                yield from _values(value, redact)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _values(item, redact)


def _end(node: Node) -> Any:
    """Where a value ends: ruamel puts the end of a block behind the lines that follow it."""
    is_block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value
    last = node.value[-1] if is_block else None
    return node.end_mark if last is None else _end(last[1] if isinstance(last, tuple) else last)

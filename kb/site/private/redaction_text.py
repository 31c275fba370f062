"""What an audience must not read in texts and files: rows and columns of tables, parameters of kb blocks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from kb.errors import KbError
from kb.site.private.redaction import is_redacted, may_name
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text
from kb.yaml import read_values

if TYPE_CHECKING:
    from markdown_it.token import Token

BLANK = "…"
"""Stands where a value stood."""
_BAR = re.compile(r"(?<!\\)\|")
_LEAD = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t>]*")
_KB = re.compile(r"(?:`{3}|~{3})[ \t]*kb\b")
DELIMITERS = {"csv": ",", "tsv": "\t"}
"""How the names of files end whose columns have names, and what stands between their cells."""


def without_redacted_cells(body: str, redact: Sequence[str]) -> str:
    """A note's body in which tables, and the parameters of kb blocks, show no value of a redacted name; lines stay."""
    if not may_name(body, redact):
        return body
    lines = body.split("\n")
    if not any(("|" in line or "kb" in line) and (may_name(line, redact) or _KB.search(line)) for line in lines):
        return body
    document = parse_markdown(body)
    for tokens in (document.tokens, *document.footnotes.values()):
        for line, columns in _cells(tokens, redact):
            lines[line] = _blanked(lines[line], columns)
        for token in tokens:
            if token.type == "fence" and token.map and token.info.split()[:1] == ["kb"]:
                _blank_parameters(lines, token.map[0] + 1, token.content, redact)
    return "\n".join(lines)


def _cells(tokens: Sequence[Token], redact: Sequence[str]) -> Iterator[tuple[int, set[int]]]:
    """The lines of tables that hold what is redacted, each with the columns in which it stands."""
    hidden: set[int] = set()
    for start, token in enumerate(tokens):
        if token.type == "tr_open":
            row = _row(tokens, start)
            if tokens[start - 1].type == "thead_open":
                hidden = {column for column, text in enumerate(row) if is_redacted(text, redact)}
                continue
            named = set(range(1, len(row))) if row and is_redacted(row[0], redact) else set()
            if hidden | named and token.map:
                yield token.map[0], hidden | named


def _row(tokens: Sequence[Token], start: int) -> list[str]:
    row = []
    for number in range(start + 1, len(tokens)):
        if tokens[number].type == "tr_close":
            break
        if tokens[number].type == "inline":
            row.append(plain_text(tokens[number].children or []))
    return row


def _blanked(line: str, columns: set[int]) -> str:
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


def is_table(path: str) -> bool:
    """Whether `redact_file` may change a file of that name."""
    return path.rpartition(".")[2].casefold() in DELIMITERS


def redact_file(path: str, data: bytes, redact: Sequence[str]) -> bytes:
    """A file as it may be published: a table without the values of columns and rows of a redacted name.

    Args:
        path: Its path in the vault; by its end it is a table of comma- or tab-separated values, or no table.
        data: What it holds.
        redact: The names.

    Raises:
        KbError: Such a name may stand in a table that cannot be read with certainty.
    """
    delimiter = DELIMITERS.get(path.rpartition(".")[2].casefold())
    if delimiter is None or not redact:
        return data
    text = data.decode("utf-8-sig", "replace")
    if not may_name(text.replace("\0", ""), redact):  # UTF-16 has one in each letter
        return data
    if "\0" in text or "\ufffd" in text:
        raise _unsure(path, "not UTF-8 text")
    head = text.partition("\n")[0]
    if delimiter not in head and head.count(";"):
        delimiter = ";"
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    hidden = {column for column, name in enumerate(rows[0]) if is_redacted(name, redact)} if rows else set()
    blanked = [_blanked_row(row, hidden, redact) for row in rows[1:]]
    if any(len(row) != len(rows[0]) for row in rows):
        raise _unsure(path, "rows of different lengths")
    if named := next((cell for row in blanked for cell in row[1:] if is_redacted(cell, redact)), None):
        raise _unsure(path, f"{named!r} among the values")
    if blanked == rows[1:]:
        return data
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows([rows[0], *blanked])
    return stream.getvalue().encode()


def _blanked_row(row: Sequence[str], hidden: set[int], redact: Sequence[str]) -> list[str]:
    """A row without the values of hidden columns, or without all of them where its own name is redacted."""
    is_hidden = bool(row) and is_redacted(row[0], redact)
    return [BLANK if at in hidden or (is_hidden and at > 0) else cell for at, cell in enumerate(row)]


def _unsure(path: str, found: str) -> KbError:
    what = "This table may hold what is redacted, and cannot be read with certainty"
    do = (
        "Save it as UTF-8, the names of its columns in its first line and nothing but rows below, or do not publish it."
    )
    return KbError(what, path=path, found=found, do=do)

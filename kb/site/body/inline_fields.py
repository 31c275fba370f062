"""Fields in the text of a note, as the plugin Dataview draws them: with their name in `[]`, without it in `()`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from markdown_it.token import Token

from kb.query.dataview.lines import Bracketed, bracketed, plain_name

_OTHER, _BREAK = "\0", "\n"
"""What stands for a token that is no text, of which Markdown leaves neither in a text; and for the end of a line."""
_BREAKS = {"softbreak", "hardbreak"}


def with_fields(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands in a line, with a token where each field begins and ends; code, formulas and links stay whole."""
    if not any(token.type == "text" and "::" in token.content for token in tokens):
        return tokens
    line = "".join(map(_as_text, tokens))
    nesting = [*accumulate(change for token in tokens for change in _nesting(token))]
    edges = dict[int, tuple[int, Token]]()
    for found in bracketed(line):
        if _is_drawn(found, line, nesting):
            edges[found.start] = found.value, _edge(found, line, 1)
            edges[found.end] = found.end + 1, _edge(found, line, -1)
    return _cut(tokens, edges) if edges else tokens


def render_field_opening(token: Token) -> str:
    """Where a field begins: its name, or a hint where it is not shown."""
    name = escape(token.meta["name"])
    if token.markup == "[":
        return f'<span class="kb-field"><span class="kb-field__name">{name}</span> '
    return f'<span class="kb-field" title="{name}">'


def _as_text(token: Token) -> str:
    return token.content if token.type == "text" else _BREAK if token.type in _BREAKS else _OTHER


def _nesting(token: Token) -> list[int]:
    """How far what is open changes, for each sign of `_as_text`."""
    return [0] * len(token.content) if token.type == "text" else [token.nesting]


def _is_drawn(found: Bracketed, line: str, nesting: Sequence[int]) -> bool:
    """Whether a field has a value and a space before it, unlike `std::vector`, and closes nothing opened elsewhere."""
    name, value, inside = found.name, line[found.value : found.end], nesting[found.start : found.end + 1]
    is_field = bool(plain_name(name)) and _OTHER not in name and bool(value.strip()) and line[found.value - 1].isspace()
    return is_field and _BREAK not in line[found.start : found.end] and min(inside) == inside[0] == inside[-1]


def _edge(found: Bracketed, line: str, nesting: int) -> Token:
    kind = "field_open" if nesting > 0 else "field_close"
    return Token(kind, "span", 1 if nesting > 0 else -1, markup=line[found.start], meta={"name": found.name})


def _cut(tokens: Sequence[Token], edges: dict[int, tuple[int, Token]]) -> list[Token]:
    """The tokens with each edge in place of its signs: place of the first -> place behind the last, and the token."""
    found, place = list[Token](), 0
    for token in tokens:
        end = place + len(_as_text(token))
        if token.type != "text":
            found.append(token)
        else:
            start = place
            for edge in sorted(edge for edge in edges if place <= edge < end):
                found += [_text(token.content[start - place : edge - place]), edges[edge][1]]
                start = edges[edge][0]
            found.append(_text(token.content[start - place :]))
        place = end
    return found


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)

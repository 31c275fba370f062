"""Wikilinks, embeds, Markdown links and bare addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it.rules_inline import StateInline, image, link

from kb.model.note import Link
from kb.vault.markdown.lines import Content, place_of
from kb.vault.markdown.text import plain_text

if TYPE_CHECKING:
    from markdown_it.token import Token

WIKILINK = re.compile(r"(!?)\[\[((?:(?!\[\[|\]\])[^\n])+)\]\]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
BARE_START = re.compile(r"(?<![\w/])(?:https?|ftp|obsidian)$", re.ASCII)
LONGEST_BARE_START = len("/obsidian")
BARE_REST = re.compile(r"://[^\s<>`\"\[\]|]+")


def wikilink(state: StateInline, silent: bool) -> bool:
    """`[[target#fragment|text]]` and the same with `!` before it."""
    if state.src[state.pos] not in "[!":
        return False
    match = WIKILINK.match(state.src, state.pos, state.posMax)
    if not match or not (parts := _wiki_parts(match[2])):
        return False
    if not silent:
        token = state.push("wikiembed" if match[1] else "wikilink", "", 0)
        token.meta["link"] = _link(parts, place_of(state), match[0], is_embed=bool(match[1]), is_wiki=True)
    state.pos = match.end()
    return True


def _wiki_parts(inner: str) -> tuple[str, str, str] | None:
    destination, _, text = inner.partition("|")
    target, _, fragment = destination.removesuffix("\\").partition("#")
    target, fragment = target.strip(), fragment.strip()
    return (target, fragment, text.strip()) if target or fragment else None


def markdown_link(state: StateInline, silent: bool) -> bool:
    """CommonMark's own link, with what kb knows of it when it stays in the vault."""
    first, start, place = len(state.tokens), state.pos, place_of(state)
    if not link(state, silent):
        return False
    if not silent:
        added = state.tokens[first:]
        token = next(token for token in added if token.type == "link_open")
        text = plain_text(added[added.index(token) :])
        _describe(token, "href", text, place, state.src[start : state.pos])
    return True


def markdown_image(state: StateInline, silent: bool) -> bool:
    """CommonMark's own image, with what kb knows of it when it stays in the vault."""
    content: Content = state.env["content"]
    start, place, label = state.pos, place_of(state), len("![")
    content.offset += start + label
    matched = image(state, silent)
    content.offset -= start + label
    if matched and not silent:
        token = state.tokens[-1]
        _describe(token, "src", plain_text(token.children or []), place, state.src[start : state.pos])
    return matched


def _describe(token: Token, attribute: str, text: str, place: tuple[int, int], raw: str) -> None:
    address = str(token.attrs[attribute])
    if not address or SCHEME.match(address):
        return
    target, _, fragment = address.partition("#")
    parts = unquote(target), unquote(fragment), text
    token.meta["link"] = _link(parts, place, raw, is_embed=attribute == "src", is_wiki=False)


def _link(parts: tuple[str, str, str], place: tuple[int, int], raw: str, *, is_embed: bool, is_wiki: bool) -> Link:
    line, column = place
    return Link(*parts, line, is_embed, is_wiki, raw, column)


def bare_address(state: StateInline, silent: bool) -> bool:
    """`https://…` in running text, without the punctuation that ends the sentence."""
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    rest = BARE_REST.match(state.src, state.pos, state.posMax)
    start = BARE_START.search(state.pending[-LONGEST_BARE_START:]) if rest else None
    if not start or not rest or not (tail := _without_punctuation(rest[0])):
        return False
    address = start[0] + tail
    state.pending = state.pending[: -len(start[0])]
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(tail)
    return True


def _without_punctuation(tail: str) -> str:
    unopened = tail.count(")") - tail.count("(")
    end = len(tail)
    while tail[end - 1] in "?!.,:;*_~'=" or (tail[end - 1] == ")" and unopened > 0):
        unopened -= tail[end - 1] == ")"
        end -= 1
    return tail[:end] if end > len("://") else ""

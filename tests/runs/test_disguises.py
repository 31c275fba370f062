from __future__ import annotations

import base64
import html
import json
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.utils import htmlsafe_json_dumps

from kb.runs.disguises import disguises

Write = Callable[[str], str]

WAYS: dict[str, Write] = {
    "as it is": str,
    "a literal": repr,
    "a literal in a literal": lambda text: repr([repr(text)]),
    "bytes": lambda text: repr(text.encode()),
    "JSON": json.dumps,
    "JSON with letters of all languages": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON in JSON": lambda text: json.dumps({"a": json.dumps(text)}),
    "JSON in a literal": lambda text: repr(json.dumps(text)),
    "JSON as pandas writes it": lambda text: json.dumps(text).replace("/", "\\/"),
    "JSON in a script": lambda text: str(htmlsafe_json_dumps(text)),
    "an address": urllib.parse.quote,
    "a query": urllib.parse.quote_plus,
    "a page": html.escape,
    "a table of pandas": lambda text: html.escape(text, quote=False),
    "hex": lambda text: text.encode().hex(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
}
SECRETS = [
    "s3cret-V4lue",
    "a/b+c==d?e&f",
    "quote\"and'quote",
    "back\\slash <tag>",
    "schlüssel-日本",
    "new\nline\tand tab",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["", "x", 'it\'s "so"', "é:"])
def test_a_text_is_found_however_it_is_written(way: str, secret: str, around: str) -> None:
    written = WAYS[way](f"{around}{secret}{around}")

    assert any(form in written for form in disguises(secret, 6))


@given(secret=st.text(st.characters(codec="utf-8"), min_size=6), around=st.text(st.characters(codec="utf-8")))
def test_any_text_is_found_in_any_other(secret: str, around: str) -> None:
    forms = disguises(secret, 6)

    assert [way for way, write in WAYS.items() if not _holds(write(around + secret + around), forms)] == []


def _holds(written: str, forms: set[str]) -> bool:
    return any(form in written for form in forms)


def test_lines_are_found_by_themselves_where_they_are_long_enough() -> None:
    forms = disguises("-----BEGIN-----\n  MIIEvQ==\r\nend\n", 6)

    assert {"-----BEGIN-----", "MIIEvQ==", "-----BEGIN-----\n  MIIEvQ==\nend"} <= forms
    assert "end" not in forms


def test_a_plain_word_has_few_disguises() -> None:
    assert len(disguises("abcDEF123456", 6)) == 5


def test_what_is_no_character_is_no_fault() -> None:
    assert "half \udc80 one" in disguises("half \udc80 one", 6)

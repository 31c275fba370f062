"""How a text may be written in a site."""

from __future__ import annotations

import json
import unicodedata
from html import escape
from urllib.parse import quote

from kb.runs.disguises import disguises
from kb.secrets import LEAST_CHARACTERS
from kb.site.private.accounts import account_forms
from kb.site.private.amounts import number_forms
from kb.site.private.distinct import words_of

_LEAST_LINE = 8


def secret_forms(text: str) -> set[str]:
    """A secret in all forms in which programs write text, in hex and base64 too."""
    return {form for form in disguises(text, _LEAST_LINE) if len(form) >= LEAST_CHARACTERS}


def value_forms(text: str) -> set[str]:
    """A text as it is, as an address, and in a page or script; a number or an account as people write it, too."""
    accounts = (form for one in account_forms(text) for form in _written(one))
    return {*_text_forms(text), *number_forms(text), *accounts}


def name_forms(text: str) -> set[str]:
    """A name in all forms that differ in more than case and in what stands between words."""
    return {*_text_forms(text), " ".join(words_of(text))}


def _text_forms(text: str) -> set[str]:
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")}
    return {form for one in forms for form in _written(one)}


def _written(text: str) -> set[str]:
    page = escape(text)
    addresses = {quote(text), quote(text, safe="")}
    return {text, page, page.replace("&#x27;", "&#39;"), escape(text, quote=False), json.dumps(text)[1:-1], *addresses}

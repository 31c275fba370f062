"""Text as it is compared: neither case nor accents count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_ACCENTS = range(0x300, 0x370)
_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN = "\ufffd"


class _Forms(dict[int, str]):
    """The form of each character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = form = _form(code)
        return form


def _form(code: int) -> str:
    if code == 0 or code in _SURROGATES:  # SQLite ends a text there, and cannot store it
        return _UNKNOWN
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", chr(code)).casefold())
    return unicodedata.normalize("NFC", "".join(char for char in apart if ord(char) not in _ACCENTS))


_FORMS = _Forms()


def fold(text: str) -> str:
    """The form in which text is compared, character by character: so the form of a part is a part of the form."""
    return text.lower() if text.isascii() and "\0" not in text else text.translate(_FORMS)


def spans(text: str, part: str) -> Iterator[tuple[int, int]]:
    """Where in a text a folded part stands, as offsets in the text itself; none for an empty part."""
    folded, places = [], []
    for place, char in enumerate(text):
        form = fold(char)
        folded.append(form)
        places += [place] * len(form)
    whole = "".join(folded)
    found = whole.find(part) if part else -1
    while found >= 0:
        end = found + len(part)
        yield places[found], places[end - 1] + 1
        found = whole.find(part, end)

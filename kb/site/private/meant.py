"""What a link that leads nowhere may mean: its name in the plainest spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from kb.site.published import NAMING

_SCHEME = re.compile(r"[A-Za-z][\w+.-]+:|//")
_OF_VAULTS = ("obsidian:", "file:")
"""Schemes of addresses that name files of a vault."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Signs that take no place on a page."""


def is_of_vault(address: str) -> bool:
    """Whether an address has a scheme of those that name files of a vault."""
    return address.lower().startswith(_OF_VAULTS)


def meant_by(target: str) -> Iterator[str]:
    """The names that a link which leads nowhere may mean, without their folders.

    Percent signs, signs that nobody sees, the width of letters, blanks, backslashes and ends like `^` do not count, nor
    does the folder. Of other addresses only `obsidian:` and `file:` mean files of a vault.
    """
    if not _SCHEME.match(target):
        yield from _names(unquote(target))
    elif is_of_vault(target):
        place = urlsplit(target)
        for path in (place.path, *(value for _, value in parse_qsl(place.query))):
            yield from _names(unquote(path))


def _names(path: str) -> Iterator[str]:
    seen = _UNSEEN.sub("", path)
    for spelling in dict.fromkeys((seen, unicodedata.normalize("NFKC", seen))):
        plain = " ".join(spelling.replace("\\", "/").partition("#")[0].split()).strip("/^ ")
        if name := plain.rpartition("/")[2].strip():
            yield from (name, *(name + ending for ending in NAMING))

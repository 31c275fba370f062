"""A note's URL from its path, by a rule that stays."""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from collections.abc import Collection, Container, Iterable, Mapping
from functools import lru_cache
from itertools import chain, count
from typing import Any, NamedTuple
from urllib.parse import quote

from kb.vault.markdown import slug
from kb.vault.names import folded_key

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
"""Names that Windows does not give to a folder."""
HASH_LENGTH = 6
MOST_BYTES = 248
"""Of a name, so that a dash and a hash make the 255 that disks take."""


def url_of(path: str) -> str:
    """The URL of a note that no other note disputes: each segment slugged, a slash at its end, empty for home.

    `index.md` and a folder's own note (`a/a.md`) stand for their folder.
    """
    *folders, name = _stem(path).split("/")
    is_folder = name.casefold() == "index" or (bool(folders) and _same(name, folders[-1]))
    segments = folders if is_folder else [*folders, name]
    return "".join(f"{_segment(segment)}/" for segment in segments)


class Addresses(NamedTuple):
    """Where notes are.

    Attributes:
        urls: Path of a note -> its URL.
        holders: Path of a note that did not get the URL it wanted -> the path of that which has it.
    """

    urls: Mapping[str, str]
    holders: Mapping[str, str]


def addresses_of(permalinks: Mapping[str, str]) -> Addresses:
    """Give every note a URL of its own.

    Where two notes want one URL, a permalink keeps it, then an `index.md`, then the path that is its own slug, then the
    path that sorts first; the others get a dash and the hash of their path. URLs that differ by case only, as `ß` and
    `ss` do, are one URL on many disks.

    Args:
        permalinks: Path of each note -> the URL that its author wants, empty for that of its path.
    """
    urls: dict[str, str] = {}
    holders: dict[str, str] = {}
    taken: dict[str, str] = {}
    for path in sorted(permalinks, key=lambda path: _rank(path, permalinks[path])):
        url = permalinks[path] or url_of(path)
        if holder := taken.get(folded_key(url)):
            holders[path], url = holder, _with_hash(url, path, taken)
        urls[path], taken[folded_key(url)] = url, path
    return Addresses(urls, holders)


def permalink_url(wanted: Any) -> str:
    """The URL that a property `permalink` asks for: each part slugged; empty where one has no letter and no digit."""
    if not isinstance(wanted, str) or "://" in wanted:
        return ""
    parts = [part for part in wanted.strip().split("/") if part]
    return "".join(f"{_segment(part)}/" for part in parts) if all(map(slug, parts)) else ""


def stands_for_folder(path: str, url: str) -> bool:
    """Whether a note with this URL is the page of the folder that holds it."""
    return url.count("/") == path.count("/") and url == url_of(path)


def folder_url(folder: str) -> str:
    """The URL of a folder's page, whichever note or list that is; empty for the vault itself."""
    return url_of(f"{folder}/index.md") if folder else ""


def free_url(name: str, urls: Mapping[str, str]) -> str:
    """A URL for a page of kb's own, at and below which no note is.

    Args:
        name: What it is called where that is free: `tags`.
        urls: Path of each note -> its URL.
    """
    taken = {f"{place.partition('/')[0]}/" for place in chain(urls.values(), map(_stem, urls))}
    candidates = chain([f"{name}/", f"all-{name}/"], (f"all-{name}-{number}/" for number in count(1)))
    return next(url for url in candidates if url not in taken)


def tag_urls(keys: Collection[str], base: str) -> dict[str, str]:
    """A URL for every tag: below that of the tag above it, each segment slugged; equal ones get a hash as notes do.

    Args:
        keys: Tags as compared, and all tags above them.
        base: The URL of the list of tags.
    """
    urls: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        above, _, name = key.rpartition("/")
        url = f"{urls.get(above, base)}{_segment(name)}/"
        urls[key] = url if url not in taken else _with_hash(url, key, taken)
        taken.add(urls[key])
    return urls


def feed_urls(folders: Collection[str]) -> dict[str, str]:
    """The URL of each folder's feed; of folders with one URL, the first by its letters has it without a hash."""
    urls: dict[str, str] = {}
    taken: set[str] = set()
    for folder in sorted(folders):
        url = f"{folder_url(folder)}feed/"
        url = url if folded_key(url) not in taken else _with_hash(url, folder, taken)
        urls[folder] = f"{url.removesuffix('/')}.xml"
        taken.add(folded_key(url))
    return urls


def drawn_page_urls(paths: Iterable[str], urls: Iterable[str]) -> dict[str, str]:
    """The URL of the page of each base and canvas: `runs-base/` of `Runs.base`.

    Args:
        paths: Of the bases and canvases.
        urls: Those of all other pages.
    """
    found: dict[str, str] = {}
    taken = set(map(folded_key, urls))
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.rpartition(".")
        url = f"{folder_url(folder)}{_segment(f'{stem} {ending}')}/"
        found[path] = url if folded_key(url) not in taken else _with_hash(url, path, taken)
        taken.add(folded_key(found[path]))
    return found


def later_url(url: str, number: int) -> str:
    """The URL of a list's second page and of those after it: no name becomes a segment with `_`."""
    return f"{url}page_{number}/"


def relative_url(target: str, page: str) -> str:
    """The way from one page's URL to another URL of the site, percent-encoded; a fragment stays at its end."""
    place, mark, fragment = target.partition("#")
    if place == page and mark:
        return f"#{quote(fragment)}"
    shared, end = 0, place.find("/") + 1
    while end and page.startswith(place[shared:end], shared):
        shared, end = end, place.find("/", end) + 1
    way = "../" * page.count("/", shared) + place[shared:]
    return (_quoted(way) or "./") + (f"#{quote(fragment)}" if mark else "")


def absolute_url(site_url: str, url: str) -> str:
    """The address on the web of a URL of the site, percent-encoded."""
    return f"{site_url}{quote(url)}"


_quoted = lru_cache(maxsize=1 << 16)(quote)
"""A list of links is made for each page that shows it."""


@lru_cache(maxsize=1 << 16)
def _segment(name: str) -> str:
    found = slug(name) or _hash(name)
    is_too_long = len(found.encode()) > MOST_BYTES
    return f"{_cut(found)}-{_hash(name)}" if found in RESERVED or is_too_long else found


def _cut(segment: str) -> str:
    return segment.encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-")


def _rank(path: str, permalink: str) -> tuple[bool, bool, bool, str, str]:
    plain = _stem(path)
    is_index = posixpath.basename(plain).casefold() == "index"
    return not permalink, not is_index, f"{plain}/" != url_of(path), unicodedata.normalize("NFC", path), path


def _with_hash(url: str, path: str, taken: Container[str]) -> str:
    folder, mark, name = url.removesuffix("/").rpartition("/")
    found, salt = url, path
    while folded_key(found) in taken:
        found = f"{folder}{mark}{f'{_cut(name)}-'.removeprefix('-')}{_hash(salt)}/"
        salt += "/"
    return found


def _stem(path: str) -> str:
    return path[: -len(".md")]


def _same(name: str, folder: str) -> bool:
    return unicodedata.normalize("NFC", name).casefold() == unicodedata.normalize("NFC", folder).casefold()


def _hash(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]

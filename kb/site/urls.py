"""A note's URL from its path, by a rule that stays."""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

from kb.vault.markdown import slug

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
"""Names that Windows does not give to a folder."""
HASH_LENGTH = 6


def url_of(path: str) -> str:
    """The URL of a note that no other note disputes: each segment slugged, a slash at its end, empty for home.

    `index.md` and a folder's own note (`a/a.md`) stand for their folder.
    """
    *folders, name = _stem(path).split("/")
    is_folder = name.casefold() == "index" or (bool(folders) and _same(name, folders[-1]))
    segments = folders if is_folder else [*folders, name]
    return "".join(f"{_segment(segment)}/" for segment in segments)


def note_urls(permalinks: Mapping[str, str]) -> dict[str, str]:
    """Give every note a URL of its own.

    Args:
        permalinks: Path of each note -> the URL that its author wants, empty for that of its path.

    Returns:
        Path -> URL. Where two notes want one URL, a permalink keeps it, then an `index.md`, then the path that is its
        own slug, then the path that sorts first; the others get a dash and the hash of their path.
    """
    urls: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(permalinks, key=lambda path: _rank(path, permalinks[path])):
        url = _permalink(permalinks[path]) or url_of(path)
        urls[path] = url if url not in taken else _with_hash(url, path, taken)
        taken.add(urls[path])
    return urls


def stands_for_folder(path: str, url: str) -> bool:
    """Whether a note with this URL is the page of the folder that holds it."""
    return url == url_of(path) and url.count("/") == path.count("/")


def relative_url(target: str, page: str) -> str:
    """The way from one page's URL to another URL of the site, percent-encoded; a fragment stays at its end."""
    place, mark, fragment = target.partition("#")
    if place == page and mark:
        return f"#{quote(fragment)}"
    way = posixpath.relpath(f"/{place}", f"/{page}")
    slash = "/" if place.endswith("/") or not place else ""
    return quote(f"{way}{slash}") + (f"#{quote(fragment)}" if mark else "")


def _segment(name: str) -> str:
    found = slug(name) or _hash(name)
    return f"{found}-{_hash(name)}" if found in RESERVED else found


def _rank(path: str, permalink: str) -> tuple[bool, bool, bool, str, str]:
    plain = _stem(path)
    is_index = posixpath.basename(plain).casefold() == "index"
    return not permalink, not is_index, f"{plain}/" != url_of(path), unicodedata.normalize("NFC", path), path


def _permalink(text: str) -> str:
    return "".join(f"{_segment(segment)}/" for segment in text.strip().split("/") if segment)


def _with_hash(url: str, path: str, taken: set[str]) -> str:
    stem, found, salt = url.removesuffix("/"), url, path
    while found in taken:
        found = f"{stem}-{_hash(salt)}/".removeprefix("-")
        salt += "/"
    return found


def _stem(path: str) -> str:
    return path[: -len(".md")]


def _same(name: str, folder: str) -> bool:
    return unicodedata.normalize("NFC", name).casefold() == unicodedata.normalize("NFC", folder).casefold()


def _hash(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]

"""How a link names a file: each in the style in which it was written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote

from kb.vault.destinations import Form, decoded
from kb.vault.names import folded_key

_UNLINKABLE = re.compile(r"[|\n]|\[\[|\]\]|\\\Z")
_LEFT_PLAIN = "/!$'()*+,;:=@&~"


def spellings(target: str, was: str, now: str, here: str, here_now: str) -> Iterator[str]:
    """What a link may say instead, best first.

    A bare name stays one, else it gets the shortest path; a path from the root stays one, and a relative one too; the
    ending of a note stays as it was, there or left out.

    Args:
        target: What the link says.
        was: The path of the file that it meant.
        now: The path that this file has now.
        here: The folder of the note in which the link stands.
        here_now: The folder that this note is in now.
    """
    path = now if _has_ending(target, was) else _without_ending(now)
    match style_of(target, was, here):
        case "bare":
            yield from _ends(path, 1)
        case "end":
            yield from _ends(path, 2)
        case "absolute":
            yield f"/{path}"
        case ("dotted" | "relative") as style:
            relative = posixpath.relpath(path, here_now or ".")
            yield relative if style == "relative" or relative.startswith("../") else f"./{relative}"
    yield path
    yield f"/{path}"
    yield from _ends(now, 1)
    yield f"/{now}"


def style_of(target: str, was: str, here: str) -> str:
    """`bare`, `dotted` (`./a`), `absolute` (`/a/b`), `path` (from the root), `relative` (`a/b`) or `end` of a path."""
    if target.startswith(("./", "../")):
        return "dotted"
    if target.startswith("/"):
        return "absolute"
    if "/" not in target:
        return "bare"
    names = {folded_key(was), folded_key(_without_ending(was))}
    if folded_key(posixpath.normpath(target)) in names:
        return "path"
    return "relative" if folded_key(posixpath.normpath(posixpath.join(here, target))) in names else "end"


def names_file(target: str, path: str) -> bool:
    """Whether a link says the file's own name, and no alias."""
    name = path.rpartition("/")[2]
    return folded_key(target.rpartition("/")[2]) in {folded_key(name), folded_key(_without_ending(name))}


def written(part: str, form: Form, before: str, *, barred: str = "#") -> str | None:
    """A target or fragment as a link of that form says it; None where it cannot.

    Args:
        part: What it has to say.
        form: The form of the link.
        before: What the link said, whose way to write spaces and accents stays.
        barred: What would end it: a fragment may hold the `#` that ends a target.
    """
    if form == "path":
        return part
    if form == "wiki":
        is_barred = _UNLINKABLE.search(part) or (barred and barred in part) or part != part.strip()
        return None if is_barred else part
    keeps_letters = not re.search(r"%[89A-Fa-f]", before)
    plain = part if form == "angle" and "%" not in before else _percent(part, _LEFT_PLAIN, keeps_letters)
    for text in (plain, _percent(part, "/", keeps_letters)):
        if not (barred and barred in text) and decoded(text, form) == part:
            return text
    return None


def _percent(target: str, left: str, keeps_letters: bool) -> str:
    """A target with percent signs; letters beyond ASCII stay as they are unless the link wrote such otherwise."""
    if not keeps_letters:
        return quote(target, safe=left)
    return "".join(quote(part, safe=left) if part.isascii() else part for part in re.split(r"([^\x00-\x7f]+)", target))


def _ends(path: str, least: int) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[-count:]) for count in range(min(least, len(parts)), len(parts) + 1))


def _has_ending(target: str, path: str) -> bool:
    name = target.rpartition("/")[2]
    return _without_ending(path) == path or folded_key(name) == folded_key(path.rpartition("/")[2])


def _without_ending(path: str) -> str:
    return path[: -len(".md")] if path.casefold().endswith(".md") else path

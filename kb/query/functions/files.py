"""Functions of files and links."""

from __future__ import annotations

from kb.query.files import File, link_to, target_of
from kb.query.functions.function import Function, Functions
from kb.query.values import Link, Value, text_of
from kb.vault.index import links_of
from kb.vault.names import folded_key


def file_of(value: Value, desk_of: File) -> File | None:
    """The file that a file, link, or path names."""
    if isinstance(value, File):
        return value
    if isinstance(value, Link):
        return value.file
    target = text_of(value).strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    return desk_of.desk.found(target, desk_of.path) if target else None


def _has_link(file: File, other: Value) -> bool:
    wanted = file_of(other, file)
    if wanted == file:
        return any(link.file == wanted for link in file.links)
    if wanted is not None:
        return file.path in file.desk.linking_to(wanted.path)
    name = folded_key(other.target if isinstance(other, Link) else text_of(other))
    note = file.desk.index.notes.get(file.path)
    return note is not None and any(folded_key(target_of(link)) == name for link in links_of(note))


def _has_property(file: File, name: Value) -> bool:
    file.desk.check_told(text_of(name))
    note = file.desk.index.notes.get(file.path)
    return note is not None and folded_key(text_of(name)) in map(folded_key, note.properties)


def _has_tag(file: File, *names: Value) -> bool:
    return any(file.path in file.desk.index.tagged(text_of(name)) for name in names)


def _in_folder(file: File, folder: Value) -> bool:
    wanted = folded_key(text_of(folder).strip("/"))
    return not wanted or folded_key(file.path).startswith(f"{wanted}/")


def _links_to(link: Link, other: Value) -> bool:
    return link.file is not None and _has_link(link.file, other)


def _says(link: Link, part: Value) -> bool:
    """Whether a text stands in what a link shows, or in where it leads."""
    return text_of(part) in text_of(link) or text_of(part) in link.target


FILES: Functions = {
    "asLink": Function(link_to, 0, 1),
    "hasLink": Function(_has_link, 1, 1),
    "hasProperty": Function(_has_property, 1, 1),
    "hasTag": Function(_has_tag, 1, None),
    "inFolder": Function(_in_folder, 1, 1),
    "isEmpty": Function(lambda _file: False),
}
LINKS: Functions = {
    "asFile": Function(lambda link: link.file),
    "contains": Function(_says, 1, 1),
    "containsAll": Function(lambda link, *parts: all(_says(link, part) for part in parts), 1, None),
    "containsAny": Function(lambda link, *parts: any(_says(link, part) for part in parts), 1, None),
    "isEmpty": Function(lambda link: not link.target),
    "linksTo": Function(_links_to, 1, 1),
}

"""What is wrong with a vault: problems with path, line and what to do, none of them raised."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.vault.check_links import check_links
from kb.vault.edit import property_line
from kb.vault.index import Index
from kb.vault.names import folded_key
from kb.vault.notes import is_template
from kb.vault.properties import property_aliases
from kb.vault.region import find_region

_HOME_NAMES = {"index", "home", "readme"}
_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN_IN_NOTES = re.compile(
    r".*\.(avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf)", re.IGNORECASE
)


def check_vault(index: Index) -> list[Problem]:
    """All problems of the indexed notes, by path and line; templates are patterns and are not checked.

    What cannot be read at all, malformed frontmatter included, is reported by `read_vault`.
    """
    found = [
        *check_links(index),
        *_check_names(index),
        *_check_copies(index),
        *_check_aliases(index),
        *_check_use(index),
    ]
    for note in index.notes.values():
        if not is_template(note.path):
            found += [*_check_properties(note), *_check_region(note)]
    return sorted(found, key=lambda problem: (problem.path or "", problem.line or 0, problem.rule, problem.found))


def _check_names(index: Index) -> Iterator[Problem]:
    groups: defaultdict[str, list[Note]] = defaultdict(list)
    for note in index.notes.values():
        if not is_template(note.path):
            groups[folded_key(note.name)].append(note)
    for name, (first, *others) in groups.items():
        for other in others:
            if folded_key(other.path) == folded_key(first.path):
                what = f"Only upper and lower case tell this note from {first.path}: Windows and macOS hold one of them"
                yield Problem("case-clash", what, "Rename one of the two.", other.path)
            elif name not in _HOME_NAMES:
                do = "Rename one of the two, or write the folder in every link to them."
                what = f"This note has the same name as {first.path}"
                yield Problem("name-clash", what, do, other.path, severity="warning")


def _check_copies(index: Index) -> Iterator[Problem]:
    """Two notes that both say they are kb's note of one run or batch: kb renews one of them only."""
    for paths in (*index.runs.values(), *index.batches.values()):
        for path in paths[1:]:
            what = f"This note and {paths[0]} are copies of one note of kb, which renews only one"
            yield Problem("copied-note", what, "Delete one, or remove `kb_run` or `kb_batch` from it.", path)


def _check_aliases(index: Index) -> Iterator[Problem]:
    names = {folded_key(note.name): note for note in index.notes.values()}
    for note in index.notes.values():
        for alias in () if is_template(note.path) else property_aliases(note):
            claims = [path for path in index.resolver.aliases[folded_key(alias)] if path != note.path]
            owner = names.get(folded_key(alias), note)
            if owner is not note:
                yield _alias_clash(note, alias, f"This alias is the name of {owner.path}, which links with it lead to")
            elif claims:
                yield _alias_clash(note, alias, f"This alias is claimed by {claims[0]} too")


def _alias_clash(note: Note, alias: str, what: str) -> Problem:
    line = property_line(note.text, "aliases")
    return Problem("alias-clash", what, "Give it up in one of the two.", note.path, line, alias, severity="warning")


def _check_properties(note: Note) -> Iterator[Problem]:
    for name, value in note.properties.items():
        expected = _expected(name.casefold(), value)
        if expected:
            line, found = property_line(note.text, name), f"{name}: {_as_written(value)}"[:120]
            yield Problem("bad-property", f"`{name}` must be {expected[0]}", expected[1], note.path, line, found)


def _as_written(value: Any) -> str:
    """A text in quotes: without them it would look like the value that it is not."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def _expected(name: str, value: Any) -> tuple[str, str] | None:
    """What an Obsidian property must be, and how to write it; None when it is all right."""
    if name == "publish" and not (value is None or isinstance(value, bool)):
        do = "Write `publish: true` or `publish: false` without quotes. Until then the note is not published."
        return "true or false", do
    if name not in {"tags", "aliases"} or value is None or isinstance(value, str):
        return None
    if not isinstance(value, list) or any(isinstance(item, list | dict) for item in value):
        return "a list of texts", f"Write `{name}: [one, two]`."
    if name == "tags" and any(re.search(r"\s", str(item).strip()) for item in value):
        return "tags without spaces", "Join the words of each tag with `-` or `_`."
    return None


def _check_region(note: Note) -> Iterator[Problem]:
    if not any(name.startswith("kb_") for name in note.properties):
        return
    try:
        region = find_region(note.text, path=note.path)
    except KbError as error:
        yield problem_of(error, "edited-region")
        return
    if region.is_edited:
        what = "The part of this note that kb writes was edited by hand, so that kb cannot renew it"
        do = "Move your text below `%% kb:end %%`, then delete what is left between the markers."
        yield Problem("edited-region", what, do, note.path, region.line)


def _check_use(index: Index) -> Iterator[Problem]:
    for path, note in index.notes.items():
        if path not in index.backlinks and not _stands_alone(note):
            do = "Link to it from a note that a reader would come from."
            yield Problem("orphan", "No note links to this one", do, path, severity="warning")
    for path in index.attachments:
        if path not in index.backlinks and _SHOWN_IN_NOTES.fullmatch(path):
            do = "Delete it, or show it in a note."
            yield Problem("unused-attachment", "No note uses this file", do, path, severity="warning")


def _stands_alone(note: Note) -> bool:
    """Whether a note is found without a link to it: a home page, a template, or a day of the journal."""
    is_journal = note.path.casefold().startswith("journal/")
    is_home = folded_key(note.name) in _HOME_NAMES
    return is_home or is_journal or is_template(note.path) or _DAILY.fullmatch(note.name) is not None

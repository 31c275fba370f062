"""What a vault gets of a site that its author did not mean: addresses, links to nothing, readers of nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.config import FILE_NAME
from kb.model.audience import OWNER, SENSITIVE, Audience
from kb.model.note import Note
from kb.model.problem import Problem
from kb.model.rules import Choices, judged
from kb.query.checks import failing_bases
from kb.query.dataview.checks import failing_queries
from kb.query.disk import ENDING
from kb.query.files import Desk
from kb.site.canvases import is_canvas
from kb.site.drawn import ENDINGS, is_meant
from kb.site.model import Site
from kb.site.private.audience import carries, is_for, is_in
from kb.site.private.called import called, is_called
from kb.site.private.canvases import words_of_canvas
from kb.site.published import PERMALINK, note_addresses
from kb.site.urls import permalink_url, url_of
from kb.vault.checks.leads import find_leads
from kb.vault.closest import closest_names, group_names
from kb.vault.index import Index, build_index
from kb.vault.links import Target, build_resolver
from kb.vault.writing.edit import property_line

if TYPE_CHECKING:
    from kb.site.build import Source


def check_addresses(notes: Iterable[Note]) -> Iterator[Problem]:
    """Published notes that are not at the address that they ask for, or that their path has."""
    by_path = {note.path: note for note in notes}
    urls, holders = note_addresses(by_path.values())
    for path, note in by_path.items():
        wanted = note.properties.get(PERMALINK)
        if wanted not in (None, "") and not permalink_url(wanted):
            yield _no_address(note, f"{PERMALINK}: {wanted}"[:120], urls[path])
    for path, holder in holders.items():
        yield _clash(by_path[path], holder, urls[path])


def _no_address(note: Note, found: str, url: str) -> Problem:
    what = f"This `permalink` is no address, so that the page is at `/{url}`"
    do = "Write the parts of a path, each with a letter or a digit: `permalink: ideas/gaps`."
    return Problem("bad-permalink", what, do, note.path, property_line(note.text, PERMALINK), found, "warning")


def _clash(note: Note, holder: str, url: str) -> Problem:
    wanted = permalink_url(note.properties.get(PERMALINK))
    what = f"{holder} has the address that this note would have, which is at `/{url}`"
    do = "Rename one of the two, or give one another `permalink`."
    line = property_line(note.text, PERMALINK) if wanted else None
    return Problem("address-clash", what, do, note.path, line, f"/{wanted or url_of(note.path)}", "warning")


def check_audience(audience: Audience, notes: Mapping[str, Note], files: Iterable[str]) -> Iterator[Problem]:
    """What kb.toml names for an audience and is not in the vault, or that it reads nothing for another reason.

    Args:
        audience: Who.
        notes: All notes of the vault, by path.
        files: The paths of all other files of the vault.
    """
    drawn = (path for path in files if path.casefold().endswith(ENDINGS) and is_meant(audience, path))
    read = (*notes, *drawn)
    without = [("folders", one, "is in this folder") for one in audience.folders if not _any_in(one, read)]
    tags = (one for one in audience.tags if not any(carries(note, [one]) for note in notes.values()))
    without += [("tags", one, "carries this tag") for one in tags]
    for key, found, how in without:
        do = f"Correct `{key}` under [audiences.{audience.name}]."
        yield _unread(f"No note {how}, which the audience {audience.name} is to read", do, found)
    if notes and not without and not any(is_for(note, audience) for note in notes.values()):
        do = "Give notes that it is to read the property `publish: true`."
        if audience.base == OWNER:
            do = "All there are say `publish: false`, are templates, or cannot be read, or lack a tag or folder of its."
        yield _unread("This audience reads no note", do, audience.name)


def check_drawn(audience: Audience, files: Iterable[str]) -> Iterator[Problem]:
    """The bases and canvases that kb.toml names for an audience, and that it does not see, like a slip.

    Args:
        audience: Who.
        files: The paths of all files of the vault that are no notes.
    """
    drawn = [path for path in files if path.casefold().endswith(ENDINGS)]
    for one in audience.drawn or ():
        if not any(is_meant(replace(audience, drawn=(one,)), path) for path in drawn):
            what = f"No base or canvas is called so or in this folder, which the audience {audience.name} is to see"
            do = f"Correct `drawn` under [audiences.{audience.name}]; with `folders`, it must be in one of these."
            yield _unread(what, do, one)


def check_redact(audience: Audience, notes: Mapping[str, Note], vault: Path, files: Iterable[str]) -> Iterator[Problem]:
    """The names in `redact` of kb.toml that nothing in the vault has, like a slip; not those that kb redacts unasked.

    Args:
        audience: Who.
        notes: All notes of the vault, by path.
        vault: Its folder.
        files: The paths of all other files of it.
    """
    files = tuple(files)
    own = (name for name in audience.redact if name not in SENSITIVE)
    if unmet := [name for name in own if not is_called(name, notes.values(), vault, files)]:
        groups = group_names(sorted(called(notes.values(), vault, files)))
        for name in unmet:
            near = closest_names(name, groups)
            do = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""
            what = f"No property, field, column or parameter has this name, which is redacted for {audience.name}"
            yield _unread(what, do or f"Correct `redact` under [audiences.{audience.name}].", name)


def _any_in(folder: str, paths: Iterable[str]) -> bool:
    return any(is_in(path, [folder]) for path in paths)


def _unread(what: str, do: str, found: str) -> Problem:
    return Problem("empty-audience", what, do, FILE_NAME, found=found, severity="warning")


def check_asked(site: Site, audience: Audience, source: Source) -> Iterator[Problem]:
    """Bases and queries that fail for others where they do not for the owner: a site says no more than that.

    Args:
        site: What is published.
        audience: For whom.
        source: The vault.
    """
    found = [*_failing(site.desk, site.drawn)]
    if not found:
        return
    index = build_index(source.notes.values(), source.files)
    whole = Desk(index, site.desk.now, site.desk.facts)
    known = {_fault(problem) for problem in _failing(whole, {path: source.drawn[path] for path in site.drawn})}
    told = (_as_written(problem, site, source) for problem in found if _fault(problem) not in known)
    for problem in dict.fromkeys(told):
        what = f"{problem.what}, for readers of the site of {audience.name}, who are told only that it is so"
        yield replace(problem, what=what, severity="warning")


def _failing(desk: Desk, drawn: Mapping[str, str]) -> Iterator[Problem]:
    """What fails in bases, in notes, and on the cards of canvases."""
    bases = {path: text for path, text in drawn.items() if path.casefold().endswith(ENDING)}
    cards = (card for path, text in drawn.items() if is_canvas(path) for card in words_of_canvas(path, text))
    notes = [*desk.index.notes.values(), *cards]
    yield from (*failing_bases(desk, bases, notes), *failing_queries(desk, notes))


def _as_written(problem: Problem, site: Site, source: Source) -> Problem:
    """What is wrong in a file that others see, with the line of the vault; a canvas is told as a whole."""
    path = problem.path or ""
    is_as_written = not is_canvas(path)
    if path in source.notes:  # what is taken out leaves its lines, but for whole parts of notes of kb
        is_as_written = _lines(source.notes[path]) == _lines(site.index.notes[path])
    return problem if is_as_written else replace(problem, line=None)


def _lines(note: Note) -> int:
    return note.text.count("\n")


def _fault(problem: Problem) -> tuple[str | None, str]:
    return problem.path, problem.what


def check_shown_links(index: Index, notes: Iterable[Note], files: Iterable[str], choices: Choices) -> Iterator[Problem]:
    """How many links on a site are broken, told with the first of them.

    Args:
        index: What is published.
        notes: All notes of the vault: a link to what is not on the site is not broken.
        files: The paths of all other files of the vault.
        choices: What the workspace chose for the rules.
    """
    broken = [lead for lead in find_leads(index) if not isinstance(lead.to, Target) or lead.to.missing]
    vault = build_resolver(notes, files) if any(lead.to is None for lead in broken) else index.resolver
    broken = [lead for lead in broken if lead.to or not vault.find(lead.link.target, lead.path)]
    counted = judged(
        (Problem("broken-link", "", path=lead.path, line=lead.link.line, found=lead.link.raw) for lead in broken),
        choices,
    )
    if counted:
        others = f" and {len(counted) - 1:,} more on the site are" if len(counted) > 1 else " is"
        what = f"This link{others} broken"
        yield replace(counted[0], rule="site", what=what, do="`kb check` says why.", severity="warning")

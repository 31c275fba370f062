"""Links that lead nowhere, or to more than one place, with what they may have meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.vault.closest import Groups, closest_names, group_names
from kb.vault.fragments import block_id_of
from kb.vault.index import Index, links_of
from kb.vault.links import Ambiguous, Target
from kb.vault.notes import is_template


def check_links(index: Index) -> Iterator[Problem]:
    """Problems of the links in all notes but templates."""
    names = group_names(_names(index))
    for note in index.notes.values():
        for link in () if is_template(note.path) else links_of(note):
            found = index.resolve(link, note.path)
            if found is None:
                yield _broken(note, link, names)
            elif isinstance(found, Ambiguous):
                yield _ambiguous(note, link, found.paths)
            elif found.missing:
                yield _missing(note, link, index.notes[found.path], found)


def _broken(note: Note, link: Link, names: Groups) -> Problem:
    name = link.target.rpartition("/")[2]
    do = _did_you_mean(name, names, "Correct it, or make that file.")
    return Problem("broken-link", "This link leads to nothing in the vault", do, note.path, link.line, link.raw)


def _ambiguous(note: Note, link: Link, paths: Sequence[str]) -> Problem:
    listed = ", ".join(paths[:5]) + (" …" if len(paths) > 5 else "")  # noqa: PLR2004  (enough to see which)
    do = f"Write more of the path, as in `{paths[0].removesuffix('.md')}`."
    what = f"This link may mean {len(paths)} files ({listed})"
    return Problem("ambiguous-link", what, do, note.path, link.line, link.raw)


def _missing(note: Note, link: Link, target: Note, found: Target) -> Problem:
    if wanted := block_id_of(found.missing):
        known = [name for name, _ in target.outline.block_ids]
        what, rule = f"{target.path} has no block of this id", "broken-block"
    else:
        wanted, known = found.missing.rpartition("#")[2], [heading.text for heading in target.outline.headings]
        what, rule = f"{target.path} has no such heading", "broken-heading"
    do = _did_you_mean(wanted, group_names(known), "Correct it, or leave that part out.")
    return Problem(rule, what, do, note.path, link.line, link.raw)


def _did_you_mean(wanted: str, names: Groups, otherwise: str) -> str:
    near = closest_names(wanted, names)
    return f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else otherwise


def _names(index: Index) -> Iterator[str]:
    for note in index.notes.values():
        yield note.name
    for path in index.attachments:
        yield path.rpartition("/")[2]
    yield from index.resolver.aliases

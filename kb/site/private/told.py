"""What a site for others tells and may not be meant to: no error, since its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.config import Settings
from kb.model.note import Note
from kb.model.problem import Problem
from kb.model.rules import judged
from kb.site.model import Site
from kb.site.private.audience import Cut
from kb.site.private.distinct import holds_name, is_distinctive, words_of
from kb.site.private.gate import MOST_SHOWN, Gate
from kb.site.private.tables import read_tables
from kb.site.private.watched import AROUND, names_of
from kb.site.published import attachments_of

NAME_RULE, FILE_RULE, TABLE_RULE = "private-name", "whole-file", "unread-table"
_MOST_LINES = 4
"""Lines that a warning names beside its own."""
_TEXTS = (".txt", ".json", ".html", ".htm", ".xml", ".yaml", ".yml", ".toml", ".log", ".ipynb", ".py", ".js", ".svg")


def warnings_of(cut: Cut, gate: Gate, site: Site, settings: Settings) -> tuple[Problem, ...]:
    """What a workspace wants to know: names of private notes in the words of others, files that nothing looks into."""
    names = judged(_names(cut, gate, site), settings.check)
    shown = sorted(names, key=lambda problem: (problem.path or "", problem.found))[:MOST_SHOWN]
    more = f"{len(names) - MOST_SHOWN} more texts say the names of private notes"
    rest = (Problem(NAME_RULE, more, severity="warning"),) if len(names) > MOST_SHOWN else ()
    return (*shown, *rest, *judged((*_whole_files(cut, site), *_unread_tables(cut, site, settings)), settings.check))


def _names(cut: Cut, gate: Gate, site: Site) -> Iterator[Problem]:
    """One for each note and name; not for what a published note is called, too."""
    private = (name for note in cut.private for name in names_of(note) if not _is_told_by_its_end(name))
    public = {words_of(name) for note in site.index.notes.values() for name in names_of(note)}
    for name in {words_of(name): name for name in private if words_of(name) not in public}.values():
        labels = gate.known.get(name, frozenset())
        for path in labels if AROUND not in labels else ():
            do = "Use other words there, or publish that note too, if its name may be read."
            note = site.index.notes.get(path)
            line, *others = (_lines_of(note, name) if note else ()) or (None,)
            what = f"This says the name of a private note{_also(others)}"
            yield Problem(NAME_RULE, what, do, path, line, name, severity="warning")


def _is_told_by_its_end(name: str) -> bool:
    """Whether a name is a path whose last part is a name of its own."""
    folder, _, end = name.rpartition("/")
    return folder != "" and is_distinctive(end)


def _lines_of(note: Note, name: str) -> list[int]:
    """The lines that say a name; none where it stands on two."""
    return [number for number, line in enumerate(note.text.split("\n"), 1) if holds_name(line, name)]


def _also(lines: Sequence[int]) -> str:
    """The other lines that say it."""
    more = [f"{len(lines) - _MOST_LINES} more"] if len(lines) > _MOST_LINES else []
    said = [*map(str, lines[:_MOST_LINES]), *more]
    *first, last = said or [""]
    listed = f"{', '.join(first)} and {last}" if first else last
    return f", and so do{'es line' if len(said) == 1 else ' lines'} {listed}" if said else ""


def _whole_files(cut: Cut, site: Site) -> Iterator[Problem]:
    read = {path for picture, chart in site.charts.items() for path in (picture, chart.path)}
    texts = (path for path in attachments_of(site) if path.casefold().endswith(_TEXTS) and path not in read)
    whole = [*texts] if cut.redact else []
    if whole:
        what = "Text files are published whole: `redact` does not look into them"
        do = "Look through them; where one holds too much, take out the links to it."
        found = f"{len(whole)}, of which this is the first"
        yield Problem(FILE_RULE, what, do, whole[0], found=found, severity="warning")


def _unread_tables(cut: Cut, site: Site, settings: Settings) -> Iterator[Problem]:
    tables = read_tables(settings.vault, site.index.attachments, cut.redact)
    if unread := [path for path, table in tables if not table.is_certain]:
        what = "Not all redacted values of such tables are known, since they cannot be read with certainty"
        do = "See to it that no note says these values; or save them with the names of columns in the first line."
        found = f"{len(unread)}, of which this is the first"
        yield Problem(TABLE_RULE, what, do, unread[0], found=found, severity="warning")

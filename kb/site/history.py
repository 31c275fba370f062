"""When each note changed and what it was called before, from the log of git; the reading is in `kb/site/git.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from kb.model.note import Note
from kb.vault.names import name_key

Kind = Literal["new", "moved", "changed"]

COMMIT = "\x01"
"""Begins what the log says of a commit; a status of a file never does."""
UPDATED = ("updated", "modified")
CREATED = ("created", "date", "published")
"""Properties in which people and plugins write these dates; they count more than git's."""


class Change(NamedTuple):
    """A commit's change of one file: when its author made it, and which."""

    at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of the files of a vault, private ones too: ask it about published notes only.

    Attributes:
        changes: Path -> its changes, newest first; none for a file whose past is not known.
        old_paths: Path -> what it was called before, newest first.
        uncommitted: Files that differ from what git holds: git does not know when they changed.
    """

    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=lambda: MappingProxyType({}))
    old_paths: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    uncommitted: frozenset[str] = frozenset()


NO_HISTORY = History()


def updated_at(note: Note, history: History) -> datetime | None:
    """When a note last changed: as its property says, else as git does; None where nobody knows."""
    key = name_key(note.path)
    changes = () if key in history.uncommitted else history.changes.get(key, ())
    return _own(note, UPDATED) or (changes[0].at if changes else None)


def created_at(note: Note, history: History) -> datetime | None:
    """When a note was made, likewise."""
    changes = history.changes.get(name_key(note.path), ())
    return _own(note, CREATED) or (changes[-1].at if changes and changes[-1].kind == "new" else None)


def own_dates(note: Note) -> tuple[datetime | None, datetime | None]:
    """When a note changed last and when it was made, as its properties alone say."""
    return _own(note, UPDATED), _own(note, CREATED)


def old_paths(note: Note, history: History) -> tuple[str, ...]:
    """What a note was called before, newest first."""
    return history.old_paths.get(name_key(note.path), ())


def tells_of_change(name: str, value: Any) -> bool:
    """Whether a property says when its note last changed, which a page says above its text."""
    return name.casefold() in UPDATED and _moment(value) is not None


def _own(note: Note, names: tuple[str, ...]) -> datetime | None:
    found = {name.casefold(): value for name, value in note.properties.items()}
    return next((moment for name in names if (moment := _moment(found.get(name)))), None)


def _moment(value: Any) -> datetime | None:
    """A date or time as people write one; without a zone it is UTC, so that it means the same on every machine."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


class _Event(NamedTuple):
    status: str
    path: str
    old: str


def parse_history(log: str, cut_off: Collection[str] = (), uncommitted: Collection[str] = ()) -> History:
    """The history that a log tells.

    Args:
        log: What `git log` prints, newest first, with its fields ended by NUL.
        cut_off: Commits at which a shallow clone ends: what they changed is not known.
        uncommitted: Files that differ from what git holds.
    """
    return replace(_committed(log, frozenset(cut_off)), uncommitted=frozenset(map(name_key, uncommitted)))


@lru_cache(maxsize=2)
def _committed(log: str, cut_off: frozenset[str]) -> History:
    """What the commits tell: `kb serve` asks after every edit, and a long log takes its time."""
    story = _Story()
    for commit, at, events in _commits(log):
        story.add(events, None if commit in cut_off else at)
    changes = {path: tuple(sorted(found, key=_newest_first)) for path, found in story.changes.items()}
    former = {path: tuple(dict.fromkeys(names)) for path, names in story.old_paths.items()}
    return History(MappingProxyType(changes), MappingProxyType(former))


def _newest_first(change: Change) -> tuple[float, bool]:
    return -change.at.timestamp(), change.kind == "new"


def _commits(log: str) -> Iterator[tuple[str, datetime | None, list[_Event]]]:
    """Each commit, when its author made it, and the files that it changed."""
    fields = iter(log.split("\0"))
    commit, at, events = "", None, list[_Event]()
    for text in fields:
        status = text.lstrip("\n")
        if status.startswith(COMMIT):
            yield commit, at, events
            commit, _, stamp = status[1:].partition(" ")
            at, events = _moment(stamp), []
        elif status[:1] in {"R", "C"}:
            old, path = next(fields, ""), next(fields, "")
            events.append(_Event("R" if status[0] == "R" else "A", name_key(path), name_key(old)))
        elif status:
            events.append(_Event(status[0], name_key(next(fields, "")), ""))
    yield commit, at, events


class _Story:
    """A log while it is read, from the newest commit to the oldest."""

    def __init__(self) -> None:
        self.changes: defaultdict[str, list[Change]] = defaultdict(list)
        self.old_paths: defaultdict[str, list[str]] = defaultdict(list)
        self._today: dict[str, str | None] = {}
        """A path at the time of the commit -> what that file is called today, None for one that is gone."""

    def add(self, events: list[_Event], at: datetime | None) -> None:
        """Take in a commit; each of its files is found before any is renamed, since two may have changed names."""
        owners = [self._today.get(event.path, event.path) for event in events]
        for event, owner in zip(events, owners, strict=True):
            if owner is not None and event.status != "D" and at is not None:
                self.changes[owner].append(Change(at, _KINDS.get(event.status, "changed")))
        for event in events:
            if event.status in "ADR":
                self._today[event.path] = None
        for event, owner in zip(events, owners, strict=True):
            if event.status == "R":
                self._rename(event.old, owner)

    def _rename(self, old: str, owner: str | None) -> None:
        if owner is not None and old != owner:
            self.old_paths[owner].append(old)
        if owner is not None and old not in self._today:  # another branch still changed it by its old name
            self.changes[owner] += self.changes.pop(old, [])
        self._today[old] = owner


_KINDS: Mapping[str, Kind] = MappingProxyType({"A": "new", "R": "moved"})

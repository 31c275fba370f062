"""The vault as an audience reads it now, for those who ask again and again: what its site would hold, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock

from kb.config import FILE_NAME, Settings, read_settings
from kb.model.audience import Audience
from kb.model.note import Note
from kb.query.files import Desk
from kb.secrets import places_here
from kb.site.bases import file_facts
from kb.site.build import Source
from kb.site.builder import CONFIG_NAME, read_excluded
from kb.site.model import Site
from kb.site.prepare import cut_for, read_source
from kb.site.private.audience import Cut
from kb.site.private.comments import without_comments
from kb.site.private.gate import Gate
from kb.site.private.machine import secrets_here
from kb.site.private.neutral import RULE as PRIVATE_LINK
from kb.site.private.redaction import is_asked_for
from kb.site.private.watched import gate_for
from kb.site.published import is_published, plan_site, published_index
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, Index
from kb.vault.reading.signature import signature_of
from kb.vault.reading.walk import walk_vault

State = tuple[object, ...]
"""What differs whenever the vault or a setting does."""
_OF_GIT = (".git/HEAD", ".git/logs/HEAD")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an audience reads.

    Attributes:
        settings: The workspace.
        audience: Who reads.
        site: Its notes and drawn files, redacted, and without the names of private ones.
        desk: Whom queries ask: `site` without the files that it does not publish.
        gate: Finds what must not leave; None for the owner.
        secrets: The value of each secret, with its name.
        private: For the properties `kb_run` and `kb_batch` those values that only private notes have.
        kept_back: Those of them that a note has which is not to be published at all.
    """

    settings: Settings
    audience: Audience
    site: Site
    desk: Desk
    gate: Gate | None
    secrets: Mapping[str, str]
    private: Mapping[str, frozenset[str]]
    kept_back: Mapping[str, frozenset[str]]

    @property
    def index(self) -> Index:
        """The notes and files that it may know of."""
        return self.desk.index


class Reader:
    """Reads a vault for an audience, anew whenever something has changed."""

    def __init__(
        self,
        root: Path,
        audience_of: Callable[[Settings], Audience],
        tell: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        """Nothing is read yet.

        Args:
            root: A folder in the workspace.
            audience_of: Who reads, as the settings have it.
            tell: Is told which notes had to be left out.
            clock: The present moment, without a zone.
        """
        self._root, self._audience_of, self._tell, self._clock = root, audience_of, tell, clock
        self._state: State = ()
        self._reading: Reading | None = None
        self._lock = Lock()

    def now(self) -> Reading:
        """What there is to read at this moment.

        Raises:
            KbError: The settings or mkdocs.yml cannot be read.
        """
        with self._lock:
            settings = read_settings(self._root)
            state = (settings, *_state(settings))
            if self._reading is None or state != self._state:
                self._reading, left_out = read_for(settings, self._audience_of(settings))
                self._state = state
                for path in left_out:
                    self._tell(f"{path} is left out: `kb build` for this audience says why.")
            desk = replace(self._reading.desk, now=self._clock())
            return replace(self._reading, desk=desk)


def _state(settings: Settings) -> Iterator[object]:
    vault = os.fspath(settings.vault)
    others = [f"{folder}/{name}" for folder in {os.fspath(settings.root), vault} for name in _OF_GIT]
    settings_files = [f"{settings.root}/{name}" for name in (FILE_NAME, CONFIG_NAME)]
    for file in (*(f"{vault}/{path}" for path in walk_vault(settings.vault, [])), *settings_files, *others):
        try:
            yield file, *signature_of(os.stat(file))  # noqa: PTH116  (thousands of them: a Path takes as long)
        except OSError:
            yield file


def read_for(settings: Settings, audience: Audience) -> tuple[Reading, tuple[str, ...]]:
    """Read a vault for an audience; and the notes that it could read but for what the gate finds in them.

    Raises:
        KbError: mkdocs.yml cannot be read.
    """
    source, _ = read_source(settings)
    cut = cut_for(audience, source, read_excluded(settings))
    if audience.is_owner:
        return _reading(settings, audience, source, cut, None), ()
    stuck = {problem.path or "" for problem in cut.problems if problem.rule == PRIVATE_LINK}
    cut = replace(cut, notes=tuple(without_comments(note) for note in cut.notes if note.path not in stuck))
    gate = gate_for(settings, cut, plan_site("", cut.notes, source.files, drawn=cut.drawn), places_here())
    left_out = {path for path, text in _texts(cut) if any(gate.findings(path, text.encode()))}
    kept = {path: text for path, text in cut.drawn.items() if path not in left_out}
    cut = replace(cut, notes=tuple(note for note in cut.notes if note.path not in left_out), drawn=kept)
    return _reading(settings, audience, source, cut, gate), tuple(sorted(stuck | left_out))


def _texts(cut: Cut) -> Iterator[tuple[str, str]]:
    yield from ((note.path, note.text) for note in cut.notes)
    yield from cut.drawn.items()


def _reading(settings: Settings, audience: Audience, source: Source, cut: Cut, gate: Gate | None) -> Reading:
    site = plan_site(audience.site_name, cut.notes, source.files, drawn=cut.drawn)
    facts = partial(file_facts, settings.vault, source.history)
    hides = partial(is_asked_for, redact=cut.redact)
    desk = Desk(published_index(site.index, site.drawn), site.desk.now, facts, hides, cut.lacks)
    others = [note for note in source.notes.values() if note.path not in site.index.notes]
    not_published = [note for note in others if not is_published(note)]
    told = {name: _values(name, site.index.notes.values()) for name in (RUN_PROPERTY, BATCH_PROPERTY)}
    private = {name: _values(name, others) - said for name, said in told.items()}
    kept_back = {name: _values(name, not_published) - said for name, said in told.items()}
    return Reading(settings, audience, site, desk, gate, secrets_here(places_here()), private, kept_back)


def _values(name: str, notes: Iterable[Note]) -> frozenset[str]:
    """The values of a property that notes have."""
    values = (note.properties.get(name) for note in notes)
    return frozenset(str(value) for value in values if value is not None)

"""What dashboards are made from: the strategies of a vault, their records and pictures, its runs by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from kb.config import Settings
from kb.model.run import Record
from kb.report.cells import ATTACHMENTS
from kb.report.outputs import file_name
from kb.report.strategy import Batch, Strategy, by_stage
from kb.report.text import Markup, escape, wikilink_in_table
from kb.runs.records import read_records
from kb.site.private.audience import is_for
from kb.vault.checks.names import not_in_a_link
from kb.vault.index import Index
from kb.workflows.ask import Desk, answers
from kb.workflows.dashboard.wanted import strategies_of
from kb.workflows.places import link_text, records_path
from kb.workflows.plan import COMMAND_LINE
from kb.workflows.tracked import RECORDS_SUFFIX, read_tracked

BRACKETS, BRACKET = frozenset("[]"), "\\]"
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True)
class Sources:
    """A vault with what its runs left in it; all of it is tracked by git."""

    settings: Settings
    desk: Desk

    @property
    def index(self) -> Index:
        """The index of the vault."""
        return self.desk.index

    @cached_property
    def strategies(self) -> list[Strategy]:
        """The strategies by stage, with the records of what is asked in them."""
        asked: dict[str, list[Batch]] = {}
        for question in self.desk.questions:
            spec = question.spec
            if spec.path is not None and answers(self.desk, question):
                results = next(iter(self.index.batches.get(spec.name, ())), None)
                heat_map = self.picture(file_name(spec.name) or "batch", "heatmap")
                link = link_text(self.index, results) if results else ""
                batch = Batch(spec, tuple(self.records.get(spec.name, ())), link, heat_map)
                asked.setdefault(spec.path, []).append(batch)
        found = strategies_of(self.index).items()
        return by_stage([Strategy(path, stage, tuple(asked.get(path, ()))) for path, stage in found])

    @cached_property
    def records(self) -> Mapping[str, list[Record]]:
        """The records of each batch that a note asks for."""
        names = {question.spec.name for question in self.desk.questions}
        return {name: read_records(self.settings.vault / records_path(self.index, name))[0] for name in names}

    @cached_property
    def all_records(self) -> Mapping[str, Record]:
        """The record of each run that is asked for, in notes or on the command line, by key."""
        commanded = self._records_in(self._commanded)
        asked = (record for name in sorted(self.records) for record in self.records[name])
        return {record.key: record for record in (*commanded, *asked)}

    @cached_property
    def note_names(self) -> Mapping[str, str]:
        """How a wikilink names the note of a run, by run key."""
        return {key: link_text(self.index, paths[0]) for key, paths in self.index.runs.items()}

    @cached_property
    def run_links(self) -> Mapping[str, Markup]:
        """The same as links for a table's cell."""
        return {key: wikilink_in_table(name) for key, name in self.note_names.items()}

    @cached_property
    def question_links(self) -> Mapping[str, Markup]:
        """A link to the note that asks for a run, by run key."""
        links = {path: self.note_link(path) for path in dict.fromkeys(self._asking_notes.values())}
        return {key: link for key, path in self._asking_notes.items() if (link := links[path])}

    def readers(self, dashboard: str) -> list[frozenset[str]]:
        """For each audience that may read a dashboard, the runs that it may read of: by their notes, or what asks.

        These are the notes that a row links to first.
        """
        notes = self.index.notes
        about = {**self._asking_notes, **{key: paths[0] for key, paths in self.index.runs.items()}}
        others = (each for each in self.settings.audiences.values() if not each.is_owner)
        reading = [each for each in others if dashboard in notes and is_for(notes[dashboard], each)]
        return [frozenset(key for key, path in about.items() if is_for(notes[path], each)) for each in reading]

    def picture(self, folder: str, stem: str) -> str:
        """The picture of that name among what runs left in the vault; empty for none."""
        places = (f"{ATTACHMENTS}/{folder}/{stem}{ending}" for ending in PICTURES)
        return next((path for path in places if path in self._attachments), "")

    def note_link(self, path: str) -> Markup | None:
        """A link to a note for a table's cell, which no wikilink may hold; None where there is none."""
        if path not in self.index.notes:
            return None
        if not_in_a_link(path) or not BRACKETS.isdisjoint(path):
            return Markup(f"[{escape(self.index.notes[path].name).replace(']', BRACKET)}]({quote(path)})")
        return wikilink_in_table(link_text(self.index, path))

    @cached_property
    def strategy_links(self) -> Mapping[str, Markup]:
        """A link to each strategy's note for a table's cell, by path."""
        return {strategy.path: self.note_link(strategy.path) or escape("") for strategy in self.strategies}

    @cached_property
    def _asking_notes(self) -> Mapping[str, str]:
        """The note that asks for a run, by run key; of one that the command line asked for the note of its results."""
        asked = [(question.spec.path or "", self.records[question.spec.name]) for question in self.desk.questions]
        asked += [(self._results(path), self._records_in([path])) for path in self._commanded]
        found: dict[str, str] = {}
        for path, records in asked:
            if path in self.index.notes:
                for record in records:
                    found.setdefault(record.key, path)
        return found

    @cached_property
    def _commanded(self) -> list[str]:
        """The files of the records that the command line asked for."""
        return [path for path in self.index.attachments if path.endswith(f"{COMMAND_LINE}{RECORDS_SUFFIX}")]

    def _results(self, records: str) -> str:
        """The results note of the batch whose records stand in a file; empty for none."""
        batch = records.rpartition("/")[2].removesuffix(RECORDS_SUFFIX)
        return next(iter(self.index.batches.get(batch, ())), "")

    def _records_in(self, files: Iterable[str]) -> list[Record]:
        return read_tracked(self.settings, files)[0]

    @cached_property
    def _attachments(self) -> frozenset[str]:
        return frozenset(self.index.attachments)

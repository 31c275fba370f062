"""One run, found by what people call it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Record, Result
from kb.runs.store import read_result, read_results
from kb.vault.index import build_index
from kb.vault.notes import read_vault
from kb.workflows.places import RECORDS_SUFFIX, SUMMARY_SUFFIX
from kb.workflows.tracked import read_tracked

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run: its record, its result where this machine has it, its note where it has one (path in the vault)."""

    record: Record
    result: Result | None
    note: str | None


def find_run(settings: Settings, name: str) -> FoundRun:
    """The run with this key or title, or the only one whose key or title begins so or holds it.

    Raises:
        KbError: None, or several.
    """
    notes, attachments, _ = read_vault(settings.vault)
    index = build_index(notes, attachments)
    tracked, _ = read_tracked(settings, attachments, RECORDS_SUFFIX, SUMMARY_SUFFIX)
    records = {record.key: record for record in tracked}
    records |= {result.record.key: result.record for result in read_results(settings)}
    record = _the_one(list(records.values()), name)
    note = next(iter(index.runs.get(record.key, ())), None)
    return FoundRun(record, read_result(settings, record.key), note)


def _the_one(records: list[Record], name: str) -> Record:
    wanted = name.casefold()
    kinds_of_match = (
        lambda record: wanted in {record.key, record.title.casefold()},
        lambda record: record.key.startswith(wanted) or record.title.casefold().startswith(wanted),
        lambda record: wanted in record.title.casefold(),
    )
    found = next((hits for match in kinds_of_match if (hits := [r for r in records if match(r)])), [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise KbError("There is no run of that name", found=name, do="`kb plan --all` lists runs with their keys.")
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    titles = "; ".join(f"{record.title} ({record.key})" for record in found[:_MOST_NAMED])
    raise KbError("Several runs are named so", found=name, do=f"Give one's key: {titles}{more}.")

"""The data that runs read: from when to when it goes."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.files import file_checksum
from kb.model.run import Record
from kb.report.desk_note import Dataset
from kb.runs.fingerprint import locate
from kb.workflows.dashboard.kept import kept


def read_datasets(settings: Settings, records: Iterable[Record]) -> list[Dataset]:
    """Instruments by symbol, then what else runs read, but for ledgers: the accounts tell how far these go.

    Of a file with several instruments records do not tell which of them a run read.
    """
    read = Counter(item.name for record in records for item in record.inputs if item.kind == "data")
    others = [name for name in sorted(read) if not _is_told_elsewhere(settings, name)]
    found = {name: list(_instruments(settings, name)) for name in read}
    bars = [replace(data, runs=read[name]) if len(own) == 1 else data for name, own in found.items() for data in own]
    told = {data.file for data in bars}
    unknown = [Dataset("", name, runs=read[name]) for name in others if name not in told]
    return [*sorted(bars, key=lambda data: data.name), *unknown]


def _shown(path: Path, root: Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _is_told_elsewhere(settings: Settings, name: str) -> bool:
    """Whether it is a ledger, or the records of kb itself that summaries read."""
    folders = (settings.vault, settings.ledger)
    return any(name.startswith(f"{_shown(folder, settings.root)}/") for folder in folders)


def _instruments(settings: Settings, name: str) -> Iterator[Dataset]:
    """The instruments whose bars stand in a file that runs read."""
    try:
        path = locate(name, settings.root)
        checksum = file_checksum(path)
    except (OSError, ValueError):
        return
    declared = {
        file.symbol: file.time_zone
        for file in settings.bars.values()
        if (settings.bars_folder / file.file).resolve() == path.resolve()
    }
    sources = repr((checksum, declared, sorted(settings.bars)))
    for symbol, count, first, last in kept(settings, f"bars {name}", sources, lambda: _find(settings, path)):
        yield Dataset(symbol, name, "bars", count, first, last)


def _find(settings: Settings, path: Path) -> list[list[Any]]:
    """Symbol, number of bars, first and last day, in the zone of each; nothing where the file has no bars."""
    from kb import market  # noqa: PLC0415  (brings pandas, which a vault that is up to date does without)
    from kb.market.providers import sample  # noqa: PLC0415

    own = {file.symbol: (settings.bars_folder / file.file).resolve() for file in settings.bars.values()}
    places = {symbol: own.get(symbol, sample.PATH.resolve()) for symbol in market.symbols()}
    found = []
    for symbol in (symbol for symbol, place in places.items() if place == path.resolve()):
        try:
            with warnings.catch_warnings(action="ignore"):  # rows that are left out: `kb.market.problems` tells
                times = market.bars(symbol, adjusted=False).index
            zone = market.instrument(symbol).time_zone
        except KbError:
            continue
        first, last = (time.tz_convert(zone).date().isoformat() for time in (times[0], times[-1]))
        found.append([symbol, len(times), first, last])
    return found

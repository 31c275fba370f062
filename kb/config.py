"""Settings from kb.toml, found by walking up from where the command runs; the only reader of the environment."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kb.errors import KbError

FILE_NAME = "kb.toml"


@dataclass(frozen=True, slots=True)
class BarsFile:
    """How one of the user's own files of bars is to be read.

    Attributes:
        symbol: The name that notebooks use for it.
        file: Its path relative to `data/bars/`.
        time_zone: The zone of its naive times, as in the tz database.
        periods_per_year: Bars in a year, for annualised figures: 252, 365, 12 …
    """

    symbol: str
    file: str
    time_zone: str
    periods_per_year: float


@dataclass(frozen=True, slots=True)
class Settings:
    """A workspace: where its parts are and how it runs.

    Attributes:
        root: The folder that holds kb.toml.
        vault: The Obsidian vault.
        timeout_seconds: The longest that one run may take.
        jobs: Runs at a time; None for one per processor.
        bars: The user's own files of bars, by symbol.
        site_name: The title of the published site.
    """

    root: Path
    vault: Path
    timeout_seconds: float = 600.0
    jobs: int | None = None
    bars: Mapping[str, BarsFile] = field(default_factory=lambda: MappingProxyType({}))
    site_name: str = "Knowledge base"

    @property
    def notebooks(self) -> Path:
        """The folder of notebooks."""
        return self.root / "notebooks"

    @property
    def strategies(self) -> Path:
        """The folder of the user's own strategies, one file each."""
        return self.root / "strategies"

    @property
    def bars_folder(self) -> Path:
        """The folder of the user's own bars."""
        return self.root / "data" / "bars"

    @property
    def ledger(self) -> Path:
        """The folder of the tracked ledgers."""
        return self.root / "data" / "ledger"

    @property
    def store(self) -> Path:
        """Local state that is safe to delete."""
        return self.root / ".kb"

    @property
    def site(self) -> Path:
        """Where the built site goes."""
        return self.root / "site"


def environment(name: str) -> str | None:
    """The value of an environment variable, or None."""
    return os.environ.get(name)


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds kb.toml.

    Raises:
        KbError: There is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise KbError(
        "There is no knowledge base here",
        path=start,
        do=f"Make one with `kb init`, or go to a folder that holds {FILE_NAME}.",
    )


def read_settings(start: Path | None = None) -> Settings:
    """Read the settings of the workspace that holds `start` (default: the current folder).

    Raises:
        KbError: No workspace here, or a setting that is not valid.
    """
    root = find_root(start or Path.cwd())
    path = root / FILE_NAME
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KbError("This is not valid TOML", path=path, found=str(error), do="Correct that line.") from error
    return parse_settings(table, root)


def parse_settings(table: Mapping[str, Any], root: Path) -> Settings:
    """Check a decoded kb.toml and give it types.

    Raises:
        KbError: An unknown key, a wrong type, or a vault that does not exist.
    """
    path = root / FILE_NAME
    _refuse_unknown(table, {"vault", "runs", "bars", "site"}, path, "")
    runs = _table(table, "runs", path)
    site = _table(table, "site", path)
    _refuse_unknown(runs, {"timeout_seconds", "jobs"}, path, "runs.")
    _refuse_unknown(site, {"name"}, path, "site.")
    return Settings(
        root=root,
        vault=_vault(root, _value(table, "vault", str, "vault", path), path),
        timeout_seconds=_positive(runs, "timeout_seconds", (int, float), 600.0, path),
        jobs=_positive(runs, "jobs", int, None, path),
        bars=MappingProxyType(_bars(_table(table, "bars", path), path)),
        site_name=_value(site, "name", str, "Knowledge base", path),
    )


def _vault(root: Path, name: str, path: Path) -> Path:
    vault = (root / Path(name).expanduser()).resolve()
    if not vault.is_dir():
        raise KbError("The vault is not a folder", path=path, found=name, do="Set `vault` to your Obsidian vault.")
    return vault


def _bars(table: Mapping[str, Any], path: Path) -> dict[str, BarsFile]:
    files = {}
    for symbol in table:
        entry = _table(table, symbol, path)
        _refuse_unknown(entry, {"file", "time_zone", "periods_per_year"}, path, f"bars.{symbol}.")
        zone = _value(entry, "time_zone", str, None, path)
        _check_zone(zone, path)
        files[symbol] = BarsFile(
            symbol=symbol,
            file=_value(entry, "file", str, f"{symbol}.csv", path),
            time_zone=zone,
            periods_per_year=float(_positive(entry, "periods_per_year", (int, float), ..., path)),
        )
    return files


def _check_zone(name: str, path: Path) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        do = 'Use a name of the tz database, like "America/New_York" or "UTC".'
        raise KbError("There is no such time zone", path=path, found=name, do=do) from error


def _table(table: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    value: Mapping[str, Any] = _value(table, key, dict, {}, path)
    return value


def _value(table: Mapping[str, Any], key: str, kind: type, default: Any, path: Path) -> Any:
    value = table.get(key, default)
    if not isinstance(value, kind):
        found = "nothing" if value is None else repr(value)
        raise KbError(f"`{key}` must be {_NAMES[kind]}", path=path, found=found, do="Correct it in kb.toml.")
    return value


_NAMES: dict[type, str] = {str: "text in quotes", dict: "a table"}


def _positive(table: Mapping[str, Any], key: str, kind: Any, default: Any, path: Path) -> Any:
    if key not in table and default is not ...:
        return default
    value = table.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) or not value > 0:
        raise KbError(f"`{key}` must be a number above 0", path=path, found=repr(value), do="Correct it in kb.toml.")
    return value


def _refuse_unknown(table: Mapping[str, Any], known: set[str], path: Path, prefix: str) -> None:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            do = f"Did you mean `{prefix}{near[0]}`?" if near else f"Known here: {', '.join(sorted(known))}."
            raise KbError("Unknown setting", path=path, found=f"{prefix}{key}", do=do)

"""Settings from kb.toml, found by walking up from where the command runs."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.config.audiences import read_audiences
from kb.config.section import Section
from kb.errors import KbError, UsageError
from kb.model.audience import OWNER_AUDIENCE, PUBLIC_AUDIENCE, Audience
from kb.model.memory import DEFAULT_MEMORY, Memory
from kb.model.rules import DEFAULT_CHOICES, RULES, Choice, Choices

FILE_NAME = "kb.toml"
_SHIPPED = MappingProxyType({audience.name: audience for audience in (OWNER_AUDIENCE, PUBLIC_AUDIENCE)})


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
        memory: What the runs that go on at a time may hold.
        kernels: How kernels are started where there is a choice: `fork`, `spawn` or `stock`.
        bars: The user's own files of bars, by symbol.
        site_name: The title of the published site.
        site_hosts: Other hosts that pages may load pictures, films and frames from, as `https://name`.
        site_url: Where the site will be on the web, with a slash at its end; empty where that is not known.
        feeds: The folders of the vault that have a feed, `.` for the whole vault.
        has_graph: Whether the site shows its links as a graph.
        check: What this workspace chose for the rules of `kb check`.
        audiences: For whom a site can be built, by name; `owner` and `public` are always among them.
    """

    root: Path
    vault: Path
    timeout_seconds: float = 600.0
    jobs: int | None = None
    memory: Memory = DEFAULT_MEMORY
    kernels: str = "fork"
    bars: Mapping[str, BarsFile] = field(default_factory=lambda: MappingProxyType({}))
    site_name: str = "Knowledge base"
    site_hosts: tuple[str, ...] = ()
    site_url: str = ""
    feeds: tuple[str, ...] = ()
    has_graph: bool = True
    check: Choices = DEFAULT_CHOICES
    audiences: Mapping[str, Audience] = field(default_factory=lambda: _SHIPPED)

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
    def parsed(self) -> Path:
        """The notes of the vault as parsed, so that only what changed is parsed again."""
        return self.store / "notes"

    @property
    def site(self) -> Path:
        """Where the owner's site goes."""
        return self.site_of(self.audiences[OWNER_AUDIENCE.name])

    def site_of(self, audience: Audience) -> Path:
        """Where the site of an audience goes."""
        return self.root / audience.folder

    def audience(self, name: str) -> Audience:
        """An audience by its name.

        Raises:
            UsageError: kb.toml names none like this.
        """
        if name not in self.audiences:
            near = difflib.get_close_matches(name, self.audiences, 1)
            do = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(self.audiences)}."
            raise UsageError("There is no such audience", path=self.root / FILE_NAME, found=name, do=do)
        return self.audiences[name]


def environment() -> Mapping[str, str]:
    """The environment variables of this process; nothing else in kb reads them."""
    return os.environ


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
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KbError("This file is not UTF-8 text", path=path, do="Save it with the encoding UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        do = 'Correct that line; text stands in quotes: vault = "vault".'
        raise KbError("This is not valid TOML", path=path, found=str(error), do=do) from error
    except OSError as error:
        found = error.strerror or str(error)
        raise KbError("Cannot read the settings", path=path, found=found, do="Check its permissions.") from error
    return parse_settings(table, root)


def parse_settings(table: Mapping[str, Any], root: Path) -> Settings:
    """Check a decoded kb.toml and give it types.

    Raises:
        KbError: An unknown key, a wrong type, or a vault that does not exist.
    """
    top = Section(table, root / FILE_NAME).only("vault", "runs", "bars", "site", "check", "audiences")
    runs = top.section("runs").only("timeout_seconds", "jobs", "memory", "kernels")
    site = top.section("site").only("name", "hosts", "url", "feeds", "graph")
    bars = top.section("bars")
    vault = _vault(root, top.text("vault", "vault"), top.path)
    site_name = site.text("name", "Knowledge base")
    return Settings(
        root=root,
        vault=vault,
        timeout_seconds=runs.number("timeout_seconds", 600),
        jobs=runs.whole_number("jobs"),
        memory=runs.memory("memory"),
        kernels=runs.one_of("kernels", "fork", "spawn", "stock"),
        bars=MappingProxyType({symbol: _bars_file(symbol, bars.section(symbol)) for symbol in bars.table}),
        site_name=site_name,
        site_hosts=site.hosts("hosts"),
        site_url=site.web_address("url"),
        feeds=site.texts("feeds"),
        has_graph=site.truth("graph", default=True),
        check=_choices(top.section("check").only("rules", "ignore")),
        audiences=read_audiences(top.section("audiences"), site_name, taken=(vault, root)),
    )


def _choices(section: Section) -> Choices:
    rules, ignored = section.section("rules").only(*RULES), section.section("ignore").only(*RULES)
    severities: dict[str, Choice] = {
        rule: rules.one_of(rule, "error", "warning", "info", "off") for rule in rules.table
    }
    patterns = {rule: ignored.texts(rule) for rule in ignored.table}
    return Choices(MappingProxyType(severities), MappingProxyType(patterns))


def _vault(root: Path, name: str, path: Path) -> Path:
    do = "Set `vault` to the folder that you open in Obsidian."
    try:
        vault = (root / Path(name).expanduser()).resolve()
    except ValueError as error:
        raise KbError("This is no path", path=path, found=repr(name), do=do) from error
    except RuntimeError as error:
        raise KbError("There is no such home folder", path=path, found=name, do=do) from error
    if not vault.is_dir():
        raise KbError("The vault is not a folder", path=path, found=name, do=do)
    return vault


def _bars_file(symbol: str, section: Section) -> BarsFile:
    section.only("file", "time_zone", "periods_per_year")
    return BarsFile(
        symbol=symbol,
        file=section.text("file", f"{symbol}.csv"),
        time_zone=section.zone("time_zone"),
        periods_per_year=section.number("periods_per_year"),
    )

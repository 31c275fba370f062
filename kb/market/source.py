"""The one call for prices: a symbol is one of the user's own files, or one of the sample that ships with kb.

A file that kb.toml declares wins over a sample symbol of the same name, for its bars and for all else asked about it.
Outside a workspace the sample is all there is.
"""

from __future__ import annotations

import difflib
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb import emit
from kb.config import BarsFile, find_root, read_settings
from kb.errors import KbError
from kb.market.actions import CorporateAction
from kb.market.providers import files, sample
from kb.market.quality import CheckedBars
from kb.market.window import Moment, cut
from kb.model.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

_SHOWN_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Instrument:
    """What can be asked for.

    Attributes:
        symbol: Its name in notebooks.
        provider: Where its bars come from: the user's files, or the sample that ships with kb.
        time_zone: The zone of its days, as in the tz database.
        periods_per_year: Bars in a year, for annualised figures.
    """

    symbol: str
    provider: Literal["files", "sample"]
    time_zone: str
    periods_per_year: float


def bars(symbol: str, start: Moment = None, end: Moment = None, adjusted: bool = True) -> pd.DataFrame:
    """The bars of a symbol: columns `open high low close volume` (float64), index `time`, the start of each bar in UTC.

    In a notebook the file that was read is recorded: the run is stale once the file changes. Rows that cannot be true
    are never in the table; a warning counts them and shows the first, `problems` lists all.

    Args:
        symbol: One of `symbols()`.
        start: The first day or time, included: ISO text, date or datetime, in the instrument's zone. None: all before.
        end: The last day or time, included. None: all after.
        adjusted: Whether prices are adjusted for splits and dividends (no price that anyone paid) or raw (as traded).
            It makes no difference for the user's own files: kb takes them as they are.

    Raises:
        KbError: An unknown symbol, no bars in the window, a bound that is no date, or a file that cannot be used.
    """
    known = instrument(symbol)
    if known.provider == "sample":
        emit.read(sample.PATH)
        table = sample.read_adjusted(symbol) if adjusted else sample.read_raw(symbol)
    else:
        checked = _checked(symbol)
        if checked.left_out:
            warnings.warn(_left_out(symbol, checked), stacklevel=2)
        table = checked.bars.copy()
    return cut(table, start, end, known.time_zone)


def symbols() -> tuple[str, ...]:
    """What `bars` can be asked for, in alphabetical order."""
    return tuple(sorted({*sample.SYMBOLS, *_declared()}))


def instrument(symbol: str) -> Instrument:
    """What is known about a symbol.

    Raises:
        KbError: It is unknown; the message names the nearest and all known ones.
    """
    declared = _declared()
    if symbol in declared:
        file = declared[symbol]
        return Instrument(symbol, "files", file.time_zone, file.periods_per_year)
    if symbol in sample.SYMBOLS:
        return Instrument(symbol, "sample", sample.ZONE, sample.PERIODS_PER_YEAR)
    known = symbols()
    by_capitals = {name.upper(): name for name in known}
    near = difflib.get_close_matches(symbol.upper(), by_capitals, 1)
    suggestion = f"Did you mean {by_capitals[near[0]]}? " if near else ""
    do = f"{suggestion}Known: {', '.join(known)}. Declare a file of yours as [bars.{symbol}] in kb.toml."
    raise KbError("There are no bars of this symbol", found=symbol, do=do)


def periods_per_year(symbol: str) -> float:
    """Bars of this symbol in a year: 252 for the sample, what kb.toml declares for the user's own files.

    Raises:
        KbError: The symbol is unknown.
    """
    return instrument(symbol).periods_per_year


def corporate_actions(symbol: str) -> tuple[CorporateAction, ...]:
    """Splits and dividends, oldest first, to book on a holding at raw prices; none are known for the user's own files.

    Raises:
        KbError: The symbol is unknown.
    """
    if instrument(symbol).provider == "files":
        return ()
    emit.read(sample.PATH)
    return sample.read_actions(symbol)


def problems(symbol: str) -> tuple[Problem, ...]:
    """What is wrong or odd in the file of a symbol, by line; nothing for the sample, which kb's own tests check.

    Raises:
        KbError: The symbol is unknown, or its file cannot be used.
    """
    return _checked(symbol).problems if instrument(symbol).provider == "files" else ()


def _checked(symbol: str) -> CheckedBars:
    settings = read_settings()
    file = settings.bars[symbol]
    checked = files.read_file(file, settings.bars_folder, settings.root)
    emit.read(settings.bars_folder / file.file)
    return checked


def _declared() -> dict[str, BarsFile]:
    try:
        root = find_root(Path.cwd())
    except KbError:
        return {}
    return dict(read_settings(root).bars)


def _left_out(symbol: str, checked: CheckedBars) -> str:
    count = len(checked.left_out)
    first = "\n".join(f"  {problem}" for problem in checked.left_out[:_SHOWN_PROBLEMS])
    more = f"\n  and {count - _SHOWN_PROBLEMS} more: kb.market.problems({symbol!r})" if count > _SHOWN_PROBLEMS else ""
    return f"{symbol}: {count} of {count + len(checked.bars)} rows are left out, they cannot be true\n{first}{more}"

"""Bars: prices in one shape, checked, from the sample that ships with kb and from the user's own files."""

from __future__ import annotations

from kb.market.actions import CorporateAction, Dividend, Split
from kb.market.bars import as_bars
from kb.market.source import Instrument, bars, corporate_actions, instrument, periods_per_year, problems, symbols

__all__ = [
    "CorporateAction",
    "Dividend",
    "Instrument",
    "Split",
    "as_bars",
    "bars",
    "corporate_actions",
    "instrument",
    "periods_per_year",
    "problems",
    "symbols",
]

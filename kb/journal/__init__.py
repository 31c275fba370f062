"""The trading journal: the ledger of an account, its trades, and what they show."""

from kb.journal.analytics import (
    MoneyFigures,
    TradeFigures,
    best_and_worst,
    growth_by_day,
    max_drawdown,
    money_figures,
    pnl_by_month,
    time_weighted_return,
    trade_figures,
)
from kb.journal.daily import Closes, Day, check_one_currency, closes_by_day, equity_by_day, pnl_over
from kb.journal.events import (
    PAPER_SOURCE,
    Charge,
    Deposit,
    Dividend,
    Event,
    Fill,
    Interest,
    Split,
    Withdrawal,
    in_order,
)
from kb.journal.ledger import Appended, account_names, account_path, append, is_paper, parse_ledger, read_ledger
from kb.journal.lots import Book, book
from kb.journal.marks import read_closes
from kb.journal.periods import Period, day_of, parse_period, parse_zone
from kb.journal.prose import headline, metrics, paper_notice
from kb.journal.review import Review, review
from kb.journal.trades import Position, Trade

__all__ = [
    "PAPER_SOURCE",
    "Appended",
    "Book",
    "Charge",
    "Closes",
    "Day",
    "Deposit",
    "Dividend",
    "Event",
    "Fill",
    "Interest",
    "MoneyFigures",
    "Period",
    "Position",
    "Review",
    "Split",
    "Trade",
    "TradeFigures",
    "Withdrawal",
    "account_names",
    "account_path",
    "append",
    "best_and_worst",
    "book",
    "check_one_currency",
    "closes_by_day",
    "day_of",
    "equity_by_day",
    "growth_by_day",
    "headline",
    "in_order",
    "is_paper",
    "max_drawdown",
    "metrics",
    "money_figures",
    "paper_notice",
    "parse_ledger",
    "parse_period",
    "parse_zone",
    "pnl_by_month",
    "pnl_over",
    "read_closes",
    "read_ledger",
    "review",
    "time_weighted_return",
    "trade_figures",
]

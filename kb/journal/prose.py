"""A journal in sentences, and as the metrics of its run."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kb.journal.analytics import TradeFigures, best_and_worst, max_drawdown, time_weighted_return
from kb.journal.events import PAPER_SOURCE, Event
from kb.journal.ledger import is_paper
from kb.journal.review import Review
from kb.journal.tables import money, percent


def paper_notice(events: Iterable[Event]) -> str:
    """A callout with the first note of the events that kb made up; empty for an account without such events."""
    notes = [event.note for event in events if event.source == PAPER_SOURCE]
    title = "> [!warning] This is a paper account, not a record of real trading"
    return "\n> ".join(part for part in (title, notes[0]) if part) if notes else ""


def headline(seen: Review, currency: str) -> str:
    """The period in a few sentences of Markdown."""
    title = seen.period.title
    if not seen.days:
        return f"Nothing is known of this account for {title}: it has no event and no close in it."
    flows = seen.money_figures
    return (
        f"**{_made(seen, currency)}** {_traded(seen.trade_figures)} Fees were {money(flows.fees)}, "
        f"dividends {money(flows.dividends)}. At the end {_open(seen)}."
    )


def metrics(seen: Review, events: Iterable[Event]) -> dict[str, float | int | bool | None]:
    """The figures of a review by name: money to the cent, fractions as they are, None for undefined."""
    figures, flows = seen.trade_figures, seen.money_figures
    best, worst = best_and_worst(seen.trades, 1)
    return {
        "pnl": _cents(seen.pnl),
        "total_return": _fraction(time_weighted_return(seen.days)),
        "max_drawdown": _fraction(max_drawdown(seen.days)),
        "start_equity": _cents(seen.days[0].start_equity) if seen.days else None,
        "end_equity": _cents(seen.days[-1].equity) if seen.days else None,
        "trades": figures.trades,
        "trades_pnl": _cents(figures.pnl),
        "hit_rate": _fraction(figures.hit_rate),
        "expectancy": _cents(figures.expectancy),
        "average_win": _cents(figures.average_win),
        "average_loss": _cents(figures.average_loss),
        "profit_factor": _fraction(figures.profit_factor),
        "average_days": _fraction(figures.average_days),
        "best_trade": _cents(best[0].pnl) if best else None,
        "worst_trade": _cents(worst[0].pnl) if worst else None,
        "fees": _cents(flows.fees),
        "dividends": _cents(flows.dividends),
        "interest": _cents(flows.interest),
        "deposits": _cents(flows.deposits),
        "withdrawals": _cents(flows.withdrawals),
        "open_positions": len(seen.book.positions),
        "is_paper": is_paper(events),
    }


def _made(seen: Review, currency: str) -> str:
    when = "Over all time" if seen.period.kind == "all" else f"In {seen.period.title}"
    if seen.pnl is None:
        return f"{when} the P&L is undefined: a mark is missing."
    growth = time_weighted_return(seen.days)
    share = "" if growth is None else f" ({percent(growth)})"
    verb = "made" if seen.pnl >= 0 else "lost"
    return f"{when} the account {verb} {money(abs(seen.pnl))} {currency}{share}, marked to market and net of fees."


def _traded(figures: TradeFigures) -> str:
    if not figures.trades:
        return "No trade closed."
    closed = "1 trade closed" if figures.trades == 1 else f"{figures.trades} trades closed"
    rates = f"hit rate {percent(figures.hit_rate)}, expectancy {money(figures.expectancy)}"
    return f"{closed} with {money(figures.pnl)} from entry to exit: {rates}."


def _open(seen: Review) -> str:
    held = ", ".join(position.symbol for position in seen.book.positions)
    return f"{held} is open" if len(seen.book.positions) == 1 else f"{held} are open" if held else "nothing is open"


def _cents(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 2))


def _fraction(value: Decimal | None) -> float | None:
    return None if value is None else float(value)

# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% tags=["parameters"]
account: str = "paper"  # whose ledger: data/ledger/accounts/<account>.csv
period: str = "all"  # a month (2012-05), a year (2012) or all
time_zone: str = "America/New_York"  # the zone whose days the journal keeps

# %%
import pandas as pd
from IPython.display import Markdown, display

from kb import emit, journal
from kb.config import read_settings
from kb.journal import charts, figures, tables

path = journal.account_path(read_settings().ledger, account)
zone = journal.parse_zone(time_zone)
events, bad_rows = journal.read_ledger(path)
emit.read(path)
closes, without_marks = journal.read_closes(events, zone)
currency = journal.check_one_currency(events) or ""
seen = journal.review(events, closes, journal.parse_period(period), zone)
title = seen.period.title


def show(name: str, frame: pd.DataFrame, caption: str) -> None:
    """Record a table, or say that it is empty."""
    if frame.empty:
        display(Markdown(f"*{caption}: none.*"))
    else:
        emit.table(name, frame, caption=caption)


# %%
display(Markdown(journal.paper_notice(events)))
display(Markdown(journal.headline(seen, currency)))
problems = (*bad_rows, *without_marks, *seen.book.problems)
for problem in problems:
    display(Markdown(f"> [!error] The figures leave something out\n> {problem}"))
emit.record(title=f"Journal {account} {period}", problems=len(problems))
emit.record(journal.metrics(seen, events))

# %% [markdown]
# ## Calendar
# What each day or month made, at closing prices, realised and not. Money paid in or out does not count.

# %%
if seen.days:
    emit.figure("calendar", figures.calendar_figure(seen, currency), caption=f"P&L calendar, {title}")
    emit.figure("equity", charts.equity_chart(seen, currency), caption=f"Equity at each close, {title}")

# %% [markdown]
# ## Trades
# A trade goes from flat to flat and counts in the period in which it closed, with all that it made since its entry.
# Prices are those of the fills; after a split, entries are told in the new shares.

# %%
best, worst = journal.best_and_worst(seen.trades, 5)
show("best_trades", tables.trades_table(best, zone), f"Best trades closed in {title}")
show("worst_trades", tables.trades_table(worst, zone), f"Worst trades closed in {title}")
show("symbols", tables.symbols_table(seen.trades, seen.events), f"By symbol, {title}")

# %% [markdown]
# ## Open positions
# At the end of the period, at its last close. They are in the calendar and the equity, and in no figure of trades.

# %%
show("positions", tables.positions_table(seen.book.positions, seen.marks, zone), f"Open at the end of {title}")

# %% [markdown]
# ## What happened
# Fills, dividends, splits and payments of the period, the latest first.

# %%
show("events", tables.events_table(reversed(seen.events), zone), f"Events of {title}, latest first")

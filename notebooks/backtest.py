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

# %% [markdown]
# # Backtest
# One strategy on one instrument, next to a benchmark on the same bars. A position decided at a bar's close is filled at
# the next open; every purchase and sale pays costs.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display

import kb

# %% tags=["parameters"]
symbol: str = "AAPL"  # one of kb.market.symbols()
strategy: str = "sma_crossover"  # a strategy of kb's library, or the name of a file in strategies/
start: str | None = None  # first day, like 2005-01-01; None for all there is
end: str | None = None  # last day
cost_bps: float = 2.0  # cost of trading, in hundredths of a percent of the traded value
financing_bps_per_year: float = 0.0  # yearly cost of shorts and leverage, in hundredths of a percent
benchmark: str = "buy_and_hold"  # the strategy to beat, with its defaults
fast: int | None = None  # SMA crossover: bars in the fast average
slow: int | None = None  # SMA crossover: bars in the slow average
lookback_bars: int | None = None  # time-series momentum: how far back the past return begins
skip_bars: int | None = None  # time-series momentum: the latest bars that it leaves out
long_short: bool | None = None  # short instead of flat (SMA crossover, time-series momentum)
tear_sheet: bool = False  # also write quantstats' tear sheet, under .kb/

# %%
from kb.strategies import load_strategy, strategy_from

chosen = strategy_from(strategy, globals())  # before further names are defined: it takes its parameters from these
rival = load_strategy(benchmark)()

# %%
from kb.errors import KbError
from kb.strategies import (
    Backtest,
    Strategy,
    backtest_bars,
    describe,
    drawdowns,
    in_time_zone,
    metrics_of,
    monthly_returns,
    split,
    target_positions,
)

plt.rcParams.update({"font.size": 13})

bars = kb.bars(symbol, start=start, end=end, adjusted=True)
if len(bars) < 2:  # noqa: PLR2004  (the first only decides)
    raise KbError("A backtest needs two bars or more", found=f"{len(bars)}", do="Widen the window.")
instrument = kb.market.instrument(symbol)


def run(one: Strategy, cost_bps: float = cost_bps) -> Backtest:
    """Backtest one strategy on the bars; times as the exchange's days."""
    result = backtest_bars(
        bars,
        target_positions(one, bars),
        periods_per_year=instrument.periods_per_year,
        cost_bps=cost_bps,
        financing_bps_per_year=financing_bps_per_year,
        symbol=symbol,
    )
    return in_time_zone(result, instrument.time_zone)


result, held = run(chosen), run(rival)
metrics = metrics_of(result, held.returns)

# %%
USUAL_COST_BPS = 2.0  # not worth a word in the title
conditions = [
    f"from {start}" if start else "",
    f"to {end}" if end else "",
    f"at {cost_bps:g} bps" if cost_bps != USUAL_COST_BPS else "",
    f"financed at {financing_bps_per_year:g} bps" if financing_bps_per_year else "",
    f"against {rival.title}" if benchmark != "buy_and_hold" else "",
]
title = " ".join(part for part in (chosen.title, symbol, describe(chosen), *conditions) if part)
kb.emit.record(metrics, title=title)


# %%
def percent(value: float | None) -> str:
    """A fraction as text."""
    return "undefined" if value is None else f"{value:.1%}"


def number(value: float | None) -> str:
    """A ratio as text."""
    return "undefined" if value is None else f"{value:.2f}"


days = result.equity.index
display(
    Markdown(
        f"**{title}**, {days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}: {percent(metrics['cagr'])} a year, Sharpe "
        f"ratio {number(metrics['sharpe_ratio'])}, at worst {percent(metrics['max_drawdown'])} below its high. "
        f"{rival.title}: {percent(metrics_of(held)['cagr'])} a year, Sharpe ratio "
        f"{number(metrics['benchmark_sharpe_ratio'])}, at worst {percent(metrics['benchmark_max_drawdown'])}."
    )
)

if not metrics["exposure"]:
    display(Markdown("It never held a position here: it may need more bars than the window has before it can decide."))

# %% [markdown]
# ## Equity
# What one unit of money became after costs, on a log scale: equal steps are equal percentages. The shaded part is the
# last 30 % of the window, which no choice of parameters should have seen.

# %%
names = [chosen.title, rival.title]
equity = pd.concat([result.equity, held.equity], axis=1, keys=names)
unseen = split(result.returns)[1].index[0]
growth = f"Growth of 1, {symbol}"
chart = kb.charts.time_chart(equity, title=growth, form=",.3f", unit="x", is_log=True, shaded_from=unseen)
kb.emit.figure("equity", chart, caption=f"Equity of {title} against {rival.title}")

# %% [markdown]
# ## Drawdown
# How far equity was below its highest point so far: what one had to sit through.

# %%
below = pd.concat([drawdowns(result.equity), drawdowns(held.equity)], axis=1, keys=names)
chart = kb.charts.time_chart(below, title="Below the highest equity so far", form=".1%")
kb.emit.figure("drawdown", chart, caption=f"Drawdown of {title}")

# %% [markdown]
# ## Months
# The return of each month in percent, blue for gains and red for losses; the last column is the year.

# %%
months = monthly_returns(result.returns)
years = (1 + months.fillna(0)).prod(axis=1) - 1
cells = np.column_stack([months.to_numpy(), np.full(len(months), np.nan)])
bound = max(0.01, np.nanquantile(np.abs(months), 0.95))

figure, axes = plt.subplots(figsize=(7, 0.34 * len(months) + 1.2))
axes.imshow(cells, cmap="RdBu", vmin=-bound, vmax=bound, aspect="auto")
for row, year in enumerate(months.index):
    for column, value in enumerate(months.loc[year]):
        colour = "white" if abs(value) > 0.65 * bound else "black"
        text = "" if np.isnan(value) else f"{round(100 * value)}"
        axes.text(column, row, text, ha="center", va="center", color=colour, size=11)
    axes.text(12, row, f"{round(100 * years[year])}", ha="center", va="center", weight="bold", size=12)
axes.set_xticks(range(13), [*"JFMAMJJASOND", "Year"])
axes.set_yticks(range(len(months)), months.index)
axes.tick_params(length=0)
axes.grid(visible=False)
axes.spines[:].set_visible(False)
axes.set_title("Return in percent", loc="left")
kb.emit.figure("monthly_returns", figure, caption=f"Monthly returns of {title}")

# %% [markdown]
# ## Trades
# From flat to flat, the latest first. The return is the profit after costs in percent of the equity at entry.

# %%
SHOWN = 20
trades = result.trades.iloc[::-1].head(SHOWN)
is_daily = bool((result.equity.index == result.equity.index.normalize()).all())
moment = "%Y-%m-%d" if is_daily else "%Y-%m-%d %H:%M"
shown = pd.DataFrame(
    {
        "entered": trades["entry_time"].dt.strftime(moment),
        "left": trades["exit_time"].dt.strftime(moment),
        "side": trades["side"],
        "entry price": trades["entry_price"].round(4),
        "exit price": trades["exit_price"].round(4),
        "bars": trades["bars"],
        "return %": (100 * trades["return"]).round(2),
    }
)
still_open = f"; {result.open_trades} still open and not counted" if result.open_trades else ""
kb.emit.table("trades", shown, caption=f"The last {len(shown)} of {len(result.trades)} closed trades{still_open}")

# %% [markdown]
# ## Costs
# The same backtest with no costs, with those assumed, and with two and three times as much. An edge that is gone at
# twice the assumed costs is not one to rely on.

# %%
stress = []
for multiple in (0, 1, 2, 3):
    figures = metrics_of(run(chosen, cost_bps=multiple * cost_bps))
    kept = {name: figures[name] for name in ("total_return", "cagr", "sharpe_ratio", "max_drawdown")}
    stress.append({"costs": f"{multiple}x", "cost_bps": multiple * cost_bps, **kept})
kb.emit.table("cost_stress", pd.DataFrame(stress).round(4), caption=f"Cost stress of {title}")

breakeven = metrics["breakeven_cost_bps"]
if breakeven is not None:
    display(Markdown(f"Its profit would be gone at costs of {breakeven:,.0f} bps of each traded value."))

# %%
if tear_sheet:
    import logging
    import re
    import warnings

    from kb.config import find_root

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it misses Arial, again and again
    folder = Path(".kb", "tear_sheets")
    path = folder / f"{re.sub(r'[^A-Za-z0-9.]+', '-', title)}.html"
    (find_root(Path.cwd()) / folder).mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantstats uses what pandas and matplotlib are about to drop
        import quantstats

        quantstats.reports.html(
            result.returns.tz_localize(None),
            benchmark=held.returns.tz_localize(None).rename(rival.title),
            periods_per_year=round(instrument.periods_per_year),
            output=str(find_root(Path.cwd()) / path),
            title=title,
        )
    kb.emit.record(tear_sheet=path.as_posix())
    display(Markdown(f"quantstats' tear sheet is `{path.as_posix()}`; it computes some figures differently."))

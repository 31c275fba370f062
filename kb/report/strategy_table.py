"""Strategies as a table: first what a phone has room for, then best run, benchmark and more figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kb.report.numbers import UNDEFINED, column_texts, is_number
from kb.report.strategy import Best, Strategy
from kb.report.table import Table, render_table
from kb.report.text import Markup, escape

MOST_METRICS = 3
"""Beside the benchmark."""
BENCHMARK = "benchmark_"
"""Begins the name of a metric that tells what its benchmark has."""
EQUITY, SPARKLINE_WIDTH = "equity", 90


def render_strategies(
    strategies: Sequence[Strategy], links: Mapping[str, Markup], runs: Mapping[str, Markup], curves: Mapping[str, str]
) -> str:
    """The table.

    Args:
        strategies: In the order of its rows.
        links: A link to each strategy's note, by path.
        runs: A link to a run's note, by run key, for those that have one.
        curves: The picture of a strategy's curve, by its path, for those that have one.
    """
    bests = [strategy.best for strategy in strategies]
    names = _metric_names([best for best in bests if best])
    metrics = [*names[:1], *(BENCHMARK + name for name in names[:1]), *names[1:]]
    figures = [column_texts([_value(best, name) for best in bests]) for name in metrics]
    rows = []
    for number, (strategy, best) in enumerate(zip(strategies, bests, strict=True)):
        curve = curves.get(strategy.path)
        first, *others = [column[number] for column in figures] or [UNDEFINED]
        rows.append(
            (
                links[strategy.path],
                Markup(f"![[{curve}\\|{EQUITY}\\|{SPARKLINE_WIDTH}]]") if curve else None,
                first,
                escape(strategy.stage),
                _best_text(best, runs, names) if best else None,
                *others,
                len(strategy.records),
            )
        )
    heads = [words(name) for name in names] or [UNDEFINED]
    columns = ("strategy", EQUITY, heads[0], "stage", "best run", *["benchmark"] * bool(names), *heads[1:], "runs")
    kept = [at for at, name in enumerate(columns) if name in _ALWAYS or any(_says_something(row[at]) for row in rows)]
    shown = tuple(tuple(row[at] for at in kept) for row in rows)
    return render_table(Table(tuple(columns[at] for at in kept), shown, len(rows)), most_rows=len(rows))


_ALWAYS = {"stage", "strategy", "runs"}


def _best_text(best: Best, runs: Mapping[str, Markup], columns: Sequence[str]) -> Markup:
    """The best run, with the figure that ranks it where that is in no column."""
    run = runs.get(best.record.key) or escape(best.record.title)
    if best.metric in columns:
        return run
    (figure,) = column_texts([_value(best, best.metric)])
    return Markup(f"{run}, {escape(words(best.metric))} {figure}")


def words(name: str) -> str:
    """The name of a metric as people say it."""
    return name.replace("_", " ")


def _says_something(cell: Any) -> bool:
    return cell not in (None, UNDEFINED)


def _metric_names(bests: Sequence[Best]) -> list[str]:
    """What ranks most strategies, then what a reader looks at first."""
    ranking = [best.metric for best in bests]
    first = sorted(dict.fromkeys(ranking), key=ranking.count, reverse=True)[:1]
    recorded = {name for best in bests for name, value in best.record.metrics.items() if is_number(value)}
    return [*first, *(name for name in _MAIN if name in recorded and name not in first)][:MOST_METRICS]


_MAIN = ("sharpe_ratio", "max_drawdown", "cagr", "pnl", "trades")


def _value(best: Best | None, name: str) -> Any:
    return best.record.metrics.get(name) if best else None

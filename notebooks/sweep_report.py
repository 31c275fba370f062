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
# # Sweep report
# The more one tries, the better the best looks. This report puts the best of a batch next to what luck alone would have
# shown, next to its benchmark, and next to the part of the window on which it was not chosen.

# %% tags=["parameters"]
records: str = ""  # the batch's records, a CSV file relative to the workspace; empty for a small example

# %%
from itertools import cycle, product
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display

import kb
from kb.config import find_root
from kb.strategies import backtest_bars, describe, expected_best_sharpe, metrics_of, strategy_from, target_positions

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"  # apart for colour-blind readers too
LOOKS = (("o", BLUE), ("^", "#009E73"), ("s", "#CC79A7"), ("D", "#56B4E9"), ("v", "#E69F00"), ("P", GREY))
BELOW = {"frameon": False, "loc": "upper center", "bbox_to_anchor": (0.5, -0.2), "ncols": 2}
plt.rcParams.update(
    {"font.size": 13, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.25}
)


# %%
def example() -> pd.DataFrame:
    """A small batch as its records would hold it: SMA crossovers on two stocks, run here and now."""
    rows = []
    for symbol, fast, slow in product(["AAPL", "IBM"], [10, 20, 50], [100, 200]):
        bars = kb.bars(symbol)
        charges = {"periods_per_year": kb.market.periods_per_year(symbol), "cost_bps": 2.0}
        strategies = strategy_from("sma_crossover", {"fast": fast, "slow": slow}), strategy_from("buy_and_hold", {})
        result, held = (backtest_bars(bars, target_positions(one, bars), **charges) for one in strategies)
        figures = {f"metrics.{name}": value for name, value in metrics_of(result, held.returns).items()}
        title = f"{strategies[0].title} {symbol} {describe(strategies[0])}"
        parameters = {"parameters.symbol": symbol, "parameters.fast": fast, "parameters.slow": slow}
        rows.append({"status": "succeeded", "title": title, **parameters, **figures})
    return pd.DataFrame(rows)


if records:
    path = find_root(Path.cwd()) / records
    kb.emit.read(path)
    table = pd.read_csv(path, keep_default_na=False, na_values=["", "null"])
else:
    table = example()

# %%
METRICS = {
    "sharpe": "sharpe_ratio",
    "in_sample": "in_sample_sharpe_ratio",
    "out_of_sample": "out_of_sample_sharpe_ratio",
    "benchmark": "benchmark_sharpe_ratio",
    "benchmark_later": "benchmark_out_of_sample_sharpe_ratio",
    "years": "years",
}
trials = pd.DataFrame({"title": table["title"], "status": table["status"]})
trials["symbol"] = table["parameters.symbol"].astype(str).str.strip('"') if "parameters.symbol" in table else "all"
for column, metric in METRICS.items():
    values = table[f"metrics.{metric}"] if f"metrics.{metric}" in table else pd.Series(np.nan, table.index)
    trials[column] = pd.to_numeric(values, errors="coerce")

judged = trials.dropna(subset=["sharpe"])
failed = int((trials["status"] != "succeeded").sum())
best = judged.loc[judged["sharpe"].idxmax()] if len(judged) else None
chosen = trials.loc[trials["in_sample"].idxmax()] if trials["in_sample"].notna().any() else None

# Without skill, a Sharpe ratio over so many years still differs from 0 by about 1 / sqrt(years). Trials that resemble
# each other differ less than that among themselves, which would make luck look small: so the larger spread counts.
luck = None
if best is not None and best["years"] > 0:
    spread = float(judged["sharpe"].std()) if len(judged) > 1 else 0.0
    luck = expected_best_sharpe(len(trials), max(best["years"] ** -0.5, spread))


def choice_on(symbol: str, group: pd.DataFrame) -> dict[str, object]:
    """What one symbol's trials had, and how the one that was best early went on, beside what most of them did."""
    early = group.loc[group["in_sample"].idxmax()] if group["in_sample"].notna().any() else None
    both = group.dropna(subset=["in_sample", "out_of_sample"])
    return {
        "symbol": symbol,
        "trials": len(group),
        "best Sharpe": group["sharpe"].max(),
        "benchmark": group["benchmark"].median(),
        "beat it": int((group["sharpe"] > group["benchmark"]).sum()) if group["benchmark"].notna().any() else None,
        "best early": None if early is None else early["title"],
        "early": None if early is None else early["in_sample"],
        "late": None if early is None else early["out_of_sample"],
        "median late": both["out_of_sample"].median() if len(both) >= FEWEST_TO_CHOOSE_FROM else np.nan,
        "benchmark late": None if early is None else early["benchmark_later"],
    }


FEWEST_TO_CHOOSE_FROM = 3
by_symbol = pd.DataFrame([choice_on(symbol, group) for symbol, group in trials.groupby("symbol", sort=False)])
choices = by_symbol.dropna(subset=["late", "median late"]) if len(by_symbol) else by_symbol

kb.emit.record(
    title=f"Sweep report {Path(records).stem.removesuffix(' records')}".strip(),
    trials=len(trials),
    failed_trials=failed,
    best_sharpe_ratio=None if best is None else best["sharpe"],
    luck_sharpe_ratio=luck,
    best_benchmark_sharpe_ratio=None if best is None else best["benchmark"],
    chosen_in_sample_sharpe_ratio=None if chosen is None else chosen["in_sample"],
    chosen_out_of_sample_sharpe_ratio=None if chosen is None else chosen["out_of_sample"],
)


# %% [markdown]
# ## Verdict
# Four questions, answered from the numbers.


# %%
MOST_NAMED = 20  # metrics


def named(metrics: list[str]) -> str:
    """The names of metrics as Markdown, the first of very many."""
    names = ", ".join(f"`{metric}`" for metric in metrics[:MOST_NAMED])
    return f"{names} and {len(metrics) - MOST_NAMED} more" if len(metrics) > MOST_NAMED else names


def lacking(metrics: list[str]) -> str:
    """That no run has these metrics: never recorded, or undefined in every run."""
    unrecorded = [metric for metric in metrics if f"metrics.{metric}" not in table]
    undefined = [metric for metric in metrics if metric not in unrecorded]
    parts = [f"no run recorded {named(unrecorded)}"] if unrecorded else []
    return "; ".join([*parts, f"no run has a number for {named(undefined)}"] if undefined else parts)


def luck_finding() -> tuple[bool | None, str]:
    """Is the best trial better than the best of as many without skill?"""
    if luck is None:
        return None, "The best trial has no `years`."
    better = best["sharpe"] > luck
    text = f"The best of {len(trials)} trials, {best['title']}, has a Sharpe ratio of {best['sharpe']:.2f}"
    return better, f"{text}. As many strategies without any skill would show about {luck:.2f} at their best."


def benchmark_finding() -> tuple[bool | None, str]:
    """Is it better than its own benchmark, over the same window?"""
    if np.isnan(best["benchmark"]):
        return None, "No benchmark was recorded for the best trial."
    ahead = int((judged["sharpe"] > judged["benchmark"]).sum())
    better = best["sharpe"] > best["benchmark"]
    outcome = "beats" if better else "does not beat"
    text = f"Over the same window its benchmark has {best['benchmark']:.2f}, so it {outcome} it"
    return better, f"{text}; {ahead} of {len(judged)} trials with a Sharpe ratio beat theirs."


def later_finding() -> tuple[bool | None, str]:
    """Does the choice that one would have made early hold up later?"""
    if np.isnan(chosen["out_of_sample"]):
        return None, "The trial that was best early has no Sharpe ratio for the rest of the window."
    better = chosen["out_of_sample"] > max(0.0, np.nan_to_num(chosen["benchmark_later"]))
    outcome = "held up" if better else "did not hold up"
    rival = "" if np.isnan(chosen["benchmark_later"]) else f", where its benchmark had {chosen['benchmark_later']:.2f}"
    text = f"Chosen on the first 70 % of the window, {chosen['title']} ({chosen['in_sample']:.2f} there)"
    return better, f"{text} went on with {chosen['out_of_sample']:.2f}{rival}: it {outcome}."


def choice_finding() -> tuple[bool | None, str]:
    """Does choosing early beat drawing lots, on each symbol by itself?"""
    if choices.empty:
        return None, f"No symbol has {FEWEST_TO_CHOOSE_FROM} trials with a Sharpe ratio for both parts of the window."
    helped = int((choices["late"] > choices["median late"]).sum())
    where = f"{helped} of {len(choices)} {'symbol' if len(choices) == 1 else 'symbols'}"
    text = f"On {where}, the trial that was best early was better than the median trial later"
    return 2 * helped > len(choices), f"{text}. Drawing lots does that half the time at most."


QUESTIONS = {
    "Luck": (luck_finding, ("sharpe", "years")),
    "Benchmark": (benchmark_finding, ("sharpe", "benchmark")),
    "Later": (later_finding, ("in_sample", "out_of_sample", "benchmark_later")),
    "Choice": (choice_finding, ("in_sample", "out_of_sample")),
}
VERDICTS = {
    4: "All four answers speak for it. That makes it worth a forward test, no more.",
    3: "Three of four answers speak for it: not enough to act on.",
    2: "Two of four answers speak for it: not enough to act on.",
    1: "One of four answers speaks for it: treat the best of this batch as luck.",
    0: "Nothing here speaks for it: treat the best of this batch as luck.",
}
SAID = {True: "yes", False: "no", None: "not answered"}

absent = [metric for column, metric in METRICS.items() if trials[column].isna().all()]
others = table.filter(regex=r"^metrics\.").dropna(axis="columns", how="all").columns.str.removeprefix("metrics.")
there = [name for name in others if name not in {"title", *absent}]
found = f"there are {named(there)}" if there else "there are no metrics"
findings = {}
for question, (finding, columns) in QUESTIONS.items():
    missing = [METRICS[column] for column in columns if METRICS[column] in absent]
    findings[question] = (None, f"{lacking(missing).capitalize()}.") if missing else finding()

answers = [bool(answer) for answer, _ in findings.values() if answer is not None]
if best is None:
    verdict = f"No verdict: {lacking([METRICS['sharpe']])}; {found}."
elif len(answers) < len(findings):
    verdict = f"No verdict: {len(findings) - len(answers)} of the {len(findings)} questions cannot be answered."
else:
    verdict = VERDICTS[sum(answers)]
shortage = f" Of the metrics that this report needs, {lacking(absent)}; {found}." if absent and best is not None else ""
needed = f" This report needs {named(list(METRICS.values()))}." if best is None else shortage
lost = f" {failed} of the {len(trials)} trials failed; they count as tried." if failed else ""
answered = [f"- {question}: {SAID[answer]}. {text}" for question, (answer, text) in findings.items()]
display(Markdown(f"**{verdict}**{needed}{lost}\n\n" + "\n".join(answered if best is not None else [])))

# %%
symbols = list(dict.fromkeys(judged["symbol"]))
if symbols:
    display(
        Markdown(
            "## All trials\n"
            "Each dot is a trial. Luck is the Sharpe ratio expected from the best of as many strategies without skill "
            "(the False Strategy theorem of Bailey and López de Prado, 2014). It grows with the number of trials and "
            "with their spread; the spread is that of the trials, or what chance alone gives over so many years (one "
            "over their square root), whichever is larger. A strategy that is mostly long earns a part of its "
            "benchmark's Sharpe ratio without skill as well, so it has to beat both."
        )
    )
    figure, axes = plt.subplots(figsize=(7, 0.55 * len(symbols) + 2))
    for row, symbol in enumerate(symbols):
        group = judged[judged["symbol"] == symbol]
        heights = row + 0.08 * (np.arange(len(group)) % 7 - 3)  # apart, so that equal ones can be told
        axes.scatter(group["sharpe"], heights, s=40, color=BLUE, alpha=0.6, lw=0, label="" if row else "trial")
        held = group["benchmark"].dropna().unique()
        if len(held):
            axes.scatter(
                held, np.full(len(held), row), s=110, marker="D", color=GREY, label="" if row else "its benchmark"
            )
    if luck is not None:
        axes.axvline(luck, color=ORANGE, ls="--", lw=2, label=f"best by luck, {luck:.2f}")
    axes.set_yticks(range(len(symbols)), symbols)
    axes.set_ylim(len(symbols) - 0.4, -0.6)
    axes.set_xlabel("Sharpe ratio")
    axes.legend(**BELOW)
    rivals = {"luck": luck is not None, "benchmark": judged["benchmark"].notna().any()}
    against = " and ".join(name for name, is_there in rivals.items() if is_there)
    count = f"{len(judged)} {'trial' if len(judged) == 1 else 'trials'}"
    caption = f"Sharpe ratios of {count}{against and f' against {against}'}"
    kb.emit.figure("trials", figure, caption=caption)

# %%
both = trials.dropna(subset=["in_sample", "out_of_sample"])
if len(both):
    display(
        Markdown(
            "## Early and late\n"
            "What each trial had on the first 70 % of the window, and on the rest. Where the early part told the good "
            "from the bad, the marks of one symbol rise to the right. That one symbol lies higher than another says "
            "nothing about the choice of parameters."
        )
    )
    figure, axes = plt.subplots(figsize=(7, 4.2))
    axes.scatter(chosen["in_sample"], chosen["out_of_sample"], s=190, color=ORANGE, label="best of the early part")
    for (symbol, group), (marker, colour) in zip(both.groupby("symbol", sort=False), cycle(LOOKS), strict=False):
        axes.scatter(group["in_sample"], group["out_of_sample"], s=40, c=colour, marker=marker, lw=0, label=symbol)
    axes.axhline(0, color=GREY, lw=1)
    axes.set_xlabel("Sharpe ratio, first 70 %")
    axes.set_ylabel("Sharpe ratio, last 30 %")
    axes.legend(**BELOW)
    kb.emit.figure("early_and_late", figure, caption="In-sample against out-of-sample Sharpe ratio of each trial")

# %%
MOST_MAPPED = 6  # symbols


def swept_numbers() -> list[str]:
    """The two swept numbers with most values, the one with more first; none where they do not tell all trials apart."""
    numbers = table.select_dtypes("number").filter(regex=r"^parameters\.").dropna(axis="columns")
    counts = numbers.nunique()
    chosen = sorted(counts[counts > 1].index, key=lambda name: -counts[name])[:2]
    is_told_apart = not numbers[chosen].assign(symbol=trials["symbol"]).duplicated().any()
    return chosen if len(chosen) == 2 and is_told_apart else []  # noqa: PLR2004  (a map has two axes)


def draw_map(axes: plt.Axes, title: str, grid: pd.DataFrame, framed: pd.DataFrame) -> None:
    """Each Sharpe ratio in the colour of its distance from the map's median; those that are `framed` get a frame."""
    distances = grid.to_numpy() - np.nanmedian(grid)
    bound = max(0.01, np.nanmax(np.abs(distances)))
    axes.imshow(distances, cmap="RdBu", vmin=-bound, vmax=bound, aspect="auto")
    for (row, column), distance in np.ndenumerate(distances):
        if not np.isnan(distance):
            style = {"color": "white" if abs(distance) > 0.65 * bound else "black", "size": min(13, 56 / len(grid.T))}
            axes.text(column, row, f"{grid.iloc[row, column]:.2f}", ha="center", va="center", **style)
        if framed.iloc[row, column]:
            corner = column - 0.47, row - 0.46
            axes.add_patch(plt.Rectangle(corner, 0.94, 0.92, fill=False, color=ORANGE, lw=3))
    axes.set_xticks(range(len(grid.T)), grid.columns)
    axes.set_yticks(range(len(grid)), grid.index)
    axes.set_xlabel(grid.columns.name)
    axes.set_ylabel(grid.index.name)
    axes.set_title(title, loc="left", size=13)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


swept, mapped = swept_numbers(), list(dict.fromkeys(both["symbol"]))[:MOST_MAPPED]
if swept and mapped:
    down, across = names = [name.removeprefix("parameters.") for name in swept]
    placed = both.assign(**{name: table[column] for name, column in zip(names, swept, strict=True)})
    rows = 0.36 * placed[down].nunique() + 1.1
    figure, grid = plt.subplots(
        len(mapped), 2, figsize=(7, rows * len(mapped)), sharey=True, squeeze=False, layout="constrained"
    )
    for (left, right), symbol in zip(grid, mapped, strict=True):
        group = placed[placed["symbol"] == symbol]
        early, late = (group.pivot_table(part, down, across) for part in ("in_sample", "out_of_sample"))
        draw_map(left, f"{symbol}, first 70 %", early, early == np.nanmax(early))
        draw_map(right, f"{symbol}, last 30 %", late, early == np.nanmax(early))
        right.set_ylabel("")
    display(
        Markdown(
            "The same as maps: blue is better than the map's median, red is worse, and the frame is around the trial "
            "that was best early. Where choosing helps, the right map looks like the left one."
        )
    )
    kb.emit.figure("early_and_late_maps", figure, caption=f"Sharpe ratio by {down} and {across}, early and late")

# %%
if len(judged):
    display(
        Markdown(
            "## By symbol\n"
            "For each symbol its best trial, and how the one that was best early went on, beside the median trial and "
            "the benchmark."
        )
    )
    shown = by_symbol.dropna(axis="columns", how="all").round(2)
    kb.emit.table("by_symbol", shown, caption="Sharpe ratios by symbol")

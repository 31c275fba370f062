"""Many stored runs: how long it takes to list them, and to find that none of them needs to run."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.timing import BIN, Row, seconds_of
from kb.config import Settings, read_settings
from kb.model.run import Input, Record, Result
from kb.runs.fingerprint import Inputs, fingerprint
from kb.runs.plan import Asked
from kb.runs.store import write_result
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_questions
from kb.workflows.run import run_plan

SYMBOLS = 5
METRICS = 32
OUTPUT_CHARACTERS = 20_000
NOTEBOOK = """\
# %% tags=["parameters"]
symbol: str = "S0"
fast: int = 1
slow: int = 100
cost_bps: float = 2.0
"""
QUESTION = """\
```kb
notebook: trial
parameters: {{slow: 200, cost_bps: 2}}
sweep:
  symbol: [{symbols}]
  fast: [{fast}]
rank_by: sharpe_ratio
```
"""
WITHOUT_INDEX = """\
import pathlib
from kb.cli.main import main
pathlib.Path(".kb/runs/index").unlink(missing_ok=True)
main(["runs", "--sort", "sharpe_ratio"])
"""


def measure() -> list[Row]:
    """`kb runs` over 5,000 stored runs, and `kb run` over 1,000 fresh ones."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        folder = Path(name)
        many, fresh, empty = (make_workspace(folder / str(runs), runs) for runs in (5_000, 1_000, 0))
        listing: list[str | Path] = [BIN / "kb", "runs", "--sort", "sharpe_ratio"]
        without = seconds_of([sys.executable, "-c", WITHOUT_INDEX], folder=many, runs=3)
        start_up = seconds_of([BIN / "kb", "run"], folder=empty)
        run = seconds_of([BIN / "kb", "run"], folder=fresh)
        return [
            Row(
                "kb runs --sort sharpe_ratio, 5,000 stored", seconds_of(listing, folder=many), 0.5, "all read", without
            ),
            Row("kb run, 1,000 fresh, after start-up", run - start_up, 1.0, "start-up", start_up),
        ]


def make_workspace(root: Path, runs: int) -> Path:
    """A workspace with one question of so many runs, all of them stored and written into the vault."""
    for folder in ("notebooks", "vault"):
        (root / folder).mkdir(parents=True)
    (root / "kb.toml").write_text('vault = "vault"\n')
    (root / "notebooks/trial.py").write_text(NOTEBOOK)
    if runs:
        lists = {
            "symbols": ", ".join(f"S{number}" for number in range(SYMBOLS)),
            "fast": ", ".join(map(str, range(1, runs // SYMBOLS + 1))),
        }
        (root / "vault/Trials.md").write_text(QUESTION.format(**lists))
    settings = read_settings(root)
    desk = read_desk(settings)
    run_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)), lambda asked: pretend(settings, asked))
    return root


def pretend(settings: Settings, asked: Sequence[Asked]) -> Iterator[Result]:
    """Store a result for each run, as large as those of a backtest, without executing anything."""
    present = Inputs(settings).checksum("notebook", "notebooks/trial.py")
    names = ("sharpe_ratio", *(f"metric_of_the_backtest_{number}" for number in range(METRICS - 1)))
    code = tuple(Input("library", f"library-{number}", "missing") for number in range(20))
    output = "0" * OUTPUT_CHARACTERS
    for number, one in enumerate(asked):
        inputs = (Input("notebook", "notebooks/trial.py", present), *code)
        metrics = {name: (number * 7919 + place) % 10_007 / 3 for place, name in enumerate(names)}
        title = f"Trial {' '.join(map(str, one.run.parameters.values()))}"
        record = Record(one.run.key, "succeeded", one.run.parameters, metrics, fingerprint(inputs), inputs, title)
        text = f'{{"cells": [], "metadata": {{"text": "{output}"}}, "nbformat": 4, "nbformat_minor": 5}}'
        yield write_result(settings, Result(record, one.run.notebook, Path(), 1.5), text.encode())

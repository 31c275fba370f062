"""Running again with other bytes and the same numbers, through all of kb: block, kernel, store, notes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.config import Settings
from kb.model.run import Result
from kb.runs.execute import execute_runs
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_questions
from kb.workflows.run import Outcome, run_plan

pytestmark = pytest.mark.kernel
NOTEBOOK = """\
# %% tags=["parameters"]
fast: int = 10

# %%
import matplotlib.pyplot as plt
import pandas as pd

import kb

noise = 1.0
returns = [fast * noise / 300, -0.01234567891234 * noise]
kb.emit.record(title=f"Answer {fast}", sharpe_ratio=fast / 7 * noise, trades=fast)
kb.emit.table("returns", pd.DataFrame({"return": returns}))
print(returns[0])
returns

# %%
figure, axes = plt.subplots(figsize=(2, 2))
axes.plot(returns)
kb.emit.figure("returns", figure)
"""
SUMMARY = """\
# %% tags=["parameters"]
records: str = ""

# %%
from pathlib import Path

import pandas as pd

import kb

path = Path("..") / records
kb.emit.read(path)
kb.emit.record(best=pd.read_csv(path)["metrics.sharpe_ratio"].max())
"""
QUESTION = """\
```kb
name: Answers
notebook: answer
sweep:
  fast: [5, 10]
rank_by: sharpe_ratio
notes: 1
summary: summary
```
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for folder in ("notebooks", "vault"):
        (tmp_path / folder).mkdir()
    (tmp_path / "kb.toml").write_text('vault = "vault"\n')
    (tmp_path / "notebooks/answer.py").write_text(NOTEBOOK)
    (tmp_path / "notebooks/summary.py").write_text(SUMMARY)
    (tmp_path / "vault/Question.md").write_text(QUESTION)
    return Settings(tmp_path, tmp_path / "vault", timeout_seconds=60)


def run_all(settings: Settings, *, force: bool = False) -> Outcome:
    desk = read_desk(settings)
    plan = plan_questions(settings, desk, Inputs(settings), force=force)

    return run_plan(
        settings,
        desk,
        plan,
        lambda asked: (event for event in execute_runs(settings, asked, 1) if isinstance(event, Result)),
    )


def vault_of(settings: Settings) -> dict[str, bytes]:
    files = (path for path in settings.vault.rglob("*") if path.is_file())
    return {path.relative_to(settings.vault).as_posix(): path.read_bytes() for path in files}


def without_inputs(table: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(table.decode().splitlines())
    return [{name: cell for name, cell in row.items() if name not in {"fingerprint", "inputs"}} for row in rows]


def test_an_edited_comment_and_noise_change_nothing_but_what_the_records_say_of_inputs(settings: Settings) -> None:
    first = run_all(settings)
    before = vault_of(settings)
    notebook = settings.notebooks / "answer.py"
    notebook.write_text(NOTEBOOK.replace("noise = 1.0", "noise = 1 + 1e-12  # of another machine"))

    second = run_all(settings, force=True)

    after = vault_of(settings)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert [result.failure for result in first.results + second.results] == [None] * 6
    assert {path.rpartition("/")[2] for path in before} >= {"Answer 10.md", "returns.png", "Answers results.md"}
    assert changed == {"runs/Answers/Answers records.csv", "runs/Answers/Answers summary.csv"}
    assert [without_inputs(after[path]) for path in changed] == [without_inputs(before[path]) for path in changed]


def test_a_change_that_can_be_seen_is_written(settings: Settings) -> None:
    run_all(settings)
    before = vault_of(settings)
    notebook = settings.notebooks / "answer.py"
    notebook.write_text(NOTEBOOK.replace("noise = 1.0", "noise = 1.01"))

    run_all(settings)

    after = vault_of(settings)
    assert {path.rpartition("/")[2] for path in before if before[path] != after[path]} == {
        "returns.png",
        "Answer 10.md",
        "Answers records.csv",
        "Answers results.md",
        "Answers summary.csv",
    }

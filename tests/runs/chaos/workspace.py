"""A small workspace in the middle of its life, and what of it must be the same however often kb is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

KB = (sys.executable, "-c", "from kb.cli.main import main; main()")
EXECUTIONS = "executions.log"
NOTEBOOK = "notebooks/wave.py"
WAVE = """\
# %% tags=["parameters"]
fast: int = 10

# %%
import time
from pathlib import Path

import matplotlib.pyplot as plt

import kb

with Path("../executions.log").open("a") as log:
    log.write(f"{fast}\\n")

# %%
plt.plot([fast, 1, 2])
time.sleep(0.1)

# %%
kb.emit.record(sharpe_ratio=FACTOR / fast)
"""
SUMMARY = """\
# %% tags=["parameters"]
records: str = ""

# %%
from pathlib import Path

import kb
from kb.config import find_root

file = find_root(Path.cwd()) / records
kb.emit.read(file)
print(f"{len(file.read_text().splitlines()) - 1} runs")
"""
QUESTION = """\
Does it pay? A person asks.

```kb
name: Waves
notebook: wave
sweep: {{fast: {values}}}
rank_by: sharpe_ratio
notes: 8
summary: count
```

![[Waves results]]
"""
"""Every run has a note: while a run is dead, its place among the best falls to another, whose note would stay."""
HUMAN = b"\nI would not trade this one.\n"
ALL = (3, 4, 5, 6, 7, 8, 9, 10)


def run_calmly(root: Path) -> None:
    """`kb run`, which nobody disturbs."""
    subprocess.run([*KB, "run"], cwd=root, check=True, capture_output=True)


def make_workspace(
    root: Path,
    run: Callable[[Path], object] = run_calmly,
    earlier: Sequence[int] = (4, 5, 6),
    now: Sequence[int] = ALL,
) -> None:
    """A workspace that was run, then edited: a person wrote into a note, the notebook changed, runs were added.

    Args:
        root: Its folder.
        run: Runs what is stale in it.
        earlier: The values of `fast` that were asked for then; 4 is among them.
        now: The values that are asked for now.
    """
    for folder in ("notebooks", "vault/strategies"):
        (root / folder).mkdir(parents=True)
    (root / "kb.toml").write_text('vault = "vault"\n', "utf-8")
    (root / "notebooks/count.py").write_text(SUMMARY, "utf-8")
    _ask(root, factor=1, values=earlier)
    run(root)
    note = root / "vault/runs/Waves/Waves 4.md"
    note.write_bytes(note.read_bytes() + HUMAN)
    _ask(root, factor=2, values=now)
    (root / EXECUTIONS).unlink(missing_ok=True)


def _ask(root: Path, *, factor: int, values: Sequence[int]) -> None:
    (root / NOTEBOOK).write_text(WAVE.replace("FACTOR", str(factor)), "utf-8")
    (root / "vault/strategies/Question.md").write_text(QUESTION.format(values=list(values)), "utf-8")


def executions(root: Path) -> Counter[int]:
    """How often the run of each `fast` was begun."""
    log = root / EXECUTIONS
    return Counter(map(int, log.read_text("utf-8").split())) if log.is_file() else Counter()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    places = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in places}

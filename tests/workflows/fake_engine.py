"""A stand-in for the engine, and a question for it to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from kb.config import Settings
from kb.model.run import Failure, Input, Record, Result
from kb.runs.fingerprint import Inputs, fingerprint
from kb.runs.plan import Asked, PlannedRun
from kb.runs.store import write_result

NOTEBOOK = """\
# %% tags=["parameters"]
fast: int = 10
slow: int = 100

# %%
ratio = fast / slow
"""
REPORT = '# %% tags=["parameters"]\nrecords: str = ""\n'
QUESTION = """\
---
tags: [strategy]
---

Does it pay?

```kb
name: Crossover
notebook: crossover
parameters: {slow: 50}
sweep:
  fast: [5, 10, 60]
rank_by: sharpe_ratio
notes: 2
```

![[Crossover results]]
"""


def write_workspace(root: Path) -> Settings:
    """A workspace of one question and the notebooks that it names."""
    for folder in ("notebooks", "vault/strategies"):
        (root / folder).mkdir(parents=True)
    (root / "kb.toml").write_text('vault = "vault"\n')
    (root / "notebooks/crossover.py").write_text(NOTEBOOK)
    (root / "notebooks/report.py").write_text(REPORT)
    (root / "vault/strategies/Question.md").write_text(QUESTION)
    return Settings(root=root, vault=root / "vault")


@dataclass
class FakeEngine:
    """Executes a run by dividing: what `fast / slow` gives is its Sharpe ratio, and a fast above 50 fails."""

    settings: Settings
    executed: list[str] = field(default_factory=list)

    def __call__(self, asked: Sequence[Asked]) -> Iterator[Result]:
        for one in asked:
            self.executed.append(one.title)
            yield self._execute(one.run, one.title)

    def _execute(self, run: PlannedRun, title: str) -> Result:
        inputs = self._inputs(run)
        is_failing = run.parameters.get("fast", 0) > 50
        node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"Found by {title or 'the summary'}.")])
        record = Record(
            key=run.key,
            status="failed" if is_failing else "succeeded",
            parameters=run.parameters,
            metrics={} if is_failing or "fast" not in run.parameters else {"sharpe_ratio": run.parameters["fast"] / 50},
            fingerprint=fingerprint(inputs),
            inputs=inputs,
            title=title,
            error="ValueError: too fast (cell 2)" if is_failing else "",
        )
        failure = Failure("ValueError", "too fast", 2, "> 1 ratio", "Traceback") if is_failing else None
        result = Result(record, run.notebook, Path(), 1.0, failure)
        return self.store(result, node)

    def store(self, result: Result, node: Any = None) -> Result:
        """Put a result into the store, with an empty notebook where none is given."""
        return write_result(self.settings, result, nbformat.writes(node or nbformat.v4.new_notebook()).encode())

    def _inputs(self, run: PlannedRun) -> tuple[Input, ...]:
        names: list[tuple[Any, str]] = [("notebook", run.notebook)]
        names += [("data", run.parameters["records"])] if "records" in run.parameters else []
        inputs = Inputs(self.settings)
        return tuple(Input(kind, name, inputs.checksum(kind, name)) for kind, name in names)

"""From nothing to a site with real kernels, as the README tells it, with a notebook that takes no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kb

NOTEBOOK = """\
# %% tags=["parameters"]
fast: int = 10
slow: int = 100

# %%
import kb

kb.emit.record(sharpe_ratio=fast / slow)
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
kb.emit.record(trials=len(file.read_text().splitlines()) - 1)
"""
BLOCK = """\
```kb
name: "{title}"
notebook: tiny
sweep: {{fast: [5, 10]}}
rank_by: sharpe_ratio
notes: 1
summary: count
```

![[{title} results]]
"""


@pytest.mark.kernel
def test_from_nothing_to_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kb: Kb) -> None:
    monkeypatch.chdir(tmp_path)
    assert kb("init", "desk").code == 0
    desk = tmp_path / "desk"
    monkeypatch.chdir(desk)
    (desk / "vault/strategies/First question.md").write_text("No question yet. [[Turtle]]\n")
    assert kb("new", "strategy", "Turtle").code == 0
    assert "9 runs and 1 summary to run." in kb("plan").out
    (desk / "notebooks/tiny.py").write_text(NOTEBOOK)
    (desk / "notebooks/count.py").write_text(SUMMARY)
    (desk / "vault/strategies/Turtle.md").write_text(BLOCK.format(title="Turtle"))

    first, second = kb("run"), kb("run")

    assert first.err == ""
    assert first.code == 0
    assert "[2/2]" in first.out
    assert "[summary 1/1]" in first.out
    assert (second.code, second.out) == (0, "0 runs, 0 failed, 2 fresh.\n")
    assert "sharpe_ratio                 0.05" in kb("show", "Turtle 5").out
    assert Path(kb("open", "Turtle 10", "--path").out.strip()).is_file()
    assert kb("check").out == "0 errors, 0 warnings.\n"
    assert kb("compile", "--prune").out == "0 files written.\n"
    built, again = kb("build"), kb("build")
    assert (built.code, built.err) == (0, "")
    assert "unchanged" in again.out
    assert "Turtle 10" in (desk / "site/strategies/turtle/index.html").read_text("utf-8")

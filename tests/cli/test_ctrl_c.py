"""Ctrl-C as it is pressed: a signal to a `kb run` of its own, with real kernels."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = """\
# %% tags=["parameters"]
number: int = 0

# %%
import time

time.sleep(0.2)
"""
QUESTION = f"""\
```kb
notebook: tiny
sweep: {{number: {list(range(12))}}}
notes: 1
```
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, text in {"notebooks/tiny.py": NOTEBOOK, "vault/Question.md": QUESTION, "kb.toml": ""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def run(desk: Path, *, press_at: int | None = None) -> tuple[int, list[dict[str, Any]]]:
    """`kb run`, with Ctrl-C pressed when so many runs have ended: its exit code and events."""
    command = [sys.executable, "-c", "from kb.cli.main import main; main()", "run", "--json", "--jobs", "2"]
    events = []
    with subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            events.append(json.loads(line))
            if press_at is not None and len(keys(events)) == press_at:
                press_at = None
                process.send_signal(signal.SIGINT)
    return process.returncode, events


def keys(events: list[dict[str, Any]]) -> list[str]:
    return [event["key"] for event in events if event["event"] == "finished"]


@pytest.mark.kernel
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console, not to one process")
def test_a_batch_that_was_stopped_goes_on_where_it_was(desk: Path) -> None:
    stopped_code, stopped = run(desk, press_at=3)
    code, rest = run(desk)

    assert (stopped_code, code) == (130, 0)
    assert [event["event"] for event in stopped if event["event"] in {"stopped", "done"}] == ["stopped", "done"]
    assert len(keys(stopped)) == stopped[-1]["runs"] < 12
    assert len(set(keys(stopped) + keys(rest))) == len(keys(stopped) + keys(rest)) == 12
    assert (rest[-1]["fresh"], rest[-1]["failed"]) == (len(keys(stopped)), 0)
    assert (desk / "vault/runs/Question/Question results.md").exists()

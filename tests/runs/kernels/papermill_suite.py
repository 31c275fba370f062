"""A pytest plugin for papermill's own tests: notes each outcome, and how each kernel was started.

It reads two variables: `SUITE_ENGINE` is the engine to be papermill's default (`kb`, or `stock` to change nothing), and
`SUITE_LOG` the file that takes the notes, a line of JSON each. Run as a program it is papermill's command line, so
noted: papermill's tests start that too. By hand, in an empty folder:

    SUITE_ENGINE=kb SUITE_LOG=kb.jsonl PYTHONPATH=…:…/tests/runs/kernels python -m pytest -p papermill_suite \
        --pyargs papermill.tests --continue-on-collection-errors
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbclient.client import NotebookClient
from papermill import engines
from papermill.cli import papermill

from kb.runs.kernels.engine import KbEngine
from tests.runs.kernels.ports import keep_ports_apart

if TYPE_CHECKING:
    import pytest

IS_OURS = os.environ["SUITE_ENGINE"] == "kb"
_start_new_kernel = NotebookClient.start_new_kernel


def note(**facts: str) -> None:
    """Write one line."""
    with Path(os.environ["SUITE_LOG"]).open("a", encoding="utf-8") as log:
        log.write(json.dumps(facts) + "\n")


def start_new_kernel(client: Any, **options: Any) -> None:
    """Start a kernel as nbclient does, and note how."""
    _start_new_kernel(client, **options)
    kernel = getattr(client.km, "kernel", None)
    note(test=os.environ["PYTEST_CURRENT_TEST"].partition(" ")[0], way=kernel.way if kernel else "stock")


def papermill_cli(arguments: list[str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
    """Start papermill's command line, as its tests do."""
    return subprocess.Popen([sys.executable, __file__, *(arguments or [])], **options)


keep_ports_apart()
NotebookClient.start_new_kernel = start_new_kernel
if IS_OURS:
    engines.papermill_engines.register(None, KbEngine)


def pytest_collection_modifyitems() -> None:
    """Have the tests that name papermill's engine test this one; the modules are loaded by now."""
    importlib.import_module("papermill.tests.test_cli").papermill_cli = papermill_cli  # type: ignore[attr-defined]
    if IS_OURS:
        importlib.import_module("papermill.tests.test_engines").NBClientEngine = KbEngine  # type: ignore[attr-defined]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test's outcome."""
    if report.when == "call" or report.outcome != "passed":
        note(test=report.nodeid, outcome=report.outcome)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note what cannot be collected, and why."""
    if report.failed:
        note(test=report.nodeid, outcome=str(report.longrepr).strip().splitlines()[-1])


if __name__ == "__main__":
    papermill()

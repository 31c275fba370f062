"""The process of a run, called in this one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kb.runs import job

pytestmark = pytest.mark.kernel


def outcome(folder: Path, source: str, kernel: str = "python3") -> Any:
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    node.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    (folder / job.SOURCE).write_text(nbformat.writes(node))
    (folder / job.ORDER).write_text(json.dumps({"parameters": {}, "kernel": kernel}))

    job.main(folder)

    return json.loads((folder / job.OUTCOME).read_text())


def test_a_notebook_that_ends_well_leaves_no_failure(tmp_path: Path) -> None:
    assert outcome(tmp_path, "1 + 1") == {"status": "succeeded", "failure": None}
    assert "text/plain" in (tmp_path / job.TARGET).read_text()


@pytest.mark.parametrize(
    ("source", "kernel", "status", "name"),
    [
        ("1 / 0", "python3", "failed", "ZeroDivisionError"),
        ("import os; os._exit(3)", "python3", "died", "KernelDied"),
        ("1", "none_such", "failed", "NoSuchKernel"),
    ],
)
def test_each_way_to_fail_is_told_apart(tmp_path: Path, source: str, kernel: str, status: str, name: str) -> None:
    told = outcome(tmp_path, source, kernel)

    assert (told["status"], told["failure"]["name"]) == (status, name)

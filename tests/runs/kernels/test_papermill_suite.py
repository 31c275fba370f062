"""papermill's own tests pass with kb's engine as papermill's default wherever they pass without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytestmark = pytest.mark.kernel

HERE = Path(__file__).parent
PYTEST = "-m pytest -q -p no:cacheprovider -p papermill_suite --pyargs papermill.tests --continue-on-collection-errors"
CLOUD = {"moto", "boto3", "azure"}
"""Libraries of papermill's cloud readers: tests that import them cannot be collected without them."""

Notes = dict[str, list[str]]


def run_suite(engine: str, folder: Path) -> tuple[Notes, Notes]:
    """Outcomes, and the ways in which kernels were started, by test."""
    folder.mkdir()
    log = folder / "log.jsonl"
    variables = {"SUITE_ENGINE": engine, "SUITE_LOG": str(log), "PYTHONPATH": f"{HERE.parents[2]}{os.pathsep}{HERE}"}
    with (folder / "said.txt").open("w") as said:
        command = [sys.executable, *PYTEST.split()]
        subprocess.run(command, cwd=folder, env=os.environ | variables, stdout=said, stderr=said, check=False)
    outcomes, ways = defaultdict(list), defaultdict(list)
    for line in log.read_text("utf-8").splitlines():
        noted = json.loads(line)
        if "way" in noted:
            ways[noted["test"]].append(noted["way"])
        else:
            outcomes[noted["test"]].append(noted["outcome"])
    return outcomes, ways


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Notes, Notes]]:
    folder = tmp_path_factory.mktemp("papermill")
    with ThreadPoolExecutor() as both:
        return list(both.map(lambda engine: run_suite(engine, folder / engine), ["stock", "kb"]))


def test_each_test_of_papermill_ends_as_with_its_own_engine(suites: list[tuple[Notes, Notes]]) -> None:
    (stock, _), (ours, _) = suites

    assert len(stock) > 500
    assert ours == stock


def test_only_cloud_readers_cannot_be_tested(suites: list[tuple[Notes, Notes]]) -> None:
    (stock, _), _ = suites
    errors = [outcome for outcomes in stock.values() for outcome in outcomes if "Error" in outcome]

    assert {error.split("'")[1] for error in errors} <= CLOUD


def test_each_kernel_of_papermills_tests_was_forked(suites: list[tuple[Notes, Notes]]) -> None:
    (_, stock), (_, ours) = suites

    assert len(stock) > 30
    assert ours == {test: ["fork"] * len(ways) for test, ways in stock.items()}

"""Which way a run takes: the best that its kernel allows."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import papermill
import pytest
from jupyter_core.utils import ensure_event_loop

from kb.runs.kernels.watch import Watch
from tests.runs.kernels.cells import make_notebook
from tests.runs.kernels.running import run_cells, text_of

pytestmark = pytest.mark.kernel

THREAD = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kernel specs that Jupyter finds."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return tmp_path / "jupyter" / "kernels"


def add_kernel(kernels: Path, name: str, *argv: str, env: Mapping[str, str] = MappingProxyType({})) -> None:
    (kernels / name).mkdir(parents=True)
    spec = {"argv": list(argv), "display_name": name, "language": "python", "env": dict(env)}
    (kernels / name / "kernel.json").write_text(json.dumps(spec))


def way_of(kernel_name: str, way: str = "fork") -> str:
    watch = Watch()
    node = make_notebook([("one", "1 + 1")])
    done = papermill.execute_notebook(
        node, None, kernel_name=kernel_name, engine_name="kb", watch=watch, way=way, progress_bar=False
    )

    assert text_of(done) == "2"
    return watch.way


@pytest.mark.parametrize(
    ("asked", "taken"), [("fork", "fork"), ("spawn", "spawn (as asked)"), ("stock", "stock (as asked)")]
)
def test_a_run_goes_the_way_that_is_asked(asked: str, taken: str) -> None:
    if asked == "fork" and sys.platform != "linux":
        taken = "spawn (this system cannot fork safely)"

    assert way_of("python3", asked) == taken


def test_a_kernel_that_is_started_otherwise_is_jupyters(kernels: Path) -> None:
    add_kernel(kernels, "odd", "python", "-m", "ipykernel_launcher", "--quiet", "-f", "{connection_file}")

    assert way_of("odd") == "stock (no ipykernel)"


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_a_process_with_threads_is_not_forked(kernels: Path) -> None:
    threaded = f"--IPKernelApp.exec_lines=[{THREAD!r}]"
    add_kernel(kernels, "threaded", "python", "-m", "ipykernel_launcher", "-f", "{connection_file}", threaded)

    assert way_of("threaded") == "spawn (2 threads run after its imports)"


def test_kernels_of_another_ipykernel_are_jupyters(kernels: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import ipykernel._version\nipykernel._version.version_info = (6, 29, 5)\n"
    )
    environment = {"PYTHONPATH": str(tmp_path)}
    add_kernel(kernels, "older", "python", "-m", "ipykernel_launcher", "-f", "{connection_file}", env=environment)
    reason = f"ImportError: kb's own kernels are made with ipykernel 7, and this is {version('ipykernel')}."

    assert [way_of("older") for _ in range(2)] == [f"stock ({reason})"] * 2


def test_the_engine_says_what_kernel_and_language_a_notebook_has() -> None:
    from kb.runs.kernels.engine import KbEngine  # noqa: PLC0415

    node = make_notebook([])

    assert (KbEngine.nb_kernel_name(node), KbEngine.nb_language(node)) == ("python3", "python")
    assert (KbEngine.nb_kernel_name(node, "own"), KbEngine.nb_language(node, "R")) == ("own", "R")


def test_two_forked_kernels_share_no_random_numbers() -> None:
    draw = (
        "import random, uuid, secrets, tempfile, numpy as np\n"
        "(random.random(), np.random.rand(), np.random.default_rng().random(), uuid.uuid4(), secrets.token_hex(),"
        " next(tempfile._get_candidate_names()))"
    )
    first, second = (text_of(run_cells(draw)).strip("()").split(",") for _ in range(2))

    assert not set(first) & set(second)


@pytest.mark.parametrize("way", ["spawn", "stock"])
def test_seeded_random_numbers_are_those_of_any_kernel(way: str) -> None:
    draw = (
        "import random, numpy as np\nrandom.seed(7)\nnp.random.seed(7)\n"
        "(random.random(), np.random.rand(), np.random.default_rng(7).random())"
    )

    assert text_of(run_cells(draw)) == text_of(run_cells(draw, way=way))


def test_papermill_is_not_slowed_down_nor_broken_by_the_entry_point() -> None:
    import subprocess  # noqa: PLC0415

    loaded = "import sys, kb.runs.kernels.engine; print(*sorted(set(sys.modules) & {'papermill', 'nbclient', 'zmq'}))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert done.stdout == "\n"


def test_a_folder_that_is_made_anew_is_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    for text in ("first", "second"):
        folder.mkdir()
        run_cells(f"open('said.txt', 'w').write({text!r})", folder=folder)
        said = (folder / "said.txt").read_text()
        shutil.rmtree(folder)

        assert said == text


@pytest.mark.parametrize("way", ["fork", "spawn", "stock"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, way: str) -> None:
    options = {"resources": {"metadata": {"path": str(tmp_path / "none")}}, "engine_name": "kb", "way": way}

    with pytest.raises(FileNotFoundError, match=rf"^\[Errno 2\] No such file or directory: '{tmp_path}/none'$"):
        papermill.execute_notebook(make_notebook([("one", "1")]), None, progress_bar=False, **options)


def run_in_thread(source: str) -> Any:
    try:
        return run_cells(source)
    finally:
        ensure_event_loop().close()  # nbclient leaves one behind in each thread


def test_runs_at_the_same_time_do_not_mix() -> None:
    sources = [
        f"import time\nfor _ in range(20):\n    print({number}, flush=True)\n    time.sleep(0.01)"
        for number in range(8)
    ]
    with ThreadPoolExecutor(4) as pool:
        nodes = list(pool.map(run_in_thread, sources))
    printed = [{line for output in node.cells[0].outputs for line in output.text.split()} for node in nodes]

    assert printed == [{str(number)} for number in range(8)]

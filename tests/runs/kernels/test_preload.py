from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kb.runs.kernels import preload as preloading
from kb.runs.kernels.preload import Traces, collect_again, forget_kb, is_library, modules_of, preload


@pytest.fixture
def app() -> Any:
    """What a kernel's application has for imports: traps of the shell, and what was published early."""
    shell = SimpleNamespace(builtin_trap=nullcontext(), display_trap=nullcontext())
    return SimpleNamespace(shell=shell, iopub_thread=SimpleNamespace(early=[]))


@contextmanager
def as_before() -> Iterator[None]:
    """Imports leave no modules and filters behind in this process."""
    modules, path = dict(sys.modules), list(sys.path)
    with warnings.catch_warnings():
        yield
    sys.path[:] = path
    for name in set(sys.modules) - set(modules):
        del sys.modules[name]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed libraries; the folder beside it is the user's own."""
    library, own = tmp_path / "library", tmp_path / "own"
    for folder in (library, own):
        folder.mkdir()
        sys.path.insert(0, str(folder))
    homes = preloading._homes()  # noqa: SLF001  (where libraries are cannot be told otherwise)
    monkeypatch.setattr(preloading, "_homes", lambda: (*homes, str(library) + os.sep))
    with as_before():
        yield library
    sys.path.remove(str(library))
    sys.path.remove(str(own))


def refused(app: Any, *statements: str) -> str:
    found = preload(statements, app)
    return "" if found is None else f"{found['number']} {'spoilt ' if found['is_spoilt'] else ''}{found['reason']}"


def test_libraries_are_imported_beforehand(app: Any, installed: Path) -> None:
    (installed / "plain_library.py").write_text("value = 1")

    assert refused(app, "import json", "import warnings", "import plain_library") == ""
    assert sys.modules["plain_library"].value == 1


def test_the_users_own_code_is_not(app: Any, installed: Path) -> None:
    (installed.parent / "own" / "own_module.py").write_text("raise SystemExit('not to be loaded')")

    assert refused(app, "import json", "import own_module") == "1 own_module is no installed library"


def test_nor_is_what_is_missing_or_relative(app: Any) -> None:
    assert refused(app, "import no_such_module_at_all") == "0 no_such_module_at_all is no installed library"
    assert refused(app, "from . import sibling") == "0  is no installed library"


@pytest.mark.parametrize(
    ("source", "objection"),
    [
        ("raise ValueError('broken')", "ValueError: broken"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import os; os.write(1, b'said')", "it says something when it is imported"),
        ("import os; os.write(2, b'said')", "it says something when it is imported"),
        ("import sys; print('said', file=sys.__stderr__, flush=True)", "it says something when it is imported"),
        ("import os; held = os.dup(1)", "it leaves a file or a connection open"),
        ("import users_module", "it loads users_module, which is no installed library"),
    ],
)
def test_an_import_that_does_more_is_left_to_its_cell(
    app: Any, installed: Path, capfd: pytest.CaptureFixture[str], source: str, objection: str
) -> None:
    (installed / "doing_library.py").write_text(source)
    (installed.parent / "own" / "users_module.py").write_text("")
    os.dup2(1, 2)  # both are the log of a preloaded process

    assert refused(app, "import json", "import doing_library", "import xml") == f"1 spoilt {objection}"
    held = getattr(sys.modules.get("doing_library"), "held", None)
    if held:
        os.close(held)
    capfd.readouterr()


def test_what_an_import_publishes_is_said(app: Any, installed: Path) -> None:
    (installed / "publishing_library.py").write_text("import sys\nsys.published.append([b'message'])")
    sys.published = app.iopub_thread.early  # type: ignore[attr-defined]

    assert refused(app, "import publishing_library") == "0 spoilt it says something when it is imported"
    del sys.published  # type: ignore[attr-defined]


IGNORE = ("ignore", None, Warning, None, 0)
OWN = ("always", None, UserWarning, None, 0)
FILTERING = "import warnings\nwarnings.simplefilter('always', UserWarning)"
CALLS = ["import warnings", "warnings.filterwarnings('ignore')", "import filtering_library"]


def test_filters_of_warnings_come_in_the_notebooks_order(app: Any, installed: Path) -> None:
    (installed / "filtering_library.py").write_text(FILTERING)
    preload(CALLS, app)
    before = list(warnings.filters[:2])
    warnings.filterwarnings("ignore")  # as the notebook does when it runs
    after = list(warnings.filters[:2])
    warnings.filterwarnings("ignore")

    assert before == after == [OWN, IGNORE]
    assert list(warnings.filters[:2]) == [IGNORE, OWN]


def test_without_calls_filters_are_left_alone(app: Any, installed: Path) -> None:
    (installed / "filtering_library.py").write_text(FILTERING)
    before = warnings.filters
    preload(["import filtering_library", "warnings.simplefilter('ignore', append=True)"], app)

    assert warnings.filters is before


def test_calls_know_what_was_imported(app: Any) -> None:
    calls = ["import warnings", "import json", "warnings.filterwarnings('error', category=json.JSONDecodeError)"]

    assert "category must be a Warning subclass" in refused(app, *calls)


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import a.b as c, d", ["a", "d"]),
        ("from a.b import c", ["a"]),
        ("from . import c", [""]),
        ("from .a import c", [""]),
    ],
)
def test_modules_are_named_by_their_statement(statement: str, names: list[str]) -> None:
    assert modules_of(statement) == names


def test_libraries_are_known_by_where_they_are(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (installed.parent / "own" / "named_like.py").write_text("")
    (installed / "package").mkdir()
    monkeypatch.setitem(sys.modules, "made_by_hand", SimpleNamespace(__spec__=None))

    assert all(
        map(is_library, ["json", "sys", "zipimport", "pytest", "numpy", "package", "kb", "__main__", "made_by_hand"])
    )
    assert not any(map(is_library, ["named_like", "no_such_module_at_all", ""]))


def test_kb_is_forgotten() -> None:
    kept = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "kb"}
    forget_kb()
    left = [name for name in sys.modules if name.partition(".")[0] == "kb"]
    sys.modules.update(kept)

    assert not left
    assert kept


def test_the_collector_works_again_unless_a_library_has_set_it() -> None:
    import gc  # noqa: PLC0415

    usual = gc.get_threshold()
    gc.set_threshold(1_000_000_000)
    collect_again(usual)
    after_kb = gc.get_threshold()
    gc.set_threshold(50_000, 5, 5)
    collect_again(usual)
    after_library = gc.get_threshold()
    gc.set_threshold(*usual)

    assert (after_kb, after_library) == (usual, (50_000, 5, 5))


def test_where_descriptors_cannot_be_counted_none_are(
    app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(preloading, "_DESCRIPTORS", tmp_path / "none")

    assert Traces.now(app).descriptors == 0

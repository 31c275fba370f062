"""`scripts/dev.py`: usage, and a set-up that is done once."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "dev.py"


class Place:
    """A folder with what a set-up reads, and the commands that were asked for in it."""

    def __init__(self, dev: ModuleType, root: Path) -> None:
        self.dev = dev
        self.root = root
        self.commands: list[list[str]] = []

    def run(self, *command: str | Path) -> None:
        self.commands.append([str(word) for word in command])

    def make_python(self, *_: object, **__: object) -> None:
        self.dev.PYTHON.parent.mkdir(parents=True)
        self.dev.PYTHON.touch()


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec
    assert spec.loader

    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def place(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    place = Place(dev, tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "requirements.lock").write_text("click==8.5.1\n")
    binaries = tmp_path / ".venv" / dev.BIN.name
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "BIN": binaries,
        "PYTHON": binaries / dev.PYTHON.name,
        "run": place.run,
    }.items():
        monkeypatch.setattr(dev, name, value)
    monkeypatch.setattr(venv, "create", place.make_python)
    return place


@pytest.mark.parametrize("words", [[], ["tset"], ["--help"]])
def test_another_word_prints_the_usage_and_fails(words: list[str]) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert all(f"python3 scripts/dev.py {command}" in done.stderr for command in ("demo", "test", "lint", "bench"))


def test_every_command_stands_in_the_usage(dev: ModuleType) -> None:
    assert all(f"scripts/dev.py {command} " in (dev.__doc__ or "") for command in dev.COMMANDS)


def test_an_old_python_is_refused_by_name(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (99, 0))

    with pytest.raises(SystemExit, match=r"kb needs Python 99\.0 or newer; this is 3\."):
        dev.main()


def test_the_first_set_up_installs_at_the_locked_versions(place: Place) -> None:
    place.dev.install(".[dev]")

    [command] = place.commands
    assert command[1:] == ["-m", "pip", "install", "--quiet", "-c", "requirements.lock", "-e", ".[dev]"]


def test_a_second_set_up_does_nothing(place: Place) -> None:
    place.dev.install(".[dev]")
    place.dev.install(".[dev]")

    assert len(place.commands) == 1


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_another_lock_is_installed(place: Place, name: str) -> None:
    place.dev.install(".")
    (place.root / name).write_text("changed\n")
    place.dev.install(".")

    assert len(place.commands) == 2


def test_a_set_up_that_failed_is_done_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        sys.exit(3)

    monkeypatch.setattr(place.dev, "run", fail)
    with pytest.raises(SystemExit):
        place.dev.install(".")
    monkeypatch.setattr(place.dev, "run", place.run)
    place.dev.install(".")

    assert len(place.commands) == 1


def test_a_command_that_fails_ends_with_its_own_exit_code(dev: ModuleType) -> None:
    with pytest.raises(SystemExit) as exit_:
        dev.run(sys.executable, "-c", "raise SystemExit(7)")

    assert exit_.value.code == 7


def test_lint_runs_every_check(place: Place) -> None:
    place.dev.lint()

    assert [command[2:] for command in place.commands[1:]] == [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ]

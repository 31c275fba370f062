"""The `kb` command itself: help, errors, exit codes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from kb import __version__
from kb.cli.main import COMMANDS, main
from kb.errors import KbError, UsageError

HEAVY = ("duckdb", "matplotlib", "mkdocs", "nbconvert", "nbformat", "pandas", "papermill", "quantstats", "rich")

Kb = Callable[..., int]


@pytest.fixture
def kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kb:
    """Run `kb` with these words in an empty folder and give its exit code."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> int:
        with pytest.raises(SystemExit) as exit_:
            main(list(words))
        assert isinstance(exit_.value.code, int)
        return exit_.value.code

    return run


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Put something else in the place of `kb check`."""

    def replace(act: Callable[[], object]) -> None:
        command = click.command("check")(act)
        monkeypatch.setitem(sys.modules, "kb.cli.check", SimpleNamespace(command=command))

    return replace


def fail(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_every_command_in_the_order_of_a_days_work(
    kb: Kb, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert kb(word) == 0

    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert [line.split(maxsplit=1) for line in listed] == [[name, what] for name, what in COMMANDS.items()]


def test_kb_alone_says_what_it_is(kb: Kb, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb() == 2
    assert "Notes ask, notebooks answer" in capsys.readouterr().err


def test_every_command_module_is_listed() -> None:
    folder = Path(__file__).parents[2] / "kb" / "cli"

    begins = re.compile(r"^def command\(", re.MULTILINE)
    modules = {path.stem for path in folder.glob("*.py") if begins.search(path.read_text("utf-8"))}

    assert modules == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_of_itself(kb: Kb, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert kb(name, "--help") == 0

    shown = capsys.readouterr().out
    example = shown.partition("Example:\n")[2]
    assert shown.startswith(f"Usage: kb {name}")
    assert example.lstrip().startswith(f"kb {name}")


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_answers_without_loading_what_only_work_needs(words: list[str]) -> None:
    code = f"""
import sys
from kb.cli.main import main
try:
    main({words})
finally:
    print("loaded:", *({set(HEAVY)} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "loaded:"


def test_the_version_is_told(kb: Kb, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb("--version") == 0
    assert capsys.readouterr().out == f"kb, version {__version__}\n"


def test_an_error_is_a_message_and_exit_code_1(kb: Kb, capsys: pytest.CaptureFixture[str]) -> None:
    assert kb("plan") == 1

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith(
        ": There is no knowledge base here. Make one with `kb init`, or go to a folder that holds kb.toml.\n"
    )


def test_a_file_of_the_workspace_is_named_as_the_reader_would_type_it(
    kb: Kb, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kb.toml").write_text("valt = 'vault'")

    assert kb("plan") == 1
    assert capsys.readouterr().err == "kb: kb.toml: Unknown setting: valt. Did you mean `vault`?\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["biuld"], "Error: No such command 'biuld'. Did you mean 'build'?"),
        (["zzz"], "Error: No such command 'zzz'."),
        (["--zzz"], "Error: No such option '--zzz'."),
        (["run", "--memry", "2"], "Error: No such option '--memry'. Did you mean '--memory'?"),
        (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish', 'powershell'."),
    ],
)
def test_a_slip_of_the_keys_is_told_and_exit_code_2(
    kb: Kb, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert kb(*words) == 2
    assert capsys.readouterr().err.rstrip().endswith(message)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KbError("There is no such run", found="x", do="Look."), (1, "kb: There is no such run: x. Look.")),
        (UsageError("Name a notebook"), (2, "kb: Name a notebook")),
        (click.UsageError("Name a notebook"), (2, "Error: Name a notebook")),
        (click.ClickException("No browser"), (1, "Error: No browser")),
        (KeyboardInterrupt(), (130, "Stopped.")),
    ],
)
def test_what_a_command_raises_decides_the_exit_code(
    kb: Kb,
    check: Callable[[Callable[[], object]], None],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    expected: tuple[int, str],
) -> None:
    check(fail(error))

    assert (kb("check"), capsys.readouterr().err.splitlines()[-1]) == expected


def test_bad_code_is_not_dressed_up_as_a_message(check: Callable[[Callable[[], object]], None]) -> None:
    check(fail(ZeroDivisionError()))

    with pytest.raises(ZeroDivisionError):
        main(["check"])


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (1, 1)])
def test_what_a_command_returns_is_the_exit_code(
    kb: Kb, check: Callable[[Callable[[], object]], None], returned: int | None, code: int
) -> None:
    check(lambda: returned)

    assert kb("check") == code


def test_any_letter_can_be_printed_on_any_console(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", console)

    assert kb("--help") == 0
    assert (console.encoding, console.errors) == ("utf-8", "replace")


def test_a_stream_without_encoding_is_left_as_it_is(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert kb("--help") == 0

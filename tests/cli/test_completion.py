"""Completion: the script of each shell, and what `kb` answers to it."""

from __future__ import annotations

import pytest

from kb.cli.main import main

ASKING = {
    "bash": "_KB_COMPLETE=bash_complete",
    "zsh": "_KB_COMPLETE=zsh_complete",
    "fish": "_KB_COMPLETE=fish_complete",
    "powershell": "$env:_KB_COMPLETE = 'powershell_complete'",
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as exit_:
        main(list(words))

    assert exit_.value.code == 0
    return capsys.readouterr().out


def complete(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shell: str, *words: str) -> list[str]:
    """What `kb` answers to a shell whose cursor is behind the last of the words."""
    monkeypatch.setenv("_KB_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(words))
    monkeypatch.setenv("COMP_CWORD", words[-1] if shell == "fish" else str(len(words) - 1))
    return run(capsys).strip().splitlines()


@pytest.mark.parametrize("shell", ASKING)
def test_each_shell_has_its_script(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    script = run(capsys, "completion", shell)

    assert ASKING[shell] in script
    assert "%(" not in script


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        ("bash", ["plain,compile", "plain,completion"]),
        (
            "zsh",
            [
                *("plain", "compile", "Write notes from stored results; run nothing."),
                *("plain", "completion", "Print the completion script for your shell."),
            ],
        ),
        (
            "powershell",
            [
                *("plain", "compile", "Write notes from stored results; run nothing."),
                *("plain", "completion", "Print the completion script for your shell."),
            ],
        ),
    ],
)
def test_a_command_is_completed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shell: str, expected: list[str]
) -> None:
    assert complete(capsys, monkeypatch, shell, "kb", "comp") == expected


def test_fish_is_answered_in_its_own_way(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    answer = complete(capsys, monkeypatch, "fish", "kb", "comp")

    assert any("compile" in line for line in answer)
    assert not any("serve" in line for line in answer)


def test_an_option_is_completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert complete(capsys, monkeypatch, "powershell", "kb", "run", "--fo") == [
        "plain",
        "--force",
        "Run fresh ones too, and summaries.",
    ]


def test_a_choice_is_completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert complete(capsys, monkeypatch, "bash", "kb", "completion", "po") == ["plain,powershell"]


def test_nothing_fits_and_nothing_is_offered(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complete(capsys, monkeypatch, "powershell", "kb", "zzz") == []

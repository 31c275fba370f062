"""Secrets by name: where they are looked for, and what is refused. No test shows a real one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

import kb
from kb.errors import KbError
from kb.secrets import Places, find_secret, kept_apart_from, parse_secrets, read_keyring, read_secrets, secrets_file

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")


def places(file: Path, environment: Mapping[str, str] | None = None, keyring: str | None = None) -> Places:
    return Places(environment or {}, lambda _name: keyring, file)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "private" / "secrets"
    path.parent.mkdir()
    path.write_text("# brokers\n\nBROKER_KEY=from-the-file\n")
    path.chmod(0o600)
    return path


def test_the_environment_is_asked_first_then_the_keyring_then_the_file(file: Path) -> None:
    everywhere = places(file, {"BROKER_KEY": "from-the-environment"}, "from-the-keyring")

    assert find_secret("BROKER_KEY", everywhere) == "from-the-environment"
    assert find_secret("BROKER_KEY", places(file, {"BROKER_KEY": ""}, "from-the-keyring")) == "from-the-keyring"
    assert find_secret("BROKER_KEY", places(file)) == "from-the-file"


def test_a_missing_one_says_where_it_was_looked_for_and_how_to_set_it(tmp_path: Path) -> None:
    file = tmp_path / "secrets"

    with pytest.raises(KbError) as caught:
        find_secret("BROKER_KEY", places(file))
    assert str(caught.value) == (
        "There is no such secret: BROKER_KEY. kb looked in the environment, in the system's keyring under the service "
        f"`kb` (needs the package `keyring`), and in {file}. Set the environment variable BROKER_KEY, or write a line "
        "BROKER_KEY=… into that file and let nobody else read it."
    )


def test_a_short_one_is_refused_without_being_shown(file: Path) -> None:
    with pytest.raises(KbError, match="This secret is too short: PIN") as caught:
        find_secret("PIN", places(file, {"PIN": " 73915 "}))
    assert "73915" not in str(caught.value)


def test_a_value_given_as_the_name_is_not_shown(file: Path) -> None:
    with pytest.raises(KbError, match="This is no name of a secret") as caught:
        find_secret("sk-live-0123", places(file))
    assert "sk-live" not in str(caught.value)


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o777])
def test_a_file_that_others_can_use_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)

    with pytest.raises(KbError, match=f"Others can read this file of secrets. Run: chmod 600 {file}"):
        find_secret("BROKER_KEY", places(file))


def test_a_file_in_the_workspace_or_the_vault_is_refused(file: Path) -> None:
    with pytest.raises(KbError, match="must not lie in the workspace or the vault") as caught:
        find_secret("BROKER_KEY", places(file), [file.parent.parent / "vault", file.parent])
    assert "KB_SECRETS" in caught.value.do


@POSIX
def test_a_link_is_judged_by_where_it_leads(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere"
    link.symlink_to(file)

    with pytest.raises(KbError, match="must not lie in the workspace"):
        find_secret("BROKER_KEY", places(link), [file.parent])


def test_a_path_from_the_current_folder_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)

    with pytest.raises(KbError, match="KB_SECRETS must be a whole path: secrets"):
        find_secret("BROKER_KEY", places(Path("secrets")))


def test_the_file_is_where_the_environment_says_or_among_the_users_settings() -> None:
    home = Path.home()

    assert secrets_file({"KB_SECRETS": "/keys/kb", "APPDATA": "C:/Data"}, is_windows=True) == Path("/keys/kb")
    assert secrets_file({"KB_SECRETS": "~/keys"}) == home / "keys"
    assert secrets_file({"APPDATA": "C:/Data"}, is_windows=False) == home / ".config/kb/secrets"
    assert secrets_file({"APPDATA": "C:/Data"}, is_windows=True) == Path("C:/Data/kb/secrets")


def test_a_home_that_nobody_has_holds_no_file() -> None:
    file = secrets_file({"KB_SECRETS": "~nobody-of-this-name/keys"})

    assert read_secrets(file) == {}


def test_a_line_is_a_name_and_a_value_and_quotes_around_it_do_not_count(tmp_path: Path) -> None:
    text = '\n  # a comment\n A = one=two \nB="three four "\nC=\'it\'s\'\nD=x"y"\r\nE=\nF="open\n'

    assert parse_secrets(text, path=tmp_path) == {
        "A": "one=two",
        "B": "three four ",
        "C": "it's",
        "D": 'x"y"',
        "E": "",
        "F": '"open',
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A=hidden-1\nhidden-2\n", "secrets:2: This line is no secret. Write NAME=value."),
        ("1A=hidden-3\n", "secrets:1: This line is no secret"),
        ("A=hidden-4\nA=hidden-5\n", "secrets:2: This secret stands here twice: A. Keep one of the two."),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_never_shown(text: str, message: str) -> None:
    with pytest.raises(KbError) as caught:
        parse_secrets(text, path=Path("secrets"))
    assert message in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_bytes(b"A=\xff\xfe\xfa\n")

    for path in (tmp_path / "secrets", tmp_path):
        with pytest.raises(KbError, match="Cannot read this file of secrets"):
            read_secrets(path)


def keyring_of(answer: str | None, error: type[Exception] | None = None) -> dict[str, ModuleType]:
    """A library `keyring` that gives one answer, or fails."""
    errors = ModuleType("keyring.errors")
    errors.KeyringError = OSError  # type: ignore[attr-defined]
    library = ModuleType("keyring")

    def get_password(service: str, name: str) -> str | None:
        assert (service, name) == ("kb", "BROKER_KEY")

        if error:
            raise error
        return answer

    library.get_password = get_password  # type: ignore[attr-defined]
    return {"keyring": library, "keyring.errors": errors}


@pytest.mark.parametrize(
    ("library", "expected"),
    [
        (keyring_of("from-the-keyring"), "from-the-keyring"),
        (keyring_of(None), None),
        (keyring_of(None, OSError), None),
        ({"keyring": None}, None),
    ],
    ids=["has it", "has it not", "locked", "not installed"],
)
def test_the_keyring_is_asked_where_there_is_one(
    library: dict[str, ModuleType], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, module in library.items():
        monkeypatch.setitem(sys.modules, name, module)

    assert read_keyring("BROKER_KEY") == expected


def test_a_workspace_and_its_vault_hold_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, vault = tmp_path / "desk", tmp_path / "vault"
    for folder in (desk / "notebooks", vault):
        folder.mkdir(parents=True)
    (desk / "kb.toml").write_text('vault = "../vault"\n')
    monkeypatch.chdir(desk / "notebooks")

    assert kept_apart_from() == (desk.resolve(), vault.resolve())


def test_outside_of_a_workspace_there_is_nothing_to_keep_apart_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert kept_apart_from() == ()


def test_a_notebook_asks_for_it_by_name(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_SECRETS", str(file))
    monkeypatch.delenv("BROKER_KEY", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)

    assert kb.secret("BROKER_KEY") == "from-the-file"

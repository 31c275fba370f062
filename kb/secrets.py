"""Secrets by name: from the environment, the system's keyring, or a file that nobody else can read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kb import emit
from kb.config import environment, find_root, read_settings
from kb.errors import KbError

SERVICE = "kb"
"""Under which the keyring keeps them."""
FILE_VARIABLE = "KB_SECRETS"
LEAST_CHARACTERS = 6
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE = re.compile(r"\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*")
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Places:
    """Where secrets are looked for, in this order.

    Attributes:
        environment: Environment variables.
        keyring: A name -> its value in the system's keyring, or None.
        file: Lines of `NAME=value`; it need not exist.
    """

    environment: Mapping[str, str]
    keyring: Callable[[str], str | None]
    file: Path


def secret(name: str) -> str:
    """A secret's value, for a notebook to use and never to show.

    In a notebook its name is recorded, so that kb takes the value out of whatever the run puts out.

    Raises:
        KbError: There is no such secret, it is shorter than 6 characters, or its file is open to others.
    """
    value = find_secret(name, places_here(), kept_apart_from())
    emit.secret_used(name)
    return value


def places_here() -> Places:
    """Where this process looks."""
    return Places(environment(), read_keyring, secrets_file(environment()))


def secrets_file(environment: Mapping[str, str], *, is_windows: bool = os.name == "nt") -> Path:
    """The file of secrets: `$KB_SECRETS`, else `secrets` in kb's folder among the user's settings."""
    folder = environment.get("APPDATA", "~") if is_windows else "~/.config"
    file = Path(environment.get(FILE_VARIABLE) or f"{folder}/kb/secrets")
    with suppress(RuntimeError):  # nobody's home: then there is no such file either
        return file.expanduser()
    return file


def kept_apart_from() -> tuple[Path, ...]:
    """The folders that are shared or published, where no secret may lie: the workspace and its vault."""
    try:
        root = find_root(Path.cwd())
    except KbError:  # a notebook outside of any workspace
        return ()
    return (root, read_settings(root).vault)


def read_keyring(name: str) -> str | None:
    """A secret of the system's keyring; None where it has none, or where there is no keyring."""
    try:
        import keyring  # noqa: PLC0415  (an extra, and slow to import)
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        value: str | None = keyring.get_password(SERVICE, name)
    except KeyringError:  # locked, or a machine without one
        return None
    return value


def find_secret(name: str, places: Places, apart: Sequence[Path] = ()) -> str:
    """Look a secret up.

    Args:
        name: Its name.
        places: Where to look.
        apart: Folders in which the file must not lie.

    Raises:
        KbError: As `secret`.
    """
    if not _NAME.fullmatch(name):
        do = 'Give its name, like kb.secret("BROKER_KEY"): letters, digits and underscores.'
        raise KbError("This is no name of a secret", do=do)
    value = places.environment.get(name) or places.keyring(name) or _in_file(name, places.file, apart)
    if not value:
        do = (
            f"kb looked in the environment, in the system's keyring under the service `{SERVICE}` (needs the package "
            f"`keyring`), and in {places.file}. Set the environment variable {name}, or write a line {name}=… "
            "into that file and let nobody else read it."
        )
        raise KbError("There is no such secret", found=name, do=do)
    if len(value.strip()) < LEAST_CHARACTERS:
        do = f"Use one of {LEAST_CHARACTERS} characters or more: shorter ones cannot be told from the text of outputs."
        raise KbError("This secret is too short", found=name, do=do)
    return value


def _in_file(name: str, file: Path, apart: Sequence[Path]) -> str | None:
    value = read_secrets(file).get(name)
    if value:
        _refuse_exposed(file, apart)
    return value


def _refuse_exposed(file: Path, apart: Sequence[Path]) -> None:
    if not file.is_absolute():
        do = "Begin it at the root: notebooks and kb itself run in different folders."
        raise KbError(f"{FILE_VARIABLE} must be a whole path", found=str(file), do=do)
    for folder in apart:
        if file.resolve().is_relative_to(folder.resolve()):
            do = f"Move it out of {folder}, and name it in the environment variable {FILE_VARIABLE}."
            raise KbError("A file of secrets must not lie in the workspace or the vault", path=file, do=do)
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        do = f"Run: chmod 600 {file}"
        raise KbError("Others can read this file of secrets", path=file, do=do)


def read_secrets(file: Path) -> dict[str, str]:
    """What a file of secrets holds, by name; nothing where there is none.

    Raises:
        KbError: It cannot be read, or a line is no `NAME=value`.
    """
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        do = "Make it a text file in UTF-8 that you may read."
        raise KbError("Cannot read this file of secrets", path=file, do=do) from error
    return parse_secrets(text, path=file)


def parse_secrets(text: str, *, path: Path) -> dict[str, str]:
    """Read lines of `NAME=value`; quotes around a value, empty lines and lines that begin with `#` do not count.

    Raises:
        KbError: A line that is none of these, or a name twice. No message shows a value.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise KbError("This line is no secret", path=path, line=number, do="Write NAME=value.")
        if match["name"] in found:
            do = "Keep one of the two."
            raise KbError("This secret stands here twice", path=path, line=number, found=match["name"], do=do)
        found[match["name"]] = match["value"]
    return found

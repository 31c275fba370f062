"""What of this machine no site for others may tell: its secrets and its folders."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from kb.config import Settings
from kb.files import write_atomically
from kb.runs.redact import known_values
from kb.secrets import Places
from kb.site.digest import hash_of

_SECRET_NAME = re.compile(r"(?i)secret|token|passw|api_?key|_key$|credential")
_LEAST_OF_ENVIRONMENT = 8
_LEAST_OF_FOLDER = 4
_SALT_BYTES = 32


def secrets_here(places: Places) -> dict[str, str]:
    """The values of secrets that are known: those of the file of secrets, and what the environment calls one."""
    variables = places.environment.items()
    names = {name for name, value in variables if _SECRET_NAME.search(name) and len(value) >= _LEAST_OF_ENVIRONMENT}
    return known_values(names, places)


def secret_values(places: Places) -> dict[str, str]:
    """The same values, each with what it is, as messages say it."""
    return {value: f"the secret {name}" for value, name in secrets_here(places).items()}


def folders_here(settings: Settings) -> set[str]:
    """The folders of workspace and vault, and what lies in the home folder."""
    home = Path.home()
    folders = {settings.root, settings.vault} - {home}
    shown = {f"{home}/", f"{home}\\", *map(str, folders)}
    return {text for text in shown if len(text.strip("/\\")) >= _LEAST_OF_FOLDER}


def machine_key(settings: Settings, places: Places) -> str:
    """A hash over these; it may be published, since nobody can try values without the salt that stays in `.kb/`.

    Raises:
        KbError: The salt cannot be written.
    """
    return hash_of([_salt(settings.store / "salt"), *sorted(secret_values(places)), *sorted(folders_here(settings))])


def _salt(file: Path) -> str:
    if not file.is_file():
        write_atomically(file, secrets.token_hex(_SALT_BYTES).encode())
    return file.read_text("utf-8")

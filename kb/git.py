"""Git asked about a folder: its own settings and surroundings change nothing of what it says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from kb.config import environment

LONGEST_SECONDS = 60
_ELSEWHERE = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"}
"""Set while git runs a hook, they would name another repository than the folder's."""
_SETTINGS = (
    "core.fsmonitor=false",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "protocol.allow=never",
)
"""The user's own settings change nothing of what is told, and nothing is asked of the network."""


def ask_git(folder: Path, *arguments: str) -> str:
    """What a command of git says in a folder.

    Raises:
        FileNotFoundError: There is no git.
        CalledProcessError: Git refuses; its stderr says why.
        TimeoutExpired: It took too long.
    """
    return os.fsdecode(ask_git_for_bytes(folder, *arguments))


def ask_git_for_bytes(folder: Path, *arguments: str, told: bytes = b"") -> bytes:
    """The same as bytes, of a command that is told something on its standard input."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    surroundings = {name: value for name, value in environment().items() if name not in _ELSEWHERE}
    surroundings |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-C", os.fspath(folder), *settings, *arguments]
    done = subprocess.run(
        command, input=told, capture_output=True, check=True, timeout=LONGEST_SECONDS, env=surroundings
    )
    return done.stdout

"""Repositories of git, made in the tests."""

from __future__ import annotations

import subprocess
from pathlib import Path


class Repository:
    """A repository in which each commit is a day later than the one before."""

    def __init__(self, root: Path) -> None:
        self.root, self.day = root, 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> None:
        at = f"2024-05-{max(self.day, 1):02}T12:00:00+02:00"
        names = {f"GIT_{who}_{what}": "x@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        surroundings = {**names, **dates, "GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/bin:/bin:/usr/local/bin"}
        command = ["git", "-C", str(self.root), "-c", "protocol.file.allow=always", *arguments]
        subprocess.run(command, check=True, env=surroundings, capture_output=True)

    def commit(self, **files: str) -> None:
        self.day += 1
        for name, text in files.items():
            path = self.root / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", "--allow-empty")

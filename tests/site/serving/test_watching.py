"""What `kb serve` takes note of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings
from kb.site.serving.watching import changes_filter


@pytest.mark.parametrize(
    ("name", "is_watched"),
    [
        ("vault/a.md", True),
        ("vault/site/a.md", True),
        ("vault/.obsidian/app.json", True),
        ("vault/.obsidian/workspace.json", False),
        ("vault/.trash/a.md", False),
        ("vault/x/.a.md.swp", False),
        ("site/index.html", False),
        ("kb.toml", True),
        ("mkdocs.yml", True),
    ],
)
def test_what_is_watched(workspace: Settings, name: str, is_watched: bool) -> None:
    assert changes_filter(workspace)("added", str(Path(workspace.root, name))) is is_watched

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import KbError
from kb.model.audience import PUBLIC
from kb.site.builder import build_site
from tests.site.workspaces import make_workspace, override


def test_a_private_name_that_stands_in_the_themes_scripts_stops_no_public_build(tmp_path: Path) -> None:
    files = {"Open.md": "---\npublish: true\n---\nopen", "note, 2.md": "", "Note = 1.md": "", "const index.md": ""}
    workspace = make_workspace(tmp_path / "w", files)
    build_site(workspace, audience=workspace.audience(PUBLIC))

    assert (workspace.site_of(workspace.audience(PUBLIC)) / "open" / "index.html").is_file()


def test_a_private_name_in_a_file_of_the_workspaces_own_theme_stops_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"Open.md": "---\npublish: true\n---\n", "Acme takeover.md": ""})
    override(workspace, "js/mine.js", "// for the Acme takeover\n")

    with pytest.raises(KbError, match=r"mine\.js"):
        build_site(workspace, audience=workspace.audience(PUBLIC))

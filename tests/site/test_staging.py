"""Pages go to the site when all of them are made: one that cannot be made leaves the site as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import OWNER
from kb.site.builder import build_site, start_site
from kb.site.marker import read_marker
from kb.site.serving.live import update_site
from kb.site.staging import PLACE
from tests.site.workspaces import contents, make_workspace, override, save

MAIN = '{% extends "base.html" %}\n\n'
ON_404 = MAIN + "{% block extrahead %}<meta name='title' content='{{ page.meta.title }}'>{% endblock %}"
ON_C = MAIN + "{% block content %}{{ 1 / 0 if page and page.title == 'C' }}{{ super() }}{% endblock %}"


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    return make_workspace(tmp_path / "w", {"A.md": "a", "B.md": "b", "C.md": "c"})


@pytest.mark.parametrize(
    ("template", "page", "found"), [(ON_404, "/404.html", "'None' has no attribute"), (ON_C, "/c/", "division by zero")]
)
def test_a_template_that_fails_on_one_page_leaves_the_site_as_it_was(
    workspace: Settings, template: str, page: str, found: str
) -> None:
    build_site(workspace)
    before, marker = contents(workspace.site), read_marker(workspace.site)
    file = override(workspace, "main.html", template)
    save(workspace.vault, "A.md", "another a")

    with pytest.raises(KbError) as caught:
        build_site(workspace)

    assert str(caught.value).startswith(f"{file}:3: A template of the site fails on the page {page}: {found}")
    assert (contents(workspace.site), read_marker(workspace.site)) == (before, marker)


def test_when_it_is_mended_the_site_is_built(workspace: Settings) -> None:
    override(workspace, "main.html", ON_C)
    with pytest.raises(KbError):
        build_site(workspace)
    override(workspace, "main.html", MAIN)

    assert build_site(workspace).is_new
    assert b"<p>c</p>" in contents(workspace.site)["c/index.html"]


def test_a_site_that_is_served_stays_too(workspace: Settings) -> None:
    override(workspace, "main.html", ON_C.replace("'C'", "'Fails'"))
    live = start_site(workspace, workspace.audience(OWNER))
    before = contents(workspace.site)
    save(workspace.vault, "A.md", "---\ntitle: Fails\n---\nbut B links to it\n")
    with pytest.raises(KbError, match="on the page /a/"):
        update_site(live, ["A.md"])

    assert contents(workspace.site) == before


def test_what_a_build_that_was_killed_had_begun_is_gone_after_the_next_and_no_more(workspace: Settings) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (str(dead.pid), str(os.getppid()), "notes"):
        save(workspace.site, f"{PLACE}{process}/0", "half")
    build_site(workspace)

    assert {path.name for path in workspace.site.glob(".kb-new*")} == {f"{PLACE}{os.getppid()}", f"{PLACE}notes"}

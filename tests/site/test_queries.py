"""Queries of Dataview on a whole site: whom they ask about, and when their pages are made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.audience import PUBLIC
from kb.site.bases import tells_the_day
from kb.site.builder import build_site
from tests.site.conftest import MakeSite
from tests.site.workspaces import make_workspace, save

ALL = "```dataview\nTABLE stage, rows\n```\n\n```dataview\nTASK\n```\n"


def test_queries_of_a_published_note_ask_about_published_notes_alone(tmp_path: Path) -> None:
    files = {
        "A.md": f"---\npublish: true\n---\n{ALL}\n`= this.file.inlinks` `= [[Concealed idea]].stage`\n",
        "Concealed idea.md": "---\nstage: secret\n---\n[[A]]\n\n- [ ] secret task\n",
    }
    settings = make_workspace(tmp_path / "w", files)
    audience = settings.audience(PUBLIC)
    build_site(settings, audience=audience)
    page = (settings.site_of(audience) / "a/index.html").read_text("utf-8")

    assert '<td class="kb-short"><a href="./">A</a></td>' in page
    assert "secret" not in page
    assert "oncealed" not in page


def test_a_new_note_and_another_field_reach_the_pages_that_ask(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": ALL, "B.md": "b"})
    build_site(settings)
    save(settings.vault, "B.md", "stage:: live\n\n- [x] all done\n")
    save(settings.vault, "C.md", "c")
    build_site(settings)
    page = (settings.site / "a/index.html").read_text("utf-8")

    assert '<td class="kb-short">live</td>' in page
    assert '<a href="../c/">C</a>' in page
    assert "all done" in page


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        (ALL, False),
        ("```dataview\nLIST WHERE due < date(today)\n```\n", True),
        ("```dataview\nLIST WHERE due < date(2024-01-01)\n```\n", False),
        ("Text `= date(sow)`\n", True),
        ("Text `date(sow)`\n", False),
    ],
)
def test_pages_that_tell_the_day_are_known(make_site: MakeSite, text: str, *, tells: bool) -> None:
    assert tells_the_day(make_site({"a.md": text})) is tells

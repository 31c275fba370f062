"""The bases of a vault: who sees one, when its pages are made anew, what is known of files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.config import read_settings
from kb.model.audience import OWNER, PUBLIC
from kb.query.disk import local_time
from kb.query.files import FileFacts
from kb.site.bases import file_facts, tells_the_day
from kb.site.builder import build_site
from kb.site.history import NO_HISTORY, Change, History
from tests.site.conftest import MakeSite
from tests.site.workspaces import make_workspace, save

ALL = "views: [{order: [file.name, stage]}]\nfilters: file.ext == 'md'"


def test_a_base_has_a_page_in_the_navigation_and_is_no_file_of_the_site(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "[[Ideas.base]]", "f/Ideas.base": ALL, "f/B.md": "b"})
    build_site(settings)
    page = (settings.site / "f/ideas-base/index.html").read_text("utf-8")

    assert '<a href="../../a/">A</a>' in page
    assert "f/ideas-base/" in (settings.site / "nav.json").read_text("utf-8") + page
    assert not (settings.site / "f/Ideas.base").exists()
    assert '<a href="../f/ideas-base/">' in (settings.site / "a/index.html").read_text("utf-8")


def test_a_base_is_for_those_who_read_all_of_its_folder(tmp_path: Path) -> None:
    files = {"A.md": "---\npublish: true\n---\na", "Top.base": ALL, "f/In.base": ALL, "f/B.md": "b"}
    settings = make_workspace(tmp_path / "w", files)
    with (settings.root / "kb.toml").open("a", encoding="utf-8") as file:
        file.write('[audiences.near]\nbase = "owner"\nfolders = ["f"]\n')
        file.write('[audiences.tagged]\nbase = "owner"\ntags = ["x"]\n')
    settings = read_settings(settings.root)
    for name in (OWNER, PUBLIC, "near", "tagged"):
        build_site(settings, audience=settings.audience(name))
    found = {
        name: sorted(page.parent.name for page in settings.site_of(settings.audience(name)).rglob("*-base/index.html"))
        for name in (OWNER, PUBLIC, "near", "tagged")
    }

    assert found == {OWNER: ["in-base", "top-base"], PUBLIC: [], "near": ["in-base"], "tagged": []}


def test_a_block_of_a_published_note_asks_about_published_notes_alone(tmp_path: Path) -> None:
    files = {
        "A.md": f"---\npublish: true\n---\n```base\n{ALL}\n```",
        "Concealed idea.md": "---\nstage: secret\n---\n[[A]]",
    }
    settings = make_workspace(tmp_path / "w", files)
    audience = settings.audience(PUBLIC)
    build_site(settings, audience=audience)
    page = (settings.site_of(audience) / "a/index.html").read_text("utf-8")

    assert '<a href="./">A</a>' in page
    assert "secret" not in page
    assert "oncealed" not in page


def test_a_new_note_and_another_property_reach_the_pages_that_ask(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": f"```base\n{ALL}\n```", "B.md": "b"})
    build_site(settings)
    save(settings.vault, "B.md", "---\nstage: live\n---\nb")
    save(settings.vault, "C.md", "c")
    build_site(settings)
    page = (settings.site / "a/index.html").read_text("utf-8")

    assert '<td class="kb-short">live</td>' in page
    assert '<a href="../c/">C</a>' in page


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        (ALL, False),
        ("formulas: {a: file.mtime.relative()}", True),
        ("filters: due < today()", True),
        ("a: nowhere", False),
    ],
)
def test_pages_that_tell_the_day_are_known(make_site: MakeSite, text: str, *, tells: bool) -> None:
    assert tells_the_day(make_site({"a.md": f"```base\n{text}\n```"})) is tells


def test_a_site_that_tells_the_day_is_unchanged_on_that_day(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "```base\nformulas: {a: today()}\n```"})

    assert build_site(settings).is_new
    assert not build_site(settings).is_new


def test_git_knows_when_a_file_changed_and_else_the_disk_does(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("four", "utf-8")
    first, last = (datetime(2024, month, 1, 12, tzinfo=UTC) for month in (1, 2))
    history = History({"a.md": (Change(last, "changed"), Change(first, "new"))})
    plain = [local_time(moment) for moment in (first, last)]

    assert file_facts(tmp_path, history, "a.md") == FileFacts(4, *plain)
    assert file_facts(tmp_path, NO_HISTORY, "a.md").size == 4
    assert file_facts(tmp_path, NO_HISTORY, "none.md") == FileFacts()

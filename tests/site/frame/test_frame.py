"""What stands around a page: Material's templates, those of the workspace, and what a page may run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.site.builder import build_site
from tests.site.workspaces import make_workspace, override, save


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    files = {"index.md": "home", "f/A.md": '---\ntitle: "1 < 2 & <b>3</b>"\ndescription: "\\"<i>\\""\n---\n## `<x>`\n'}
    return make_workspace(tmp_path / "w", files)


def set_up(workspace: Settings, **replaced: str) -> None:
    file = workspace.root / "mkdocs.yml"
    text = file.read_text("utf-8")
    for name, value in replaced.items():
        text = re.sub(rf"^( *){name}:.*", rf"\1{value}", text, count=1, flags=re.MULTILINE)
    file.write_text(text, "utf-8")


def page_of(workspace: Settings, url: str = "f/a/") -> str:
    return (workspace.site / url / "index.html").read_text("utf-8")


def test_titles_and_headings_are_text_wherever_the_frame_shows_them(workspace: Settings) -> None:
    build_site(workspace)
    html = page_of(workspace)

    assert "<title>1 &lt; 2 &amp; &lt;b&gt;3&lt;/b&gt; - Small vault</title>" in html
    assert '<meta name="description" content="&#34;&lt;i&gt;&#34;">' in html
    assert re.search(r'<a href="#[^"]*" class="md-nav__link">\s*<span class="md-ellipsis">\s*&lt;x&gt;', html)
    assert "<b>3" not in html


def test_a_template_of_the_workspace_is_taken_before_materials(workspace: Settings) -> None:
    override(workspace, "partials/copyright.html", "<p>© {{ config.site_name }}</p>")
    build_site(workspace)

    assert "<p>© Small vault</p>" in page_of(workspace)


def test_a_template_that_was_changed_is_seen(workspace: Settings) -> None:
    override(workspace, "partials/copyright.html", "<p>first</p>")
    build_site(workspace)
    save(workspace.root / "overrides", "partials/copyright.html", "<p>second</p>")

    assert build_site(workspace).is_new
    assert "<p>second</p>" in page_of(workspace)


@pytest.mark.parametrize("template", ["fine\n{% if %}", "fine\n{{ 1 | nothing_like_it }}"])
def test_a_template_that_cannot_be_read_is_told_with_its_path_and_line(workspace: Settings, template: str) -> None:
    file = override(workspace, "partials/copyright.html", template)

    with pytest.raises(KbError, match="A template of the site fails") as caught:
        build_site(workspace)

    assert (caught.value.path, caught.value.line) == (str(file), 2)
    assert "custom_dir" in caught.value.do


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing.like.it }}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
        "{{ cycler() }}",
        '{% include "partials/copyright.html" %}',
    ],
)
def test_a_template_that_fails_while_it_runs_is_told_with_its_path_and_line(workspace: Settings, template: str) -> None:
    file = override(workspace, "partials/copyright.html", f"fine\n{template}")

    with pytest.raises(KbError, match="A template of the site fails") as caught:
        build_site(workspace)

    assert (caught.value.path, caught.value.line) == (str(file), 2)


def test_a_template_that_is_no_text_is_told_by_its_name(workspace: Settings) -> None:
    override(workspace, "main.html", "").write_bytes(b"caf\xe9")

    with pytest.raises(KbError, match=r"^main\.html: A template of the site fails on the page /: 'utf-8' codec"):
        build_site(workspace)


def test_a_note_that_names_a_template_in_its_properties_has_its_page_as_any(workspace: Settings) -> None:
    save(workspace.vault, "B.md", "---\ntemplate: missing.html\nhide: [navigation, toc]\n---\nwords of B\n")
    save(workspace.vault, "C.md", "words of C\n")
    build_site(workspace)

    assert "words of B" in page_of(workspace, "b/")
    assert '<ul class="md-nav__list" data-md-scrollfix' in page_of(workspace, "b/")


def test_each_page_has_a_policy_of_what_it_may_run(workspace: Settings) -> None:
    save(workspace.vault, "B.md", "<svg><style>a {color: red}</style></svg>\n#tag\n")
    build_site(workspace)
    pages = [page.read_text("utf-8") for page in workspace.site.rglob("*.html")]

    assert len(pages) >= 6
    assert all(page.count('<meta http-equiv="Content-Security-Policy"') == 1 for page in pages)
    assert not any("'unsafe-eval'" in page for page in pages)


def test_all_links_of_the_page_for_no_page_begin_at_the_root(workspace: Settings) -> None:
    build_site(workspace)
    html = (workspace.site / "404.html").read_text("utf-8")
    links = re.findall(r'<(?:a|link|img)\b[^>]*\b(?:href|src)="([^"]*)"', html)

    assert len(links) > 4
    assert [link for link in links if not link.startswith(("/", "#", "https://"))] == []


def test_with_an_address_of_the_site_they_begin_there_and_pages_name_theirs(workspace: Settings) -> None:
    set_up(workspace, site_dir=r"site_dir: site\nsite_url: https://example.org/notes/")
    build_site(workspace)
    html = (workspace.site / "404.html").read_text("utf-8")

    assert '<link rel="stylesheet" href="/notes/assets/stylesheets/kb.css">' in html
    assert '<link rel="canonical" href="https://example.org/notes/f/a/">' in page_of(workspace)


def test_the_first_link_of_a_page_leads_to_its_title_past_the_navigation(workspace: Settings) -> None:
    save(workspace.vault, "Own.md", "# Own title\n\nwords\n")
    save(workspace.vault, "Named.md", "words\n")
    build_site(workspace)
    for name in ("own", "named"):
        page = (workspace.site / name / "index.html").read_text("utf-8")
        (link,) = re.findall(r'<a href="#([^"]+)" class="md-skip">', page)

        assert f'<h1 id="{link}">' in page

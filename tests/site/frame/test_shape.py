"""A page in a frame that was cut is the page that the theme's templates make of it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest

from kb.site.build import Build, finish, render
from kb.site.builder import start_site
from tests.site.workspaces import make_workspace, override

FILES = {
    "index.md": "home",
    "A.md": """---
title: '1 < 2 & <b>3</b> \\1 {title} kb:title:gap'
description: '"<i>" kb:content:gap'
---
## `<x>`
### y
## kb:contents:gap
""",
    "f/B.md": "# B\n\nno more headings, <svg><style>a {color: red}</style></svg>",
    "f/Ünï “q” & 'r'.md": "# First\n\n## Second\n\n#### Deep\n\n## Third",
    "f/g/C.md": "[[A]] #tag/deep",
    "f/g/index.md": "---\naliases: [Other]\n---\nfolder note",
    "assets/D.md": "beside the theme's files",
    "assets/stylesheets/E.md": "deeper",
}


def pages_of(build: Build) -> dict[str, str]:
    return {url: resolved(url, finish(build, render(build, path)).decode()) for path, url in build.urls()}


def resolved(url: str, page: str) -> str:
    """A page as a browser reads it: addresses by where they lead, and no space between elements."""
    here = f"https://example.org/notes/{url}"
    page = re.sub(r">\s+<", "><", page)
    return re.sub(
        r'(href=|src=|"search": )"([^"]*)"', lambda found: found[1] + urljoin(here, quote(unquote(found[2]))), page
    )


@pytest.mark.parametrize("site_url", ["", "site_url: https://example.org/notes/\n"])
def test_every_page_is_as_the_templates_make_it(tmp_path: Path, site_url: str) -> None:
    workspace = make_workspace(tmp_path / "w", FILES)
    with (workspace.root / "mkdocs.yml").open("a") as file:
        file.write(site_url)
    cut = pages_of(start_site(workspace, workspace.audience("owner")).build)
    override(workspace, "asked_by_nobody.html", "")  # with a folder of its own the templates make each page
    whole = pages_of(start_site(workspace, workspace.audience("owner")).build)

    assert len(cut) > len(FILES)
    assert cut == whole


def test_a_template_of_the_workspace_may_ask_what_a_page_is_called(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "a", "B.md": "b"})
    template = "{% if page.title == 'A' %}<p>only here, {{ page.title | lower }}</p>{% endif %}"
    override(workspace, "partials/copyright.html", template)
    build = start_site(workspace, workspace.audience("owner")).build

    pages = pages_of(build)

    assert "<p>only here, a</p>" in pages["a/"]
    assert "only here" not in pages["b/"]

"""MkDocs with kb's plugin: strict builds, search, titles, and a theme that asks nobody for anything."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.site.builder import build_site
from kb.site.marker import read_marker
from kb.site.search.shards import fragment_path
from tests.site.workspaces import contents, override, save

LOADS = re.compile(r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc=["']?([^"'\s>]+)""")
LINKS = re.compile(
    r"""<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|preconnect|icon|manifest|modulepreload))[^>]*>"""
)


def mkdocs(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=settings.root, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace, built by `mkdocs build --strict`."""
    root = tmp_path_factory.mktemp("built") / "workspace"
    shutil.copytree(Path(__file__).parents[1] / "data" / "site" / "small", root)
    outcome = mkdocs(read_settings(root), "build", "--strict")

    assert outcome.returncode == 0, outcome.stderr

    return root / "site"


def fragments(site: Path) -> list[dict[str, Any]]:
    """What the search shows of each note."""
    entry = json.loads((site / "search" / "index.json").read_text("utf-8"))
    return [json.loads((site / fragment_path(number)).read_text("utf-8")) for number in range(len(entry["lengths"]))]


def test_every_note_has_its_page(built: Path) -> None:
    pages = {path.parent.relative_to(built).as_posix() for path in built.rglob("index.html")}

    assert {page for page in pages if not page.startswith("tags/")} == {
        ".",
        "every-feature",
        "größe-maß",
        "moving-averages",
        "runs",
        "runs/sma-crossover-aapl-50-200",
        "runs/sma-crossover-results",
        "strategies",
        "strategies/momentum",
        "strategies/moving-averages",
        "strategies/sma-crossover",
        "tags",
    }
    assert {"tags/strategy", "tags/strategy/trend"} <= pages


def test_only_the_files_that_notes_show_are_copied(built: Path) -> None:
    assert {path.name for path in (built / "attachments").iterdir()} == {"chart.png", "document.pdf", "sound.mp3"}


def test_what_is_private_leaves_no_trace(built: Path) -> None:
    texts = [path.read_text("utf-8") for path in built.rglob("*") if path.suffix in {".html", ".json", ".xml"}]

    assert not any(
        re.search(r"CANARY|private\.png|A comment over lines|hidden too|\{\{title\}\}", text) for text in texts
    )


def test_search_has_each_notes_text_and_no_embedded_copies(built: Path) -> None:
    texts = {fragment["url"]: json.dumps(fragment, ensure_ascii=False) for fragment in fragments(built)}

    assert [url for url, text in texts.items() if "zanzibar" in text] == ["runs/sma-crossover-aapl-50-200/"]
    assert [url for url, text in texts.items() if "The rule buys when" in text] == ["strategies/sma-crossover/"]
    assert [url for url, text in texts.items() if "Best of 3 runs" in text] == ["runs/sma-crossover-results/"]
    assert "backtest" in texts["strategies/sma-crossover/"]


def test_a_page_has_title_navigation_contents_and_neighbours(built: Path) -> None:
    html = (built / "strategies" / "momentum" / "index.html").read_text("utf-8")

    assert "<title>Time-series momentum - Small vault</title>" in html
    assert re.search(r'<a href="#rules" class="md-nav__link">\s*<span class="md-ellipsis">\s*Rules', html)
    assert 'aria-label="Previous: SMA crossover"' in html
    assert '<a href="../sma-crossover/"' in html
    assert '<link rel="stylesheet" href="../../assets/stylesheets/kb.css">' in html


def test_the_folders_own_note_is_the_page_of_its_section(built: Path) -> None:
    html = (built / "strategies" / "index.html").read_text("utf-8")

    assert re.search(
        r'<div class="md-nav__link md-nav__container">\s*<a href="\.\./strategies/" class="md-nav__link ', html
    )


def test_descriptions_reach_the_page_head(built: Path) -> None:
    html = (built / "index.html").read_text("utf-8")

    assert '<meta name="description" content="A small vault for the site' in html


def test_no_page_loads_anything_from_elsewhere(built: Path) -> None:
    pages = [path.read_text("utf-8") for path in built.rglob("*.html")]
    loaded = {url for page in pages for url in LOADS.findall(page)} | {
        tag for page in pages for tag in LINKS.findall(page)
    }

    assert loaded
    assert not [found for found in loaded if "//" in found]
    assert not any('class="mermaid' in page for page in pages)


def test_the_style_loads_nothing(built: Path) -> None:
    assert "url(" not in (built / "assets" / "stylesheets" / "kb.css").read_text("utf-8")


def test_mkdocs_notes_what_it_wrote(built: Path) -> None:
    written = read_marker(built)

    assert written is not None
    assert written.files is not None
    assert "strategies/index.html" in written.files


def test_a_foreign_site_folder_is_refused_by_mkdocs_too(workspace: Settings) -> None:
    workspace.site.mkdir()
    (workspace.site / "CNAME").write_text("example.com")
    outcome = mkdocs(workspace, "build")

    assert outcome.returncode != 0
    assert "did not write" in outcome.stderr
    assert (workspace.site / "CNAME").exists()


def test_after_a_build_of_mkdocs_that_failed_kb_build_goes_on(workspace: Settings) -> None:
    whole = '{% extends "base.html" %}\n'
    override(workspace, "main.html", whole)
    build_site(workspace)
    before = contents(workspace.site)
    override(workspace, "main.html", whole + "{% block extrahead %}{{ page.meta.title }}{% endblock %}")
    save(workspace.vault, "Gone.md", "![[chart.png]]")
    outcome = mkdocs(workspace, "build")
    (workspace.vault / "Gone.md").unlink()

    assert outcome.returncode != 0
    assert "main.html:2: A template of the site fails on the page /404.html" in outcome.stderr
    assert contents(workspace.site) != before
    with pytest.raises(KbError, match="on the page"):
        build_site(workspace)

    override(workspace, "main.html", whole)

    assert build_site(workspace).is_new
    assert contents(workspace.site) == before
    assert not build_site(workspace).is_new


def test_a_note_that_cannot_be_read_fails_a_strict_build_only(workspace: Settings) -> None:
    (workspace.vault / "latin.md").write_bytes(b"caf\xe9")

    assert "not UTF-8" in mkdocs(workspace, "build", "--strict").stderr
    assert mkdocs(workspace, "build").returncode == 0
    assert (workspace.site / "index.html").exists()


def test_mkdocs_own_nav_and_exclusions_are_kept(workspace: Settings) -> None:
    config = workspace.root / "mkdocs.yml"
    text = "exclude_docs: runs/\nnav:\n  - Start: index.md\n  - Strategies/SMA crossover.md\n"
    config.write_text(config.read_text("utf-8") + text, "utf-8")
    outcome = mkdocs(workspace, "build", "--strict")
    html = (workspace.site / "strategies" / "sma-crossover" / "index.html").read_text("utf-8")

    assert outcome.returncode == 0, outcome.stderr
    assert "Previous: Start" in html
    assert "<title>SMA crossover - " in html
    assert not (workspace.site / "runs").exists()


def test_mkdocs_writes_what_kb_build_writes_byte_for_byte(built: Path, workspace: Settings) -> None:
    build_site(workspace)

    assert contents(built) == contents(workspace.site)


def test_mkdocs_search_that_is_still_named_is_left_out(built: Path, workspace: Settings) -> None:
    config = workspace.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("plugins:\n", "plugins:\n  - search\n"), "utf-8")
    outcome = mkdocs(workspace, "build", "--strict")

    assert outcome.returncode == 0, outcome.stderr
    assert contents(workspace.site) == contents(built)

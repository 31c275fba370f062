"""MkDocs with kb's plugin: strict builds, search, titles, and a theme that asks nobody for anything."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from kb.config import Settings, read_settings
from kb.model.audience import PUBLIC, Audience
from kb.site.builder import build_site
from kb.site.marker import read_marker
from kb.site.search.shards import fragment_path
from tests.site.workspaces import contents, make_workspace, override

LOADS = re.compile(r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc=["']?([^"'\s>]+)""")
LINKS = re.compile(
    r"""<link\b(?=[^>]*\brel=["']?(?:stylesheet|preload|preconnect|icon|manifest|modulepreload))[^>]*>"""
)


def mkdocs(settings: Settings, audience: Audience | None = None, **options: Any) -> list[str]:
    """`mkdocs build`, and what it warns of.

    Raises:
        Abort: It failed, or warned and is strict.
    """
    said = Said()
    logging.getLogger("mkdocs").addHandler(said)
    try:
        config = load_config(str(settings.root / "mkdocs.yml"), **options)
        plugin: Any = config.plugins["kb"]
        plugin.audience = audience
        build(config)
    except Abort as error:
        raise Abort("\n".join([*said.lines, str(error)])) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(said)
    return said.lines


class Said(logging.Handler):
    """Warnings and errors of MkDocs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace, built by `mkdocs build`."""
    root = tmp_path_factory.mktemp("built") / "workspace"
    shutil.copytree(Path(__file__).parents[1] / "data" / "site" / "small", root)
    mkdocs(read_settings(root))
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
        "graph",
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

    with pytest.raises(Abort, match="did not write.*CNAME"):
        mkdocs(workspace)
    assert (workspace.site / "CNAME").exists()


def test_a_setting_that_cannot_be_read_is_told_by_mkdocs_too(workspace: Settings) -> None:
    (workspace.root / "kb.toml").write_text("valut = 1\n")

    with pytest.raises(Abort, match="Unknown setting"):
        mkdocs(workspace)


def test_a_feed_that_names_what_is_not_there_is_told_by_mkdocs_too(workspace: Settings) -> None:
    with (workspace.root / "kb.toml").open("a") as file:
        file.write('feeds = ["nowhere"]\n')

    assert any("A feed needs the site's address" in line for line in mkdocs(workspace))


def test_a_template_that_fails_on_one_page_leaves_the_site_as_it_was(workspace: Settings) -> None:
    mkdocs(workspace)
    before, marker = contents(workspace.site), read_marker(workspace.site)
    override(workspace, "main.html", '{% extends "base.html" %}\n{% block extrahead %}{{ page.meta.x }}{% endblock %}')

    with pytest.raises(Abort, match=r"main\.html:2: A template of the site fails on the page /404\.html"):
        mkdocs(workspace)
    assert (contents(workspace.site), read_marker(workspace.site)) == (before, marker)


def test_a_vault_in_which_nothing_is_wrong_passes_a_strict_build(tmp_path: Path) -> None:
    files = {"A.md": "[[B]] [[Private]]", "B.md": "b", "Private.md": "---\npublish: false\n---\n[[nothing]]"}
    workspace = make_workspace(tmp_path / "w", files)

    assert mkdocs(workspace, strict=True) == []
    assert (workspace.site / "a" / "index.html").is_file()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fine\n\n[[Nowhere]]", "A.md:3: This link leads to nothing in the vault: [[Nowhere]]"),
        ("[x](gone.md)", "A.md:1: This link leads to nothing in the vault: [x](gone.md)"),
        ("![[gone.png]]", "A.md:1: This link leads to nothing in the vault: ![[gone.png]]"),
        ("[[A#Gone]]", "A.md:1: A.md has no such heading: [[A#Gone]]"),
        ("---\nkb: [\n---\n", "A.md:3: This is not valid YAML"),
    ],
)
def test_an_error_of_a_note_is_told_with_its_line_and_fails_a_strict_build_only(
    tmp_path: Path, text: str, found: str
) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": text, "B.md": "fine"})

    with pytest.raises(Abort, match=re.escape(found)):
        mkdocs(workspace, strict=True)
    assert [line[: len(found)] for line in mkdocs(workspace)] == [found]


def test_a_rule_that_the_workspace_has_switched_off_fails_no_strict_build(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[Nowhere]]"})
    with (workspace.root / "kb.toml").open("a") as file:
        file.write('[check.rules]\nbroken-link = "off"\n')

    assert mkdocs(workspace, strict=True) == []


def test_a_note_that_cannot_be_read_is_told(workspace: Settings) -> None:
    (workspace.vault / "latin.md").write_bytes(b"caf\xe9")

    assert any("not UTF-8" in line for line in mkdocs(workspace))
    assert (workspace.site / "index.html").exists()


def test_mkdocs_own_nav_and_exclusions_are_kept(workspace: Settings) -> None:
    config = workspace.root / "mkdocs.yml"
    text = "exclude_docs: runs/\nnav:\n  - Start: index.md\n  - Strategies/SMA crossover.md\n"
    config.write_text(config.read_text("utf-8") + text, "utf-8")
    mkdocs(workspace)
    html = (workspace.site / "strategies" / "sma-crossover" / "index.html").read_text("utf-8")

    assert "Previous: Start" in html
    assert "<title>SMA crossover - " in html
    assert not (workspace.site / "runs").exists()


def test_mkdocs_writes_what_kb_build_writes_byte_for_byte(built: Path, workspace: Settings) -> None:
    build_site(workspace)

    assert contents(built) == contents(workspace.site)


def test_mkdocs_search_that_is_still_named_is_left_out(built: Path, workspace: Settings) -> None:
    config = workspace.root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("plugins:\n", "plugins:\n  - search\n"), "utf-8")
    mkdocs(workspace)

    assert contents(workspace.site) == contents(built)


def test_what_an_audience_may_not_see_stops_it(tmp_path: Path) -> None:
    files = {"Open.md": "---\npublish: true\n---\n![[Private plan]]", "Private plan.md": "words"}
    workspace = make_workspace(tmp_path / "w", files)

    with pytest.raises(Abort, match="Open"):
        mkdocs(workspace, workspace.audience(PUBLIC))
    assert not workspace.site.exists()


def test_pages_that_mkdocs_serves_have_no_policy_which_would_forbid_its_script(workspace: Settings) -> None:
    mkdocs(workspace, site_url="http://127.0.0.1:8000/kb/", dev_addr="127.0.0.1:8000")
    pages = [path.read_text("utf-8") for path in workspace.site.rglob("*.html")]

    assert "/kb/assets/" in (workspace.site / "404.html").read_text("utf-8")
    assert not any("Content-Security-Policy" in page for page in pages)


class Server:
    """What of MkDocs's server is told which files to watch."""

    def __init__(self) -> None:
        self.watched: list[str] = []

    def watch(self, path: str) -> None:
        self.watched.append(path)


def test_mkdocs_serve_follows_kb_toml(workspace: Settings) -> None:
    config, server = load_config(str(workspace.root / "mkdocs.yml")), Server()
    plugin: Any = config.plugins["kb"]
    plugin.on_config(config)
    plugin.on_serve(server, config=config, builder=None)

    assert server.watched == [str(workspace.root / "kb.toml")]


def test_the_command_itself_ends_with_an_error_that_says_why(workspace: Settings) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    outcome = subprocess.run(command, cwd=workspace.root, capture_output=True, check=False, encoding="utf-8")

    assert outcome.returncode != 0
    assert "index.md:12: This link leads to nothing in the vault: [[Missing note]]" in outcome.stderr

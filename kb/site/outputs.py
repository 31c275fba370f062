"""All of a site that is no page: the files that are copied, and what its scripts, readers of feeds and hosts read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kb.model.problem import Problem
from kb.site.build import Build, output_of
from kb.site.frame.not_found import URL as NOT_FOUND
from kb.site.graph.files import render_graph, reserved_paths
from kb.site.graph.model import Graph
from kb.site.graph.page import STYLE as GRAPH_STYLE
from kb.site.lists.feeds import render_feeds
from kb.site.lists.redirects import published_old_paths, render_redirects
from kb.site.lists.sitemap import render_robots, render_sitemap
from kb.site.marker import STATIC
from kb.site.messages import RULE
from kb.site.private.redaction_file import is_table, redact_file
from kb.site.published import attachments_of
from kb.site.style import RULES, STYLE, render_style
from kb.vault.names import folded_key

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

ASSETS = Path(__file__).parent / "assets"
PLACES = {".css": "assets/stylesheets", ".js": "assets/javascripts"}

Data = Mapping[str, bytes]
"""Path in the site -> what stands there."""


def files_of(build: Build, data: Iterable[str]) -> dict[str, Path]:
    """Path in the site -> the file that is copied there: the theme's, kb's own, what notes, settings and hosts want.

    Args:
        build: The build.
        data: The paths of what is written there; as with pages, no file of the vault takes their place.
    """
    graph_url = build.site.graph_url
    assets = {name: file for name, file in _assets() if graph_url or not _is_of_graph(name)}
    own = {**build.frame.files, **assets, **build.scripts}
    data = [*data, STYLE, *reserved_paths(graph_url)]
    found = dict(_wanted(build))
    free = _apart(found, [*own, *data, *(output_of(url) for _, url in build.urls())])
    return {**{name: found[name] for name in free}, **own}


def check_copies(build: Build, copies: Mapping[str, Path]) -> Iterator[Problem]:
    """The files that notes, settings and hosts want, and that are not on the site, since another has their place.

    Args:
        build: The build.
        copies: What `files_of` found.
    """
    root, do = build.edition.settings.root, "Rename it, or move it into another folder."
    for name, file in _wanted(build):
        if copies.get(name) != file:
            path = name if file.is_relative_to(build.edition.settings.vault) else file.relative_to(root).as_posix()
            what = "This file is not on the site: its place there is taken"
            yield Problem(RULE, what, do, path, found=f"/{name}", severity="warning")


def _wanted(build: Build) -> Iterator[tuple[str, Path]]:
    """The files of workspace and vault that are to stand in the site as they are, each with its path there."""
    vault, redact = build.edition.settings.vault, build.edition.audience.redact
    static = build.edition.settings.root / STATIC
    shown = [*attachments_of(build.site), *_asked(build.frame.config, vault)]
    found = [*((name, static / name) for name in _below(static)), *((name, vault / name) for name in shown)]
    return ((name, file) for name, file in found if not (redact and is_table(name)))


def _below(folder: Path) -> Iterator[str]:
    """The files in a folder, at any depth, but for hidden ones."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return (path for path in paths if not any(part.startswith(".") for part in path.split("/")))


def _asked(config: MkDocsConfig, vault: Path) -> Iterator[str]:
    """The files of the vault that mkdocs.yml names: styles, scripts, the logo and the icon."""
    pictures = [config.theme[name] for name in ("logo", "favicon") if name in config.theme]
    for name in map(str, (*config.extra_css, *config.extra_javascript, *pictures)):
        parts = PurePosixPath(name).parts
        is_inside = name == "/".join(parts) and ".." not in parts and not name.startswith("/")
        if is_inside and (vault / name).is_file():
            yield name


def _apart(files: Iterable[str], taken: Iterable[str]) -> Iterator[str]:
    """Those files that are neither in the place of another one nor of its folder; case does not count on many disks."""
    names = {folded_key(name) for name in taken}
    folders = {folder for name in names for folder in _folders(name)}
    for file in files:
        name = folded_key(file)
        if name not in names and name not in folders and names.isdisjoint(_folders(name)):
            yield file


def _folders(name: str) -> Iterator[str]:
    """The folders that a file is in, from the innermost."""
    while name := name.rpartition("/")[0]:
        yield name


def _is_of_graph(name: str) -> bool:
    return name.startswith("assets/javascripts/graph/") or name == GRAPH_STYLE


def _assets() -> Iterator[tuple[str, Path]]:
    for file in sorted(ASSETS.rglob("*")):
        if file.suffix in PLACES and file.parent != RULES:
            yield f"{PLACES[file.suffix]}/{file.relative_to(ASSETS).as_posix()}", file


def is_of_program(build: Build, file: Path) -> bool:
    """Whether a file that is copied is kb's or the theme's own: it is the same on every site, and knows no vault."""
    theme = build.frame.config.theme
    folders = [ASSETS, *(Path(name) for name in theme.dirs if name != theme.custom_dir)]
    return file in build.scripts.values() or any(file.is_relative_to(folder) for folder in folders)


def all_data(*parts: Data) -> dict[str, bytes]:
    """What is written beside the pages: these parts, and kb's looks, which no gate reads: they know no vault."""
    return {path: content for part in (*parts, {STYLE: render_style()}) for path, content in part.items()}


def named_data(build: Build) -> tuple[Data, tuple[Problem, ...]]:
    """What is made from the names of notes, new and old, and the problems of that."""
    site, history, site_url = build.site, build.source.history, build.edition.settings.site_url
    old_paths = published_old_paths(site, history, [*build.source.notes, *build.source.files])
    redirects, problems = render_redirects(site, old_paths, [url for _, url in build.urls()], site_url)
    files = {
        **redirects,
        **render_robots(site_url, is_open=not build.edition.audience.is_owner),
        "nav.json": render_nav(build),
    }
    return files, problems


def text_data(build: Build) -> tuple[Data, tuple[Problem, ...]]:
    """What is made from texts and dates: feeds, the sitemap, tables without what must not leave."""
    settings, redact, history = build.edition.settings, build.edition.audience.redact, build.source.history
    feeds, problems = render_feeds(build.site, history, settings.feeds, settings.site_url, build.source.notes)
    own = (page.url for page in build.generated.values() if page.url != NOT_FOUND)
    pages = (*own, *build.site.drawn_urls.values())
    tables = {
        path: redact_file(path, (settings.vault / path).read_bytes(), redact)
        for path in (attachments_of(build.site) if redact else ())
        if is_table(path)
    }
    return {**tables, **feeds, **render_sitemap(build.site, history, pages, settings.site_url)}, problems


def graph_data(build: Build, graph: Graph) -> Data:
    """The files of the graph of the site."""
    store, edition = build.edition.settings.store, build.edition
    return render_graph(graph, store / "graph" / edition.audience.name, edition.key)


def render_nav(build: Build) -> bytes:
    """The whole navigation, for the scripts that show more of it: URL, title and depth of each page in order."""
    rows = [[entry.url, entry.title, depth] for entry, depth in build.frame.writer.navigation.pages()]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

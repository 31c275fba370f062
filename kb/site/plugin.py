"""The MkDocs plugin: hands MkDocs kb's pages. It unpacks and calls, and decides nothing."""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import AnchorLink, TableOfContents
from pathspec import GitIgnoreSpec

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.site.marker import Written, check_site_folder, files_in, write_marker
from kb.site.model import Drawing, Page, ResultsOf, Site
from kb.site.nav import plan_nav
from kb.site.pages import render_page
from kb.site.published import attachments_of, plan_site, render_generated
from kb.site.titles import title_of
from kb.site.toc import Entry, contents_of
from kb.site.urls import stands_for_folder
from kb.vault.reading.notes import read_vault
from kb.vault.reading.obsidian import read_obsidian

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page as MkDocsPage

ASSETS = Path(__file__).parent / "assets"
STYLE = "assets/stylesheets/kb.css"
LOGGER = logging.getLogger("mkdocs.plugins.kb")


class KbConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs's own hook has no types
    """The plugin has no options: kb.toml beside mkdocs.yml says what there is to say."""


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]  # MkDocs's own hook has no types
    """Renders the vault's notes in place of MkDocs's own Markdown.

    Attributes:
        results_of: Where the answer to a kb block is; None for the search by name.
        key: The hash of what this build is made from, to be kept in the site folder.
    """

    results_of: ResultsOf | None = None
    key: str = ""
    _settings: Settings
    _site: Site
    _generated: dict[str, Page]
    _excluded: GitIgnoreSpec | None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Point MkDocs at the vault, and refuse to overwrite what is not ours."""
        try:
            self._settings = read_settings(Path(config.config_file_path or ".").parent)
            check_site_folder(Path(config.site_dir))
        except KbError as error:
            raise PluginError(str(error)) from error
        config.docs_dir, config.site_name = str(self._settings.vault), self._settings.site_name
        config.use_directory_urls = True
        config.extra_css = [STYLE, *config.extra_css]
        self._excluded = config.exclude_docs
        config.exclude_docs = GitIgnoreSpec.from_lines(["*"])  # what is published is decided in on_files
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """From here on the folder is ours, even when the build is cut short."""
        write_marker(Path(config.site_dir), Written("", None))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Publish the audience's notes, what they show, and kb's own pages and style."""
        notes, attachments, problems = read_vault(self._settings.vault, self._settings.parsed)
        for problem in problems:
            LOGGER.warning(str(problem), extra={"problem": problem.rule})
        notes = tuple(note for note in notes if not (self._excluded and self._excluded.match_file(note.path)))
        obsidian, _ = read_obsidian(self._settings.vault)
        drawing = Drawing(obsidian.has_strict_line_breaks, self._settings.store / "diagrams")
        site = self._site = plan_site(config.site_name, notes, attachments, self.results_of, drawing)
        self._generated = {page.path: page for page in render_generated(site)}
        if config.nav is None:
            config.nav = list(plan_nav(*self._titles()))
        wanted = {*attachments_of(site), *(str(path) for path in (*config.extra_css, *config.extra_javascript))}
        return Files([*self._pages(config), *_others(files, config, wanted), _style(config)])

    def _titles(self) -> tuple[dict[str, str], set[str]]:
        """The title of every page, and the pages that stand for their folder."""
        titles = {path: title_of(note) for path, note in self._site.index.notes.items()}
        titles |= {path: page.title for path, page in self._generated.items()}
        return titles, {path for path, url in self._urls().items() if stands_for_folder(path, url)}

    def _urls(self) -> dict[str, str]:
        return {**self._site.urls, **{path: page.url for path, page in self._generated.items()}}

    def _pages(self, config: MkDocsConfig) -> list[File]:
        pages = []
        for path, url in self._urls().items():
            file = File(path, None, config.site_dir, True, dest_uri=f"{url}index.html", inclusion=_SHOWN)
            file.generated_by = "kb"
            # Material shows a page of this name as that of its section; MkDocs would give it to every README
            file.name = "index" if stands_for_folder(path, url) else PurePosixPath(path).stem
            pages.append(file)
        return pages

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002  (MkDocs names its arguments)
        """Nothing for Python-Markdown to do, nor for MkDocs's reading of properties."""
        return ""

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002  (MkDocs names its arguments)
        """The page as kb renders it."""
        path = page.file.src_uri
        rendered = self._generated.get(path) or render_page(self._site.index.notes[path], self._site)
        page.meta = {"title": rendered.title, "description": rendered.description, "tags": list(rendered.tags)}
        page.toc = TableOfContents([_anchor(contents_of(rendered))])
        return rendered.html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note what was written, so that the next build replaces that and nothing else."""
        write_marker(Path(config.site_dir), Written(self.key, files_in(Path(config.site_dir))))


_SHOWN = InclusionLevel.INCLUDED


def _others(files: Files, config: MkDocsConfig, wanted: set[str]) -> list[File]:
    """The theme's files, and of the vault's those that are wanted."""
    vault = Path(config.docs_dir)
    others = [file for file in files if Path(file.src_dir or "") != vault or file.src_uri in wanted]
    for file in others:
        file.inclusion = _SHOWN
    return [file for file in others if not file.is_documentation_page()]


def _style(config: MkDocsConfig) -> File:
    return File("kb.css", str(ASSETS), config.site_dir, True, dest_uri=STYLE, inclusion=_SHOWN)


def _anchor(entry: Entry) -> AnchorLink:
    anchor = AnchorLink(escape(entry.text), entry.anchor, entry.level)
    anchor.children = [_anchor(child) for child in entry.children]
    return anchor

"""The MkDocs plugin: hands MkDocs kb's pages. It unpacks and calls, and decides nothing."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from pathspec import GitIgnoreSpec

from kb.config import FILE_NAME, Settings, read_settings
from kb.errors import KbError
from kb.model.audience import OWNER, Audience
from kb.model.problem import Problem
from kb.site.build import Build, finish, output_of, render
from kb.site.crew import for_each
from kb.site.edition import Edition
from kb.site.faults import errors_in
from kb.site.frame.policy import without_policy
from kb.site.frame.theme import add_templates, check_theme, frame_text, leave_out_idle_features, leave_out_search
from kb.site.freshness import pages_key
from kb.site.graph.model import graph_of
from kb.site.marker import Written, check_apart, check_site_folder, read_standing, write_marker
from kb.site.outputs import Data, all_data, check_copies, files_of, graph_data, named_data, text_data
from kb.site.prepare import prepare_build, read_source
from kb.site.search.findable import Findable
from kb.site.search.shards import render_search
from kb.site.style import STYLE

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

TEMPLATE = "kb_page.html"
LOGGER = logging.getLogger("mkdocs.plugins.kb")


class KbConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs's own hook has no types
    """The plugin has no options: kb.toml beside mkdocs.yml says what there is to say."""


class KbPlugin(BasePlugin[KbConfig]):  # type: ignore[no-untyped-call]  # MkDocs's own hook has no types
    """Renders the vault's notes in place of MkDocs's own Markdown.

    Attributes:
        excluded: What mkdocs.yml keeps off the site.
        audience: Whose site; None for the owner's.
    """

    excluded: GitIgnoreSpec | None = None
    audience: Audience | None = None
    _settings: Settings
    _is_served: bool
    _build: Build
    _data: Data

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Point MkDocs at the vault."""
        try:
            self._settings = read_settings(Path(config.config_file_path or ".").parent)
            self.audience = self.audience or self._settings.audience(OWNER)
            check_theme(config)
        except KbError as error:
            raise PluginError(str(error)) from error
        config.docs_dir, config.site_name = str(self._settings.vault), frame_text(self.audience.site_name)
        self._is_served = urlsplit(config.site_url or "").netloc == str(config.dev_addr)
        if not self._is_served:
            config.site_url = self._settings.site_url or config.site_url
        config.use_directory_urls = True
        config.extra_css = [STYLE, *config.extra_css]
        config.markdown_extensions, config.mdx_configs = [], {}  # Python-Markdown has nothing to do
        self.excluded = config.exclude_docs
        config.exclude_docs = GitIgnoreSpec.from_lines(["*"])  # what is published is decided in on_files
        add_templates(config)
        leave_out_search(config)
        for name in leave_out_idle_features(config):
            LOGGER.warning("mkdocs.yml asks for %s, which kb's pages do not have. Take it out of `features`.", name)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Make all that can fail while the old site stands; from here on its folder is MkDocs's, which empties it."""
        folder = Path(config.site_dir)
        try:
            check_apart(folder, self._settings.vault)
            check_site_folder(folder)
            problems = self._prepare(config)
        except KbError as error:
            raise PluginError(str(error)) from error
        for problem in problems:
            LOGGER.warning(str(problem))
        write_marker(folder, Written("", None))

    def _prepare(self, config: MkDocsConfig) -> tuple[Problem, ...]:
        """Read the vault, and make each page once: a template that fails does so here."""
        assert self.audience is not None  # noqa: S101  (set in on_config)
        key = pages_key(self._settings, Path(config.config_file_path), self.audience.name)
        edition = Edition(self._settings, self.audience, config, self.is_excluded, None, key)
        source, of_vault = read_source(self._settings)
        self._build, of_nav = prepare_build(edition, source)
        made = for_each([path for path, _ in self._build.urls()], self._make)
        search = render_search([found for found in made if found])
        named, of_names = named_data(self._build)
        texts, of_feeds = text_data(self._build)
        self._data = all_data(named, texts, search, graph_data(self._build, graph_of(self._build.site)))
        of_copies = check_copies(self._build, files_of(self._build, self._data))
        return (*of_vault, *of_nav, *errors_in(self._build), *of_names, *of_feeds, *of_copies)

    def _make(self, path: str) -> Findable | None:
        rendered = render(self._build, path)
        finish(self._build, rendered)
        return rendered.findable

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002  (kb finds the theme's itself)
        """Publish the audience's notes, what they show, and kb's own pages and files."""
        config.nav = None  # kb's own is drawn; MkDocs's would hold every page
        pages = {output_of(url): _page(path, url, config) for path, url in self._build.urls()}
        copies = files_of(self._build, self._data)
        copied = (_file(path, config, abs_src_path=str(file)) for path, file in copies.items())
        written = (_file(path, config, content=content) for path, content in self._data.items())
        return Files([*copied, *written, *pages.values()])

    def is_excluded(self, path: str) -> bool:
        """Whether mkdocs.yml keeps a note off the site."""
        return bool(self.excluded and self.excluded.match_file(path))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002  (MkDocs names its arguments)
        """Of the theme's own pages kb has each."""
        config.theme.static_templates = set()
        return env

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002  (MkDocs names its arguments)
        """Nothing for Python-Markdown to do, nor for MkDocs's reading of properties."""
        return ""

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002  (MkDocs names its arguments)
        """The page's own HTML, for other plugins that look at it."""
        rendered = render(self._build, page.file.src_uri).page
        page.meta = {"title": rendered.title, "description": rendered.description, "template": TEMPLATE}
        return rendered.html

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002  (MkDocs names its arguments)
        """The whole page, as `kb build` writes it."""
        whole = finish(self._build, render(self._build, page.file.src_uri)).decode()
        context["kb_page"] = without_policy(whole) if self._is_served else whole  # MkDocs's own script reloads pages
        return context

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002  (MkDocs names its arguments)
        """Follow kb.toml too."""
        server.watch(str(self._settings.root / FILE_NAME))
        return server

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note what was written, so that the next build replaces that and nothing else."""
        folder = Path(config.site_dir)
        write_marker(folder, Written("", dict.fromkeys(read_standing(folder).files, "")))


def _page(path: str, url: str, config: MkDocsConfig) -> File:
    file = File(path, None, config.site_dir, True, dest_uri=output_of(url), inclusion=InclusionLevel.INCLUDED)
    file.generated_by = "kb"
    return file


def _file(path: str, config: MkDocsConfig, **source: Any) -> File:
    file = File.generated(config, path, inclusion=InclusionLevel.INCLUDED, **source)
    file.dest_uri = path
    return file

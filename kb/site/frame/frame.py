"""What stands around every page: Material's templates, as mkdocs.yml sets them up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kb.errors import KbError
from kb.site.frame.nav import Entry
from kb.site.frame.nav_html import Around, NavWriter
from kb.site.frame.not_found import URL as NOT_FOUND
from kb.site.frame.policy import content_policy, with_policy
from kb.site.frame.shape import Shapes, Words
from kb.site.frame.template import contents_gap, contents_of, render_contents, render_main, render_without_page
from kb.site.frame.theme import frame_text
from kb.site.frame.toc import tree_of
from kb.site.model import Page
from kb.site.urls import relative_url

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig


_TITLE = re.compile(r'<h1 id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Frame:
    """The templates and settings that all pages share.

    Attributes:
        config: MkDocs's configuration.
        environment: The theme's templates, those of the workspace's own `custom_dir` before them.
        writer: Draws the navigation.
        files: Path in the site -> the theme's file that is copied there.
        key: The hash of the templates and settings.
        hosts: Other hosts that pages may load pictures, films and frames from.
        shells: The way from a page to the root -> the frame of such a page with nothing in it.
        shapes: The frames of pages that differ in their words alone.
    """

    config: MkDocsConfig
    environment: Environment
    writer: NavWriter
    files: Mapping[str, Path]
    key: str
    hosts: tuple[str, ...] = ()
    shells: dict[str, str] = field(default_factory=dict)
    shapes: Shapes = field(default_factory=Shapes)

    def base(self, page: Page) -> str:
        """The way from a page to the site's root."""
        if page.url == NOT_FOUND:
            return urlsplit(self.config.site_url or "/").path.rstrip("/")
        return "/".join([".."] * page.url.count("/")) or "."

    def around(self, page: Page) -> Around:
        """The navigation as the page carries it."""
        return self.writer.around(page.path, self.base(page))

    def neighbours(self, page: Page) -> tuple[Entry | None, Entry | None]:
        """The pages before and after it."""
        return self.writer.navigation.neighbours.get(page.path, (None, None))


def render_frame(frame: Frame, page: Page, html: str, head: str) -> str:
    """A page as it is written to the site, with the policy of what it may run and load.

    Args:
        frame: What stands around it.
        page: The page.
        html: What stands on it.
        head: What is added to its head.

    Raises:
        KbError: A template fails.
    """
    try:
        return _render(frame, page, html, head)
    except KbError as error:  # one that fails may do so on a few pages only
        error.what += f" on the page /{page.url}"
        raise


def _render(frame: Frame, page: Page, html: str, head: str) -> str:
    policy = escape(_policy(frame, page, html), quote=False)
    if page.url == NOT_FOUND or frame.config.theme.custom_dir:  # a template of the workspace may ask what a word is
        return _dressed(_render_whole(frame, page, html), head, policy)
    around, contents = frame.around(page), render_contents(frame.environment, contents_of(tree_of(page.headings)))
    whole = _words(frame, page, html, around, lambda url: relative_url(url, page.url))
    words = replace(whole, contents=contents, head=head, policy=policy)
    key = frame.base(page), around.level, around.is_leaf, not page.url
    return frame.shapes.page(key, words, lambda gaps: _render_gaps(frame, page.url, gaps, around))


def render_empty(frame: Frame, page: Page) -> str:
    """The frame of a page with nothing in it."""
    base = frame.base(page)
    if base not in frame.shells:
        frame.shells[base] = _render_whole(frame, Page("", page.url, "", ""), "")
    return frame.shells[base]


def _words(frame: Frame, page: Page, html: str, around: Around, way: Callable[[str], str]) -> Words:
    """What a page says, its neighbours' addresses as `way` gives them."""
    site_url = frame.config.site_url
    before, after = frame.neighbours(page)
    return Words(
        title=frame_text(page.title),
        description=frame_text(page.description),
        content=html,
        top_url=f"#{title[1]}" if (title := _TITLE.search(html)) else "#",
        canonical_url=urljoin(site_url, page.url) if site_url else "",
        before=around.before,
        after=around.after,
        previous_url=way(before.url) if before else "",
        previous_title=frame_text(before.title) if before else "",
        next_url=way(after.url) if after else "",
        next_title=frame_text(after.title) if after else "",
    )


def _render_whole(frame: Frame, page: Page, html: str) -> str:
    """A page by the theme's templates, which read its words."""
    around = frame.around(page)
    words = _words(frame, page, html, around, lambda url: url or "./")
    if page.url == NOT_FOUND:
        return render_without_page(frame.config, frame.environment, frame.base(page), words, around)
    contents = contents_of(tree_of(page.headings))
    return render_main(frame.config, frame.environment, words, contents, url=page.url, around=around)


def _render_gaps(frame: Frame, url: str, gaps: Words, around: Around) -> str:
    """The frame of all pages that have the page's shape, with gaps for their words."""
    place = re.sub("[^/]+", "-", url)  # how deep it is is all of an address that may show
    contents = contents_gap(gaps)
    framed = render_main(frame.config, frame.environment, gaps, contents, url=place, around=around)
    line = render_contents(frame.environment, contents)
    return _dressed(framed.replace(line, gaps.contents) if line else framed, gaps.head, gaps.policy)


def _dressed(framed: str, head: str, policy: str) -> str:
    """With what kb adds to a page's head."""
    return with_policy(framed.replace("</head>", f"{head}</head>", 1), policy)


def _policy(frame: Frame, page: Page, html: str) -> str:
    """What a page may run: the scripts of the empty frame, which are the same on all pages as deep as this."""
    shell = render_empty(frame, page)
    if "<style" in html:
        return content_policy(shell, html, frame.hosts)
    return _policy_without_styles(shell, frame.hosts)


@lru_cache(maxsize=64)
def _policy_without_styles(shell: str, hosts: tuple[str, ...]) -> str:
    return content_policy(shell, "", hosts)

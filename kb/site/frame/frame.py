"""What stands around every page: Material's templates, as mkdocs.yml sets them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from jinja2 import TemplateError

from kb.errors import KbError
from kb.site.frame.nav import Entry
from kb.site.frame.nav_html import Around, NavWriter
from kb.site.frame.not_found import URL as NOT_FOUND
from kb.site.frame.policy import content_policy, with_policy
from kb.site.frame.theme import frame_text
from kb.site.frame.toc import Entry as Contents
from kb.site.frame.toc import contents_of
from kb.site.model import Page

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

MAIN = "main.html"
WITHOUT_PAGE = "kb_404.html"
"""The template of 404.html, whose address no one knows: all its links begin at the root."""


FAILURES = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template that is wrong raises: it is a program."""


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
    """

    config: MkDocsConfig
    environment: Environment
    writer: NavWriter
    files: Mapping[str, Path]
    key: str
    hosts: tuple[str, ...] = ()
    shells: dict[str, str] = field(default_factory=dict)

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
    framed = _render(frame, page, html).replace("</head>", f"{head}</head>", 1)
    return with_policy(framed, _policy(frame, page, html))


def render_empty(frame: Frame, page: Page) -> str:
    """The frame of a page with nothing in it."""
    base = frame.base(page)
    if base not in frame.shells:
        frame.shells[base] = _render(frame, Page("", page.url, "", ""), "")
    return frame.shells[base]


def _policy(frame: Frame, page: Page, html: str) -> str:
    """What a page may run: the scripts of the empty frame, which are the same on all pages as deep as this."""
    shell = render_empty(frame, page)
    if "<style" in html:
        return content_policy(shell, html, frame.hosts)
    return _policy_without_styles(shell, frame.hosts)


@lru_cache(maxsize=64)
def _policy_without_styles(shell: str, hosts: tuple[str, ...]) -> str:
    return content_policy(shell, "", hosts)


def _render(frame: Frame, page: Page, html: str) -> str:
    from mkdocs.commands.build import get_context  # noqa: PLC0415

    nav: Any = _nav(frame.around(page))
    framed: Any = _framed(frame, page, html)
    if page.url == NOT_FOUND:
        name, context = WITHOUT_PAGE, get_context(nav, [], frame.config, base_url=frame.base(page) or "/")
        context["kb_page"] = framed  # type: ignore[typeddict-unknown-key]  # for the template that is kb's own
    else:
        name, context = MAIN, get_context(nav, [], frame.config, framed)
    try:
        return frame.environment.get_template(name).render(context)
    except FAILURES as error:
        path, line = _place(error)
        do = "Correct it, or take it out of the folder that `custom_dir` in mkdocs.yml names."
        raise KbError("A template of the site fails", path=path, line=line, found=str(error), do=do) from error


def _place(error: BaseException) -> tuple[str | None, int | None]:
    """The innermost template that was at work, and its line."""
    places = [(each.filename, each.lineno) for each in extract_tb(error.__traceback__)]
    return next((place for place in reversed(places) if place[0].endswith(".html")), (None, None))


def _framed(frame: Frame, page: Page, html: str) -> SimpleNamespace:
    """A page as Material's templates ask for it: they escape nothing."""
    before, after = frame.neighbours(page)
    site_url = frame.config.site_url
    title = frame_text(page.title)
    return SimpleNamespace(
        title=title,
        meta={"title": title, "description": frame_text(page.description)},
        content=html,
        toc=[_anchor(contents_of(page))],
        url=page.url or "./",
        canonical_url=urljoin(site_url, page.url) if site_url else None,
        is_homepage=not page.url,
        previous_page=_neighbour(before),
        next_page=_neighbour(after),
    )


def _neighbour(entry: Entry | None) -> SimpleNamespace | None:
    return SimpleNamespace(url=entry.url or "./", title=frame_text(entry.title)) if entry else None


def _anchor(entry: Contents) -> SimpleNamespace:
    children = [_anchor(child) for child in entry.children]
    return SimpleNamespace(title=frame_text(entry.text), url=f"#{entry.anchor}", level=entry.level, children=children)


def _nav(around: Around) -> SimpleNamespace:
    return SimpleNamespace(
        before=around.before,
        after=around.after,
        level=around.level,
        is_leaf=around.is_leaf,
        homepage=SimpleNamespace(url="./"),
    )

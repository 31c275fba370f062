"""Material's templates, and what they are told of a page: they escape nothing, so that all words are HTML already."""

from __future__ import annotations

from collections.abc import Sequence
from traceback import extract_tb
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kb.errors import KbError
from kb.site.frame.nav_html import Around
from kb.site.frame.shape import Words
from kb.site.frame.theme import frame_text
from kb.site.frame.toc import Entry

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

MAIN = "main.html"
WITHOUT_PAGE = "kb_404.html"
"""The template of 404.html, whose address no one knows: all its links begin at the root."""

Contents = Sequence[SimpleNamespace]
"""The lines of a table of contents, as templates ask for them."""


def render_main(
    config: MkDocsConfig, environment: Environment, words: Words, contents: Contents, *, url: str, around: Around
) -> str:
    """The page at a URL of the site.

    Args:
        config: MkDocs's settings.
        environment: The templates.
        words: What it says. The theme makes the addresses of its neighbours, relative to the root, relative to it.
        contents: What its table of contents has below the title.
        url: Where the page is, relative to the site's root.
        around: Where its entry in the navigation stands.

    Raises:
        KbError: A template fails.
    """
    from mkdocs.commands.build import get_context  # noqa: PLC0415  (MkDocs is loaded where it runs)

    page: Any = _page(url, words, contents)
    return _render(environment, MAIN, get_context(_nav(words, around), [], config, page))


def render_without_page(config: MkDocsConfig, environment: Environment, base: str, words: Words, around: Around) -> str:
    """The page whose address no one knows; its links begin with `base`.

    Raises:
        KbError: A template fails.
    """
    from mkdocs.commands.build import get_context  # noqa: PLC0415  (MkDocs is loaded where it runs)

    context: Any = get_context(_nav(words, around), [], config, base_url=base or "/")
    return _render(environment, WITHOUT_PAGE, {**context, "kb_page": _page("", words, ())})


def contents_of(entries: Sequence[Entry]) -> Contents:
    """A table of contents for templates."""
    return [
        _line(frame_text(entry.text), f"#{entry.anchor}", entry.level, contents_of(entry.children)) for entry in entries
    ]


def contents_gap(words: Words) -> Contents:
    """One line in the place of a whole table of contents."""
    return [_line(words.contents, "#", 2, ())] if words.contents else []


def render_contents(environment: Environment, contents: Contents) -> str:
    """The lines of a table of contents, as the theme draws them.

    Raises:
        KbError: A template fails.
    """
    return "".join(_render(environment, "partials/toc-item.html", {"toc_item": line}) for line in contents)


def _render(environment: Environment, name: str, context: Any) -> str:
    try:
        return environment.get_template(name).render(context)
    except Exception as error:  # a template is a program, which may raise anything
        path, line = _place(error) or (name, None)
        do = "Correct it in the folder that `custom_dir` in mkdocs.yml names, or what mkdocs.yml asks of the theme."
        raise KbError("A template of the site fails", path=path, line=line, found=str(error), do=do) from error


def _place(error: BaseException) -> tuple[str, int | None] | None:
    """The innermost template that was at work, and its line; None where none could be read."""
    places = [(each.filename, each.lineno) for each in extract_tb(error.__traceback__)]
    return next((place for place in reversed(places) if place[0].endswith(".html")), None)


def _page(url: str, words: Words, contents: Contents) -> SimpleNamespace:
    return SimpleNamespace(
        title=words.title,
        meta={"title": words.title, "description": words.description},
        content=words.content,
        toc=[_line(words.title, words.top_url, 1, contents)],
        url=url or "./",
        canonical_url=words.canonical_url or None,
        is_homepage=not url,
        previous_page=_neighbour(words.previous_url, words.previous_title),
        next_page=_neighbour(words.next_url, words.next_title),
    )


def _neighbour(url: str, title: str) -> SimpleNamespace | None:
    return SimpleNamespace(url=url, title=title) if url else None


def _line(title: str, url: str, level: int, children: Contents) -> SimpleNamespace:
    return SimpleNamespace(title=title, url=url, level=level, children=children)


def _nav(words: Words, around: Around) -> Any:
    return SimpleNamespace(
        before=words.before,
        after=words.after,
        level=around.level,
        is_leaf=around.is_leaf,
        homepage=SimpleNamespace(url="./"),
    )

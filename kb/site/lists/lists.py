"""Lists of links as pages, split where they are long: folders, tags, the home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from kb.model.note import Heading
from kb.site.model import TITLE_ANCHOR, Page
from kb.site.urls import later_url, relative_url

MOST_LINKS = 500
"""On one page; the rest is on the next."""


@dataclass(frozen=True, slots=True)
class Line:
    """A link of a list.

    Attributes:
        url: Where it leads, relative to the site's root.
        text: What it says.
        count: How many notes are there; None to say nothing.
        said: A word on it; empty for none.
        depth: How deep it stands below the lines before it.
        anchor: Its id on the page; empty for none.
    """

    url: str
    text: str
    count: int | None = None
    said: str = ""
    depth: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines below a heading; an empty heading is none."""

    heading: str
    lines: Sequence[Line]


def render_list(page: Page, lead: str, sections: Iterable[Section], heading: str = "") -> tuple[Page, ...]:
    """A page of links, and the pages on which it goes on.

    Args:
        page: Its path, URL and title; what a page after the first is called is made from them.
        lead: HTML above the links of the first page.
        sections: The links.
        heading: What stands above it all; by default the page's title.
    """
    lines = [(section.heading, line) for section in sections for line in section.lines]
    parts = [lines[start : start + MOST_LINKS] for start in range(0, len(lines), MOST_LINKS)] or [[]]
    urls = [page.url, *(later_url(page.url, number) for number in range(2, len(parts) + 1))]
    top = f'<h1 id="{TITLE_ANCHOR}">{escape(heading or page.title)}</h1>\n'
    first, *others = (_part(replace(page, url=url), part) for url, part in zip(urls, parts, strict=True))
    return (
        replace(first, html=f"{top}{lead}{first.html}{_pager(0, urls)}"),
        *(_later(other, number, top, _pager(number - 1, urls)) for number, other in enumerate(others, start=2)),
    )


def _part(page: Page, lines: Sequence[tuple[str, Line]]) -> Page:
    groups = [(heading, [line for _, line in group]) for heading, group in groupby(lines, key=lambda pair: pair[0])]
    html = "".join(
        (f'<h2 id="{_anchor(heading)}">{escape(heading)}</h2>\n' if heading else "") + render_lines(group, page.url)
        for heading, group in groups
    )
    return replace(
        page, html=html, headings=tuple(Heading(2, heading, 1, _anchor(heading)) for heading, _ in groups if heading)
    )


def _later(page: Page, number: int, top: str, pager: str) -> Page:
    """A page after the first; no note has its path, which goes on below that of a note."""
    path, title = f"{page.path}/{number}.md", f"{page.title} ({number})"
    return replace(page, path=path, title=title, html=f"{top}{pager}{page.html}{pager}", is_in_nav=False)


def render_lines(lines: Sequence[Line], page_url: str) -> str:
    """Links as a list, those that stand deeper in lists of their own."""
    parts = ['<div data-search-exclude>\n<ul class="kb-notes">\n']  # Material's search takes an inner list for its end
    base = depth = lines[0].depth if lines else 0
    for place, line in enumerate(lines):
        while depth > max(line.depth, base):
            parts.append("</ul>\n</li>\n")
            depth -= 1
        parts.append(_line(line, page_url))
        is_parent = place + 1 < len(lines) and lines[place + 1].depth > max(line.depth, base)
        parts.append("\n<ul>\n" if is_parent else "</li>\n")
        depth += is_parent
    return "".join([*parts, "</ul>\n</li>\n" * (depth - base), "</ul>\n</div>\n"])


def _line(line: Line, page_url: str) -> str:
    name = f'<a id="{escape(line.anchor)}"></a>' if line.anchor else ""
    count = "" if line.count is None else f' <span class="kb-count">{line.count:,}</span>'
    said = f' <span class="kb-said">{escape(line.said)}</span>' if line.said else ""
    return f'<li>{name}<a href="{escape(relative_url(line.url, page_url))}">{escape(line.text)}</a>{count}{said}'


def _pager(number: int, urls: Sequence[str]) -> str:
    if len(urls) == 1:
        return ""
    return f'<nav class="kb-pages" aria-label="Pages of this list">{" ".join(_ways(number, urls))}</nav>\n'


def _ways(number: int, urls: Sequence[str]) -> Iterator[str]:
    if number > 0:
        yield f'<a rel="prev" href="{escape(relative_url(urls[number - 1], urls[number]))}">Previous</a>'
    yield f"<span>Page {number + 1} of {len(urls)}</span>"
    if number + 1 < len(urls):
        yield f'<a rel="next" href="{escape(relative_url(urls[number + 1], urls[number]))}">Next</a>'


def _anchor(heading: str) -> str:
    """No tag's anchor holds a colon."""
    return f"list:{heading.lower().replace(' ', '-')}"

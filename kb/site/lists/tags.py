"""The list of tags, and a page for each with the notes that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from kb.site.frame.nav import by_title
from kb.site.lists.lists import MOST_LINKS, Line, Section, render_list
from kb.site.model import Page, Site
from kb.site.urls import relative_url
from kb.vault.markdown import slug
from kb.vault.markdown.slugs import distinct


def render_tags(site: Site, titles: Mapping[str, str]) -> tuple[Page, ...]:
    """The list of tags and the pages of tags, long ones split; none where there are no tags."""
    if not site.tags_url:
        return ()
    keys = sorted(site.index.tags, key=lambda key: key.split("/"))
    below: dict[str, list[str]] = {}
    for key in keys:
        below.setdefault(key.rpartition("/")[0], []).append(key)
    order = sorted(titles, key=lambda path: by_title(titles[path], path))
    notes = {path: (place, Line(site.urls[path], titles[path])) for place, path in enumerate(order)}
    tags = (page for key in keys for page in _tag(key, below.get(key, []), site, notes))
    return (*_list(keys, site), *tags)


def _list(keys: list[str], site: Site) -> tuple[Page, ...]:
    """All tags as a tree, or those at the top where they are very many; each has the id that it had in links of old."""
    take = distinct()
    anchors = {key: take(slug(key) or "tag") for key in sorted(keys)}
    shown = keys if len(keys) <= MOST_LINKS else [key for key in keys if "/" not in key]
    lines = [_line(key, site, depth=key.count("/"), anchor=anchors[key]) for key in shown]
    page = Page(_path(site.tags_url), site.tags_url, "Tags", "")
    return render_list(page, f"<p>{len(keys):,} {'tag' if len(keys) == 1 else 'tags'}.</p>\n", [Section("", lines)])


def _tag(key: str, below: list[str], site: Site, notes: Mapping[str, tuple[int, Line]]) -> tuple[Page, ...]:
    url = site.tag_urls[key]
    lines = [line for _, line in sorted((notes[path] for path in site.index.tags[key]), key=lambda note: note[0])]
    nested = [_line(each, site) for each in below]
    sections = [Section("Tags", nested), Section("Notes", lines)] if nested else [Section("", lines)]
    page = Page(_path(url), url, f"#{site.index.tag_names[key]}", "", is_in_nav=False)
    return render_list(page, _above(key, len(lines), site), sections)


def _above(key: str, count: int, site: Site) -> str:
    """How many notes carry a tag or one below it, and the way to the tags above."""
    url = site.tag_urls[key]
    parts = key.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    ways = [(site.tags_url, "All tags"), *((site.tag_urls[each], f"#{site.index.tag_names[each]}") for each in above)]
    links = " / ".join(f'<a href="{escape(relative_url(way, url))}">{escape(words)}</a>' for way, words in ways)
    return f'<p class="kb-above">{links}</p>\n<p>{count:,} {"note" if count == 1 else "notes"}.</p>\n'


def _line(key: str, site: Site, depth: int = 0, anchor: str = "") -> Line:
    return Line(site.tag_urls[key], f"#{site.index.tag_names[key]}", len(site.index.tags[key]), "", depth, anchor)


def _path(url: str) -> str:
    return f"{url.removesuffix('/')}.md"

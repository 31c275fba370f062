"""A note, or a list that kb makes itself, as a page."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from html import escape

from markdown_it.token import Token

from kb.model.note import Heading, Note
from kb.site.backlinks import render_backlinks
from kb.site.html import render_document, render_tag
from kb.site.model import Page, Site
from kb.site.nav import readable
from kb.site.place import Place, page_place
from kb.site.properties import render_properties
from kb.site.titles import begins_with_title, title_of
from kb.site.urls import relative_url
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, tags_of
from kb.vault.markdown import parse_markdown
from kb.vault.properties import property_tags

HOME_PATH = "index.md"
LONG_LIST = 12
TITLE_ANCHOR = "page:title"
"""No heading's slug holds a colon."""


def render_page(note: Note, site: Site) -> Page:
    """The page of a note: title, tags, properties, text, backlinks."""
    place = page_place(site, note)
    title = title_of(note)
    body = _body(note, place)
    html = _title(note, title) + _tags(note, place) + render_properties(place) + body + render_backlinks(place)
    headings = note.outline.headings[1:] if begins_with_title(note) else note.outline.headings
    description = note.properties.get("description")
    return Page(
        path=note.path,
        url=site.urls[note.path],
        title=title,
        html=html,
        headings=headings,
        description=description if isinstance(description, str) else "",
        tags=tags_of(note),
    )


def _title(note: Note, title: str) -> str:
    """The page's one title; its id keeps links to the heading that it stands for, and search takes it for a title."""
    anchor = note.outline.headings[0].anchor if begins_with_title(note) else TITLE_ANCHOR
    return f'<h1 id="{escape(anchor)}">{escape(title)}</h1>\n'


def _body(note: Note, place: Place) -> str:
    document = parse_markdown(note.text.split("\n", note.body_line - 1)[-1], first_line=note.body_line)
    if begins_with_title(note):
        document = replace(document, tokens=_without_title(document.tokens))
    classes = " ".join(re.findall(r"[\w-]+", " ".join(_texts(note.properties.get("cssclasses")))))
    html = render_document(document, place)
    return f'<div class="{classes}">\n{html}</div>\n' if classes else html


def _without_title(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The text below the title, which the page has already said; the title's block id names the place where it was."""
    start = next(i for i, token in enumerate(tokens) if token.type == "heading_close") + 1
    named = Token("comment", "", 0, meta=tokens[start - 3].meta)
    return (named, *tokens[start:])


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _tags(note: Note, place: Place) -> str:
    links = " ".join(render_tag(tag, place) for tag in property_tags(note))
    return f'<nav class="kb-tags" data-search-exclude>{links}</nav>\n' if links else ""


def render_home(site: Site) -> Page:
    """The home page of a vault that has none: its folders and their notes, those that kb made last."""
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in site.urls:
        folders[path.rpartition("/")[0]].append(path)
    by_kb = {folder: all(_is_by_kb(site.index.notes[path]) for path in paths) for folder, paths in folders.items()}
    order = sorted(folders, key=lambda folder: (by_kb[folder], folder.casefold(), folder))
    lists = "".join(_folder(site, folder, folders[folder], is_folded=by_kb[folder]) for folder in order)
    count = len(site.urls)
    lead = f"<p>{count} {'note' if count == 1 else 'notes'}"
    lead += f', <a href="{relative_url(site.tags_url, "")}">by tag</a>' if site.tags_url else ""
    return Page(HOME_PATH, "", "Home", f'<h1 id="{TITLE_ANCHOR}">{escape(site.name)}</h1>\n{lead}.</p>\n{lists}')


def _is_by_kb(note: Note) -> bool:
    return bool(note.properties.keys() & {RUN_PROPERTY, BATCH_PROPERTY})


def _folder(site: Site, folder: str, paths: list[str], *, is_folded: bool) -> str:
    name = escape(" / ".join(readable(part) for part in folder.split("/")))
    notes = _note_list(site, paths, "")
    if is_folded or len(paths) > LONG_LIST:
        return f"<details>\n<summary>{name or 'Notes'} ({len(paths)})</summary>\n{notes}</details>\n"
    return (f"<h2>{name}</h2>\n" if folder else "") + notes


def _note_list(site: Site, paths: list[str], page_url: str) -> str:
    titles = sorted((title_of(site.index.notes[path]), path) for path in paths)
    items = (
        f'<li><a href="{relative_url(site.urls[path], page_url)}">{escape(title)}</a></li>\n' for title, path in titles
    )
    return f'<ul class="kb-notes" data-search-exclude>\n{"".join(items)}</ul>\n'


def render_tags_page(site: Site) -> Page:
    """Every tag with the notes that carry it or one below it."""
    keys = sorted(site.index.tags)
    headings = tuple(
        Heading(1 + min(5, 1 + key.count("/")), f"#{site.index.tag_names[key]}", 1, _anchor(site, key)) for key in keys
    )
    parts = [
        f'<h{heading.level} id="{heading.anchor}">{escape(heading.text)}</h{heading.level}>\n'
        + _note_list(site, list(site.index.tags[key]), site.tags_url)
        for key, heading in zip(keys, headings, strict=True)
    ]
    html = f'<h1 id="{TITLE_ANCHOR}">Tags</h1>\n{"".join(parts)}'
    return Page(f"{site.tags_url.removesuffix('/')}.md", site.tags_url, "Tags", html, headings)


def _anchor(site: Site, key: str) -> str:
    return site.tag_urls[key].rpartition("#")[2]

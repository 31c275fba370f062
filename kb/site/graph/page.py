"""The page of the graph, and the box of a page that shows what is near it; both are filled by scripts."""

from __future__ import annotations

from html import escape

from kb.site.graph.near import shard_path
from kb.site.model import TITLE_ANCHOR, Page, Site
from kb.site.urls import relative_url
from kb.vault.index import links_of
from kb.vault.links import Target

TITLE = "Graph"
STYLE = "assets/stylesheets/graph.css"
SCRIPT = "assets/javascripts/graph/page.js"
NEAR = "assets/javascripts/graph/near.js"


def render_graph_page(site: Site) -> tuple[Page, ...]:
    """The page of the graph; none where the site has no graph."""
    if not site.graph_url:
        return ()
    style, script = (escape(relative_url(name, site.graph_url)) for name in (STYLE, SCRIPT))
    html = (
        f'<h1 id="{TITLE_ANCHOR}">{TITLE}</h1>\n'
        '<div class="kb-graph"><noscript><p>The graph is drawn by a script, and none runs here.'
        " Each page also lists what links to it.</p></noscript></div>\n"
        f'<link rel="stylesheet" href="{style}">\n'  # the box is there before it: nothing is painted narrower first
        f'<script type="module" src="{script}"></script>\n'
    )
    return (Page(f"{site.graph_url.removesuffix('/')}.md", site.graph_url, TITLE, html),)


def render_near(site: Site, path: str, url: str) -> str:
    """The box for the pages that are linked to one; nothing where there are none."""
    if not site.graph_url or not _is_linked(site, path):
        return ""
    shard, graph, script = (
        escape(relative_url(name, url)) for name in (shard_path(site.graph_url, url), site.graph_url, NEAR)
    )
    return (
        f'<details class="kb-more kb-near" data-near="{shard}" data-graph="{graph}">'
        f'<summary>Linked pages</summary></details>\n<script type="module" src="{script}"></script>\n'
    )


def _is_linked(site: Site, path: str) -> bool:
    """Whether another page links to a page, or it to another."""
    index = site.index
    note, canvas = index.notes.get(path), index.canvases.get(path)
    ways = links_of(note) if note else canvas.links if canvas else ()
    found = (index.resolve(link, path) for link in ways)
    others = {target.path for target in found if isinstance(target, Target)}
    others.update(index.backlinks.sources(path))
    return any(other != path and (other in site.urls or other in site.drawn_urls) for other in others)

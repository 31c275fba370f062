"""CommonMark's own examples, through kb's parser and renderer: what differs is named, with its reason."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pytest

from kb.model.note import Link, Note, Outline
from kb.site.body.html import render_document
from kb.site.body.place import Place
from kb.site.body.raw import clean_html
from kb.site.model import Drawing
from kb.site.published import plan_site
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown

FILE = Path(__file__).parents[2] / "data" / "vault" / "commonmark.json"
EXAMPLES: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))

WIKILINK = "double brackets are a wikilink"
ADDRESS = "a bare address is a link"
TAG = "`#word` is a tag"
SCRIPT = "a tag that would run something, or take the rest of the page as its text, is shown as text"
OPEN_TAG = "a tag that its block does not close is shown as text: it would take what follows on the page"
DIFFERENCES = {
    64: TAG,
    156: OPEN_TAG,
    157: OPEN_TAG,
    158: OPEN_TAG,
    170: SCRIPT,
    171: SCRIPT,
    178: SCRIPT,
    548: WIKILINK,
    559: WIKILINK,
    581: "a picture without words is described by the name of its file",
    590: WIKILINK,
    602: ADDRESS,
    608: ADDRESS,
    611: ADDRESS,
}
PICTURES = re.compile(r"/url2?\b|(?<=\]\()uri\d|(?<=src=\")uri\d|(?<=<)url(?=>)|(?<=\")url(?=\")")
"""Addresses of the spec's pictures, which have no extension; Obsidian shows only a picture's file as a picture."""


@dataclass(frozen=True, slots=True)
class Anywhere(Place):
    """A place where every link leads to the address that it names."""

    def resolve(self, link: Link) -> Target:
        return Target(f"{link.target}#{link.fragment}" if link.fragment else link.target)

    def url(self, target: Target) -> str:
        return quote(target.path, safe="/#?=&;%*()!:+,@")


NOTE = Note("a.md", MappingProxyType({}), Outline(), "", 1, "")
SITE = plan_site("Test", [NOTE], [], None, Drawing(has_strict_breaks=True))


def rendered(text: str) -> str:
    return render_document(parse_markdown(text), Anywhere(SITE, "a/", NOTE, (("a.md", ""),)))


def plain(html: str) -> str:
    """Without what kb adds and leaves out (HTML comments), and without the space between tags."""
    html = re.sub(
        r'<div class="language-([^"]*) highlight"><pre><span></span>(.*?)</pre></div>', _code, html, flags=re.DOTALL
    )
    html = re.sub(r'<a class="headerlink".*?</a>| loading="lazy"|<!---?>|<!--.*?-->', "", html, flags=re.DOTALL)
    html = re.sub(r'<(h\d) id="[^"]*">', r"<\1>", html)
    html = html.replace(" />", ">").replace("&quot;", '"').replace("&#x27;", "'")
    return re.sub(r">\s+<", "><", html).strip()


def _code(block: re.Match[str]) -> str:
    language = "" if block[1] == "text" else f' class="language-{block[1]}"'
    return f"<pre><code{language}>{re.sub('<[^>]*>', '', block[2])}</code></pre>"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["example"]))
def test_an_example_of_commonmark_reads_as_it_says(example: dict[str, Any]) -> None:
    markdown, html = example["markdown"], example["html"]
    if "<img" in html or example["section"] == "Images":
        markdown, html = (PICTURES.sub(r"\g<0>.png", text) for text in (markdown, html))
    is_same = plain(clean_html(rendered(markdown))) == plain(clean_html(html))

    assert is_same is (example["example"] not in DIFFERENCES)


def test_there_are_all_examples_of_the_specification() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


def test_the_guide_says_how_many_differ() -> None:
    guide = (FILE.parents[3] / "vault" / "guide" / "Markdown.md").read_text("utf-8")

    assert f"Of the {len(EXAMPLES)} examples" in guide
    assert f"all but {len(DIFFERENCES)} come out" in guide

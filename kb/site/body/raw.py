"""HTML that came from outside: shown, but it runs nothing and takes nothing from the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kb.site.body.allowed import (
    ATTRIBUTES,
    DRAWN_TAGS,
    HELD,
    MATH_TAGS,
    MEDIA,
    PREFIXES,
    SCHEMES,
    STYLES,
    TAGS,
    allowed_value,
    is_outside,
)

if TYPE_CHECKING:
    import nh3

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
STYLE = re.compile(r"<style\b[^<>]*>.*?(?:</style\s*>|\Z)", re.DOTALL | re.IGNORECASE)
DECLARATION = re.compile(r"<[?!][^>]*(?:>|\Z)")
TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)((?:[^>\"'<]|\"[^\"]*\"|'[^']*')*+)>|<(?=[A-Za-z/])")
SWALLOWING = {"script", "style", "title", "textarea", "xmp", "noembed", "noframes", "plaintext", "noscript"} | {
    *("template", "select", "option", "optgroup", "frameset", "frame", "object", "embed", "applet", "annotation-xml"),
    *("base", "link", "meta", "foreignobject", "desc"),
}
"""Tags that would take the rest of the page as text or away: these are shown as text, as GitHub's Markdown does."""
CLOSED_BY_OTHERS = {
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "rp",
    "rt",
    "col",
    "br",
    "hr",
} | {
    *("img", "input", "source", "track", "wbr", "area"),
}
MOST_DEEP = 500
"""Elements in one another; browsers stop there too, and cleaning takes ever longer."""
HOLDER = re.compile(rf'<{HELD} data-n="(\d{{1,9}})"></{HELD}>')


def render_raw(html: str, hosts: tuple[str, ...] = ()) -> str:
    """A piece of an author's HTML, every tag of it whole, so that `clean_html` finds the page around it whole too.

    Args:
        html: As the parser cut it out of the note: often one tag without the one that closes it.
        hosts: Other hosts that pages may load pictures, films and frames from; from any other they become links.
    """
    return TAG.sub(lambda tag: _whole(tag, hosts), DECLARATION.sub("", STYLE.sub("", COMMENT.sub("", html))))


def held(number: int) -> str:
    """Stands for kb's own piece of that number while the HTML around it is cleaned."""
    return f'<{HELD} data-n="{number}"></{HELD}>'


def with_own(html: str, own: Sequence[str]) -> str:
    """The HTML with kb's own pieces in their places."""
    return HOLDER.sub(lambda holder: own[int(holder[1])], html)


def clean_html(html: str) -> str:
    """HTML with allowed tags and attributes only, each tag closed."""
    if _depth(html) > MOST_DEEP:
        return f"<pre>{escape(html)}</pre>\n"
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    """Made once: reading the lists takes longer than cleaning a page."""
    import nh3  # noqa: PLC0415  (only where a note holds HTML)

    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=allowed_value,
        generic_attribute_prefixes=PREFIXES,
        url_schemes=SCHEMES,
        filter_style_properties=STYLES,
        link_rel=None,
    )


def _depth(html: str) -> int:
    """How deep elements stand in one another, at most."""
    tags = (tag for tag in TAG.finditer(html) if tag[2] and tag[2].lower() not in CLOSED_BY_OTHERS)
    return max(accumulate(map(_change, tags), _step), default=0)


def _change(tag: re.Match[str]) -> int:
    is_empty = tag[0].endswith("/>") and tag[2] in DRAWN_TAGS | MATH_TAGS  # HTML's own elements do not end so
    return -1 if tag[1] else 0 if is_empty else 1


def _step(depth: int, change: int) -> int:
    return max(0, depth + change)


def _whole(tag: re.Match[str], hosts: tuple[str, ...]) -> str:
    name = (tag[2] or "").lower()
    if not name or name in SWALLOWING or name.startswith(HELD):
        return f"&lt;{tag[0][1:]}"
    if name not in MEDIA:
        return tag[0]
    if tag[1]:
        return "" if name == "iframe" else tag[0]
    reader = _Attributes()
    reader.feed(tag[0])
    address = reader.found.get("src") or ""
    if is_outside(address, hosts):
        words = reader.found.get("alt") or reader.found.get("title") or ""
        return render_outside(address, words)
    if name != "iframe":
        return tag[0]
    is_own_page = not urlsplit(address).netloc and not address.lower().endswith(".pdf")
    return f"{tag[0][:7]}{' sandbox=allow-scripts' if is_own_page else ''}{tag[0][7:]}</iframe>"


def render_outside(address: str, words: str) -> str:
    """A link in place of what a page would load from another host; its scheme is looked at when it is cleaned."""
    return f'<a class="kb-outside" href="{escape(address)}">{escape(words.strip() or address)}</a>'


class _Attributes(HTMLParser):
    """The attributes of one opening tag, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | None] = {}

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = dict(reversed(attrs))  # of two of one name the first counts

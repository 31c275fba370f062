"""HTML that an author wrote into a note: shown, but it runs nothing and takes nothing from the page."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)((?:[^>\"'<]|\"[^\"]*\"|'[^']*')*)>|<(?=[A-Za-z/])")
SWALLOWING = {"script", "title", "textarea", "xmp", "noembed", "noframes", "plaintext", "noscript"}
"""Tags that would take the rest of the page as text, as GitHub's Markdown filters them; Obsidian runs no scripts."""
FOREIGN = {"base", "link", "meta", "object", "embed", "applet", "frame", "frameset", "animate", "set"}
"""Tags that change where the page's links lead, or load what runs."""
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster"}
RUNS = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)


def render_raw(html: str) -> str:
    """HTML as the author wrote it, without its comments, and with what is not safe left out or shown as text."""
    return TAG.sub(_safe, COMMENT.sub("", html))


def _safe(tag: re.Match[str]) -> str:
    name = (tag[2] or "").lower()
    if not name or name in SWALLOWING or name in FOREIGN:
        return f"&lt;{tag[0][1:]}"
    return tag[0] if tag[1] or not tag[3] else _without_unsafe(tag[0])


def _without_unsafe(tag: str) -> str:
    """The tag without attributes that run something; one without such stays byte for byte."""
    reader = _Attributes()
    reader.feed(tag)
    kept = [(name, value) for name, value in reader.found if not _runs(name, value or "")]
    if len(kept) == len(reader.found):
        return tag
    rest = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept)
    return f"<{reader.name}{rest}>"


def _runs(name: str, value: str) -> bool:
    plain = re.sub(r"[\x00-\x20]+", "", value)
    return name.startswith("on") or name == "srcdoc" or (name in ADDRESSES and bool(RUNS.match(plain)))


class _Attributes(HTMLParser):
    """The name and the attributes of one opening tag, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.found: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.name, self.found = tag, attrs

"""The words of foreign HTML, without its markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = {"script", "style", "head", "template", "svg"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "section"}
_CELLS = {"td", "th"}


def text_of_html(html: str) -> str:
    """What a reader would see: a line for each block, the cells of a table row two spaces apart."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[^\S\n]+$", "", line) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (the parser's signature)
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("  ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))

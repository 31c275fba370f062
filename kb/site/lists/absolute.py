"""HTML of a page as it can stand elsewhere: its links and pictures by their whole address."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

_ADDRESSES = {"href", "src", "poster", "data", "cite"}
_ON_PAGE_ONLY = {"headerlink", "kb-diagram--dark"}
"""Classes of what is of use on the page itself, or hidden by its style."""
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "source", "track", "wbr"}


def absolute_html(html: str, address: str) -> str:
    """The same HTML with every address whole, and without what needs the site's own style.

    Args:
        html: As kb renders it.
        address: Of the page, on the web.
    """
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.address = address
        self.parts: list[str] = []
        self._left_out: list[str] = []
        """The elements that are open within one that is left out, it among them."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        if self._left_out or classes & _ON_PAGE_ONLY:
            if tag not in _VOID:
                self._left_out.append(tag)
            return
        given = "".join(self._attribute(name, value) for name, value in attrs)
        self.parts.append(f"<{tag}{given}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._left_out:
            given = "".join(self._attribute(name, value) for name, value in attrs)
            self.parts.append(f"<{tag}{given}/>")

    def _attribute(self, name: str, value: str | None) -> str:
        if value is None:
            return f" {name}"
        whole = self._whole(value) if name in _ADDRESSES else value
        return f' {name}="{escape(whole)}"'

    def _whole(self, value: str) -> str:
        try:
            return urljoin(self.address, value)
        except ValueError:  # a web address that is none stays as its author wrote it
            return value

    def handle_endtag(self, tag: str) -> None:
        if not self._left_out:
            self.parts.append(f"</{tag}>")
        elif tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        if not self._left_out:
            self.parts.append(text)

"""The content security policy of a page: what a browser may run and load there, kept by the site itself."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlsplit

HEAD = re.compile(r"<head[^>]*>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
POLICY = re.compile(r'\n<meta http-equiv="Content-Security-Policy" content="[^"]*">')
CLASSIC_SCRIPTS = {"", "module", "text/javascript", "application/javascript"}
"""Other types are data, which no browser runs."""


def content_policy(shell: str, content: str = "", hosts: tuple[str, ...] = ()) -> str:
    """The policy of a page whose frame is `shell`.

    Args:
        shell: The page without the text of any note: its inline scripts are Material's own, and no other may run.
        content: What stands in the frame: of this only style elements count, which only diagrams have.
        hosts: Other hosts that pages may load pictures, films and frames from.
    """
    frame, inside = _read(shell), _read(content)
    loaded = ("'self'", *hosts)
    rules = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *frame.script_addresses, *_hashes(frame.scripts)),
        "style-src": ("'self'", *frame.style_addresses, *_hashes([*frame.styles, *inside.styles])),
        "style-src-attr": ("'unsafe-inline'",),
        "img-src": (*loaded, "data:"),
        "media-src": loaded,
        "frame-src": loaded,
        "font-src": ("'self'", "data:", *frame.font_addresses),
        "connect-src": ("'self'",),
        "worker-src": ("'self'",),
        "manifest-src": ("'self'",),
        "object-src": ("'none'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in rules.items())


def with_policy(page: str, policy: str) -> str:
    """The page with the policy, as HTML, at its top, where nothing has been loaded yet."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return HEAD.sub(lambda head: f"{head[0]}\n{meta}", page, count=1)


def without_policy(page: str) -> str:
    """The page as it was before."""
    return POLICY.sub("", page, count=1)


def _hashes(texts: Iterable[str]) -> list[str]:
    return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]


class _Frame(HTMLParser):
    """What a page holds that a policy speaks of; scripts and styles as a browser reads them, byte for byte."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.script_addresses: list[str] = []
        self.style_addresses: list[str] = []
        self.font_addresses: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" in found:
            self.script_addresses += _elsewhere(found["src"])
        elif tag == "style" or (tag == "script" and found.get("type", "").lower() in CLASSIC_SCRIPTS):
            self._open = self.scripts if tag == "script" else self.styles
            self._open.append("")
        elif tag == "link" and found.get("rel") == "stylesheet":
            self.style_addresses += _elsewhere(found.get("href", ""))
        elif tag == "link" and found.get("rel") == "preconnect":
            self.font_addresses += _elsewhere(found.get("href", ""))

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None


def _read(html: str) -> _Frame:
    frame = _Frame()
    frame.feed(html)
    frame.close()
    return frame


def _elsewhere(address: str) -> list[str]:
    """The origin of an address that mkdocs.yml itself names on another host; nothing for one of the site."""
    parts = urlsplit(address)
    return [f"{parts.scheme or 'https'}://{parts.netloc}"] if parts.netloc else []

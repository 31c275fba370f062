"""Words, links and pictures as plain Markdown."""

from __future__ import annotations

import posixpath
import re
from html import escape
from urllib.parse import quote

from kb.site.body.pictures import SIZE
from kb.vault.markdown.text import COMMENT

_SPECIAL = re.compile(
    r"[\\`*\[\]<>|$]|(?<!\w)_|_(?!\w)|==|~~|&(?=#?\w+;)|\^(?=\[)|\A[-+#^]|(?<=\A\d)[.)]|(?<=\A\d\d)[.)]"
)


def literal(text: str) -> str:
    """Words that Markdown must not take for markup."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def relative_path(target: str, page: str) -> str:
    """The way from one file of the export to another, percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


def link_markdown(text: str, url: str, title: str = "") -> str:
    """A link; `text` is Markdown."""
    return f"[{text}]{link_tail(url, title)}"


def link_tail(url: str, title: str = "") -> str:
    """Where a link leads, behind its words."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("|", "\\|")
    return f'({url} "{quoted}")' if title else f"({url})"


def picture(url: str, text: str, path: str = "") -> str:
    """A picture; one with a size is HTML, since Markdown has none.

    Args:
        url: Of the picture.
        text: What stands after the pipe, or between the brackets: words, a size, or both.
        path: The file, whose name stands in where there are no words.
    """
    text = COMMENT.sub("", text)
    size = SIZE.match(text)
    words = ((size["alt"] or "") if size else text) or posixpath.splitext(posixpath.basename(path))[0]
    if not size:
        return f"!{link_markdown(literal(words), url)}"
    height = f' height="{size["height"]}"' if size["height"] else ""
    alt = escape(" ".join(words.split())).replace("|", "&#124;")
    return f'<img src="{escape(url)}" alt="{alt}" width="{size["width"]}"{height}>'

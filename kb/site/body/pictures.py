"""Pictures, of the size that their text asks for."""

from __future__ import annotations

import re
from html import escape

from kb.vault.markdown.text import COMMENT

PICTURES = {"avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"}
SIZE = re.compile(r"(?:^|(?P<alt>.*)\|)\s*(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?\s*$", re.DOTALL)


def render_picture(url: str, text: str, path: str = "", title: str = "") -> str:
    """A picture of the size that its text asks for: `640x480`, `100` or `words|100`.

    Args:
        url: Of the picture.
        text: What stands after the pipe, or between the brackets.
        path: The file, whose name stands in where there are no words.
        title: What a browser shows beside the pointer.
    """
    size = SIZE.match(COMMENT.sub("", text))
    alt = picture_words(text) or path.rsplit("/", 1)[-1].rpartition(".")[0]
    title = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(url)}" alt="{escape(alt)}"{title}{_attributes(size)} loading="lazy">'


def picture_words(text: str) -> str:
    """The words that describe a picture, without its size."""
    size = SIZE.match(text := COMMENT.sub("", text))
    return ((size["alt"] or "") if size else text).strip()


def _attributes(size: re.Match[str] | None) -> str:
    if not size:
        return ""
    return f' width="{size["width"]}"' + (f' height="{size["height"]}"' if size["height"] else "")


def asked_size(text: str) -> tuple[int, int] | None:
    """The width and height that a text asks for, in pixels, the height 0 where it names none; None without a size."""
    size = SIZE.match(COMMENT.sub("", text))
    return (int(size["width"]), int(size["height"] or 0)) if size else None


def picture_size(text: str) -> str:
    """The attributes of the size that a text asks for; none where it asks for none."""
    return _attributes(SIZE.match(text))

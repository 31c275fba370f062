"""One output of a notebook as Markdown."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from kb.emit import SCRAP_TYPE
from kb.errors import KbError
from kb.report.charts.draw import draw_chart
from kb.report.charts.spec import MOST_CHARACTERS, SUFFIX, chart_in, render_chart
from kb.report.console import render_repr, render_traceback
from kb.report.frames import table_of_html, table_of_scrap
from kb.report.html_text import text_of_html
from kb.report.images import neutral_png, neutral_svg
from kb.report.interactive import page_of_interactive
from kb.report.svg import safe_svg
from kb.report.table import Table, render_table
from kb.report.text import callout, escape, sentence, shortened

IMAGE_KINDS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
EMBED = "kb.embed"
"""Metadata of a prepared output: the attachment that shows it."""
REFUSED = "kb.refused"
"""Metadata of a prepared output: why its chart is not shown."""
NAMES_A_CLASS = re.compile(r"<IPython\.core\.display\.\w+ object>")
UNSAFE_IN_NAMES = re.compile(r"[^\w .()+,-]+")
RESERVED_ON_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
MOST_NAME_CHARACTERS = 80
MOST_TITLE_CHARACTERS = 200

Output = Mapping[str, Any]


def image_of(output: Output) -> dict[str, bytes]:
    """What shows an output, by the end of its file's name: a picture, an interactive page, or nothing.

    The first shows it in a note. A chart is a picture, and beside it the specification, which a page can load.

    Raises:
        KbError: It is a chart that cannot be shown, and there is no picture of it.
    """
    data = output.get("data", {})
    try:
        if chart := _drawn(data):
            return chart
    except KbError:
        if picture := _picture_in(data):
            return picture
        raise
    if picture := _picture_in(data):
        return picture
    if "text/html" not in data or _table_of(output):
        return {}
    page = page_of_interactive(str(data["text/html"]))
    return {".html": page} if page else {}


def _drawn(data: Mapping[str, Any]) -> dict[str, bytes]:
    spec = chart_in(data)
    if spec is None:
        return {}
    picture, text = draw_chart(spec), render_chart(spec)
    return {".svg": picture.encode(), **({SUFFIX: text.encode()} if len(text) <= MOST_CHARACTERS else {})}


def _picture_in(data: Mapping[str, Any]) -> dict[str, bytes]:
    for mime, extension in IMAGE_KINDS.items():
        if mime in data and (image := _decoded(extension, data[mime])):
            return {f".{extension}": image}
    return {}


def _decoded(extension: str, content: str) -> bytes | None:
    if extension == "svg":
        svg = safe_svg(neutral_svg(content))
        return svg.encode() if svg else None
    try:
        data = base64.b64decode(content)
    except (binascii.Error, ValueError):
        return None
    return neutral_png(data)


def file_name(text: str) -> str:
    """A file's name that links, Windows, macOS and Linux take, from any text; empty where nothing is left."""
    name = UNSAFE_IN_NAMES.sub("-", text).strip(" .-")[:MOST_NAME_CHARACTERS].rstrip(" .-")
    return f"{name}-" if RESERVED_ON_WINDOWS.match(name) else name


def kind_of(output: Output) -> str | None:
    """What `kb.emit` recorded here: record, table, figure, read or secret; None for ordinary outputs."""
    kind = _metadata(output, "kb").get("kind")
    return kind if isinstance(kind, str) else None


def _metadata(output: Output, name: str) -> Mapping[str, Any]:
    """One entry of an output's metadata; empty where a stranger put something else there."""
    entry = output.get("metadata", {}).get(name)
    return entry if isinstance(entry, Mapping) else {}


def is_shown(output: Output) -> bool:
    """Whether a reader should see it: not what was only recorded, nor a live widget."""
    is_silent = _metadata(output, "scrapbook").get("display") is False
    is_widget = "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    return kind_of(output) not in {"record", "read", "secret"} and not is_silent and not is_widget


def scrap_of(output: Output) -> Mapping[str, Any]:
    """The scrap in an output; empty where there is none."""
    scrap = output.get("data", {}).get(SCRAP_TYPE)
    return scrap if isinstance(scrap, Mapping) else {}


def render_shown(output: Output) -> str:
    """A result or displayed thing: its picture or why it has none, its table, its Markdown, its formula, its text."""
    data = output["data"]
    caption = _caption(output)
    below = f"\n\n*{escape(caption)}*" if caption else ""
    if embed := output["metadata"].get(EMBED):
        return f"![[{embed}]]{below}"
    if why := output["metadata"].get(REFUSED):
        return callout("warning", "This chart cannot be shown", f"{sentence(str(why)).removesuffix('.')}.") + below
    if table := _table_of(output):
        return render_table(table, caption=caption)
    if "text/markdown" in data:
        return str(data["text/markdown"])
    if "text/latex" in data:
        return _formula(str(data["text/latex"]))
    return render_repr(text_of(data))


def _formula(latex: str) -> str:
    """A formula as Obsidian shows it, whether the notebook put dollars around it or not."""
    formula = latex.strip()
    return formula if formula.startswith("$") else f"$$\n{formula}\n$$"


def text_of(data: Mapping[str, Any]) -> str:
    """What a displayed thing says: its text, or that of its HTML or JSON where the text only names its class."""
    text = str(data.get("text/plain", ""))
    if text and not NAMES_A_CLASS.fullmatch(text.strip()):
        return text
    if "text/html" in data:
        return text_of_html(str(data["text/html"])) or text
    return json.dumps(data["application/json"], indent=2, ensure_ascii=False) if "application/json" in data else text


def _table_of(output: Output) -> Table | None:
    if kind_of(output) == "table" and (table := table_of_scrap(scrap_of(output).get("data"))):
        return table
    return table_of_html(str(output["data"].get("text/html", "")))


def _caption(output: Output) -> str:
    recorded = scrap_of(output).get("data")
    return str(recorded.get("caption") or "").strip() if isinstance(recorded, Mapping) else ""


def render_raised(output: Output) -> str:
    """An exception that the notebook expected, as a folded callout."""
    title = escape(shortened(f"{output['ename']}: {output['evalue']}", MOST_TITLE_CHARACTERS))
    return callout("failure", title, render_traceback("\n".join(output["traceback"])), folded=True)

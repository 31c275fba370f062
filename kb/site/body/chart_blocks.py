"""Charts that are written in a note, as blocks of the language `vega-lite`: drawn when the site is built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kb.charts import SCHEMA
from kb.errors import KbError
from kb.model.problem import Problem
from kb.report.charts.draw import draw_chart
from kb.report.charts.spec import MOST_CHARACTERS, Spec, checked_chart, render_chart
from kb.report.text import shortened
from kb.site.body.charts import render_box
from kb.site.body.code import render_code
from kb.site.body.kept import drawing_name, kept_drawing
from kb.site.body.place import Place
from kb.site.charts import VEGA, chart_of, picture_size
from kb.vault.index import Index

LANGUAGE = "vega-lite"
RULE = "bad-chart"
NAMELESS = "Chart"
MOST_NAME_CHARACTERS = 300


def render_chart_block(source: str, place: Place) -> str:
    """A chart, as a picture that a script replaces by the chart itself; one that cannot be drawn stays as written.

    Both stand in the page: the note's text is all that they are made from. Of one that was redacted nothing is left.
    """
    if not (source.strip() or place.site.drawing.is_for_owner):
        return ""
    try:
        spec = read_chart_block(source)
        svg = _drawn(spec, place.site.drawing.diagrams)
    except KbError as error:
        why = f'<p class="kb-broken">This chart cannot be drawn: {escape(_reason(error))}</p>\n'
        return f'<div class="kb-undrawn">\n{why}{render_code(source, "json")}</div>\n'
    image = f"data:image/svg+xml,{quote(svg, safe=_PLAIN)}"
    picture = f'<img src="{escape(image)}" alt="{escape(_name(spec))}" loading="lazy">'
    data = f'data-spec="{escape(render_chart(spec))}"'
    size = picture_size(svg.encode())
    return f"<p>{render_box(chart_of(spec, size), picture, None, data, place) if size else picture}</p>\n"


_PLAIN = " !$&'()*+,-.:;=@_~"
"""What an address of data may hold as it is; a slash would look like the name of a file."""


def read_chart_block(source: str) -> Spec:
    """The chart that a block says; where it names no version, that of kb.

    Raises:
        KbError: It is none, or needs something from elsewhere.
    """
    if len(source) > MOST_CHARACTERS:
        raise KbError(f"It is longer than {MOST_CHARACTERS:,} characters")
    try:
        said = json.loads(source)
    except json.JSONDecodeError as error:
        raise KbError("It is no JSON", line=error.lineno, found=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise KbError("It is no JSON") from error
    return checked_chart({"$schema": SCHEMA, **said} if isinstance(said, dict) else said)


def check_chart_blocks(index: Index, kept: Path) -> Iterator[Problem]:
    """Why charts in the notes of a vault cannot be drawn; those of templates are not looked at.

    Args:
        index: The vault.
        kept: The folder that keeps what was drawn.
    """
    for block in index.blocks.get(LANGUAGE, ()):
        if index.notes[block.path].is_template:
            continue
        try:
            _drawn(read_chart_block(block.text), kept)
        except KbError as error:
            what, line = f"This chart cannot be drawn: {error.what}", block.line + (error.line or 0)
            yield Problem(RULE, what, error.do, block.path, line, error.found.replace("`", ""), "warning")


def chart_file_names(source: str) -> Iterator[str]:
    """The name of the file in which the picture of a block is kept; none where it is no chart."""
    with suppress(KbError):
        yield _file_name(read_chart_block(source))


def _drawn(spec: Spec, cache: Path | None) -> str:
    """The picture.

    Raises:
        KbError: It cannot be drawn.
    """
    return kept_drawing(_file_name(spec), partial(draw_chart, spec), cache)


def _file_name(spec: Spec) -> str:
    return drawing_name(render_chart(spec), VEGA)


def _reason(error: KbError) -> str:
    where = f", line {error.line}" if error.line else ""
    return f"{error.what}{where}{f': {error.found}' if error.found else ''}".replace("`", "")


def _name(spec: Spec) -> str:
    """What a chart is called, for those who do not see it."""
    title = spec.get("title")
    found = [spec.get("description"), title.get("text") if isinstance(title, dict) else title]
    return next((words for each in found if (words := _words(each))), NAMELESS)


def _words(value: Any) -> str:
    lines = value if isinstance(value, list) else [value]
    return shortened(" ".join(" ".join(line.split()) for line in lines if isinstance(line, str)), MOST_NAME_CHARACTERS)

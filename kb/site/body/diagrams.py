"""Mermaid diagrams as SVG, drawn when the site is built and kept by content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType

from kb.report.svg import safe_svg
from kb.site.body.code import render_code
from kb.site.body.kept import drawing_name, kept_drawing
from kb.vault.markdown.slugs import distinct

LIBRARY = "mmdr"
MOST_CHARACTERS = 50_000
"""Mermaid's own limit."""
COLOURS = ("#3b6ea5", "#8a4f7d", "#4f7f5a", "#8a6d3b", "#6a5aa5", "#3f7f86")
"""Of a dark page: its text can be read on them, and they on it; Mermaid's own are nearly black."""
SLICES = {f"pie{number}": colour for number, colour in enumerate(COLOURS, 1)}
BRANCHES = {f"{name}{number}": colour for number, colour in enumerate(COLOURS) for name in ("cScale", "git")}
THEMES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "default": {},
        "dark": {
            **SLICES,
            **BRANCHES,
            **{f"gitBranchLabel{number}": "#ffffff" for number in range(len(COLOURS))},
            "quadrantPointFill": "#9ec5e8",
            "xyChart": {"backgroundColor": "transparent"},
        },
    }
)
"""Mermaid's own themes, for a light page and a dark one, and what is changed in them."""
FONTS = "Trebuchet MS, Arial, Liberation Sans, Roboto, sans-serif"
"""Fonts as narrow as those for which the boxes are measured."""
HEADER = re.compile(r"\s*---[ \t]*\n.*?\n[ \t]*---[ \t]*\n", re.DOTALL)
OWN_THEME = re.compile(r"[\"']?\btheme[\"']?\s*:")
WIDTH = re.compile(r"max-width:\s*(\d+(?:\.\d+)?)px")
ID = re.compile(r'(?<=\s)id="([^"]+)"')
MARKUP = re.compile(r"<style[^>]*>.*?</style>|<[^>]*>", re.DOTALL)


def render_diagram(source: str, numbers: Iterator[int], cache: Path | None) -> str:
    """A diagram, once for a light and once for a dark page; one that cannot be drawn stays as written, and says why.

    Args:
        source: What stands between the fences.
        numbers: Numbers that are unique on the page.
        cache: A folder that keeps what was drawn; None for none.
    """
    try:
        light, dark = (_drawn(source, theme, cache) for theme in THEMES)
    except ValueError as error:
        why = f'<p class="kb-broken">This diagram cannot be drawn: {escape(_first_line(error))}</p>\n'
        return f'<div class="kb-undrawn">\n{why}{render_code(source, "mermaid")}</div>\n'
    if light == dark:  # it has a theme of its own
        return f'<div class="kb-diagram kb-diagram--own">{_named(light, numbers)}</div>\n'
    on_light = f'<div class="kb-diagram--light">{_named(light, numbers)}</div>'
    on_dark = f'<div class="kb-diagram--dark" data-search-exclude>{_named(dark, numbers)}</div>'
    return f'<div class="kb-diagram">{on_light}{on_dark}</div>\n'


def _drawn(source: str, theme: str, cache: Path | None) -> str:
    """The SVG, from the cache where it is there.

    Raises:
        ValueError: It cannot be drawn.
    """
    if len(source) > MOST_CHARACTERS:
        raise ValueError(f"it is longer than {MOST_CHARACTERS} characters")
    wanted = _with_theme(source, theme)
    return kept_drawing(_file_name(wanted), partial(_draw, wanted), cache)


def _file_name(wanted: str) -> str:
    return drawing_name(wanted, _version())


def drawing_names(source: str) -> Iterator[str]:
    """The names of the files in which a diagram is kept; none where none can be drawn here."""
    with suppress(ValueError):
        for theme in THEMES:
            yield _file_name(_with_theme(source, theme))


def _version() -> str:
    try:
        return version(LIBRARY)
    except PackageNotFoundError as error:
        raise ValueError(f"the library {LIBRARY} is not installed") from error


def _draw(source: str) -> str:
    import mmdr  # noqa: PLC0415  (a large library, only where there is a diagram)

    svg = safe_svg(str(mmdr.render(source).svg()))
    if svg is None:
        raise ValueError("its drawing cannot be read")
    return svg.replace("</text>", "</text>\n")  # or search finds all labels as one word


def _with_theme(source: str, theme: str) -> str:
    """The diagram with the looks of the page, unless it chooses its own; a header of properties stays at its top."""
    header = HEADER.match(source)
    end = header.end() if header else 0
    looks: dict[str, object] = {"look": "classic", "fontFamily": FONTS}
    if not OWN_THEME.search(source):
        looks |= {"theme": theme, "themeVariables": THEMES[theme]}
    return f"{source[:end]}%%{{init: {json.dumps(looks)}}}%%\n{source[end:]}"


def _named(svg: str, numbers: Iterator[int]) -> str:
    """The SVG with ids that no other on the page has, and wide enough to be read on a phone, where it scrolls."""
    svg = WIDTH.sub(lambda width: f"{width[0]};min-width:min({0.6 * float(width[1]):.0f}px,24rem)", svg, count=1)
    prefix = f"kb-diagram-{next(numbers) + 1}-"
    ids = sorted(set(ID.findall(svg)), key=len, reverse=True)
    names = re.compile(rf"(?<=[\"#])(?:{'|'.join(map(re.escape, ids))})(?![\w-])")
    take = distinct()  # Mermaid itself gives one id to several elements

    def renamed(markup: re.Match[str]) -> str:
        found = names.sub(lambda name: prefix + name[0], markup[0])
        return ID.sub(lambda name: f'id="{take(name[1])}"', found)

    return MARKUP.sub(renamed, svg) if ids else svg


def _first_line(error: ValueError) -> str:
    return (str(error).splitlines() or ["no reason given"])[0]

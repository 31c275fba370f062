"""A heat map as PNG: the same values give the same bytes with the same matplotlib."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kb.report.heat_values import Axis, HeatValues, Panel
from kb.report.images import neutral_png
from kb.report.numbers import alike, parameter_text
from kb.report.text import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Normalize

MOST_WIDTH_INCHES, MOST_HEIGHT_INCHES = 9.0, 13.0
PHONE_WIDTH_INCHES = 7.0
"""Panels stand beside each other only up to here: a wider picture is too small on a phone."""
CELL_WIDTH_INCHES, CELL_HEIGHT_INCHES = 0.78, 0.42
MARGIN_WIDTH_INCHES, MARGIN_HEIGHT_INCHES = 1.1, 1.0
MOST_LABELLED_COLUMNS, MOST_WIDE_COLUMNS = 14, 9
MOST_LABELLED_ROWS = 30
"""More than these leave no room for a number in each cell, or for a label at each row."""
DOTS_PER_INCH = 130
MOST_LABEL_CHARACTERS = 14
MOST_LEVEL_CHARACTERS = 8
READABLE_LUMINANCE = 0.5
DIVERGING, SEQUENTIAL = "RdBu", "cividis"
"""Both tell apart for colour-blind readers; diverging where values lie on both sides of zero."""


def draw_heat_map(values: HeatValues) -> bytes:
    """Draw the panels, at most 9 inches wide, the value written in each cell; cells without a value stay white."""
    import matplotlib as mpl  # noqa: PLC0415  (slow, and only batches with two axes draw)
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  (as above)
    from matplotlib.figure import Figure  # noqa: PLC0415  (as above)

    beside = _panels_beside(values)
    below = math.ceil(len(values.panels) / beside)
    width = min(MOST_WIDTH_INCHES, beside * _panel_width(values))
    height = below * (MARGIN_HEIGHT_INCHES + min(CELL_HEIGHT_INCHES * len(values.down.values), MOST_HEIGHT_INCHES))
    buffer = io.BytesIO()
    with mpl.rc_context(mpl.rcParamsDefault):
        figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
        FigureCanvasAgg(figure)
        grid = figure.subplots(below, beside, squeeze=False)
        figure.suptitle(values.metric, parse_math=False)
        norm = _norm(values)
        for axes, panel in zip(grid.flat, values.panels, strict=False):
            _draw_panel(axes, panel, values, norm)
        for axes in list(grid.flat)[len(values.panels) :]:
            axes.set_axis_off()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return neutral_png(buffer.getvalue())


def _panel_width(values: HeatValues) -> float:
    return MARGIN_WIDTH_INCHES + CELL_WIDTH_INCHES * len(values.across.values)


def _panels_beside(values: HeatValues) -> int:
    return max(1, min(len(values.panels), int(PHONE_WIDTH_INCHES / _panel_width(values))))


def _norm(values: HeatValues) -> Normalize:
    """One scale for all panels, so that colours compare; even about zero where values lie on both sides of it."""
    from matplotlib.colors import Normalize  # noqa: PLC0415  (slow, and only batches with two axes draw)

    low, high = min(values.numbers, default=0.0), max(values.numbers, default=0.0)
    if low < 0 < high:
        low, high = -max(-low, high), max(-low, high)
    return Normalize(low, high)


def _draw_panel(axes: Axes, panel: Panel, values: HeatValues, norm: Normalize) -> None:
    across, down = values.across, values.down
    numbers = [[math.nan if value is None else value for value in row] for row in panel.rows]
    is_diverging = norm.vmin is not None and norm.vmin < 0 < (norm.vmax or 0.0)
    image = axes.imshow(numbers, cmap=DIVERGING if is_diverging else SEQUENTIAL, norm=norm, aspect="auto")
    axes.set_xticks(*_ticks(across), parse_math=False, rotation=_rotation(across))
    axes.set_yticks(*_ticks(down), parse_math=False)
    axes.set_xlabel(across.name, parse_math=False)
    axes.set_ylabel(down.name, parse_math=False)
    axes.set_title(panel.title, fontsize=11, parse_math=False)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    if len(across.values) <= MOST_LABELLED_COLUMNS and len(down.values) <= MOST_LABELLED_ROWS:
        _write_values(axes, panel, alike(values.numbers), lambda value: _ink(image.cmap(norm(value))))
    else:
        image.figure.colorbar(image, ax=axes)


def _write_values(axes: Axes, panel: Panel, text: Callable[[float], str], ink: Callable[[float], str]) -> None:
    for y, row in enumerate(panel.rows):
        for x, value in enumerate(row):
            if value is not None:
                axes.text(x, y, text(value), ha="center", va="center", fontsize=_font_size(row), color=ink(value))


def _font_size(row: Sequence[float | None]) -> int:
    """Points, so that a number fits its cell."""
    return 10 if len(row) <= MOST_WIDE_COLUMNS else 8


def _ink(colour: Any) -> str:
    """Black or white, whichever is read on this colour: by its luminance, ITU-R BT.601."""
    red, green, blue = colour[:3]
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > READABLE_LUMINANCE else "white"


def _ticks(axis: Axis) -> tuple[list[int], list[str]]:
    """Where labels stand and what they say: at each value, or at every n-th of many."""
    places = list(range(0, len(axis.values), math.ceil(len(axis.values) / MOST_LABELLED_ROWS)))
    return places, [shortened(parameter_text(axis.values[place]), MOST_LABEL_CHARACTERS) for place in places]


def _rotation(axis: Axis) -> int:
    """Labels that are too many or too long for their cells stand upright."""
    longest = max(len(label) for label in _ticks(axis)[1])
    return 0 if len(axis.values) <= MOST_LABELLED_COLUMNS and longest <= MOST_LEVEL_CHARACTERS else 90

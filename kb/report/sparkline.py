"""A curve in the size of a word."""

from __future__ import annotations

import math
from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 120, 28, 2
MOST_POINTS = 60
INK = "#3b82c4"
"""Seen on white and on slate."""


def draw_sparkline(values: Sequence[float | None]) -> bytes:
    """The curve as SVG: the highest value at the top, the lowest at the bottom, a dot at the last.

    Of many values evenly spread ones are drawn, the first and the last among them. What is not finite is a gap.
    """
    points = [value if value is not None and math.isfinite(value) else None for value in _thinned(values)]
    known = [value for value in points if value is not None]
    if not known:
        return _svg("")
    low, high = min(known), max(known)
    across = (WIDTH - 2 * MARGIN) / max(1, len(points) - 1)
    size = high / 2 - low / 2 or 1.0  # halves: the whole range may be too large a number
    places = [
        None
        if value is None
        else (MARGIN + across * number, HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value / 2 - low / 2) / size)
        for number, value in enumerate(points)
    ]
    if low == high:
        places = [place and (place[0], HEIGHT / 2) for place in places]
    last = next(place for place in reversed(places) if place)
    return _svg(
        f'<path d="{_path(places)}" fill="none" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2" fill="{INK}"/>'
    )


def _thinned(values: Sequence[float | None]) -> list[float | None]:
    if len(values) <= MOST_POINTS:
        return list(values)
    return [values[number * (len(values) - 1) // (MOST_POINTS - 1)] for number in range(MOST_POINTS)]


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    parts, is_drawing = [], False
    for place in places:
        if place is not None:
            parts.append(f"{'L' if is_drawing else 'M'}{place[0]:.1f} {place[1]:.1f}")
        is_drawing = place is not None
    return "".join(parts)


def _svg(content: str) -> bytes:
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>\n'.encode()

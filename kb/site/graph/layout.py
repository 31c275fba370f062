"""Where the dots of a graph stand: linked ones near each other, those without links around all others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.site.graph.apart import moved_apart
from kb.site.graph.forces import settle
from kb.site.graph.levels import Level, Numbers, Values, coarser_levels

SEED = 6
STEPS, LAST_STEPS = 60, 90
SPACING = 14
"""About the distance of dots that stand side by side; places are whole numbers."""
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))

Places = tuple[list[int], list[int]]
"""The horizontal and the vertical place of each dot."""


def lay_out(count: int, links: Sequence[tuple[int, int]]) -> Places:
    """Places for some dots, the same for the same graph.

    A force layout from coarse to fine, after Walshaw, A Multilevel Algorithm for Force-Directed Graph Drawing, 2003.

    Args:
        count: How many dots there are.
        links: The numbers of the two dots that each link joins.
    """
    pairs = np.array(links, dtype=np.int64).reshape(-1, 2)
    linked = np.unique(pairs)
    places = np.zeros((count, 2))
    radius = 0.0
    if len(linked):
        inner = moved_apart(_scaled(_linked(len(linked), np.searchsorted(linked, pairs))), SPACING / 2)
        places[linked] = inner
        radius = float(np.quantile(np.hypot(*inner.T), 0.99)) + 2 * SPACING
    lone = np.setdiff1d(np.arange(count), linked)
    places[lone] = _around(len(lone), radius)
    x, y = np.rint(places).astype(np.int64).T.tolist()
    return x, y


def _linked(count: int, pairs: Numbers) -> Values:
    """Places for dots that each have a link, from the coarsest form to the finest."""
    draw = np.random.default_rng(SEED)
    starts, ends = pairs.T
    degrees = np.bincount(pairs.ravel(), minlength=count)
    weights = 1 / np.sqrt(degrees[starts] * degrees[ends])
    levels, parts = coarser_levels(Level(np.ones(count), starts, ends, weights), draw)
    furthest = 0.2 * np.sqrt(count)
    places: Values = draw.normal(size=(len(levels[-1].masses), 2)) * np.sqrt(count)
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        apart = np.sqrt(count / len(level.masses))
        if depth < len(parts):
            places = places[parts[depth]] + draw.normal(size=(len(level.masses), 2)) * 0.5 * apart
            furthest = 3 * apart
        steps, least = (STEPS, 0.5 * apart) if depth else (LAST_STEPS, 0.1)
        places = settle(places, level, steps, furthest, least)
    return places


def _scaled(places: Values) -> Values:
    """Around the middle, the longest way across, as large as their number asks for."""
    middle = places - np.median(places, axis=0)
    x, y = middle.T
    angle = np.arctan2(2 * (x @ y), x @ x - y @ y) / 2
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = middle @ turn
    extent = float(np.quantile(np.hypot(*middle.T), 0.9))
    scaled: Values = middle * (SPACING * np.sqrt(len(places)) / 2 / max(extent, 1e-9))
    return scaled


def _around(count: int, radius: float) -> Values:
    """Places for dots without links: evenly beside each other, outside of a circle."""
    numbers = np.arange(count) + 0.5
    far = np.sqrt(radius**2 + numbers * SPACING**2 / 2)
    return np.stack([far * np.cos(numbers * GOLDEN_ANGLE), far * np.sin(numbers * GOLDEN_ANGLE)], axis=1)

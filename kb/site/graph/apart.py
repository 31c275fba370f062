"""Dots that lie on each other are moved beside each other."""

from __future__ import annotations

import numpy as np

from kb.site.graph.levels import Values

ROUNDS = 12
SHARE = 0.35
"""Of what two dots lack, that each goes in a round: many pull at one in a crowd."""


def moved_apart(places: Values, distance: float) -> Values:
    """Places that are nearly all as far from each other, and near where they were."""
    from scipy.spatial import KDTree  # noqa: PLC0415  (loaded where a graph is laid out)

    count = len(places)
    for _ in range(ROUNDS):
        pairs = KDTree(places).query_pairs(distance, output_type="ndarray")
        if not len(pairs):
            break
        one, other = pairs.T
        way = places[other] - places[one]
        length = np.hypot(way[:, 0], way[:, 1])[:, None] + 1e-6
        step = way * (SHARE * (distance - length) / length)
        moves = [np.bincount(other, axis, count) - np.bincount(one, axis, count) for axis in step.T]
        places = places + np.clip(np.stack(moves, axis=1), -distance / 2, distance / 2)
    return places

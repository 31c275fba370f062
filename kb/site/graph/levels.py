"""A graph in ever coarser forms: linked dots are taken together until few are left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Values = NDArray[np.float64]
FEWEST = 30
"""Dots of the coarsest form, about."""
LEAST_GAIN = 0.95
"""A form that keeps more of the dots than this is not worth a step."""
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Level:
    """One form of a graph.

    Attributes:
        masses: How many dots of the finest form each dot stands for.
        starts: The dot at one end of each link.
        ends: The dot at the other end.
        weights: How strongly each link pulls.
    """

    masses: Values
    starts: Numbers
    ends: Numbers
    weights: Values


def coarser_levels(finest: Level, draw: np.random.Generator) -> tuple[list[Level], list[Numbers]]:
    """The forms of a graph from the finest on; for each but the last, which dot of the next each dot is part of."""
    levels, parts = [finest], list[Numbers]()
    while len(levels[-1].masses) > FEWEST:
        group = _groups(levels[-1], draw)
        after = _merged(levels[-1], group)
        if len(after.masses) > LEAST_GAIN * len(levels[-1].masses):
            break
        parts.append(group)
        levels.append(after)
    return levels, parts


def _groups(level: Level, draw: np.random.Generator) -> Numbers:
    """Of each dot the number of its group: pairs that pull most for their mass, and what is left beside them."""
    count = len(level.masses)
    group = np.full(count, -1)
    ones, others = np.concatenate([level.starts, level.ends]), np.concatenate([level.ends, level.starts])
    scores = np.tile(level.weights, 2) / (level.masses[ones] * level.masses[others])
    scores *= 1 + 1e-3 * draw.random(len(scores))
    for _ in range(ROUNDS):
        free = (group[ones] < 0) & (group[others] < 0)
        best = _best(ones[free], others[free], scores[free], count)
        found = np.flatnonzero(best >= 0)
        mutual = found[best[best[found]] == found]
        group[mutual] = np.minimum(mutual, best[mutual])
    beside = (group[ones] < 0) & (group[others] >= 0)
    best = _best(ones[beside], others[beside], scores[beside], count)
    joining = np.flatnonzero(best >= 0)
    group[joining] = group[best[joining]]
    alone = np.flatnonzero(group < 0)
    group[alone] = alone
    return np.unique(group, return_inverse=True)[1]


def _best(ones: Numbers, others: Numbers, scores: Values, count: int) -> Numbers:
    """Of each dot that is among `ones` the other with the highest score; -1 for the rest."""
    best = np.full(count, -1)
    order = np.argsort(scores, kind="stable")
    best[ones[order]] = others[order]
    return best


def _merged(level: Level, group: Numbers) -> Level:
    """The form in which each group is one dot, and links between the same two are one that pulls as all do."""
    count = int(group.max()) + 1
    ends = np.sort(np.stack([group[level.starts], group[level.ends]]), axis=0)
    between = ends[0] != ends[1]
    pairs, place = np.unique(ends[0, between] * count + ends[1, between], return_inverse=True)
    weights: Values = np.bincount(place, level.weights[between], len(pairs)).astype(np.float64)
    masses: Values = np.bincount(group, level.masses, count).astype(np.float64)
    return Level(masses, pairs // count, pairs % count, weights)

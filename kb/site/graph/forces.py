"""What moves dots: all push each other away, as on a mesh, links pull, and a weak force keeps all together."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.site.graph.levels import Level, Values

Spectra = tuple[NDArray[np.complex128], NDArray[np.complex128]]
PULL = 2.0
GRAVITY = 0.02
SOFT = 0.5
"""Added to the square of a distance, in cells, so that what is in one place is not pushed without bound."""
COARSEST, FINEST = 64, 256
"""Cells of the mesh along a side."""


def settle(places: Values, level: Level, steps: int, furthest: float, least: float) -> Values:
    """Where dots come to rest after some steps, each shorter than the one before.

    Args:
        places: Where they are, one row each.
        level: The dots and what links them.
        steps: How many.
        furthest: How far a dot may go in the first step.
        least: How far in the last.
    """
    for length in np.geomspace(furthest, least, steps):
        force = push(places, level.masses) + _pull(places, level) / level.masses[:, None] - GRAVITY * places
        norm = np.hypot(force[:, 0], force[:, 1])[:, None] + 1e-9
        places = places + force / norm * np.minimum(norm, length)
    return places


def _pull(places: Values, level: Level) -> Values:
    """What links do: the square root of their length times their weight, so that clusters stay apart."""
    way = places[level.ends] - places[level.starts]
    way *= (PULL * level.weights / np.sqrt(np.hypot(way[:, 0], way[:, 1]) + 1e-9))[:, None]
    count = len(places)
    return np.stack(
        [np.bincount(level.starts, one, count) - np.bincount(level.ends, one, count) for one in way.T], axis=1
    )


def push(places: Values, masses: Values) -> Values:
    """What all do to each by their masses, one over the distance.

    Masses are spread over the four corners of their cells, the field is a convolution (by FFT, on a mesh of twice the
    size, so that nothing comes round its edge), and is read back by the same shares: Hockney and Eastwood, Computer
    Simulation Using Particles, 1988. The time does not depend on how close the dots are.
    """
    cells = int(np.clip(2 ** np.ceil(np.log2(2 * np.sqrt(len(places)))), COARSEST, FINEST))
    low = places.min(axis=0)
    size = max(float((places.max(axis=0) - low).max()), 1.0) / (cells - 2)
    within = (places - low) / size + 0.5
    corner = within.astype(np.int64)
    share = within - corner
    side = 2 * cells
    corners = (corner[:, 0] * side + corner[:, 1])[None] + np.array([[0], [1], [side], [side + 1]])
    x, y = share.T
    shares = np.stack([(1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y])
    mesh = np.bincount(corners.ravel(), (shares * masses).ravel(), side * side).reshape(side, side)
    spectrum = np.fft.rfft2(mesh)
    fields = (np.fft.irfft2(spectrum * one, s=(side, side)).ravel() for one in _spectra(cells))
    return np.stack([(field[corners] * shares).sum(axis=0) for field in fields], axis=1) / size


@lru_cache(maxsize=4)
def _spectra(cells: int) -> Spectra:
    """The two parts of the field of one dot, transformed."""
    steps = np.fft.fftfreq(2 * cells, 1 / (2 * cells))
    x, y = np.meshgrid(steps, steps, indexing="ij")
    square = x * x + y * y + SOFT
    return np.fft.rfft2(x / square), np.fft.rfft2(y / square)

"""Keys of bases, and names that are one slip away from one that means something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kb.vault.closest import closest_names, group_names

OF_BASES = ("filters", "formulas", "properties", "summaries", "views")
OF_VIEWS = ("type", "name", "filters", "order", "sort", "limit", "groupBy", "summaries")
OF_LAYOUTS = ("image", "markers", "separator")
OF_OBSIDIAN = frozenset(
    {
        *("cardSize", "center", "columnSize", "columnWidth", "coordinates", "defaultZoom", "hideEmptyColumns"),
        *("imageAspectRatio", "imageFit", "indentProperties", "mapHeight", "mapTiles", "mapTilesDark", "markerColor"),
        *("markerIcon", "maxZoom", "minZoom", "rowHeight"),
    }
)
"""What its layouts keep beside these. Plugins keep more: so a key is told only where it is like one of the others."""


def misspelt(
    names: Iterable[str], known: Collection[str], others: Collection[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """The names that are neither known nor others, but near to one that is known, each with that one."""
    strange = [name for name in names if name not in known and name not in others]
    groups = group_names(known if strange else ())
    for name in strange:
        if near := closest_names(name, groups):
            yield name, near[0]

"""Which files a view of a base means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.errors import KbError
from kb.query.base import Base
from kb.query.files import Desk
from kb.query.meant import may_mean, meant
from kb.query.reading import parse_base


def base_of(*filters: str) -> Base:
    views = ", ".join(f"{{type: table, name: v{place}, filters: {one}}}" for place, one in enumerate(filters))
    base, problems = parse_base(f"views: [{views}]\n", path="b.base")

    assert problems == ()

    return base


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("price > 10", ["Dune"]),
        ("{and: [price > 1, 'file.name == \"Emma\"']}", ["Emma"]),
        ("{not: [price > 10]}", ["Emma"]),
        ("missing.round() > 1", []),
    ],
)
def test_files_are_meant_by_filters(desk: Desk, filters: str, names: Sequence[str]) -> None:
    base, faults = base_of(filters), dict[str, KbError]()
    files = [desk.file(path) for path in ("Books/Dune.md", "Books/Emma.md")]

    assert [scope.file.basename for scope in meant(base, base.views[0], files, None, faults)] == names
    assert faults == {}


@pytest.mark.parametrize(
    ("filters", "is_possible"),
    [
        (("price > 10",), True),
        (("price > 99",), False),
        (("price > 99", "price > 10"), True),
        (("price - 'x' > 1",), True),
    ],
    ids=["it does", "it does not", "another view does", "it cannot be asked"],
)
def test_a_base_may_mean_a_file(desk: Desk, filters: Sequence[str], is_possible: bool) -> None:
    assert may_mean(base_of(*filters), [desk.file("Books/Dune.md")]) == is_possible

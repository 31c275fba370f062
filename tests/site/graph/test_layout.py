"""Places of dots: the same for the same graph, linked ones near each other, all apart, whatever the graph."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from math import dist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.graph.forces import push
from kb.site.graph.layout import SPACING, lay_out

Link = tuple[int, int]


def places(count: int, links: list[Link]) -> list[Link]:
    return [*zip(*lay_out(count, links), strict=True)]


def clusters(count: int, size: int) -> list[Link]:
    draw = random.Random(1)  # noqa: S311  (no secret)
    groups = [range(start, start + size) for start in range(0, count * size, size)]
    inside = [pair for group in groups for pair in combinations(group, 2) if draw.random() < 0.3]
    return [*inside, *((one[0], other[0]) for one, other in pairwise(groups))]


def test_no_dot_and_one_and_two() -> None:
    assert lay_out(0, []) == ([], [])
    assert [len(axis) for axis in lay_out(1, [])] == [1, 1]
    assert 0 < dist(*places(2, [(0, 1)])) < 10 * SPACING


def test_the_same_graph_has_the_same_places() -> None:
    links = clusters(8, 20)

    assert lay_out(170, links) == lay_out(170, links)


def test_dots_of_a_cluster_are_nearer_than_those_of_others() -> None:
    found = places(200, clusters(10, 20))
    inside = [dist(found[one], found[other]) for one, other in combinations(range(20), 2)]
    between = [dist(found[one], found[other]) for one in range(20) for other in range(100, 120)]

    assert max(inside) < np.median(between)


def test_dots_without_links_stand_around_the_others() -> None:
    found = places(60, [(number, number + 1) for number in range(39)])
    middle = tuple(np.median(found[:40], axis=0))

    assert min(dist(middle, lone) for lone in found[40:]) > np.median([dist(middle, one) for one in found[:40]])


@pytest.mark.parametrize(
    "links",
    [
        [(0, number) for number in range(1, 300)],
        [(number, number + 1) for number in range(299)],
        [*combinations(range(40), 2)],
        [(number, number + 1) for number in range(0, 300, 2)],
    ],
    ids=["star", "path", "all with all", "pairs"],
)
def test_nearly_no_dots_lie_on_each_other(links: list[Link]) -> None:
    found = places(300, links)

    assert len(set(found)) > 0.97 * len(found)


@given(
    st.integers(1, 40).flatmap(
        lambda count: st.tuples(
            st.just(count), st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60)
        )
    )
)
def test_every_graph_has_finite_places(graph: tuple[int, set[Link]]) -> None:
    count, pairs = graph
    links = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    x, y = lay_out(count, links)

    assert len(x) == len(y) == count
    assert all(abs(value) < 100 * SPACING * (count + 1) for value in (*x, *y))


def test_the_push_on_a_mesh_is_that_of_all_on_each() -> None:
    draw = np.random.default_rng(1)
    points, masses = draw.normal(size=(200, 2)), draw.integers(1, 5, 200).astype(float)
    way = points[:, None] - points[None]
    square = (way**2).sum(axis=2)
    np.fill_diagonal(square, 1)
    exact = (way / square[..., None] * masses[None, :, None]).sum(axis=1)
    error = np.hypot(*(push(points, masses) - exact).T)

    assert np.median(error / np.hypot(*exact.T)) < 0.1


def test_dots_in_one_place_do_not_push_without_bound() -> None:
    assert np.abs(push(np.zeros((5, 2)), np.ones(5))).max() < 1e-6

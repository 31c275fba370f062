"""Views of bases, answered."""

from __future__ import annotations

import pytest

from kb.query.base import Base
from kb.query.files import Desk
from kb.query.reading import parse_base
from kb.query.rows import Answer, answer
from kb.query.values import Link, text_of
from tests.query.conftest import desk_of


@pytest.fixture(scope="module")
def runs() -> Desk:
    """Notes of runs, some without values, and a picture."""
    heads = {
        "a10": "stage: idea\nscore: 2\ndone: true\nday: 2025-03-01",
        "a9": "stage: live\nscore: 1\nday: 2025-01-31",
        "B": "stage: Idea\nscore: 10\nup: '[[a9]]'",
        "c": "stage: live\ndone: false",
        "d": "score: x",
    }
    notes = {f"runs/{name}.md": f"---\n{head}\n---\n" for name, head in heads.items()}
    return desk_of({**notes, "e.md": ""}, ("p.png",))


def base_of(text: str) -> Base:
    base, problems = parse_base(text, path="b.base")

    assert problems == ()

    return base


def asked(desk: Desk, text: str, this: str | None = None) -> Answer:
    base = base_of(text)
    return answer(base, base.views[0], desk, desk.file(this) if this else None)


def names(found: Answer) -> list[str]:
    return [row.file.basename for group in found.groups for row in group.rows]


ALL = ["B", "a10", "a9", "c", "d"]


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("", ["e", *ALL, "p"]),
        ("file.inFolder('runs')", ALL),
        ("file.ext != 'md'", ["p"]),
        ("score > 1", ["B", "a10"]),
        ("missing", []),
        ("price.round() > 1", []),
        ("{and: [score > 1, stage == 'idea']}", ["a10"]),
        ("{or: [score == 10, stage == 'live']}", ["B", "a9", "c"]),
        ("{not: [score == 10, stage == 'live', file.ext == 'png']}", ["e", "a10", "d"]),
        ("{and: []}", ["e", *ALL, "p"]),
        ("{or: []}", []),
        ("{not: []}", ["e", *ALL, "p"]),
        ("{not: [{not: [score == 10]}]}", ["B"]),
        ("{and: [{or: [score == 10, score == 2]}, {not: stage == 'Idea'}]}", ["a10"]),
        ("up", ["B"]),
    ],
)
def test_filters_choose_files(runs: Desk, filters: str, shown: list[str]) -> None:
    found = asked(runs, f"filters: {filters}")

    assert sorted(names(found)) == sorted(shown)
    assert (found.count, dict(found.faults)) == (len(shown), {})


def test_the_base_and_the_view_both_filter(runs: Desk) -> None:
    found = asked(runs, "filters: score > 1\nviews: [{filters: stage == 'idea'}]")

    assert names(found) == ["a10"]


def test_a_filter_that_cannot_be_asked_means_none_and_says_why(runs: Desk) -> None:
    found = asked(runs, "filters: {or: [score.round() == 99, score.lower() == 'x']}")

    assert names(found) == ["d"]
    assert {text: str(error) for text, error in found.faults.items()} == {
        "score.round() == 99": "`round` is not for such a value: string",
        "score.lower() == 'x'": "`lower` is not for such a value: number",
    }


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("score", ["a9", "a10", "B", "d", "c"]),
        ("{property: score, direction: DESC}", ["d", "B", "a10", "a9", "c"]),
        ("file.name", ["a9", "a10", "B", "c", "d"]),
        ("stage", ["B", "a10", "a9", "c", "d"]),
        ("[stage, {property: score, direction: desc}]", ["B", "a10", "a9", "c", "d"]),
        ("day", ["a9", "a10", "B", "c", "d"]),
        ("{property: day, direction: DESC}", ["a10", "a9", "B", "c", "d"]),
        ("done", ["c", "a10", "B", "a9", "d"]),
        ("up", ["B", "a10", "a9", "c", "d"]),
        ("formula.bad", ["B", "a10", "a9", "c", "d"]),
        ("{property: formula.back, direction: DESC}", ["a9", "a10", "B", "c", "d"]),
    ],
)
def test_rows_are_sorted_and_nothing_stands_last(runs: Desk, sort: str, shown: list[str]) -> None:
    formulas = "formulas: {bad: '1.lower()', back: 'if(score, -score)'}"

    assert names(asked(runs, f"filters: file.inFolder('runs')\n{formulas}\nviews: [{{sort: {sort}}}]")) == shown


def test_rows_are_grouped_by_a_value(runs: Desk) -> None:
    found = asked(
        runs,
        "filters: file.inFolder('runs')\nviews: [{groupBy: {property: stage, direction: DESC}, sort: [file.name]}]",
    )
    groups = [(text_of(group.value), [row.file.basename for row in group.rows]) for group in found.groups]

    assert groups == [("live", ["a9", "c"]), ("idea", ["a10"]), ("Idea", ["B"]), ("", ["d"])]


def test_a_limit_leaves_rows_out_but_counts_them(runs: Desk) -> None:
    found = asked(runs, "views: [{limit: 2, sort: [file.name]}]\nfilters: file.inFolder('runs')")

    assert (names(found), found.count) == (["a9", "a10"], 5)


def test_cells_have_values_or_say_why_not(runs: Desk) -> None:
    found = asked(
        runs,
        "filters: score == 10\nformulas: {twice: score * 2, bad: score.lower()}\n"
        "properties: {score: {displayName: Points}}\n"
        "views: [{order: [file.name, score, SCORE, formula.twice, formula.bad, formula.none, file.none, file, up]}]",
    )
    cells = found.groups[0].rows[0].cells

    assert [text_of(cell) for cell in cells] == [
        "B",
        "10",
        "10",
        "20",
        "`lower` is not for such a value: number",
        "This base has no such formula: none",
        "",
        "runs/B.md",
        "a9",
    ]
    assert cells[-1] == Link("a9", runs.file("runs/a9.md"))
    assert [column.title for column in found.columns] == [
        *("file.name", "Points", "SCORE", "twice", "bad", "none", "file.none", "file", "up")
    ]


def test_columns_are_summed_up(runs: Desk) -> None:
    found = asked(
        runs,
        "filters: file.inFolder('runs')\n"
        "summaries:\n  most: values.filter(value.isType('number')).reduce(max(acc, value), 0)\n"
        "views: [{order: [score, formula.bad, stage], summaries: {score: most, formula.bad: Empty, stage: Unique}}]\n"
        "formulas: {bad: 1.lower()}",
    )

    assert [(column.summary, column.total) for column in found.columns] == [("most", 10), ("Empty", 5), ("Unique", 3)]


def test_this_is_the_file_that_shows_the_base(runs: Desk) -> None:
    assert names(asked(runs, "filters: file.hasLink(this)", this="runs/a9.md")) == ["B"]
    assert names(asked(runs, "filters: stage == this.stage", this="runs/a9.md")) == ["a9", "c"]
    assert names(asked(runs, "filters: file == this", this="e.md")) == ["e"]

"""Files that need not be asked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.query.base import Base, Filter, View
from kb.query.candidates import candidates
from kb.query.files import Desk
from kb.query.rows import answer
from tests.query.conftest import desk_of

NOTES = {
    "a/one.md": "---\ntags: [x/y]\nstage: live\nscore: 1\nday: 2025-05-27\nup: '[[two]]'\n---\n",
    "a/in/two.md": "---\ntags: x\nStage: Live\nscore: '1'\nday: soon\n---\n#z",
    "A b/three.md": "---\nstage: live\nscore: 1.0\ndone: true\nday: ['2025-05-27']\n---\n",
    "four.md": "---\nscore: true\nstage:\n---\n#X/y",
    "five.md": "",
}
FILES = ("a/p.png", "q.pdf")
DESK = desk_of(NOTES, FILES)
ALL = [*sorted(NOTES), *FILES]


def is_(text: str) -> Filter:
    return Filter("is", text)


def paths(*filters: Filter) -> list[str]:
    return [file.path for file in candidates(filters, DESK)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("file.hasTag('x')", ["a/in/two.md", "a/one.md", "four.md"]),
        ("file.hasTag('#X/Y', 'z')", ["a/in/two.md", "a/one.md", "four.md"]),
        ("file.hasTag('none')", []),
        ("file.inFolder('a')", ["a/in/two.md", "a/one.md", "a/p.png"]),
        ("file.inFolder('A/In/')", ["a/in/two.md"]),
        ("file.folder == 'a'", ["a/one.md", "a/p.png"]),
        ("file.folder == '/'", ["five.md", "four.md", "q.pdf"]),
        ("file.ext == 'pdf'", ["q.pdf"]),
        ("'five.md' == file.name", ["five.md"]),
        ("file.name == 'five'", ["five.md"]),
        ("file.name == 'p.png'", ["a/p.png"]),
        ("file.name == 'p'", []),
        ("file.name == 5", []),
        ("stage == 'live'", ["A b/three.md", "a/one.md"]),
        ("note.score == 1", ["A b/three.md", "a/one.md"]),
        ("score == true", ["four.md"]),
        ("note['day'] == '2025-05-27'", ["a/one.md"]),
        ("day == 'soon'", ["a/in/two.md"]),
        ("done == null", ["a/in/two.md", "a/one.md", "five.md", "four.md", "a/p.png", "q.pdf"]),
        ("file.hasTag('x') && score == 1", ["a/one.md"]),
        ("file.hasTag('x') && score > 0", ["a/in/two.md", "a/one.md", "four.md"]),
        ("file.hasTag('z') || score == 1", ["A b/three.md", "a/in/two.md", "a/one.md"]),
    ],
)
def test_only_files_that_an_index_names_are_asked(text: str, found: list[str]) -> None:
    assert sorted(paths(is_(text))) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "file.hasTag('x') || score > 0",
        "file.hasTag(stage)",
        "file.hasTag('x', stage)",
        "file.inFolder(stage)",
        "file.inFolder('/')",
        "!file.hasTag('x')",
        "score != 1",
        "score == stage",
        "score == 1 == true",
        "this == 1",
        "file.size == 1",
        "score.round() == 1",
        "note == 1",
        "up.hasTag('x')",
        "no expression",
    ],
)
def test_where_no_index_tells_all_files_are_asked(text: str) -> None:
    assert sorted(paths(is_(text))) == sorted(ALL)


def test_what_links_to_the_file_that_shows_a_base_is_known() -> None:
    two = DESK.file("a/in/two.md")

    for text in ("file.hasLink(this)", "file.hasLink(this.file)"):
        assert [file.path for file in candidates([is_(text)], DESK, two)] == ["a/in/two.md", "a/one.md"]
        assert sorted(paths(is_(text))) == sorted(ALL)


def test_filters_are_joined() -> None:
    tagged, scored = is_("file.hasTag('x')"), is_("score == 1")
    below = is_("file.inFolder('a')")

    assert paths(tagged, scored) == ["a/one.md"]
    assert paths(Filter("and", parts=(tagged, is_("score > 0"), below))) == ["a/in/two.md", "a/one.md"]
    assert paths(Filter("or", parts=(scored, is_("file.ext == 'png'")))) == ["A b/three.md", "a/one.md", "a/p.png"]
    assert paths(Filter("or")) == []
    assert sorted(paths(Filter("not", parts=(tagged,)), Filter("and"))) == sorted(ALL)


def test_an_index_is_made_once() -> None:
    desk = desk_of(NOTES)
    [*candidates([is_("stage == 'live'")], desk)]
    made = desk.indexes["note.stage"]
    [*candidates([is_("stage == 'idea'")], desk)]

    assert desk.indexes == {"note.stage": made}


LITERALS = st.sampled_from(["1", "1.0", "true", "null", "'1'", "'live'", "'Live'", "'2025-05-27'", "'a'", "'x'", "'/'"])
OPERANDS = st.sampled_from(
    ["stage", "STAGE", "score", "note.day", "day", "done", "none", "up", "file.folder", "file.ext", "file.name", "1"]
)
EXPRESSIONS = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, OPERANDS, st.sampled_from(["==", "==", "!=", ">"]), LITERALS),
        st.builds("{} == {}".format, LITERALS, OPERANDS),
        st.builds("file.hasTag({}, {})".format, LITERALS, LITERALS),
        st.builds("file.inFolder({})".format, LITERALS),
        st.sampled_from(["stage", "score.round() == 1", "up.linksTo(file)", "true", "x(", "file.hasLink(this)"]),
    ),
    lambda inner: (
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["&&", "||", "=="]), inner)
        | st.builds("!({})".format, inner)
    ),
)
FILTERS = st.recursive(
    EXPRESSIONS.map(is_),
    lambda inner: st.builds(
        Filter, st.sampled_from(["and", "or", "not"]), st.just(""), st.lists(inner, max_size=3).map(tuple)
    ),
)


@given(FILTERS, FILTERS)
def test_the_same_rows_come_of_it_as_of_asking_all_files(first: Filter, second: Filter) -> None:
    hidden = [Filter("not", parts=(Filter("not", parts=(one,)),)) for one in (first, second)]

    assert _rows(first, second, DESK) == _rows(hidden[0], hidden[1], DESK)


def _rows(first: Filter, second: Filter, desk: Desk) -> Sequence[object]:
    return answer(Base(filter=first), View(filter=second), desk, desk.file("a/in/two.md")).groups

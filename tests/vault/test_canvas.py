"""Canvas files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.vault.canvas import parse_canvas, read_canvases
from kb.vault.index import build_index
from kb.vault.notes import read_vault
from tests.vault.conftest import Vault

CANVAS = """\
{
\t"nodes":[
\t\t{"id":"1","type":"text","text":"# Plan\\n\\n[[Carry#Costs|why]] and ![[pic.png|100]] #tag"},
\t\t{"id":"2","type":"file","file":"ideas/Carry.md","subpath":"#Costs"},
\t\t{"id":"3","type":"link","url":"https://example.org"},
\t\t{"id":"4","type":"group","label":"[[No link]]","background":"back.png"}
\t],
\t"edges":[
\t\t{"id":"5","fromNode":"1","toNode":"2","label":"nodes"}
\t]
}
"""


def test_the_cards_of_a_canvas_link() -> None:
    links = parse_canvas(CANVAS, path="a.canvas")

    assert [(link.line, link.target, link.fragment, link.is_embed, link.raw) for link in links] == [
        (3, "Carry", "Costs", False, "[[Carry#Costs|why]]"),
        (3, "pic.png", "", True, "![[pic.png|100]]"),
        (4, "ideas/Carry.md", "Costs", True, "ideas/Carry.md"),
        (6, "back.png", "", True, "back.png"),
    ]


def test_what_a_canvas_shows_is_linked_from_it(vault: Vault) -> None:
    folder = vault({"plans/a.canvas": CANVAS, "ideas/Carry.md": "# Costs", "pic.png": b"", "back.png": b""})
    notes, files, _ = read_vault(folder)
    canvases, problems = read_canvases(folder, files)
    index = build_index(notes, files, canvases)

    assert problems == ()
    assert [(link.path, link.line, link.context) for link in index.backlinks["ideas/Carry.md"]] == [
        ("plans/a.canvas", 3, "why"),
        ("plans/a.canvas", 4, "ideas/Carry.md"),
    ]
    assert "pic.png" in index.backlinks
    assert "back.png" in index.backlinks
    assert index.canvases == canvases


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"nodes": [\n  {"id": "1",}\n]}', 2),
        ("[]", 1),
        ('{"nodes": {}}', 1),
        ('{"nodes": [1]}', 1),
        ("[" * 100_000, None),
        ('{"x": ' + "1" * 5000 + "}", None),
        (b'{\n"nodes": "\xff"}', 2),
        (b"x" * 5_000_001, None),
    ],
)
def test_a_canvas_that_cannot_be_read_is_a_problem(vault: Vault, content: str | bytes, line: int | None) -> None:
    canvases, problems = read_canvases(vault({"a.canvas": content, "b.CANVAS": ""}), ["a.canvas", "b.CANVAS", "c.png"])

    assert canvases == {"b.CANVAS": ()}
    assert [(problem.rule, problem.path, problem.line) for problem in problems] == [("bad-canvas", "a.canvas", line)]


def test_a_canvas_that_vanished_is_a_problem(vault: Vault) -> None:
    _, problems = read_canvases(vault({}), ["a.canvas"])

    assert [problem.rule for problem in problems] == ["bad-canvas"]


def test_a_byte_order_mark_and_nodes_said_twice_do_no_harm(vault: Vault) -> None:
    text = (
        '\ufeff{"nodes":[{"type":"file","file":"a.md"}],\n"n\\u006fdes":[{"x":{"y":[]},\n"type":"file","file":"b.md"}]}'
    )
    canvases, _ = read_canvases(vault({"a.canvas": text}), ["a.canvas"])

    assert [(link.target, link.line) for link in canvases["a.canvas"]] == [("b.md", 3)]


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))
NODES = st.dictionaries(
    st.sampled_from(["type", "file", "text", "subpath", "background", "é\n\\"]),
    st.sampled_from(["file", "text", "group", "a.md", "[[b]]", "#c", ""]) | VALUES,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["nodes", "edges", '"x'],
        ),
        st.lists(NODES) | VALUES,
    ),
    st.sampled_from([None, 1]),
)
def test_no_canvas_raises_another_error(canvas: object, indent: int | None) -> None:
    try:
        links = parse_canvas(json.dumps(canvas, indent=indent), path="a.canvas")
    except KbError:
        return

    assert all(link.line >= 1 for link in links)

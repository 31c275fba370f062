"""Canvas files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.vault.canvas import Canvas, canvas_passages, parse_canvas, read_canvases
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


def read(text: str) -> Canvas:
    return parse_canvas(text.encode(), path="a.canvas")


def test_the_cards_of_a_canvas_link() -> None:
    canvas = read(CANVAS)

    assert [(link.line, link.target, link.fragment, link.is_embed, link.raw) for link in canvas.links] == [
        (3, "Carry", "Costs", False, "[[Carry#Costs|why]]"),
        (3, "pic.png", "", True, "![[pic.png|100]]"),
        (4, "ideas/Carry.md", "Costs", True, "ideas/Carry.md"),
        (6, "back.png", "", True, "back.png"),
    ]


def test_the_tags_of_its_texts_count(vault: Vault) -> None:
    notes, files, _ = read_vault(vault({"a.canvas": CANVAS}))
    index = build_index(notes, files, {"a.canvas": read(CANVAS)})

    assert read(CANVAS).tags == (("tag", 3),)
    assert index.tagged("#Tag") == ("a.canvas",)


def test_a_canvas_has_texts_and_paths() -> None:
    nodes = '[{"text": "a\\n\\u00e9\\ud83d\\ude00b", "file": "x.md", "other": ["text"]}, {}]'
    text = f'{{"nodes": {nodes}, "edges": [{{"text": "no"}}]}}'
    one, two = canvas_passages(read(text))

    assert (one.name, one.text, two.name, two.text) == ("text", "a\né😀b", "file", "x.md")
    assert [text[offset] for offset in one.offsets] == ["a", "\\", "\\", "\\", "b", '"']
    assert one.quote('"ü') == '\\"\\u00fc'
    assert list(canvas_passages(read(" \n"))) == []


def test_what_a_card_of_another_type_says_is_no_text() -> None:
    canvas = read('{"nodes": [{"type": "link", "text": "[[a]]"}, {"type": "group", "file": "b.md"}]}')

    assert canvas.links == ()


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

    assert canvases == {"b.CANVAS": read("")}
    assert [(problem.rule, problem.path, problem.line) for problem in problems] == [("bad-canvas", "a.canvas", line)]


def test_a_canvas_that_vanished_is_a_problem(vault: Vault) -> None:
    _, problems = read_canvases(vault({}), ["a.canvas"])

    assert [problem.rule for problem in problems] == ["bad-canvas"]


def test_a_byte_order_mark_and_nodes_said_twice_do_no_harm(vault: Vault) -> None:
    text = (
        '\ufeff{"nodes":[{"type":"file","file":"a.md"}],\n"n\\u006fdes":[{"x":{"y":[]},\n"type":"file","file":"b.md"}]}'
    )
    canvases, _ = read_canvases(vault({"a.canvas": text}), ["a.canvas"])

    assert [(link.target, link.line) for link in canvases["a.canvas"].links] == [("b.md", 3)]


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
        found = read(json.dumps(canvas, indent=indent))
    except KbError:
        return

    assert all(link.line >= 1 for link in found.links)

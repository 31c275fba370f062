"""What can be found of a canvas."""

from __future__ import annotations

import json
from pathlib import Path

from kb.site.builder import build_site
from kb.site.search.canvases import record_of_canvas
from kb.site.search.record import Record, Section
from tests.site.search.lookup import find_word
from tests.site.workspaces import contents, make_workspace

NODES = [
    {"id": "1", "type": "group", "label": "A label"},
    {"id": "2", "type": "text", "text": "# Zanzibar\n**bold** [[Note|words]]"},
    {"id": "3", "type": "file", "file": "Note.md"},
]
CANVAS = json.dumps({"nodes": NODES, "edges": [{"fromNode": "1", "toNode": "2", "label": "on a line"}]})


def test_the_words_of_its_cards_groups_and_lines_are_found() -> None:
    said = Section("", "", "A label\nZanzibar\nbold words\non a line")

    assert record_of_canvas("some-ideas/Board.canvas", CANVAS, "x/") == Record("x/", "Board", "Some ideas", (said,))


def test_of_one_that_cannot_be_read_the_name_is_found() -> None:
    assert record_of_canvas("Board.canvas", "{", "x/") == Record("x/", "Board")


def test_the_search_of_a_site_finds_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"Note.md": "x", "Board.canvas": CANVAS})
    build_site(workspace)
    found = {name.removeprefix("search/"): data for name, data in contents(workspace.site).items()}

    assert len(find_word({**contents(workspace.site), **found}, "zanzibar")) == 1

"""Who sees a canvas, and that it shows nobody what they may not read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.config import Settings
from kb.model.audience import OWNER_AUDIENCE, PUBLIC_AUDIENCE, Audience
from kb.site.builder import build_site
from kb.site.private.audience import notes_for
from tests.site.body.test_canvas import CANVASES
from tests.site.private import canary
from tests.site.private.canary import EDGES, NODES, PRIVATE, T
from tests.site.private.test_canary import CONTEXTS, REFERENCES, holding, note_from, workspace_of

FRIENDS = Audience("friends", "owner", "site-friends", folders=("Shared",), redact=("account",), private_embeds="line")
FILES = {
    f"{T} folder/{T} note.md": PRIVATE,
    f"{T} results.md": f"{T} answer\n",
    **{name: canary.FILES[name] for name in (f"{T} broken.md", f"templates/{T} template.md", f"{T} base.base")},
    f"{T} board.canvas": json.dumps({"nodes": [{"type": "text", "text": T}]}),
    "Shared/Shown.md": f"![[Board.canvas]]\n\n## On [[{T} note]]\n\n[[{T} board.canvas]] ![[{T} board.canvas]]\n",
    "Shared/Board.canvas": json.dumps({"nodes": NODES, "edges": EDGES}),
    "Shared/Broken.canvas": f'{{"nodes": [{{"text": "{T}"',
    "shown.png": "a picture",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    files = {name: text.replace(f"![[{T}.png]]", "").replace(f"[[{T}.csv]]", "") for name, text in FILES.items()}
    return workspace_of(tmp_path, files)


def test_no_byte_of_a_site_for_a_folder_holds_a_word_of_what_lies_outside(settings: Settings) -> None:
    build_site(settings, audience=FRIENDS)
    page = (settings.root / "site-friends" / "shared" / "board-canvas" / "index.html").read_text("utf-8")

    assert holding(settings.root / "site-friends") == []
    assert "<p>private note</p>" in page
    assert "<p>private canvas</p>" in page


def test_others_are_told_no_more_than_that_a_canvas_cannot_be_shown(settings: Settings) -> None:
    def page(audience: Audience) -> str:
        build_site(settings, audience=audience)
        return (settings.root / audience.folder / "shared" / "broken-canvas" / "index.html").read_text("utf-8")

    assert '<p class="kb-broken">This canvas cannot be shown.</p>' in page(FRIENDS)
    assert '<p class="kb-broken">Shared/Broken.canvas:1: This canvas is not valid JSON' in page(OWNER_AUDIENCE)


def test_a_site_for_all_has_no_canvas(settings: Settings) -> None:
    (settings.vault / "Shared" / "Shown.md").write_text("---\npublish: true\n---\n[[Board.canvas]]", "utf-8")
    build_site(settings, audience=PUBLIC_AUDIENCE)
    site = settings.root / "site-public"

    assert "private canvas" in (site / "shared" / "shown" / "index.html").read_text("utf-8")
    assert not (site / "shared" / "board-canvas").exists()


def test_the_owner_sees_all_but_what_is_not_published(settings: Settings) -> None:
    note_of_owner = f"{T} folder/{T} note.md"
    (settings.vault / note_of_owner).write_text(PRIVATE.replace("---\n", "---\npublish: false\n", 1), "utf-8")
    build_site(settings)
    page = (settings.root / "site" / "shared" / "board-canvas" / "index.html").read_text("utf-8")

    assert "<p>private note</p>" in page
    assert f"{T} answer" in page
    assert f"{T} body" not in page


@pytest.mark.parametrize("audience", [FRIENDS, OWNER_AUDIENCE])
def test_what_mkdocs_yml_excludes_has_no_page(settings: Settings, audience: Audience) -> None:
    with (settings.root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("exclude_docs: Board.canvas\n")
    build_site(settings, audience=audience)

    assert not (settings.root / audience.folder / "shared" / "board-canvas").exists()


def test_a_canvas_that_says_a_private_name_is_told_as_a_note_is(tmp_path: Path) -> None:
    said = json.dumps({"nodes": [{"type": "text", "text": "First\nAcme takeover in May"}]})
    settings = workspace_of(tmp_path, {"Acme takeover.md": "x", "Shared/a.md": "a", "Shared/Board.canvas": said})
    built = build_site(settings, audience=FRIENDS)

    assert [(problem.rule, problem.path, problem.line) for problem in built.problems] == [
        ("private-name", "Shared/Board.canvas", None)
    ]


def cut(canvas: str) -> str:
    """What friends see of a canvas that they may see."""
    notes = [note_from(path, text) for path, text in FILES.items() if path.endswith(".md")]
    return notes_for(FRIENDS, notes, ["shown.png"], drawn={"Shared/b.canvas": canvas}).drawn["Shared/b.canvas"]


def test_a_canvas_that_names_nothing_private_stays_as_it_is() -> None:
    canvas = '{"nodes":[{"type":"text","text":"[[Shown]]"},\n{"type":"file","file":"Shared/Shown.md"}]}'

    assert cut(canvas) == canvas


def test_a_picture_behind_a_group_that_is_private_is_gone() -> None:
    said: Mapping[str, Any] = {"nodes": [{"type": "group", "background": f"{T} results.md", "label": "Ideas"}]}

    assert json.loads(cut(json.dumps(said))) == {"nodes": [{"type": "group", "label": "Ideas"}]}


@given(st.sampled_from(REFERENCES), st.lists(st.sampled_from(CONTEXTS), max_size=3))
def test_no_way_to_write_a_link_on_a_card_shows_a_private_name(reference: str, contexts: list[str]) -> None:
    text = reference
    for context in contexts:
        text = context.replace("@", text)
    site = {"nodes": [{"type": "text", "text": text}, {"type": "group", "label": text}], "edges": [{"label": text}]}

    assert T not in cut(json.dumps(site))


@given(CANVASES)
def test_any_canvas_can_be_cut(text: str) -> None:
    assert isinstance(cut(text), str)

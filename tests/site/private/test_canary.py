"""Private stays private: no byte of a public site holds a word of what is not public."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.export.note import export_notes
from kb.model.audience import OWNER_AUDIENCE, PUBLIC_AUDIENCE, Audience
from kb.model.note import Note
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.builder import build_site
from kb.site.git import read_history
from kb.site.model import Site
from kb.site.private.audience import Cut, notes_for
from kb.site.published import plan_site
from kb.vault.reading.entries import note_of
from kb.vault.reading.notes import read_vault
from kb.vault.reading.parse import parse_note
from kb.workflows.export import export_vault
from kb.workflows.starter import shipped
from tests.site.private.canary import BASE, EDGES, EMBEDS, FILES, NODES, PRIVATE, PUBLIC, T
from tests.site.repositories import Repository

LINE = replace(PUBLIC_AUDIENCE, private_embeds="line")


def workspace_of(root: Path, files: dict[str, str]) -> Settings:
    (root / "vault").mkdir()
    (root / "kb.toml").write_text("", "utf-8")
    (root / "mkdocs.yml").write_bytes(shipped("mkdocs.yml").read_bytes())
    for name, text in files.items():
        path = root / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_settings(root)


@pytest.fixture
def canary(tmp_path: Path) -> Settings:
    """With feeds, a sitemap, and a past in which notes had other names."""
    settings = workspace_of(tmp_path, {**FILES, "Public.md": f"{PUBLIC}\n{EMBEDS}"})
    (tmp_path / "kb.toml").write_text('[site]\nurl = "https://example.org/"\nfeeds = ["."]\n', "utf-8")
    old = {f"{T} past/{T} old.md": f"{T} folder/{T} note.md", f"{T} folder/{T} was.md": "Public.md"}
    repository = Repository(settings.vault)
    for before, now in old.items():
        (settings.vault / before).parent.mkdir(exist_ok=True)
        (settings.vault / now).rename(settings.vault / before)
    repository.commit()
    for before, now in old.items():
        (settings.vault / before).rename(settings.vault / now)
    repository.commit()
    return read_settings(tmp_path)


def cut_of(settings: Settings, audience: Audience) -> Cut:
    notes, files, _ = read_vault(settings.vault)
    history, _ = read_history(settings.vault)
    return notes_for(audience, notes, files, old_paths=history.old_paths)


def holding(folder: Path) -> list[str]:
    """The files of a folder in which the token stands, in their name or in their text."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in files}
    return [name for name, text in texts.items() if T.casefold() in unquote(f"{name} {text}").casefold()]


def test_no_byte_of_a_public_site_holds_a_word_of_a_private_note(canary: Settings) -> None:
    built = build_site(canary, audience=LINE)

    assert built.is_new
    assert [problem.path for problem in built.problems] == ["shown.svg", "Public.md"]  # a chart and a base of redacted
    site = {
        path.relative_to(canary.root / "site-public").as_posix() for path in (canary.root / "site-public").rglob("*")
    }
    assert {"public/index.html", "feed.xml", "sitemap.xml", "nav.json", "shown.csv", "404.html"} <= site
    assert {"shown.svg", "chart.svg", "chart.vl.json"} <= site
    assert "shown.vl.json" not in site
    assert holding(canary.root / "site-public") == []


def test_nor_does_one_that_redacts_nothing_and_so_answers_all_that_is_asked(canary: Settings) -> None:
    behind = (
        r"account::? ",
        r"\| account [^\n]*\n[^\n]*\n\| ",
        r'"account": "',
        r"<th>account.*?<td>",
        r"\| account \| ",
    )
    said = re.compile(rf"({'|'.join(behind)}){T}", re.IGNORECASE)
    for path in ("Public.md", "shown.csv", "shown.vl.json"):
        file = canary.vault / path
        file.write_text(said.sub(r"\1x", file.read_text("utf-8")).replace(f"1,{T},{T}", "1,2,3"), "utf-8")
    built = build_site(canary, audience=replace(LINE, redact=()))

    assert built.problems == ()
    assert "file.properties" in (canary.vault / "Public.md").read_text("utf-8")
    assert holding(canary.root / "site-public") == []


OPEN = {
    "Open board.canvas": json.dumps({"nodes": NODES, "edges": EDGES}),
    "Shown/Open table.base": BASE.removeprefix("```base\n").removesuffix("```\n"),
    "Shown/Sketched.canvas": json.dumps({"nodes": NODES, "edges": EDGES}),
    "Shown/shown.pdf": "no document",
    "Shown/Unread.canvas": f'{{"nodes": [{{"text": "{T}"',
}
"""Bases and canvases that kb.toml names for all to see."""


def test_no_byte_of_a_public_site_with_bases_and_canvases_holds_a_word_of_a_private_note(canary: Settings) -> None:
    shown = "[[Open board.canvas]] ![[Open board.canvas]] ![[Open table.base]] ![[Unread.canvas]]"
    for name, text in {**OPEN, "Shown.md": f"---\npublish: true\n---\n{shown}\n"}.items():
        (canary.vault / name).parent.mkdir(exist_ok=True)
        (canary.vault / name).write_text(text, "utf-8")
    build_site(canary, audience=replace(LINE, drawn=("open board.canvas", "Shown")))
    site = canary.root / "site-public"
    pages = [site / name / "index.html" for name in ("open-board-canvas", "shown/open-table-base", "shown")]
    board, table, note = (page.read_text("utf-8") for page in pages)

    assert holding(site) == []
    assert "<p>private note</p>" in board
    assert "<p>private canvas</p>" in board
    assert "<p>private base</p>" in board
    on_board, in_table, in_note = (page.count(">About private note</a>") for page in (board, table, note))
    assert on_board == in_table == in_note / 2 > 0
    assert '<a class="kb-canvas__sketch" href="../shown/sketched-canvas/"' in board
    assert 'src="../Shown/shown.pdf#page=1"' in board
    assert not (site / "board-canvas").exists()


def test_the_graph_of_a_public_site_has_its_notes_and_their_links_alone(canary: Settings) -> None:
    build_site(canary, audience=LINE)
    folder = canary.root / "site-public" / "graph"
    dots, places = (json.loads((folder / name).read_text("utf-8")) for name in ("dots.json", "places.json"))
    near = [json.loads(file.read_text("utf-8")) for file in (folder / "near").iterdir()]

    assert dots["urls"] == ["home/", "public/", ""]
    assert (dots["folders"], dots["tags"], dots["kinds"]) == ([""], [], ["Note"])
    assert places["links"] == [[1], [2], []]
    assert {url for shard in near for url in shard} == {"home/", "public/", ""}
    assert holding(folder) == []


def test_no_byte_of_a_public_export_holds_a_word_of_a_private_note(canary: Settings, tmp_path: Path) -> None:
    exported = export_vault(canary, tmp_path / "out", LINE)

    assert exported.notes == 3
    assert holding(tmp_path / "out") == []


def test_the_notes_of_an_audience_do_not_hold_the_names_outside_of_comments(canary: Settings) -> None:
    cut = cut_of(canary, LINE)
    lines = [line for note in cut.notes for line in note.text.split("\n") if T.casefold() in line.casefold()]

    assert lines == ["<!-- Kanarienvogel -->"]
    assert [note.path for note in cut.notes] == ["Home.md", "Public.md", "index.md"]


def test_words_like_token_in_many_notes_are_no_password_in_the_search(tmp_path: Path) -> None:
    notes = {f"{number}.md": "---\npublish: true\n---\n" + "tokens " * number for number in range(40)}

    assert build_site(workspace_of(tmp_path, notes), audience=PUBLIC_AUDIENCE).problems == ()


NOTE = f"{T} note"
REFERENCES = [
    f"[[{NOTE}]]",
    f"[[{NOTE}|words]]",
    f"[[{NOTE}\\|words]]",
    f"[[{NOTE}#{T} heading|{NOTE}]]",
    f"[[{T} alias]]",
    f"![[{NOTE}]]",
    f"[words](<{NOTE}.md>)",
    f"![{NOTE}]({T}%20note.md#{T})",
    f"[{NOTE}]({NOTE}.md)",
    f"<a href='{T}%20note.md'>{NOTE}</a>",
    f"<a href='{T}%20note.md'>a <b>{T}</b> note</a>",
    f"<svg><a xlink:href='{T}%20note.md'><text>words</text></a></svg>",
    f"[[{T}%20note]]",
    f"[[../elsewhere/{NOTE}|words]]",
    f"[words](./{T}%20note.md)",
    "[words](%4Banarienvogel%20note.md)",
    "[[Kanarien\u00advogel note]]",
    f"[words](obsidian://open?vault=v&file={T}%20folder%2F{T}%20note)",
    f"<obsidian://open?vault=v&file={T}%20note>",
    f"[words](file:///d/{T}%20note.md)",
    f"<img srcset='x.png 1x, {T}%20note.md 2x'>",
    f"<p data-of='{NOTE}' id='{NOTE}'>words</p>",
    f"<svg><use xlink:href='{T}%20note.md'/></svg>",
    f"![words](shown.png '[[{NOTE}]]')",
    f"(account:: {T})",
    f"[[account]]:: {T}",
    f"[[{''.join(chr(ord(letter) + 0xFEE0) for letter in T)} note]]",
]
CONTEXTS = [
    "@", "> @", "- @", "# @", "**@**", "[^1]\n\n[^1]: @", "> [!tip] @\n> @", "<div>@</div>",
    "<b>@</b>", "==a @ b==", "^[@]", "- [ ] @", "@@", "[see @](shown.png)", "1. a\n   - @", "a@b",
    "| a | @ |\n|-|-|\n| @ | b |", "$@$", "%%@%%", "![@](shown.png)", "[@][a]\n\n[a]: shown.png",
    "term\n: @", "> [!note]- x\n> - @", "%%\n@\n%%", "$$\n@\n$$", '<p title="@">x</p>', '![a](shown.png "@")',
    "@ ^id", "#tag @ #x", "a ~~@~~", "<!-- x --> @", "\\@", "@\n===", "a | @\n-|-\n@ | b",
]  # fmt: skip


@given(st.sampled_from(REFERENCES), st.lists(st.sampled_from(CONTEXTS), max_size=3))
def test_no_way_to_write_a_link_shows_a_private_name(reference: str, contexts: list[str]) -> None:
    text = reference
    for context in contexts:
        text = context.replace("@", text)
    site = site_of(
        {"a.md": f"---\npublish: true\n---\n[[b]] {text}\n\n{text}", "b.md": "---\npublish: true\n---\n![[a]]"}
    )
    pages = [render_page(page_place(site, note)) for note in site.index.notes.values()]

    assert T.casefold() not in unquote(f"{pages} {export_notes(site)}").casefold()


def site_of(files: dict[str, str]) -> Site:
    notes = [note_from(path, text) for path, text in {**files, f"{NOTE}.md": PRIVATE}.items()]
    return plan_site("x", notes_for(LINE, notes, ["shown.png"]).notes, ["shown.png"])


def note_from(path: str, text: str) -> Note:
    return note_of(parse_note(text.encode(), path, ""), path)[0]


def test_every_line_stays_where_it_was(canary: Settings) -> None:
    notes, files, _ = read_vault(canary.vault)
    before = {note.path: note for note in notes}

    for note in notes_for(LINE, notes, files).notes:
        old = before[note.path]

        assert note.text.count("\n") == old.text.count("\n")
        assert note.body_line == old.body_line
        assert [heading.line for heading in note.outline.headings] == [h.line for h in old.outline.headings]


def test_an_embed_of_a_private_note_is_an_error_with_its_line(canary: Settings) -> None:
    with pytest.raises(KbError, match=r"Public.md:\d+: This shows a private note: !\[\[Kanarienvogel note\]\]"):
        build_site(canary, audience=PUBLIC_AUDIENCE)

    assert not (canary.root / "site-public" / "index.html").exists()


def test_the_owner_reads_of_all_but_what_is_not_his_to_publish(canary: Settings) -> None:
    cut = cut_of(canary, OWNER_AUDIENCE)

    assert len(cut.notes) == 5
    assert {note.path.rpartition("/")[2] for note in cut.private} == {
        "Kanarienvogel broken.md",
        "Kanarienvogel draft.md",
        "Kanarienvogel template.md",
    }


def test_a_query_that_fails_for_others_alone_tells_them_nothing(tmp_path: Path) -> None:
    base = "formulas: {of: 'related.map(value.asFile().name).join()'}\nviews: [{order: [file.name, formula.of]}]"
    wrong = "```dataview\nLIST\nWHERE wrong == 1\n```\n\n`= wrong() + 1`\n"
    public = f"---\npublish: true\nrelated: ['[[Private]]', '[[Other]]']\n---\n```base\n{base}\n```\n{wrong}"
    other = "---\npublish: true\n---\n"
    settings = workspace_of(tmp_path, {"Public.md": public, "Other.md": other, "Private.md": "Private.\n"})
    build_site(settings, audience=LINE)
    html = (settings.site_of(LINE) / "public" / "index.html").read_text("utf-8")

    assert ">,Other</td>" in html
    assert "This query cannot be shown." in html
    assert [word for word in ("asFile", "wrong", "Private", "Public.md") if word in html] == []

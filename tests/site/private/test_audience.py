"""Who reads what, and what is shown for what is not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model.audience import OWNER, OWNER_AUDIENCE, PUBLIC, PUBLIC_AUDIENCE, Audience, Base
from kb.site.drawn import shows_drawn
from kb.site.private.audience import Cut, notes_for
from kb.vault.reading.notes import read_vault

CutOf = Callable[..., Cut]
PUBLISHED = "---\npublish: true\n---\n"
HIDDEN = "---\naliases: [Big deal]\ntitle: The takeover\n---\n# Heading one\n"


@pytest.fixture
def cut_of(tmp_path: Path) -> CutOf:
    """What an audience reads of files: path in the vault -> text."""

    def cut(files: Mapping[str, str], audience: Audience = PUBLIC_AUDIENCE, excluded: str = "") -> Cut:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(text.encode())
        notes, attachments, _ = read_vault(tmp_path)
        drawn = {name: files[name] for name in audience.drawn or ()}
        return notes_for(audience, notes, attachments, lambda path: path == excluded, drawn=drawn)

    return cut


@pytest.fixture
def shown(cut_of: CutOf) -> Callable[..., str]:
    """The body of a public note beside a private one, `Deals/Acme.md`."""

    def body(text: str) -> str:
        files = {"a.md": PUBLISHED + text, "Deals/Acme.md": HIDDEN, "b.md": PUBLISHED + "# Part"}
        return cut_of(files).notes[0].text.removeprefix(PUBLISHED)

    return body


def paths(cut: Cut) -> list[str]:
    return [note.path for note in cut.notes]


@pytest.mark.parametrize("value", ["'true'", "yes", "1", "[true]", "", "false", "True  # quoted"])
def test_the_public_reads_only_what_is_plainly_published(cut_of: CutOf, value: str) -> None:
    assert paths(cut_of({"a.md": f"---\npublish: {value}\n---\n", "b.md": PUBLISHED, "c.md": ""})) == (
        ["a.md", "b.md"] if value.startswith("True") else ["b.md"]
    )


def test_two_wishes_that_differ_publish_nothing(cut_of: CutOf) -> None:
    assert paths(
        cut_of({"a.md": "---\npublish: true\nPublish: false\n---\n", "b.md": "---\nPUBLISH: true\n---\n"})
    ) == ["b.md"]


def test_the_owner_reads_all_but_what_may_be_private(cut_of: CutOf) -> None:
    files = {"a.md": "", "b.md": "---\npublish: false\n---\n", "templates/t.md": "", "c.md": "---\npublish: no\n---\n"}

    assert paths(cut_of(files, OWNER_AUDIENCE)) == ["a.md"]


def test_an_audience_keeps_of_its_base_what_is_in_its_folders_and_carries_its_tags(cut_of: CutOf) -> None:
    audience = Audience("friends", "owner", "site-friends", tags=("Share",), folders=("Blog",))
    tagged = "#share/trips"
    files = {
        "blog/a.md": tagged,
        "blog/b.md": "",
        "c.md": tagged,
        "blogs/d.md": tagged,
        "blog/e.md": f"---\npublish: false\n---\n{tagged}",
    }

    assert paths(cut_of(files, audience)) == ["blog/a.md"]


def test_what_the_site_excludes_is_private(cut_of: CutOf) -> None:
    cut = cut_of({"a.md": PUBLISHED + "[[b]]", "b.md": PUBLISHED}, excluded="b.md")

    assert ([note.text for note in cut.notes], [note.path for note in cut.private]) == (
        [PUBLISHED + "private note"],
        ["b.md"],
    )


@pytest.mark.parametrize("audience", [OWNER_AUDIENCE, PUBLIC_AUDIENCE])
def test_a_picture_that_the_site_excludes_is_private_to_all(cut_of: CutOf, audience: Audience) -> None:
    text = f"{PUBLISHED}[[b.png]] [words](b.png) <img src='b.png'>"
    cut = cut_of({"a.md": text, "b.png": ""}, audience, excluded="b.png")

    assert cut.notes[0].text == f'{PUBLISHED}private file words <img src="#">'


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("[[Acme]]", "private note"),
        ("[[Deals/Acme#Heading one]]", "private note"),
        ("[[big DEAL]]", "private note"),
        ("[[Acme|a client]]", "a client"),
        ("[[Acme|ACME]]", "private note"),
        ("[[Acme|the takeover]]", "private note"),
        ("[[Acme|see heading one there]]", "private note"),
        ("[[Acme|our big deal, signed]]", "private note"),
        ("[[Acme|%%Acme%%]]", "private note"),
        ("[a *client*](Deals/Acme.md)", "a *client*"),
        ("[Acme](<Deals/Acme.md>)", "private note"),
        ("[](Deals/Acme.md)", "private note"),
        ("[[Acme|a*b* #c $d$]]", r"a\*b\* \#c \$d\$"),
        ("[[Acme|- a]]", r"\- a"),
        ("[[Acme|1. a]]", r"1\. a"),
        ("[[Acme|http://x.y]]", r"http\://x.y"),
        ("`[[Acme]]`", "`[[Acme]]`"),
        ("$[[Acme]]$", "$private note$"),
        ("%%[[Acme|a]]%%", "%%a%%"),
        ("| a |\n| - |\n| [[Acme|a]] |", "| a |\n| - |\n| a |"),
        ("[a](<Deals/Acme.md>)[b](Big deal)", "ab"),
        ("\\[[Acme]] `[[Acme]]`", "\\private note `[[Acme]]`"),
        ("[[The takeover]] [x](Heading%20one.md) [[Part]]", "private note x [[Part]]"),
        ("[[b]] [[Nowhere]] Acme", "[[b]] [[Nowhere]] Acme"),
        ("[[b#Part|Acme]]", "[[b#Part|Acme]]"),
        ("<a href='Deals/Acme.md'>Acme</a>", '<a href="#">private note</a>'),
        ('<a title="Acme" href=Deals/Acme.md>there</a>', '<a title="private note" href="#">there</a>'),
        ('<a href="Deals/Acme.md#x" title="Acme">Acme</a>', '<a href="#" title="private note">private note</a>'),
        ("<svg><use xlink:href='Deals/Acme.md'/></svg>", '<svg><use xlink:href="#"/></svg>'),
        ("<img src=x.png srcset='Deals/Acme.md 2x, x.png 1x'>", '<img src=x.png srcset="#">'),
        ("<p data-of='Acme' class='Acme Big-deal'>", "<p data-of=\"#\" class='Acme Big-deal'>"),
        ("<p style=\"background: url('Deals/Acme.md')\">", '<p style="#">'),
        ("<form action='Deals/Acme.md' id='Deals/Acme'>", '<form action="#" id="#">'),
        ("<a class=Acme href='b.md'>Acme</a>", "<a class=Acme href='b.md'>Acme</a>"),
        ("<p title=\"<a href='Deals/Acme.md'>x</a>\">", '<p title="#">'),
        ("<p title='<i>Acme</i>'>", "<p title='<i>Acme</i>'>"),
        ("<a href='Deals/Acme.md'>the\ntakeover</a> x", '<a href="#">private note\n&#8203;</a> x'),
        ("> <p title='\n> <i data-x=Deals/Acme.md>\n> '>", '> <p title="#">\n> &#8203;\n> &#8203;'),
        ("![a](b.png '[[Acme]]') [b](b.md 'x [[b]]')", "![a](b.png 'private note') [b](b.md 'x [[b]]')"),
        ("<div>\n[[Acme|a]] ![[Acme]] [c](Deals/Acme.md)\n</div>", "<div>\na private note c\n</div>"),
        ("```html\n<a href='Deals/Acme.md'>\n```", "```html\n<a href='Deals/Acme.md'>\n```"),
        ("<br> <a href='b.md'>x</a>", "<br> <a href='b.md'>x</a>"),
        ("[x]\n\n[x]: Deals/Acme.md", "x\n\n"),
        ("[b]\n\n[b]: b.md", "[b]\n\n[b]: b.md"),
        ("> [x\n> y](Deals/Acme.md) z", "> x y\n>  z"),
    ],
)
def test_a_link_to_a_private_note_becomes_words_that_do_not_name_it(
    shown: Callable[..., str], link: str, words: str
) -> None:
    assert shown(link) == words


def test_a_link_in_a_property_too(cut_of: CutOf) -> None:
    top = '---\npublish: true\nup: "[[Acme]]"\nmore:\n  - [[Acme]]\n  - "[[Acme|it]]"\n  - {k: 2024-01-02}\n---\n'
    note = cut_of({"a.md": f"{top}# A", "Acme.md": HIDDEN}).notes[0]

    assert note.properties["up"] == "private note"
    assert note.properties["more"][:2] == [["private note"], "it"]
    assert note.text.split("\n")[8:] == ["# A"]
    assert (note.body_line, note.property_links) == (9, ())


def test_a_property_that_is_nothing_but_the_name_of_a_private_note_says_none(cut_of: CutOf) -> None:
    top = (
        "publish: true\ntitle: Big deal\nrelated: Big deal\nmore: [Deals/Acme.md, Deals/Acme, Acme, x: {y: big Deal}]\n"
    )
    note = cut_of({"a.md": f"---\n{top}kept: A big deal\n---\n", "Deals/Acme.md": HIDDEN}).notes[0]

    assert note.properties["title"] == "Big deal"
    assert note.properties["related"] == "private note"
    assert note.properties["more"] == ["private note", "private note", "Acme", {"x": {"y": "private note"}}]
    assert note.properties["kept"] == "A big deal"


def test_a_name_that_a_public_note_has_too_leads_there(cut_of: CutOf) -> None:
    files = {"x/A.md": PUBLISHED + "[[Plan]] [[x/Plan]]", "y/Plan.md": PUBLISHED, "x/Plan.md": ""}

    assert cut_of(files).notes[0].text == PUBLISHED + "private note private note"
    assert (
        cut_of({"x/A.md": PUBLISHED + "[[Plan]]", "z/Plan.md": PUBLISHED, "x/Plan.md": PUBLISHED})
        .notes[0]
        .text.endswith("[[Plan]]")
    )


def test_a_link_to_what_a_private_note_was_called_before_is_neutral(tmp_path: Path) -> None:
    text = f"{PUBLISHED}[[Pelican]] [the plan](old/Pelican.md) [[Heron]] [[Gone]] ![[pelican.png]]"
    for name, content in {"a.md": text, "b.md": PUBLISHED, "Acme.md": HIDDEN}.items():
        (tmp_path / name).write_text(content, "utf-8")
    notes, _, _ = read_vault(tmp_path)
    old_paths = {"Acme.md": ("old/Pelican.md", "Heron.md"), "b.md": ("Heron.md",), "acme.png": ("pelican.png",)}
    audience = replace(PUBLIC_AUDIENCE, private_embeds="line")
    cut = notes_for(audience, notes, ["acme.png"], lambda path: path == "acme.png", old_paths)

    assert cut.notes[0].text == f"{PUBLISHED}private note the plan [[Heron]] [[Gone]] private file"


def test_a_link_to_a_heading_that_named_it_follows(cut_of: CutOf) -> None:
    links = "[[a#On Acme]] [x](a.md#On%20Acme) [[a#On Acme|y]] ![[a#On Acme]]"
    cut = cut_of({"a.md": PUBLISHED + "# On [[Acme]]", "b.md": PUBLISHED + links, "Acme.md": HIDDEN})

    assert cut.notes[0].outline.headings[0].text == "On private note"
    assert cut.notes[1].text == PUBLISHED + links.replace("On Acme", "On private note").replace(
        "On%20Acme", "On%20private%20note"
    )


def test_embeds_of_private_notes_are_errors_with_path_and_line(cut_of: CutOf) -> None:
    files = {"a.md": PUBLISHED + "\n![[Acme]]\n![x](Acme.md)", "Acme.md": HIDDEN, "b.md": f"{PUBLISHED}![[a]] ![[no]]"}

    assert [(one.rule, one.path, one.line, one.found) for one in cut_of(files).problems] == [
        ("private-embed", "a.md", 5, "![[Acme]]"),
        ("private-embed", "a.md", 6, "![x](Acme.md)"),
    ]
    assert cut_of(files, replace(PUBLIC_AUDIENCE, private_embeds="line")).problems == ()


def test_a_link_that_cannot_be_taken_out_is_an_error(cut_of: CutOf) -> None:
    (problem,) = cut_of({"a.md": PUBLISHED + "\n[[Acme|a\0b]]", "Acme.md": HIDDEN}).problems

    assert (problem.rule, problem.path, problem.line) == ("private-link", "a.md", 5)


def test_canvas_and_base_files_are_private_to_all_but_the_owner(cut_of: CutOf) -> None:
    files = {"a.md": PUBLISHED + "[[Board.canvas]] [[x.base]]", "Board.canvas": "{}", "x.base": ""}

    assert cut_of(files).notes[0].text == PUBLISHED + "private canvas private base"
    assert cut_of(files, OWNER_AUDIENCE).notes[0].text == files["a.md"]


def test_another_file_and_a_folder_of_several_kinds_are_called_a_file(cut_of: CutOf) -> None:
    files = {"a.md": PUBLISHED + "[[p.png]] [[Deals]]", "p.png": "", "Deals/x.md": HIDDEN, "Deals/y.canvas": "{}"}

    assert cut_of(files, excluded="p.png").notes[0].text == PUBLISHED + "private file private file"


@pytest.mark.parametrize("kind", ["canvas", "base"])
def test_an_embed_of_a_canvas_or_base_is_told_as_that_and_how_it_is_shown(cut_of: CutOf, kind: str) -> None:
    (problem,) = cut_of({"a.md": f"{PUBLISHED}![[Board.{kind}]]", f"Board.{kind}": "{}"}).problems

    assert problem.what == f"This shows a private {kind}"
    assert problem.do == (
        "Take the embed out, name it in `drawn` of the audience in kb.toml, "
        "or set `private_embeds` of the audience to `line`."
    )


def test_an_embed_on_a_card_is_told_with_its_line_and_the_card_of_a_private_note_is_not(cut_of: CutOf) -> None:
    nodes = '[\n{"type": "text", "text": "![[Acme]] [[Acme]]"},\n{"type": "file", "file": "Acme.md"}]'
    files = {"a.md": PUBLISHED, "Acme.md": HIDDEN, "Board.canvas": f'{{"nodes": {nodes}}}'}
    audience = replace(PUBLIC_AUDIENCE, drawn=("Board.canvas",))

    assert [(one.path, one.line, one.found) for one in cut_of(files, audience).problems] == [
        ("Board.canvas", 2, "![[Acme]]")
    ]
    assert "Acme" not in cut_of(files, replace(audience, private_embeds="line")).drawn["Board.canvas"]


@pytest.mark.parametrize(
    ("drawn", "folders", "shown"),
    [
        (("x.base",), (), {"x.base"}),
        (("Boards",), (), {"boards/b.canvas", "boards/in/c.canvas"}),
        (("boards/b.canvas", "BOARDS/in"), (), {"boards/b.canvas", "boards/in/c.canvas"}),
        (("boards/b",), (), set()),
        (("x.base", "boards"), ("boards/in",), {"boards/in/c.canvas"}),
        ((), (), set()),
    ],
)
@pytest.mark.parametrize("base", [PUBLIC, OWNER])
def test_an_audience_sees_the_bases_and_canvases_that_are_named_for_it_in_its_folders(
    base: Base, drawn: tuple[str, ...], folders: tuple[str, ...], shown: set[str]
) -> None:
    files = ["x.base", "boards/b.canvas", "boards/in/c.canvas", "boards-b.canvas"]
    audience = Audience("friends", base, "x", tags=("share",), folders=folders, drawn=drawn)

    assert {path for path in files if shows_drawn(audience, path, lambda _path: False)} == shown
    assert not any(shows_drawn(audience, path, lambda _path: True) for path in files)


def test_redacted_properties_and_cells_are_gone_with_their_links_and_tags(cut_of: CutOf) -> None:
    top = "---\npublish: true\naccount: '[[b]]'\nDeep: {Accounts: [U123456], kept: 1}\n---\n"
    cut = cut_of({"a.md": f"{top}| Quantity | b |\n| --- | --- |\n| 5 | [[b]] |\n", "b.md": PUBLISHED})
    note = cut.notes[0]

    assert note.properties == {"publish": True, "Deep": {"kept": 1}}
    assert note.property_links == ()
    assert note.text.split("\n")[5:] == ["| Quantity | b |", "| --- | --- |", "| … | [[b]] |", ""]
    assert cut.redacted == {"[[b]]", "U123456"}
    assert cut.cells == {"5"}


def test_notes_that_need_no_change_stay_the_same_objects(cut_of: CutOf, tmp_path: Path) -> None:
    cut_of({"a.md": PUBLISHED + "[[b]]", "b.md": PUBLISHED, "c.md": ""})
    notes, files, _ = read_vault(tmp_path)
    cut = notes_for(PUBLIC_AUDIENCE, notes, files)

    assert all(any(note is one for one in notes) for note in cut.notes)

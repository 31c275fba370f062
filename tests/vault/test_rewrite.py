"""Every link keeps what it means when files move: examples by style, and random vaults."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kb.errors import KbError
from kb.vault.canvas import parse_canvas
from kb.vault.edits import edited
from kb.vault.index import build_index
from kb.vault.notes import read_vault
from kb.vault.rewrite import rewrite_links
from tests.vault.conftest import Vault


def moved(vault: Vault, files: Mapping[str, str], moves: Mapping[str, str]) -> dict[str, str]:
    """The text of each file that changes."""
    notes, attachments, _ = read_vault(vault(files))
    canvases = {path: parse_canvas(files[path].encode(), path=path) for path in attachments if path.endswith(".canvas")}
    index = build_index(notes, attachments, canvases)
    return {path: edited(files[path], edits) for path, edits in rewrite_links(index, moves).items()}


@pytest.mark.parametrize(
    ("link", "new"),
    [
        ("[[Old]]", "[[New]]"),
        ("[[old]]", "[[New]]"),
        ("[[Old.md]]", "[[New.md]]"),
        ("[[a/Old]]", "[[b/New]]"),
        ("[[a/Old.md#H|x]]", "[[b/New.md#H|x]]"),
        ("[[/a/Old]]", "[[/b/New]]"),
        ("[[./a/Old]]", "[[./b/New]]"),
        ("![[Old]] ![[ Old|!x]]", "![[New]] ![[ New|!x]]"),
        ("![[ Old #^id ]]", "![[ New #^id ]]"),
        ("![[Old|100]]", "![[New|100]]"),
        ("| [[Old\\|x]] | [[Old]] |\n|-|-|", "| [[New\\|x]] | [[New]] |\n|-|-|"),
        ("[t](Old.md#H)", "[t](New.md#H)"),
        ("[t](Old)", "[t](New)"),
        ('[t](a/Old.md "Old")', '[t](b/New.md "Old")'),
        ("[t](<a/Old.md>)", "[t](<b/New.md>)"),
        ("[Old](a/Old)", "[Old](b/New)"),
        ("[![Old](p.png)](Old.md)", "[![Old](p.png)](New.md)"),
        ("[t\nu](\nOld.md)", "[t\nu](\nNew.md)"),
        ("> [t\n> u](Old.md)", "> [t\n> u](New.md)"),
        ("[t][r] and [r]\n\n[r]: a/Old.md 'x'", "[t][r] and [r]\n\n[r]: b/New.md 'x'"),
        ("- [r]: a/Old.md\n\n[r]", "- [r]: b/New.md\n\n[r]"),
        ("`[[Old]]` [[Old]] %%[[Old]]%% $[[Old]]$", "`[[Old]]` [[New]] %%[[Old]]%% $[[Old]]$"),
        ("---\nup: '[[Old]]' # [[Old]]\n---\n", "---\nup: '[[New]]' # [[Old]]\n---\n"),
        (
            '---\nup: ["[[a/Old|x]]"]\nq: >\n  see\n  [[Old]]\n---\n',
            '---\nup: ["[[b/New|x]]"]\nq: >\n  see\n  [[New]]\n---\n',
        ),
        ("a\r\n[[Old]]\r\n\r\n[[Old]]\r\n", "a\r\n[[New]]\r\n\r\n[[New]]\r\n"),
        ("\ufeff[[Old]]\n", "\ufeff[[New]]\n"),
        ("[[Known as]] [[Known as#H]]", None),
        ("[[Other]] [[#Old]] [x](https://a/Old.md)", None),
    ],
)
def test_a_link_is_rewritten_in_its_own_style(vault: Vault, link: str, new: str | None) -> None:
    files = {"a/Old.md": "---\naliases: [Known as]\n---\n", "Here.md": link, "Other.md": "", "p.png": ""}

    assert moved(vault, files, {"a/Old.md": "b/New.md"}).get("Here.md") == new


@pytest.mark.parametrize(
    ("link", "new"),
    [
        ("[[a b.png]] ![[a b.png|100]]", "[[ü (1).png]] ![[ü (1).png|100]]"),
        ("![](a%20b.png)", "![](ü%20(1).png)"),
        ("![250](<img/a b.png>)", "![250](<pics/ü (1).png>)"),
    ],
)
def test_an_attachment_is_written_as_the_link_wrote_it(vault: Vault, link: str, new: str) -> None:
    files = {"img/a b.png": "", "Here.md": link}

    assert moved(vault, files, {"img/a b.png": "pics/ü (1).png"}) == {"Here.md": new}


def test_links_in_the_moved_note_mean_the_same(vault: Vault) -> None:
    text = "[[./x]] [[../y]] [[x]] [t](img/p.png) [t](./x.md) [[#H]] [[N]] [[./none]]"
    files = {"a/N.md": text, "a/x.md": "", "y.md": "", "a/img/p.png": ""}

    new = "[[../../a/x]] [[../../y]] [[x]] [t](../../a/img/p.png) [t](../../a/x.md) [[#H]] [[M]] [[../../a/none]]"
    assert moved(vault, files, {"a/N.md": "b/c/M.md"}) == {"a/N.md": new}


def test_a_name_that_becomes_ambiguous_gets_a_path_and_is_shown_as_before(vault: Vault) -> None:
    files = {"a/X.md": "", "b/Y.md": "", "c/Here.md": "[[X]] [[X|x]] ![[X]] [[Y]] [t](X.md)"}

    new = "[[a/X|X]] [[a/X|x]] ![[a/X]] [[b/X|X]] [t](a/X.md)"
    assert moved(vault, files, {"b/Y.md": "b/X.md"}) == {"c/Here.md": new}


def test_a_canvas_keeps_its_form(vault: Vault) -> None:
    canvas = '{"nodes":[\n\t{"type":"file", "file":"a/Old.md","subpath":"#H"},'
    canvas += '{"text":"\\u00e4 \\"[[Old]]\\"\\n[[a\\/Old]]"},'
    canvas += '{"background":"a/Old.md"},{"label":"[[Old]]"}],"edges":[]}'
    files = {"a/Old.md": "", "c.canvas": canvas}

    new = canvas.replace("a/Old", "b/Nü").replace('"[[Old]]\\"', '"[[Nü]]\\"').replace("a\\/Old", "b/Nü")
    assert moved(vault, files, {"a/Old.md": "b/Nü.md"}) == {"c.canvas": new.replace("ü", "\\u00fc")}


@pytest.mark.parametrize(
    ("files", "move", "reason"),
    [
        ({"a/X.md": "", "b/X.md": "", "H.md": "\n[[X]]"}, {"a/X.md": "a/Y.md"}, "H.md:2: This link may mean 2 files"),
        ({"a/X.md": "", "H.md": '---\nup: "[[\\\n  X]]"\n---\n'}, {"a/X.md": "Y.md"}, "could not be kept"),
        ({"X.md": "", "H.md": "\n` [t](<X.md>)"}, {"X.md": "`.md"}, r"H.md:2: .* could not be kept: \[t\]"),
        ({"X.md": "", "H.md": "---\nup: see [[X]]\n---\n"}, {"X.md": "a: b.md"}, "H.md:2: .* could not be kept"),
    ],
)
def test_a_move_that_would_change_what_a_link_means_is_refused(
    vault: Vault, files: dict[str, str], move: dict[str, str], reason: str
) -> None:
    with pytest.raises(KbError, match=reason):
        moved(vault, files, move)


def test_a_canvas_with_letters_of_all_alphabets_gets_more_of_them(vault: Vault) -> None:
    files = {"a.md": "", "c.canvas": '{"nodes": [{"text": "ä [[a]]"}, {"file": ""}]}'}

    assert moved(vault, files, {"a.md": "ü.md"}) == {"c.canvas": files["c.canvas"].replace("[[a]]", "[[ü]]")}


def test_a_name_may_begin_with_a_mark(vault: Vault) -> None:
    files = {"!a.md": "", "Here.md": "[[!a]] ![[!a]]"}

    assert moved(vault, files, {"!a.md": "!b.md"}) == {"Here.md": "[[!b]] ![[!b]]"}


def test_a_link_to_nothing_may_lead_to_a_note_by_its_new_name(vault: Vault) -> None:
    files = {"Old.md": "", "Here.md": "[[Old]] [[New]] [[./New]]"}

    assert moved(vault, files, {"Old.md": "New.md"}) == {"Here.md": "[[New]] [[New]] [[./New]]"}


def test_a_link_by_an_alias_that_becomes_a_name_is_shown_as_before(vault: Vault) -> None:
    files = {"A.md": "---\naliases: [Known]\n---\n", "B.md": "", "Here.md": "[[Known]]\n\n| [[Known]] | |\n|-|-|"}

    new = "[[A|Known]]\n\n| [[A\\|Known]] | |\n|-|-|"
    assert moved(vault, files, {"B.md": "Known.md"}) == {"Here.md": new}


def test_a_file_without_ending_does_not_catch_the_link_to_a_note(vault: Vault) -> None:
    files = {"Old.md": "", "b/New": "", "New": "", "Here.md": "[[Old]] [t](Old)"}

    assert moved(vault, files, {"Old.md": "New.md"}) == {"Here.md": "[[New.md]] [t](New.md)"}


def test_a_canvas_that_names_the_end_of_a_path_gets_the_whole_one(vault: Vault) -> None:
    files = {
        "a/X.md": "",
        "Y.md": "",
        "c.canvas": '{"nodes": [{"file": "X.md"}, {"file": "none.md"}, {"file": "Y.md"}]}',
    }

    new = '{"nodes": [{"file": "a/X.md"}, {"file": "none.md"}, {"file": "X.md"}]}'
    assert moved(vault, files, {"Y.md": "X.md"}) == {"c.canvas": new}


def test_a_link_out_of_the_vault_leads_out_of_it_still_or_the_move_is_refused(vault: Vault) -> None:
    files = {"N.md": "[[../x]]", "M.md": "[[../a/x]]", "a/x.md": ""}

    assert moved(vault, files, {"N.md": "b/N.md"}) == {}
    with pytest.raises(KbError, match=r"M.md:1: This link to nothing would lead to something: \[\[\.\./a/x\]\]"):
        moved(vault, files, {"M.md": "b/M.md"})

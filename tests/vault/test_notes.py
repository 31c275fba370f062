"""Reading a vault: one bad file stops nothing."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.files import checksum
from kb.vault.check import check_vault
from kb.vault.index import build_index
from kb.vault.links import Target
from kb.vault.notes import MOST_BYTES, has_bad_frontmatter, read_note, read_vault
from tests.vault.conftest import Vault


def test_a_note_has_properties_as_plain_values_and_lines_of_the_file(vault: Vault) -> None:
    text = "---\ndate: 2024-01-02\nsize: 1.5\nlist: [a, null]\n---\n\n# Carry\n\n[[Momentum]]\n"
    note, problems = read_note(vault({"ideas/Carry.md": text}), "ideas/Carry.md")

    assert problems == ()
    assert note is not None
    assert note.name == "Carry"
    assert dict(note.properties) == {"date": dt.date(2024, 1, 2), "size": 1.5, "list": ["a", None]}
    assert (note.body_line, note.outline.headings[0].line, note.outline.links[0].line) == (6, 7, 9)
    assert note.checksum == checksum(text.encode())


def test_byte_order_mark_and_windows_line_ends_do_not_show(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": "\ufeff---\r\na: 1\r\n---\r\n# A\r\nold\rmac"}), "a.md")

    assert problems == ()
    assert note is not None
    assert (note.text, note.properties["a"]) == ("---\na: 1\n---\n# A\nold\nmac", 1)
    assert note.outline.headings[0].line == 4


def test_an_empty_file_is_a_note(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": ""}), "a.md")

    assert problems == ()
    assert note is not None
    assert (note.text, note.body_line, dict(note.properties)) == ("", 1, {})


def test_a_note_with_malformed_frontmatter_is_still_a_note(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": "---\nx: 1\ny: z: 2\n---\n# Title\n"}), "a.md")

    assert note is not None
    assert (dict(note.properties), note.outline.headings[0].text) == ({}, "Title")
    assert has_bad_frontmatter(note)
    assert [(problem.rule, problem.path, problem.line) for problem in problems] == [("bad-frontmatter", "a.md", 3)]
    assert problems[0].do.endswith(" in quotes. Until then the note is not published.")


def test_properties_without_a_closing_fence_are_bad_frontmatter(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": b"\xef\xbb\xbf---\r\npublish: false\r\nText"}), "a.md")

    assert note is not None
    assert has_bad_frontmatter(note)
    assert [problem.rule for problem in problems] == ["bad-frontmatter"]
    assert str(problems[0]).endswith("below the last property. Until then the note is not published.")


@pytest.mark.parametrize("text", ["", "Text", "---\n---\n", "---\n# nothing yet\n---\n", "---\nText"])
def test_a_note_without_properties_is_not_a_bad_one(vault: Vault, text: str) -> None:
    note, problems = read_note(vault({"a.md": text}), "a.md")

    assert note is not None
    assert not has_bad_frontmatter(note)
    assert problems == ()


def test_a_template_with_a_placeholder_for_a_value_is_no_problem(vault: Vault) -> None:
    note, problems = read_note(vault({"templates/Idea.md": "---\ndate: {{date}}\n---\n"}), "templates/Idea.md")

    assert note is not None
    assert (dict(note.properties), problems) == ({}, ())


def test_a_note_that_is_not_utf8_names_the_line_of_the_byte(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": b"one\ntwo\ncaf\xe9\n"}), "a.md")

    assert note is None
    assert str(problems[0]) == (
        "a.md:3: This note is not UTF-8: byte 0xe9 at offset 11. Save it as UTF-8 in your editor."
    )


def test_the_byte_order_mark_counts_in_the_offset_of_a_bad_byte(vault: Vault) -> None:
    _, problems = read_note(vault({"a.md": b"\xef\xbb\xbfx\n\xe9"}), "a.md")

    assert (problems[0].line, problems[0].found) == (2, "byte 0xe9 at offset 5")


def test_a_note_that_vanished_is_a_problem(vault: Vault) -> None:
    note, problems = read_note(vault({"b.md": ""}), "a.md")

    assert note is None
    assert (problems[0].rule, problems[0].path) == ("unreadable-note", "a.md")


def test_a_note_over_the_cap_is_a_problem(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": b"x" * (MOST_BYTES + 1)}), "a.md")

    assert note is None
    assert str(problems[0]) == "a.md: This note is over 5 MB: 5.0 MB. Move data out of it, or split it."


@pytest.mark.parametrize("content", [b"x" * 20_000_000, "[[Other]]".encode("utf-16"), b"\x89PNG\r\n\x1a\n\xff\x00"])
def test_links_to_a_note_that_cannot_be_read_are_not_broken(vault: Vault, content: bytes) -> None:
    files: dict[str, str | bytes] = {"a.md": "[[Odd]] [[odd#Heading]] [x](in/Odd.md) ![[Odd]]", "in/Odd.md": content}
    notes, attachments, problems = read_vault(vault(files))
    index = build_index(notes, attachments)

    assert [problem.rule for problem in problems] == ["unreadable-note"]
    assert {index.resolve(link, "a.md") for link in index.notes["a.md"].outline.links} == {Target("in/Odd.md")}
    assert {problem.rule for problem in check_vault(index)} == {"orphan"}


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x00",
        b"a\x00[[b]]\n# c\x00",
        b"a\rb\r\n\r# c\n\r",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf\xef\xbb\xbf# a",
        "\u2028\u2029\x85\x0b\x0c\x1c".encode(),
        b"---\n---",
        b"---",
        b"---\r\n---\r\n",
        b"--- \n\n---\t\n",
    ],
)
def test_odd_characters_and_line_ends_make_a_note(vault: Vault, content: bytes) -> None:
    note, problems = read_note(vault({"a.md": content}), "a.md")

    assert note is not None
    assert problems == ()


LEGAL_NAMES = [
    *(
        "🚀 to the moon",
        "it's",
        "a & b",
        "f(x",
        "100%",
        "a%20b",
        "C#",
        "x ^ y",
        "a, b",
        "..a",
        "a.",
        " a",
        "a ",
        "a;b=c",
    ),
    *(
        "\u202eright to left",
        "cafe\u0301",
        "na\u00efve",
        "\u2603\ufe0f",
        "a\u00a0b",
        "[a]",
        "a`b",
        "$x$",
        "==a==",
        "~",
        "@",
        "+",
    ),
]


@pytest.mark.skipif(sys.platform == "win32", reason="some of these are no names there")
@pytest.mark.parametrize("name", LEGAL_NAMES)
def test_a_note_of_any_legal_name_is_read_and_checked(vault: Vault, name: str) -> None:
    notes, attachments, problems = read_vault(vault({f"{name}.md": "# A\n[[#A]]", "in/b.md": f"[x](<../{name}.md>)"}))
    index = build_index(notes, attachments)

    assert f"{name}.md" in {note.path for note in notes} or name.startswith(".")
    assert problems == ()
    assert {problem.rule for problem in check_vault(index)} <= {"orphan", "broken-link", "unlinkable-name"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere these are the same file")
def test_names_that_differ_in_case_or_normal_form_only_are_all_read(vault: Vault) -> None:
    notes, _, problems = read_vault(vault({"a.md": "", "A.md": "", "\u00e9.md": "", "e\u0301.md": ""}))

    assert len(notes) == 4
    assert problems == ()


def test_ten_thousand_links_in_a_note_are_found(vault: Vault) -> None:
    text = "".join(f"[[Note {number}]]\n" for number in range(10_000))
    note, problems = read_note(vault({"a.md": text}), "a.md")

    assert note is not None
    assert [link.line for link in note.outline.links] == list(range(1, 10_001))
    assert problems == ()


def test_a_line_of_five_million_characters_is_a_note(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": "word " * 999_990 + "[[b]]"}), "a.md")

    assert note is not None
    assert [link.target for link in note.outline.links] == ["b"]
    assert problems == ()


def test_the_vault_is_read_in_order_and_without_what_is_hidden(vault: Vault) -> None:
    folder = vault(
        {
            "b.md": "",
            "a/Z.MD": "",
            "a/pic.png": b"\x89",
            ".obsidian/app.md": "",
            ".trash/old.md": "",
            "node_modules/x/readme.md": "",
            ".hidden.md": "",
            "c.md": b"\xff",
        }
    )
    notes, attachments, problems = read_vault(folder)

    assert [note.path for note in notes] == ["a/Z.MD", "b.md"]
    assert attachments == ("a/pic.png", "c.md")
    assert [problem.path for problem in problems] == ["c.md"]


@pytest.mark.parametrize(
    "name",
    [
        "Note (Jane's conflicted copy 2024-01-02).md",
        "Note (Conflicted copy phone 202401020304).md",
        "Note (Case Conflict 1).md",
        "Note.sync-conflict-20240102-030405-ABCDEFG.md",
        "pic_conflict-20240102-030405.png",
        "Note (conflict 2024-01-02-03-04-05).md",
        "Note (SFConflict jane@example.org 2024-01-02-03-04-05).md",
    ],
)
def test_a_sync_clients_conflict_copy_is_reported_and_left_out(vault: Vault, name: str) -> None:
    notes, attachments, problems = read_vault(vault({name: "x", "Note.md": "x"}))

    assert [note.path for note in notes] == ["Note.md"]
    assert attachments == ()
    assert [(problem.rule, problem.path) for problem in problems] == [("conflict-copy", name)]


@pytest.mark.parametrize(
    "name", ["Conflicted copy of a plan.md", "Trades (conflict of interest).md", "Note 2.md", "Note (copy).md"]
)
def test_a_name_that_only_resembles_a_conflict_copy_is_a_note(vault: Vault, name: str) -> None:
    notes, _, problems = read_vault(vault({name: "x"}))

    assert [note.path for note in notes] == [name]
    assert problems == ()


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    notes, attachments, problems = read_vault(tmp_path / "nowhere")

    assert (notes, attachments) == ((), ())
    assert [problem.rule for problem in problems] == ["unreadable-folder"]


def test_templates_are_the_notes_of_the_folders_that_obsidian_and_templater_are_set_to(vault: Vault) -> None:
    files = {
        ".obsidian/templates.json": '{"folder": "Meta/Caf\u00e9"}',
        ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "Patterns/"}',
        "templates/Idea.md": "---\ndate: {{date}}\n---\n",
        "meta/CAFE\u0301/a/b.md": "---\ndate: {{date}}\n---\n",
        "Patterns/c.md": "---\ndate: <% tp.date.now() %>: x\n---\n",
        "templates.md": "",
        "Meta/x.md": "",
        "a/templates/y.md": "",
    }
    notes, _, problems = read_vault(vault(files))

    assert problems == ()
    assert {note.path for note in notes if note.is_template} == {
        "templates/Idea.md",
        "meta/CAFE\u0301/a/b.md",
        "Patterns/c.md",
    }


YAML_LIKE = st.text(alphabet="-#:[]{}|>&*!%@`'\"\\ \t\r\nab1~^", max_size=120).map(str.encode)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), YAML_LIKE))
@pytest.mark.parametrize("opening", [b"", b"---\n", b"\xef\xbb\xbf---\r\n"])
def test_any_bytes_make_a_note_or_a_problem(vault: Vault, opening: bytes, content: bytes) -> None:
    folder = vault({"a.md": opening + content + b"\n---\nbody"})
    note, problems = read_note(folder, "a.md")

    assert note is not None or problems


def test_a_note_with_a_property_twice_keeps_the_others_and_is_not_published(vault: Vault) -> None:
    note, problems = read_note(vault({"a.md": "---\npublish: true\ntags: [x]\npublish: false\n---\n"}), "a.md")

    assert note is not None
    assert (dict(note.properties), has_bad_frontmatter(note)) == ({"tags": ["x"]}, True)
    assert str(problems[0]) == (
        "a.md:4: A property stands here twice: publish. Keep one of the two. Until then the note is not published."
    )

"""Checks of a vault: path, line and what to do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.model.note import GeneratedNote, Note, Outline
from kb.vault.checks.check import check_vault
from kb.vault.index import build_index
from kb.vault.reading.notes import read_vault
from kb.vault.writing.store import render_note
from tests.vault.conftest import Indexed

GENERATED = render_note("", GeneratedNote({"kb_run": "abc"}, "# Result\n\nGood"), path="r.md")


def found(indexed: Indexed, files: dict[str, str | bytes], *, rule: str) -> list[str]:
    return [str(problem) for problem in check_vault(indexed(files)) if problem.rule == rule]


def test_a_sound_vault_has_no_problems(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "index.md": "[[a#A]] [[a#^x]] ![[pic.png]] [[Run]]",
        "a.md": "---\ntags: fx\naliases:\npublish: true\n---\n# A\n\nText ^x\n\n[[Alpha]]\n",
        "b.md": "---\naliases: [Alpha]\ntags: [x, 7, null]\n---\n",
        "Run.md": GENERATED,
        "pic.png": b"",
        "records.csv": b"",
        "journal/2024.md": "",
        "days/2024-01-02.md": "",
        "templates/Idea.md": "---\naliases: [[x]]\n---\n[[{{title}}]]",
        ".obsidian/templates.json": '{"folder": "Meta"}',
        "Meta/Idea.md": "---\naliases: [[x]]\n---\n[[{{title}}]]",
    }

    assert check_vault(indexed(files)) == []


def test_a_property_that_is_not_of_its_type_in_obsidian_is_told(indexed: Indexed) -> None:
    text = "---\ntags: fx\nDue: tomorrow\nsize:\t'5'\ndone: true\npublish: 'no'\nother: x\n---\n[[a]]"
    types = {"due": "date", "size": "number", "done": "checkbox", "tags": "number", "publish": "checkbox"}
    problems = check_vault(indexed({"index.md": text, "a.md": ""}), types=types)

    assert [(problem.line, problem.rule, problem.found) for problem in problems] == [
        (3, "property-type", 'Due: "tomorrow"'),
        (4, "property-type", 'size: "5"'),
        (6, "bad-property", 'publish: "no"'),
    ]
    assert str(problems[0]) == (
        'index.md:3: Obsidian is told that `Due` is a date: Due: "tomorrow". '
        "Write it like `2024-05-01`, or give it another type in Obsidian."
    )


def test_a_broken_link_names_what_it_may_have_meant(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\nup: '[[Nowhere]]'\n---\n[[Momentun]] ![[chrat.png]]",
        "ideas/Momentum.md": "",
        "chart.png": b"",
    }

    assert found(indexed, files, rule="broken-link") == [
        "a.md:2: This link leads to nothing in the vault: [[Nowhere]]. Correct it, or make that file.",
        "a.md:4: This link leads to nothing in the vault: ![[chrat.png]]. Did you mean `chart.png`?",
        "a.md:4: This link leads to nothing in the vault: [[Momentun]]. Did you mean `Momentum`?",
    ]


def test_a_link_to_a_name_that_no_link_can_hold_says_so(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "![[Ada's & Bob's #1.png]] [[C#]] ![x](b%20#2.png)",
        "p/Ada's & Bob's #1.png": b"",
        "b #2.png": b"",
        "C#.md": "",
    }

    what = "This link leads to nothing in the vault: no link can hold the `#` in that file's name"
    assert found(indexed, files, rule="broken-link") == [
        f"a.md:1: {what}: ![[Ada's & Bob's #1.png]]. Rename the file in Obsidian.",
        f"a.md:1: {what}: ![x](b%20#2.png). Rename the file in Obsidian.",
        f"a.md:1: {what}: [[C#]]. Rename the file in Obsidian.",
    ]


def test_a_missing_heading_or_block_names_those_that_are_there(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "[[b#Cots]]\n[[b#^blokc]]\n[[#Nothing like it]]",
        "b.md": "# Costs\n\nx ^block",
    }

    assert found(indexed, files, rule="broken-heading") == [
        "a.md:1: b.md has no such heading: [[b#Cots]]. Did you mean `Costs`?",
        "a.md:3: a.md has no such heading: [[#Nothing like it]]. Correct it, or leave that part out.",
    ]
    assert found(indexed, files, rule="broken-block") == [
        "a.md:2: b.md has no block of this id: [[b#^blokc]]. Did you mean `block`?"
    ]


def test_a_link_that_may_mean_several_notes_is_ambiguous(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {"a.md": "[[Same]]", "x/Same.md": "", "y/Same.md": ""}

    assert found(indexed, files, rule="ambiguous-link") == [
        "a.md:1: This link may mean 2 files (x/Same.md, y/Same.md): [[Same]]. Write more of the path, as in `x/Same`."
    ]
    [clash] = found(indexed, files, rule="name-clash")
    assert clash.startswith("y/Same.md: This note has the same name as x/Same.md. Rename one of the two, or ")


def test_two_notes_that_differ_by_case_only_cannot_live_on_every_system() -> None:
    notes = [Note(path, {}, Outline(), "", 1, "") for path in ("a/Carry.md", "a/carry.md", "b/CARRY.md")]
    problems = [problem for problem in check_vault(build_index(notes)) if problem.rule != "orphan"]

    assert [(problem.rule, problem.path, problem.severity) for problem in problems] == [
        ("case-clash", "a/carry.md", "error"),
        ("name-clash", "b/CARRY.md", "warning"),
    ]


def test_home_notes_of_folders_may_have_one_name(indexed: Indexed) -> None:
    assert found(indexed, {"x/index.md": "", "y/Index.md": ""}, rule="name-clash") == []


def test_an_alias_that_cannot_be_used_is_reported(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "a.md": "---\ntitle: x\naliases: [Carry, fx, A]\n---\n",
        "b.md": "---\naliases: [FX]\n---\n",
        "Carry.md": "",
    }

    assert found(indexed, files, rule="alias-clash") == [
        "a.md:3: This alias is the name of Carry.md, which links with it lead to: Carry. Give it up in one of the two.",
        "a.md:3: This alias is claimed by b.md too: fx. Give it up in one of the two.",
        "b.md:2: This alias is claimed by a.md too: FX. Give it up in one of the two.",
    ]


@pytest.mark.parametrize(
    ("yaml", "what"),
    [
        ("publish: 'true'", '`publish` must be true or false: publish: "true"'),
        ("Publish: no", '`Publish` must be true or false: Publish: "no"'),
        ("publish: 1", "`publish` must be true or false: publish: 1"),
        ("tags: {a: 1}", "`tags` must be a list of texts: tags: {'a': 1}"),
        ("tags: 7", "`tags` must be a list of texts: tags: 7"),
        ("aliases: [[a]]", "`aliases` must be a list of texts: aliases: [['a']]"),
        ("tags: [two words]", "`tags` must be tags without spaces: tags: ['two words']"),
    ],
)
def test_a_property_of_the_wrong_type_is_reported_with_its_line(indexed: Indexed, yaml: str, what: str) -> None:
    problems = found(indexed, {"a.md": f"---\ntitle: x\n{yaml}\n---\n"}, rule="bad-property")

    assert [problem.startswith(f"a.md:3: {what}. ") for problem in problems] == [True]


def test_notes_and_files_that_nothing_leads_to_are_warnings(indexed: Indexed) -> None:
    index = indexed({"a.md": "[[a]] [[b]]", "b.md": "", "pic.PNG": b"", "plan.canvas": "{}"})

    assert [(problem.rule, problem.path, problem.severity) for problem in check_vault(index)] == [
        ("orphan", "a.md", "warning"),
        ("unused-attachment", "pic.PNG", "warning"),
    ]


def test_an_edited_region_and_broken_markers_are_reported(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {
        "a.md": GENERATED.replace("Good", "Bad"),
        "b.md": GENERATED.replace("%% kb:end %%\n", ""),
        "c.md": "---\nkb_run: x\n---\n",
        "guide.md": "%% kb:end %%",
    }

    assert [problem[:60] for problem in found(indexed, files, rule="edited-region")] == [
        "a.md:5: The part of this note that kb writes was edited by h",
        "b.md:5: The marker `%% kb:end … %%` is missing. Put `%% kb:b",
        "c.md: This note has no place for what kb writes: both of kb'",
    ]


BODIES = st.text(alphabet="ab #|^[]!\n`$%>-:.()/", max_size=60)
YAML = st.sampled_from(
    ["", "tags: [a, null]", "aliases: b", "aliases: [a/b]", "kb_run: 1", "up: '[[b#^x]]'", "tags: {"]
)
PATHS = st.lists(st.sampled_from(["a.md", "b.md", "x/a.md", "x/A.md", "templates/t.md", "p.png"]), unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), paths=PATHS)
def test_whatever_people_write_is_checked_and_nothing_is_raised(
    tmp_path: Path, data: st.DataObject, paths: list[str]
) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    for path in paths:
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(f"---\n{data.draw(YAML)}\n---\n{data.draw(BODIES)}", "utf-8")
    notes, attachments, _ = read_vault(folder)
    problems = check_vault(build_index(notes, attachments))

    assert all(problem.path in {*paths, *(path.casefold() for path in paths)} for problem in problems)
    assert all(problem.line is None or problem.line > 0 for problem in problems)


def test_a_copy_of_a_note_of_kb_is_told(indexed: Indexed) -> None:
    files: dict[str, str | bytes] = {"Run.md": GENERATED, "Run 1.md": GENERATED}

    problems = found(indexed, files, rule="copied-note")

    assert len(problems) == 1
    assert "Run.md: This note and Run 1.md are copies" in problems[0]

"""A broken link is repaired where it can have meant one thing only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.note import GeneratedNote, Link
from kb.model.rules import Choices
from kb.vault.check import check_vault
from kb.vault.edits import Edit, edited
from kb.vault.index import Index, links_of
from kb.vault.links import Ambiguous, Target
from kb.vault.region import render_region
from kb.vault.repairs import find_repairs
from kb.vault.store import render_note
from tests.vault.written import index_of

FILES = {
    "Momentum.md": "---\naliases: Trend following\n---\n# Does it work?\n## In bps\n# Costs\n## In bps\nx ^my-block",
    "SMA crossover.md": "",
    "ideas/Carry.md": "",
    "ideas/index.md": "",
    "a/Two.md": "",
    "b/Two.md": "",
    "a/three-x.md": "",
    "b/three x.md": "",
    "caf\u00e9 notes.md": "",
    "pics/Chart one.png": "",
    "pics/both.png": "",
    "pics/both.jpg": "",
    "pics/Plan.png": "",
    "files/report.pdf": "",
    "Twice.md": "---\naliases: [Same alias]\n---\n# My heading\n# My-heading\n\nx ^a-b\n\ny ^a--b\n",
    "Again.md": "---\naliases: [same-alias]\n---\n",
}


def repairs(text: str, path: str = "ideas/here.md", **choices: str) -> list[str]:
    index = index_of({**FILES, path: text})
    chosen = Choices({rule.replace("_", "-"): "error" for rule in choices})
    found = [problem for problem in check_vault(index, chosen) if problem.path == path]
    return [repair.edit.after for repair in find_repairs(index, found)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[sma-crossover]]", "[[SMA crossover]]"),
        ("[[sma_crossover|text]]", "[[SMA crossover|text]]"),
        ("[[SMA-crossover.md#x]]", "[[SMA crossover.md#x]]"),
        ("![[SMA  crossover]]", "![[SMA crossover]]"),
        ("[x](sma-crossover.md)", "[x](SMA%20crossover.md)"),
        ("[x](sma-crossover)", "[x](SMA%20crossover)"),
        ("[[cafe\u0301-notes]]", "[[caf\u00e9 notes]]"),
        ("[[trend-following]]", "[[Trend following]]"),
        ("[[gone/Carry]]", "[[ideas/Carry]]"),
        ("[[gone/Carry.md]]", "[[ideas/Carry.md]]"),
        ("[x](gone/deep/Carry.md#a)", "[x](ideas/Carry.md#a)"),
        ("[x](../gone/Carry.md)", "[x](ideas/Carry.md)"),
        ("![[chart-one.png|100]]", "![[Chart one.png|100]]"),
        ("![[Chart one]]", "![[Chart one.png]]"),
        ("![[Chart one.jpeg]]", "![[Chart one.png]]"),
        ("![x](pics/Chart%20one.webp)", "![x](pics/Chart%20one.png)"),
        ("![[gone/report.pdf#page=2]]", "![[files/report.pdf#page=2]]"),
        ("[[Momentum#does-it-work]]", "[[Momentum#Does it work?]]"),
        ("[x](Momentum.md#does-it-work)", "[x](Momentum.md#Does%20it%20work%3F)"),
        ("[[gone/momentum#does-it-work]]", "[[Momentum#Does it work?]]"),
        ("[[Momentum#^My_Block]]", "[[Momentum#^my-block]]"),
    ],
)
def test_what_can_mean_one_thing_is_written_so(old: str, new: str) -> None:
    assert repairs(old) == [new]


@pytest.mark.parametrize(
    "old",
    [
        "[[Momentun]]",  # a slip is a guess
        "[[Nothing]]",
        "[[Two]]",  # ambiguous, not broken
        "[[gone/Two]]",
        "[[Three_x]]",
        "[[gone/index]]",
        "[[ideas/Momentum]]",  # the folder is there: it may be a note to come
        "[[Plan]]",  # a picture is no note
        "![[both.webp]]",
        "![[both]]",
        "[[same_alias]]",
        "[[Twice#my_heading]]",
        "[[Twice#^a-_b]]",
        "[[Momentum#in_bps]]",
        "[[Momentum#Costs#in-bps]]",
        "[[Momentum#Costs#does-it-work]]",
        "[[Momentum#???]]",
        "[[Momentum#^nothing]]",
        "[[report]]",
    ],
)
def test_what_can_mean_more_or_less_is_left(old: str) -> None:
    assert repairs(old) == []


def test_a_heading_without_words_is_none_to_guess() -> None:
    assert repairs("# ???\n# My part\n\n[[#my-part]] [[#!!!]]\n") == ["[[#My part]]"]


def test_each_block_of_a_note_is_repaired() -> None:
    assert repairs("x ^a-b\n\ny ^c-d\n\n[[#^a_b]] [[#^C_D]]\n") == ["[[#^a-b]]", "[[#^c-d]]"]


def test_a_heading_of_the_same_note_is_repaired_in_place() -> None:
    assert repairs("# My part\n\n[[#my-part]]") == ["[[#My part]]"]


def test_another_case_is_no_fault_unless_the_rule_says_so() -> None:
    assert repairs("[[momentum]] [[IDEAS/carry]]") == []
    assert repairs("[[momentum]] [[IDEAS/carry|x]] [x](MOMENTUM.md)", link_case="error") == [
        "[[Momentum]]",
        "[[IDEAS/Carry|x]]",
        "[x](Momentum.md)",
    ]


def test_links_in_properties_are_repaired_too() -> None:
    assert repairs("---\nup: '[[sma-crossover]]'\n---\n") == ["[[SMA crossover]]"]


NAMES = {"SMA crossover.md": "# It's here\n", "pics/chart.png": "", "Note.md": ""}
GENERATED = render_note("", GeneratedNote({"kb_run": "abc", "up": "[[note-]]"}, "[[sma-crossover]]"), path="r.md")


def edits_in(index: Index, path: str) -> list[Edit]:
    found = [problem for problem in check_vault(index) if problem.path == path]
    return [repair.edit for repair in find_repairs(index, found)]


def fixed(text: str, path: str = "a.md") -> str:
    return edited(text, edits_in(index_of({**NAMES, path: text}), path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a [[sma-crossover]] b [[sma-crossover]]\n", "a [[SMA crossover]] b [[SMA crossover]]\n"),
        ("[[sma-crossover]] ![[sma-crossover]]", "[[SMA crossover]] ![[SMA crossover]]"),
        ("| a |\n|---|\n| [[sma-crossover\\|x]] |\n", "| a |\n|---|\n| [[SMA crossover\\|x]] |\n"),
        (
            "> [!note] [[sma-crossover]]\n> - [x](sma-crossover.md)",
            "> [!note] [[SMA crossover]]\n> - [x](SMA%20crossover.md)",
        ),
        ("---\n# c\nup: '[[sma-crossover]]' # x\n---\n", "---\n# c\nup: '[[SMA crossover]]' # x\n---\n"),
        (
            "---\nup: ['[[sma-crossover]]']\nto: \"[[sma-crossover]]\"\n---\n",
            "---\nup: ['[[SMA crossover]]']\nto: \"[[SMA crossover]]\"\n---\n",
        ),
        ("[^1]\n\n[^1]: See [[sma-crossover]]\n", "[^1]\n\n[^1]: See [[SMA crossover]]\n"),
        ("![[chart.jpg]] ![[chart|50]]", "![[chart.png]] ![[chart.png|50]]"),
        ("`[[sma-crossover]]` and [[sma-crossover]]", "`[[sma-crossover]]` and [[SMA crossover]]"),
        ("%%[[sma-crossover]]%% and [[sma-crossover]]", "%%[[sma-crossover]]%% and [[SMA crossover]]"),
        ("[over\ntwo lines](sma-crossover.md)", "[over\ntwo lines](SMA%20crossover.md)"),
        ("> [over\n> two](\n> sma-crossover.md)", "> [over\n> two](\n> SMA%20crossover.md)"),
        ("[x][r] and [r]\n\n[r]: sma-crossover.md", "[x][r] and [r]\n\n[r]: SMA%20crossover.md"),
        (
            "| [[sma-crossover]] | `[[sma-crossover]]` [x](sma-crossover.md) |\n|---|---|",
            "| [[SMA crossover]] | `[[sma-crossover]]` [x](SMA%20crossover.md) |\n|---|---|",
        ),
        (
            "---\nup: '[[SMA crossover#it-s-here]]'\nto: \"[[SMA crossover#it-s-here]]\"\n---\n",
            "---\nup: '[[SMA crossover#It''s here]]'\nto: \"[[SMA crossover#It's here]]\"\n---\n",
        ),
        (
            "---\n# [[sma-crossover]]\nup: >-\n  see [[sma-crossover]]\n  [[sma-crossover|x]]\n---\n",
            "---\n# [[sma-crossover]]\nup: >-\n  see [[SMA crossover]]\n  [[SMA crossover|x]]\n---\n",
        ),
        ("[[ SMA crossover #it-s-here | x ]]", "[[ SMA crossover #It's here | x ]]"),
        ("[[sma-crossover#it-s-here]]", "[[SMA crossover#It's here]]"),
        ("[x](<sma-crossover.md#it-s-here> 't')", "[x](<SMA crossover.md#It's here> 't')"),
        ("```\n[[sma-crossover]]\n```\n[[sma-crossover]]", "```\n[[sma-crossover]]\n```\n[[SMA crossover]]"),
    ],
)
def test_every_place_of_a_link_is_repaired(old: str, new: str) -> None:
    assert fixed(old) == new


@pytest.mark.parametrize(
    "text",
    [
        "# See [[sma-crossover]]\n\n[[#See sma-crossover]]",  # the heading would have another name
        "---\naliases: ['[[sma-crossover]]']\n---\n",
        '---\nup: "[[sma-\\\n  crossover]]"\n---\n',
        "![x][r] and [x][r]\n\n[r]: chart",  # only one of the two can mean the picture
        f"[x][r]\n\n{render_region('[r]: sma-crossover.md', ())}",
        "%% kb:begin %%\n[[sma-crossover]]\n",
        GENERATED,
    ],
)
def test_where_a_place_is_not_certain_or_not_yours_nothing_is_touched(text: str) -> None:
    assert fixed(text) == text


def test_beside_what_kb_wrote_a_link_of_yours_is_repaired() -> None:
    assert fixed(f"{GENERATED}\n[[sma-crossover]]\n") == f"{GENERATED}\n[[SMA crossover]]\n"


def test_templates_are_left() -> None:
    assert fixed("[[sma-crossover]]", "templates/a.md") == "[[sma-crossover]]"


TARGETS = st.sampled_from(
    [
        "Note",
        "note",
        "no_te",
        "A-b",
        "a b",
        "x/A b",
        "gone/A b",
        "A b.md",
        "pic",
        "pic.jpg",
        "Al-ias",
        "#h-h",
        "A b#h-h",
        "A b#^i_d",
        "A-b#h-h",
        "gone/A b#^I_d",
        "y/C",
        "C",
        "c",
        "Nothing",
        "x/Note",
    ]
)
SHAPES = st.sampled_from(
    [
        "[[{}]]",
        "![[{}]]",
        "[[{}|t]]",
        "`[[{}]]`",
        "[t]({})",
        "[t](<{}>)",
        "%%[[{}]]%%",
        "\n# [[{}]]\n",
        "```\n[[{}]]\n```",
        "> [!note] [[{}]]\n",
        "\n| a |\n|---|\n| [[{}\\|t]] |\n",
        "\n\n- [[{}]] ^id\n",
        "$[[{}]]$",
        "[[{}",
        "%%",
        "[^1]: [[{}]]\n",
    ]
)
TEXTS = st.lists(st.tuples(SHAPES, TARGETS), max_size=6).map(
    lambda parts: " ".join(shape.format(target) for shape, target in parts)
)
VALUES = st.sampled_from(
    ["", "---\nup: '[[a_b]]'\n---\n", '---\nup: ["[[A-b]]", "[[A-b]]"]\n---\n', "---\naliases: [Al ias]\n---\n"]
)


def led_to(index: Index, path: str, link: Link) -> tuple[object, ...]:
    found = index.resolve(link, path)
    if isinstance(found, Target):
        return found.path, found.heading and found.heading.text, found.block_id, found.missing
    return found.paths if isinstance(found, Ambiguous) else ()


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.tuples(VALUES, TEXTS), min_size=2, max_size=2))
def test_repairs_are_made_once_and_change_where_no_other_link_leads(texts: list[tuple[str, str]]) -> None:
    files = {"A b.md": "# H h\n\nx ^i-d\n", "Note.md": "", "x/C.md": "", "y/C.md": "", "pic.png": ""}
    files |= {path: "".join(parts) for path, parts in zip(("x/one.md", "two.md"), texts, strict=True)}
    before = index_of(files)
    edits = {path: edits_in(before, path) for path in before.notes}
    mended = {path: edited(files[path], edits[path]) for path in before.notes}
    after = index_of({**files, **mended})

    assert all(edits_in(after, path) == [] for path in after.notes)
    for path, note in before.notes.items():
        changed = {edit.before for edit in edits[path]}
        for old, new in zip(links_of(note), links_of(after.notes[path]), strict=True):
            if new.raw != old.raw:
                assert old.raw in changed
                assert led_to(after, path, new)
            elif old.raw not in changed:
                assert led_to(after, path, new) == led_to(before, path, old)

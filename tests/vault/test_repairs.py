"""A broken link is repaired where it can have meant one thing only."""

from __future__ import annotations

import pytest

from kb.model.rules import Choices
from kb.vault.check import check_vault
from kb.vault.repairs import find_repairs
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
    return [repair.new for repair in find_repairs(index, found)]


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

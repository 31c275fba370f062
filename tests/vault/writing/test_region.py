"""The region that kb owns, between its two markers."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.vault.writing.region import find_region, render_region, sign_region


def test_the_markers_say_what_kb_wrote_and_which_properties_it_owns() -> None:
    text = render_region("# Result\r\nGood\n\n", ["kb_run", "sharpe ratio", "%%"])

    assert text == ("%% kb:begin fa6d4a658c686aec kb_run sharpe%20ratio %25%25 %%\n\n# Result\nGood\n\n%% kb:end %%\n")
    region = find_region(text, path="a.md")
    assert (region.owned, region.is_edited, region.line) == (("kb_run", "sharpe ratio", "%%"), False, 1)


def test_an_edit_between_the_markers_is_seen_and_a_change_of_line_ends_is_not() -> None:
    text = "Mine\n" + render_region("Result", [])

    assert not find_region(text.replace("\n", "\r\n"), path="a.md").is_edited
    assert find_region(text.replace("Result", "Result!"), path="a.md").is_edited


def test_an_emptied_region_is_not_an_edit_because_nothing_can_be_lost() -> None:
    assert not find_region(render_region("Result", []).replace("Result", ""), path="a.md").is_edited


def test_a_body_cannot_hold_a_marker() -> None:
    text = render_region("%% kb:end %%\n%%kb:begin %%", [])

    assert "%% kb :end %%\n%%kb :begin %%" in text
    assert not find_region(text, path="a.md").is_edited


def test_half_a_surrogate_pair_is_written_as_a_question_mark() -> None:
    assert "\n?\n" in render_region("\ud83d", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Mine\n", "both of kb's markers are missing"),
        ("Mine\n%% kb:begin 1 %%\n", "a.md:2: The marker `%% kb:end … %%` is missing"),
        ("%% kb:end %%\n", "The marker `%% kb:begin … %%` is missing"),
        ("%% kb:end %%\n%% kb:begin 1 %%\n", "wrong order"),
        (
            "%% kb:begin 1 %%\n%% kb:end %%\n%% kb:end %%\n",
            "a.md:3: The marker `%% kb:end … %%` is there more than once",
        ),
        ("x %% kb:begin 1 %%\n%% kb:end %% x\n", "both of kb's markers are missing"),
    ],
)
def test_markers_that_do_not_pair_are_refused(text: str, message: str) -> None:
    with pytest.raises(KbError) as error:
        find_region(text, path="a.md")

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[Run AAPL]]", "[[Renamed run]]"),
        ("[[Run AAPL#Metrics]]", "[[ideas/Renamed#Metrics]]"),
        ("| [[Run AAPL\\|best]] |", "| [[Renamed\\|best]] |"),
        ("![[attachments/runs/a.png]]", "![[pictures/a.png]]"),
    ],
)
def test_a_link_that_obsidian_renamed_is_no_edit(old: str, new: str) -> None:
    text = render_region(f"See {old} here.", [])

    assert not find_region(text.replace(old, new), path="a.md").is_edited


def test_the_text_of_a_link_edited_by_hand_is_an_edit() -> None:
    text = render_region("See [[Run|best]] here.", [])

    assert find_region(text.replace("best", "worst"), path="a.md").is_edited


def test_a_region_whose_names_kb_changed_is_signed_anew() -> None:
    before = "mine\n" + render_region("[a](Old.md)", ["tags:x"])
    after = sign_region(before, before.replace("Old", "New"))

    assert not find_region(after, path="").is_edited
    assert find_region(after, path="").owned == ("tags:x",)


@pytest.mark.parametrize("change", [("kb:end", "kb:end %%\n%% kb:end"), ("Old", "Old by hand")])
def test_a_region_that_was_edited_or_broken_stays_so(change: tuple[str, str]) -> None:
    before = render_region("[a](Old.md)", []).replace(*change)
    after = before.replace(".md", "")

    assert sign_region(before, after) == after

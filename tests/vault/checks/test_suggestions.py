"""Suggestions, sparingly."""

from __future__ import annotations

from collections.abc import Iterator

from kb.vault.checks.suggestions import Suggestions


def test_names_are_read_once_and_an_answer_is_found_once() -> None:
    suggestions = Suggestions()
    answers = [suggestions.did_you_mean("Cary", "notes", names, "No.") for names in (iter(["Carry"]), iter(()))]

    assert answers == ["Did you mean `Carry`?"] * 2


def test_one_set_of_names_is_not_another() -> None:
    suggestions = Suggestions()
    suggestions.did_you_mean("Cary", "notes", ["Carry"], "No.")

    assert suggestions.did_you_mean("Cary", "a.md#", ["Costs"], "No.") == "No."


def test_after_five_hundred_questions_nobody_reads_the_answers() -> None:
    suggestions = Suggestions()

    def no_names() -> Iterator[str]:
        return iter(())

    for number in range(500):
        suggestions.did_you_mean(f"Name {number}", "notes", no_names(), "No.")

    assert suggestions.did_you_mean("Cary", "more", ["Carry"], "No.") == "No."

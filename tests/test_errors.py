"""Messages: what, where, what was found, what to do."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from kb.errors import KbError, UsageError, say


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KbError("There is no such note"), "There is no such note"),
        (KbError("There is no such note", found="Carry"), "There is no such note: Carry"),
        (KbError("There is no such note", do="Write it."), "There is no such note. Write it."),
        (KbError("Not valid", path="a.md"), "a.md: Not valid"),
        (KbError("Not valid", found="\na.md\nb.md"), "Not valid:\na.md\nb.md"),
        (KbError("Not valid", path=PurePosixPath("x/a.md"), line=3), "x/a.md:3: Not valid"),
        (KbError("Not valid", line=3), "Not valid"),
        (
            KbError("Not valid", path="a.md", line=3, found="b: c: d", do="Use quotes."),
            "a.md:3: Not valid: b: c: d. Use quotes.",
        ),
    ],
)
def test_an_error_reads_in_one_order(error: KbError, message: str) -> None:
    assert str(error) == message


def test_the_parts_of_an_error_stay_apart() -> None:
    error = KbError("Not valid", path=PurePosixPath("x/a.md"), line=3, found="b", do="Use quotes.")

    assert (error.what, error.path, error.line, error.found, error.do) == ("Not valid", "x/a.md", 3, "b", "Use quotes.")


def test_a_wrong_use_is_caught_as_any_other() -> None:
    assert isinstance(UsageError("There is no such option"), KbError)


def test_a_message_needs_no_error() -> None:
    assert say("Slow", path="a.md", line=1, found="9 s", do="Wait.") == "a.md:1: Slow: 9 s. Wait."

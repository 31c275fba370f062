"""What the gate finds is told of the notes that hold it, and once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import PUBLIC
from kb.site.builder import build_site
from tests.site.workspaces import make_workspace, save

PUBLISHED = "---\npublish: true\n---\n"
ACCOUNT = {"Private.md": "---\naccount: U7654321\n---\n"}


def refused(settings: Settings) -> list[str]:
    """The lines of the error that a public build ends with."""
    with pytest.raises(KbError) as caught:
        build_site(settings, None, settings.audience(PUBLIC))
    return [line.partition(". ")[0] for line in str(caught.value).split("\n")[1:]]


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"posts/Leak.md": f"{PUBLISHED}\nOne.\n\nOf U7654321, U7654321.\n"}, ["posts/Leak.md:7: {value}"]),
        (
            {"a.md": f"{PUBLISHED}U76**54**321", "b.md": f"{PUBLISHED}\nIn u-7654321"},
            ["b.md:5: {value}", "a/index.html: {value}"],
        ),
        (
            {"Leak.md": f"{PUBLISHED}![[x.txt]]\nU7654321", "x.txt": "U7654321"},
            ["Leak.md:5: {value}", "x.txt: {value}"],
        ),
    ],
)
def test_a_finding_in_a_page_is_told_of_the_line_of_its_note(
    tmp_path: Path, files: Mapping[str, str], lines: list[str]
) -> None:
    settings = make_workspace(tmp_path / "w", {**ACCOUNT, **files})

    assert refused(settings) == [line.format(value="This holds a redacted value") for line in lines]


def test_what_no_line_of_a_note_holds_is_told_of_the_files_of_the_search_too(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {**ACCOUNT, "a.md": f"{PUBLISHED}U76**54**321"})

    assert {line.partition("/")[0] for line in refused(settings)} == {"a", "search"}


def test_a_site_that_passed_before_stays_and_the_error_says_so(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {**ACCOUNT, "a.md": PUBLISHED})
    build_site(settings, None, settings.audience(PUBLIC))
    save(settings.vault, "a.md", f"{PUBLISHED}U7654321")

    assert refused(settings) == [
        "a.md:4: This holds a redacted value",
        "What is in site-public/ is the last site that passed",
    ]
    assert (settings.site_of(settings.audience(PUBLIC)) / "a/index.html").is_file()

"""The navigation: index first, notes by name, folders readable."""

from __future__ import annotations

import pytest

from kb.site.nav import plan_nav, readable


def test_notes_stand_by_name_below_their_folders_index() -> None:
    titles = {
        "note 10.md": "Note 10",
        "note 9.md": "Note 9",
        "index.md": "Welcome",
        "my-ideas/zebra.md": "Zebra",
        "my-ideas/index.md": "Ideas",
        "my-ideas/deep/x.md": "X",
        "Archive/a.md": "a",
    }

    assert plan_nav(titles, {"index.md", "my-ideas/index.md"}) == [
        {"Welcome": "index.md"},
        {"Note 9": "note 9.md"},
        {"Note 10": "note 10.md"},
        {"Archive": [{"a": "Archive/a.md"}]},
        {
            "My ideas": [
                {"Ideas": "my-ideas/index.md"},
                {"Zebra": "my-ideas/zebra.md"},
                {"Deep": [{"X": "my-ideas/deep/x.md"}]},
            ]
        },
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("moving-averages", "Moving averages"),
        ("FX", "FX"),
        ("1_setup", "1 setup"),
        ("--", "--"),
        ("Über", "Über"),
        ("Time-series x", "Time-series x"),
    ],
)
def test_a_folder_is_readable(name: str, shown: str) -> None:
    assert readable(name) == shown

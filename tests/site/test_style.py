"""kb's own sheet, joined from files of one idea each."""

from __future__ import annotations

from collections import Counter

from kb.site.style import ORDER, RULES, render_style


def test_each_file_of_rules_has_its_place_in_the_order() -> None:
    assert Counter(ORDER) == Counter(file.stem for file in RULES.iterdir())


def test_the_sheet_holds_each_file_in_that_order() -> None:
    sheet = render_style().decode()
    places = [sheet.index((RULES / f"{name}.css").read_text("utf-8")) for name in ORDER]

    assert places == sorted(places)


def test_the_sheet_asks_for_nothing_else() -> None:
    assert "@import" not in render_style().decode()
    assert "url(" not in render_style().decode()

"""What inline fields and properties hold, and how values are ordered and written."""

from __future__ import annotations

from datetime import date

import pytest

from kb.query.dataview.values import as_text, inline_value, kind_of, order_of, place_of, written_value
from kb.query.files import Desk
from kb.query.moments import Duration
from kb.query.properties import property_value
from kb.query.values import Image, Tag
from tests.query.dataview.conftest import HERE


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("", "null", "-"),
        ("null", "null", "-"),
        ("6", "number", "6"),
        ("-2.4", "number", "-2.4"),
        ("TRUE", "boolean", "true"),
        ("2021-04", "date", "April 01, 2021"),
        ("2021-04-18", "date", "April 18, 2021"),
        ("2021-04-18T04:19:35", "date", "4:19 AM - April 18, 2021"),
        ("7 hours", "duration", "7 hours"),
        ("4min", "duration", "4 minutes"),
        ("9 yrs 8 min", "duration", "9 years, 8 minutes"),
        ("6hr4min", "duration", "6 hours, 4 minutes"),
        ("99999999 years", "string", "99999999 years"),
        ("6 cats", "string", "6 cats"),
        ("[[Dune|Sand]]", "link", "[[Books/Dune.md|Sand]]"),
        ("[[Dune#Head]]", "link", "[[Books/Dune.md#Head|Dune > Head]]"),
        ("[[Nosuch]]", "link", "[[Nosuch]]"),
        ("![[cover.png]]", "link", "![[Books/cover.png|cover.png]]"),
        ('"6"', "string", "6"),
        ('"a \\"b\\""', "string", 'a "b"'),
        ('"yes", "or", "no"', "array", "yes, or, no"),
        ("1, 2 ,3", "array", "1, 2, 3"),
        ("[[Dune]], [[Emma]]", "array", "[[Books/Dune.md|Dune]], [[Books/Emma.md|Emma]]"),
        ("[[Dune]],", "array", "[[Books/Dune.md|Dune]]"),
        ("one, two", "string", "one, two"),
        ("1, [", "string", "1, ["),
        ('"a" b, 1', "string", '"a" b, 1'),
        ("Steg, L.", "string", "Steg, L."),
    ],
)
def test_an_inline_field_holds_a_value(text: str, kind: str, said: str, desk: Desk) -> None:
    value = inline_value(text, desk.file(HERE))

    assert (kind_of(value), as_text(value)) == (kind, said)


def test_texts_in_properties_are_durations_where_they_look_like_one(desk: Desk) -> None:
    file = desk.file(HERE)
    value = written_value(property_value({"a": ["2 h", "x"], "b": date(2024, 1, 2), "c": 1}, file), file)

    assert value["a"] == (Duration(0, 7200), "x")
    assert as_text(value) == "{ a: [2 hours, x], b: January 02, 2024, c: 1 }"


def test_texts_in_properties_are_months_and_embeds_where_they_look_like_one(desk: Desk) -> None:
    texts, file = ["2024-05", " ![[cover.png|50]]", "![[a]] and ![[b]]", "2024"], desk.file(HERE)
    value = written_value(property_value(texts, file), file)

    assert list(map(kind_of, value)) == ["date", "link", "string", "string"]
    assert as_text(value[:2]) == "May 01, 2024, ![[Books/cover.png|50]]"


def test_texts_are_in_the_order_of_javascript() -> None:
    texts = ["_index", "🟢 go", "10", "9", "a", "A", "ä", "a-c", "ab", "B", "été", "eu"]

    assert sorted({*texts}, key=place_of) == texts


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (Duration(), "0 seconds"),
        (Duration(13, 8 * 86_400 + 1.5), "1 year, 1 month, 1 week, 1 day, 1 second, 500 milliseconds"),
        (Duration(0, 0.001), "1 millisecond"),
        (Duration(0, -14 * 86_400), "-2 weeks"),
    ],
)
def test_a_duration_is_written_with_weeks_and_milliseconds(length: Duration, text: str) -> None:
    assert as_text(length) == text


def test_values_have_an_order() -> None:
    values = [None, float("nan"), 1, 2, "a", "b", (1,), (1, 2), (2,)]
    pairs = [(one, other) for one in values for other in values]

    assert all(order_of(one, other) == -order_of(other, one) for one, other in pairs)
    assert order_of(float("nan"), 1) < 0
    assert order_of(Tag("a"), "#a") == 0
    assert order_of(Image("a.png"), Image("b.png")) < 0
    assert as_text(Image("a.png")) == "a.png"

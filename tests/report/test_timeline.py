"""What is drawn of a strategy's stages: the same in the picture and in the chart."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.stage_bars import MOST_ROWS, bars_of
from kb.report.strategy import Stage
from kb.report.timeline import NAMES, PAST, PLOT, PRESENT, SHORTEST, Timeline, timeline_of
from kb.report.timeline_chart import timeline_chart
from kb.report.timeline_picture import draw_timeline


def timeline(*stages: tuple[str, str]) -> Timeline:
    return timeline_of(bars_of([Stage(*stage) for stage in stages]))


def test_a_row_tells_its_stage_and_since_when_it_was_last_stood_at() -> None:
    drawn = timeline(("forward", "2026-01-01"), ("live", "2026-02-01"), ("forward", "2026-03-01"), ("retired", ""))

    assert [(row.name, row.day, row.is_present, len(row.spans)) for row in drawn.rows] == [
        ("forward", "2026-03-01", False, 2),
        ("live", "2026-02-01", False, 1),
        ("retired", "", True, 1),
    ]
    assert [span.colour for row in drawn.rows for span in row.spans] == [PAST, PAST, PAST, PRESENT]


def test_a_stage_of_no_time_is_long_enough_to_be_seen() -> None:
    drawn = timeline(("draft", "2016-03-01"), ("backtest", "2016-03-01"), ("live", "2026-07-01"))
    draft = drawn.rows[0].spans[0]

    assert (draft.end - draft.first) / (drawn.end - drawn.first) == pytest.approx(SHORTEST / PLOT, rel=0.02)


def test_at_the_end_of_the_calendar_a_bar_has_its_length_before_it() -> None:
    drawn = timeline(("draft", "9999-12-31"))

    assert (drawn.first, drawn.end) == (date(9999, 12, 30), date.max)


def test_rows_that_read_alike_are_told_apart() -> None:
    drawn = timeline(("in the long run one", "2026-01-01"), ("in the long run two", "2026-01-01"))

    assert len({row.name for row in drawn.rows}) == 2


def test_it_begins_with_the_first_bar_that_is_drawn() -> None:
    drawn = timeline(*((f"stage {number}", f"2026-01-{number + 1:02}") for number in range(MOST_ROWS + 3)))

    assert drawn.first == date(2026, 1, 4)


Drawn = tuple[str, str, bool, float, float]
"""What a bar says, its colour, whether it is filled, and its ends as parts of the whole."""
ANY_STAGES = st.lists(
    st.tuples(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=30), st.dates()), min_size=1
)


@given(ANY_STAGES, st.booleans())
def test_picture_and_chart_say_the_same(stages: list[tuple[str, date]], is_dated: bool) -> None:
    told = [Stage(name, day.isoformat()) for name, day in stages]
    drawn = timeline_of(bars_of(told if is_dated else [*told, Stage("now")]))
    picture, chart = of_picture(draw_timeline(drawn)), of_chart(timeline_chart(drawn))

    assert [bar[:3] for bar in picture] == [bar[:3] for bar in chart]
    for one, other in zip(picture, chart, strict=True):
        assert one[3:] == pytest.approx(other[3:], abs=0.1 / PLOT)
    assert labels_of(draw_timeline(drawn)) == list(dict.fromkeys(rows_of_chart(timeline_chart(drawn))))


def of_picture(svg: bytes) -> list[Drawn]:
    bars = []
    for shape in fromstring(svg).iter("{http://www.w3.org/2000/svg}polygon"):  # noqa: S314  (kb's own)
        across = [float(corner.partition(",")[0]) for corner in shape.attrib["points"].split()]
        left, right = ((end - NAMES) / PLOT for end in (min(across), max(across)))
        is_filled = shape.attrib["fill"] != "none"
        colour = shape.attrib["fill"] if is_filled else shape.attrib["stroke"]
        bars.append((str(shape[0].text), colour, is_filled, left, right))
    return bars


def of_chart(chart: dict[str, object]) -> list[Drawn]:
    values = chart["data"]["values"]  # type: ignore[index]
    ends = [date.fromisoformat(value[name]) for value in values for name in ("from", "to")]
    first, days = min(ends), (max(ends) - min(ends)).days
    return [
        (
            value["stage"],
            value["colour"],
            value["has_day"],
            *((date.fromisoformat(value[name]) - first).days / days for name in ("from", "to")),
        )
        for value in values
    ]


def rows_of_chart(chart: dict[str, object]) -> list[str]:
    return [value["row"] for value in chart["data"]["values"]]  # type: ignore[index]


def labels_of(svg: bytes) -> list[str]:
    """The names and days beside the bars, joined where they stand in one row."""
    rows: dict[str, str] = {}
    for text in fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314  (kb's own)
        if text.attrib.get("text-anchor") != "middle":
            down = text.attrib["y"]
            rows[down] = f"{rows.get(down, '')} {text.text or ''}".strip()
    return list(rows.values())

"""The picture of a timeline: always SVG within its bounds."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.stage_bars import bars_of
from kb.report.strategy import Stage
from kb.report.svg import safe_svg
from kb.report.timeline import EDGE, PAST, PRESENT, WIDTH, timeline_of
from kb.report.timeline_picture import INK, draw_timeline

STAGES = (Stage("draft", "2026-03-01"), Stage("backtest", "2026-05-02"), Stage("live", "2026-07-01"))
PAPER = "#ffffff"


def svg(*stages: Stage) -> str:
    return draw_timeline(timeline_of(bars_of(stages))).decode()


def lengths(picture: str) -> list[float]:
    """How long each bar is, in pixels."""
    corners = re.findall(r'points="([^"]+)"', picture)
    across = [[float(corner.partition(",")[0]) for corner in each.split()] for each in corners]
    return [max(each) - min(each) for each in across]


def test_bars_are_as_long_as_their_times() -> None:
    draft, backtest, _ = lengths(svg(*STAGES))

    assert draft / backtest == pytest.approx(62 / 60, rel=0.01)


def test_each_row_tells_its_stage_and_the_day() -> None:
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", svg(*STAGES))

    assert [*texts[-6:]] == ["draft", "2026-03-01", "backtest", "2026-05-02", "live", "2026-07-01"]
    assert texts[:-6] == ["2026-03", "2026-05", "2026-07"]


def test_the_present_stage_stands_out() -> None:
    fills = re.findall(r'<polygon points="[^"]+" fill="([^"]+)"', svg(*STAGES))

    assert fills == [PAST, PAST, PRESENT]


def test_a_stage_without_a_day_is_outlined() -> None:
    assert svg(Stage("draft", "2026-03-01"), Stage("live")).count("stroke-dasharray") == 1


def test_a_stage_of_a_day_is_seen() -> None:
    assert lengths(svg(Stage("draft", "2016-03-01"), Stage("backtest", "2016-03-01"), STAGES[2]))[0] == pytest.approx(
        3, abs=0.1
    )


def test_of_years_the_beginnings_are_named() -> None:
    picture = svg(Stage("draft", "2016-03-01"), Stage("live", "2026-07-01"))

    assert re.findall(r'text-anchor="middle"[^>]*>([^<]+)<', picture) == ["2020", "2025"]


@pytest.mark.parametrize("ink", [INK, PRESENT])
def test_what_is_read_is_seen(ink: str) -> None:
    assert contrast(ink, PAPER) >= 4.5


@pytest.mark.parametrize("ground", [PAPER, "#1e2129"])
@pytest.mark.parametrize("ink", [PAST, PRESENT])
def test_bars_are_seen_on_light_and_on_slate(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@given(st.lists(st.tuples(st.text(max_size=30), st.dates()), min_size=1, max_size=30), st.booleans())
def test_any_stages_give_svg_within_its_bounds(stages: list[tuple[str, date]], is_dated: bool) -> None:
    picture = svg(*(Stage(name, day.isoformat()) for name, day in stages), *([] if is_dated else [Stage("now")]))
    fromstring(picture)  # noqa: S314  (kb's own)
    corners = " ".join(re.findall(r' (?:points|x|d)="M?([^"]+)"', picture.partition("<g ")[2])).split()
    places = [float(corner.partition(",")[0]) for corner in corners if "V" not in corner]

    assert safe_svg(picture) == picture
    assert all(0 <= place <= WIDTH - EDGE + 0.1 for place in places)

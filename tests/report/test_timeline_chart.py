from __future__ import annotations

import json

from kb.report.charts.draw import draw_chart
from kb.report.charts.spec import read_chart
from kb.report.stage_bars import bars_of
from kb.report.strategy import Stage
from kb.report.timeline import PAST, PRESENT, timeline_of
from kb.report.timeline_chart import timeline_chart


def test_vega_draws_it() -> None:
    stages = [Stage("<b>", "2026-03-01"), Stage("draft", "2026-03-01"), Stage("live")]
    chart = timeline_chart(timeline_of(bars_of(stages)))

    assert read_chart(json.dumps(chart)) == chart
    drawn = draw_chart(chart)

    assert drawn.count(f'fill="{PRESENT}"') == 1
    assert drawn.count(f'stroke="{PAST}"') == 2
    assert drawn.count('stroke-dasharray="3,2"') == 1

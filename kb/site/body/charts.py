"""A chart on a page: its picture, which a script replaces by the chart itself where there is one to run."""

from __future__ import annotations

from html import escape

from kb.site.body.pictures import asked_size
from kb.site.body.place import Place
from kb.site.charts import VEGA, Chart

SCRIPT = "assets/javascripts/chart.js"


def render_chart(chart: Chart, picture: str, text: str, place: Place) -> str:
    """A box that holds a chart's picture, of the size that the chart has, too, and says where it is.

    Args:
        chart: The chart.
        picture: Its picture, as HTML.
        text: The text of the embed, which may ask for a size: one that a chart of several parts cannot take.
        place: Where it stands.
    """
    asked = asked_size(text)
    if asked and not (chart.is_fluid and asked[0]):
        return picture
    return render_box(chart, picture, asked, f'data-chart="{escape(place.way_to(chart.path))}?{chart.version}"', place)


def render_box(chart: Chart, picture: str, asked: tuple[int, int] | None, data: str, place: Place) -> str:
    """A box that holds a chart's picture, of the size that is asked for or that of the chart.

    Args:
        chart: The chart.
        picture: Its picture, as HTML.
        asked: Width and height, 0 for as high as it then is; None for the chart's own.
        data: The attribute that has its specification, or says where it is.
        place: Where it stands.
    """
    width, height = asked or (chart.width, chart.height)
    height = height or round(chart.height * width / chart.width)
    kind = "kb-chart" if chart.is_fluid else "kb-chart kb-chart--fixed"
    size = f"--kb-width: {width}px; --kb-height: {height}px; --kb-ratio: {width} / {height}"
    size += f"; --kb-fields: {chart.fields}" if chart.fields else ""
    where = f'{data} data-vega="{escape(place.way_to(VEGA))}"'
    script = f'<script type="module" src="{escape(place.way_to(SCRIPT))}"></script>'
    return f'<span class="{kind}" style="{size}" {where}>{picture}</span>{script}'

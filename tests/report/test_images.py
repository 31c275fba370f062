from __future__ import annotations

import io
import struct
import zlib

from hypothesis import given
from hypothesis import strategies as st
from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from kb.report.images import PNG_SIGNATURE, neutral_png, neutral_svg


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEAD, PIXELS, END = chunk(b"IHDR", bytes(13)), chunk(b"IDAT", b"pixels"), chunk(b"IEND")


def test_a_png_loses_its_texts_and_times_only() -> None:
    remarks = chunk(b"tEXt", b"Software\0x") + chunk(b"tIME", bytes(7)) + chunk(b"zTXt") + chunk(b"iTXt")
    physical = chunk(b"pHYs", bytes(9))

    assert (
        neutral_png(PNG_SIGNATURE + HEAD + remarks + physical + PIXELS + END + b"trailer")
        == PNG_SIGNATURE + HEAD + physical + PIXELS + END
    )


@given(st.binary(max_size=200))
def test_what_is_not_a_whole_png_stays(data: bytes) -> None:
    assert neutral_png(data) == data
    assert neutral_png(PNG_SIGNATURE + HEAD) == PNG_SIGNATURE + HEAD


def test_an_svg_drawn_twice_is_the_same() -> None:
    def draw() -> str:
        figure = Figure()
        axes = figure.subplots()
        axes.plot([1, 2], marker="o")
        axes.fill_between([0, 1], [1, 2], hatch="/")
        buffer = io.StringIO()
        with rc_context({"svg.hashsalt": None}):
            FigureCanvasSVG(figure).print_svg(buffer)  # type: ignore[no-untyped-call]
        return buffer.getvalue()

    first, second = draw(), draw()

    assert first != second
    assert neutral_svg(first) == neutral_svg(second)
    assert "<metadata" not in neutral_svg(first)
    assert "url(#kb" in neutral_svg(first)


def test_other_ids_of_an_svg_stay() -> None:
    svg = '<svg><g id="legend"/><use href="#legend"/><text>id="m0123456789"</text></svg>'

    assert 'id="legend"' in neutral_svg(svg)
    assert 'href="#legend"' in neutral_svg(svg)

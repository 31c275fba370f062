from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from kb.runs.noise import settle_value
from kb.runs.picture import looks_same, settle_picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    Values = np.ndarray[Any, np.dtype[np.float64]]

DAYS = 2_500
NOISE = np.random.default_rng(7).standard_normal(DAYS)


@pytest.fixture(autouse=True)
def _no_screen() -> Iterator[None]:
    with mpl.rc_context({"backend": "agg"}):
        yield


def equity() -> Values:
    return 100 * np.exp(np.cumsum(np.random.default_rng(1).standard_normal(DAYS) * 0.01))


def png(draw: str, values: Values, software: str = "kb") -> bytes:
    import matplotlib.pyplot as plt  # noqa: PLC0415  (with the backend of the fixture)

    figure, axes = plt.subplots(figsize=(7, 4))
    DRAWN[draw](axes, values)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, metadata={"Software": software})
    plt.close(figure)
    return buffer.getvalue()


def line(axes: Axes, values: Values) -> None:
    axes.plot(values, lw=1.2)
    axes.set_ylim(0, 250)


def heat_map(axes: Axes, values: Values) -> None:
    axes.pcolormesh(values[:144].reshape(12, 12), cmap="RdBu", vmin=-2, vmax=2)


DRAWN = {"line": line, "heat map": heat_map}


@pytest.mark.parametrize(
    ("draw", "values"),
    [("line", equity()), ("heat map", equity() / 100 - 1), ("heat map", np.zeros(DAYS)), ("heat map", np.ones(DAYS))],
    ids=["line", "heat map", "zeros between two colours", "ones between two others"],
)
def test_a_figure_of_data_with_noise_looks_the_same(draw: str, values: Values) -> None:
    old, new = png(draw, values), png(draw, values * (1 + 1e-12 * NOISE) + 1e-15 * NOISE, software="a newer one")

    assert new != old
    assert looks_same(new, old)


@pytest.mark.parametrize("change", [1e-1, 1e-2, 1e-3, 1e-4])
def test_a_figure_with_one_line_changed_does_not(change: float) -> None:
    values = equity()
    values[DAYS // 2 :] *= 1 + change

    assert not looks_same(png("line", values), png("line", equity()))


def test_a_figure_with_one_cell_changed_does_not() -> None:
    values = np.zeros(DAYS)
    values[7] = 0.1

    assert not looks_same(png("heat map", values), png("heat map", np.zeros(DAYS)))


def image(mode: str = "RGB", size: tuple[int, int] = (4, 3), color: Any = 100, kind: str = "PNG", **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, color).save(buffer, kind, **more)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("new", "old", "same"),
    [
        (image(color=(100, 100, 105)), image(color=(100, 100, 100)), True),
        (image(color=(100, 100, 106)), image(color=(100, 100, 100)), False),
        (image("RGBA", color=(9, 9, 9, 249)), image("RGBA", color=(9, 9, 9, 255)), False),
        (image(size=(3, 4)), image(size=(4, 3)), False),
        (image(kind="JPEG"), image(kind="JPEG", quality=50), True),
        (image("L"), image("RGB", color=(100, 100, 100)), True),
        (image("I;16", color=1), image("I;16", color=2), False),
        (image(kind="GIF"), image(kind="GIF"), False),
        (image()[:50], image(), False),
        (b"", b"", False),
        (image("1", size=(5_000, 4_001), color=0), image("1", size=(5_000, 4_001), color=0), False),
    ],
)
def test_what_looks_the_same(new: bytes, old: bytes, same: bool) -> None:
    assert looks_same(new, old) == same


def test_a_moving_picture_is_not_judged_by_its_first_frame() -> None:
    moving = image(save_all=True, append_images=[Image.new("RGB", (4, 3))])

    assert not looks_same(moving, moving)


def test_the_old_picture_is_kept_where_a_notebook_shows_the_same() -> None:
    old, new, other = (base64.b64encode(image(color=(100, 100, blue))).decode() for blue in (100, 101, 200))

    assert settle_value({"image/png": new}, {"image/png": old}) == {"image/png": old}
    assert settle_value({"image/png": other}, {"image/png": old}) == {"image/png": other}
    assert settle_value({"image/png": new}, {"text/plain": old}) == {"image/png": new}


def test_what_is_no_base64_stays_as_it_came() -> None:
    assert settle_picture("a", "b") == "a"
    assert settle_picture("é", "e") == "é"


def test_a_drawing_in_text_is_settled_number_by_number() -> None:
    new, old = ({"image/svg+xml": f'<path d="M 0 {y!r}"/>'} for y in (0.30000000000000004, 0.3))

    assert settle_value(new, old) == old

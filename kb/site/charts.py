"""The charts of a vault: pictures beside which the specification stands that drew them, and what shows these."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import checksum, write_atomically
from kb.report.charts.draw import vega_script
from kb.report.charts.spec import MOST_CHARACTERS, SUFFIX, Spec, chart_beside, read_chart
from kb.report.images import PNG_SIGNATURE
from kb.site.private.redaction import is_redacted

LIBRARY = "vl-convert-python"
_SVG_SIZE = {name: re.compile(rf'<svg\b[^>]*?\s{name}="(\d{{1,5}}(?:\.\d+)?)(?:px)?"') for name in ("width", "height")}
_HEAD_BYTES = 2_000
PICTURES = (".svg", ".png")
_ACROSS = {"row", "column", "facet"}
_PARTS = {"concat", "hconcat", "vconcat", "repeat", "facet", "spec"}
_HOLD_FIELDS = _PARTS | {"layer", "params"}
_SAID = re.compile(r"(?<=>)[^<>]+(?=</text>|</tspan>|</title>|</desc>)")
"""What stands in the picture."""
_CELL = re.compile(r"[\n,;\t]")


def _version() -> str:
    try:
        return version(LIBRARY)
    except PackageNotFoundError:  # charts stay pictures
        return "none"


VEGA = f"assets/javascripts/charts/vega-{_version()}.js"
"""Vega's scripts on a site that has charts."""
SCRIPTS = "scripts"
"""The folder in `.kb` that keeps them."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that a page can show in the place of its picture.

    Attributes:
        path: Of its specification, in the vault; empty for one that stands on the page.
        version: Of what stands there: eight digits of a checksum.
        width: Of the picture, in pixels.
        height: Likewise.
        is_fluid: Whether it can take any width; a chart of several parts cannot.
        fields: How many fields stand below it, by which a reader changes it.
    """

    path: str
    version: str
    width: int
    height: int
    is_fluid: bool
    fields: int = 0


def read_charts(vault: Path, files: Iterable[str]) -> dict[str, Chart]:
    """The charts among the files of a vault, by the paths of their pictures; what is none is left out."""
    known = set(files)
    specs = {path for path in known if path.endswith(SUFFIX)}
    pictures = (path for path in known if specs and path.endswith(PICTURES) and chart_beside(path) in specs)
    found = {path: _read(vault, path) for path in sorted(pictures)}
    return {path: chart for path, chart in found.items() if chart}


def _read(vault: Path, picture: str) -> Chart | None:
    path = chart_beside(picture)
    try:
        data = (vault / path).read_bytes()
        with (vault / picture).open("rb") as file:
            size = picture_size(file.read(_HEAD_BYTES))
    except OSError:  # a copy that is in the making, or gone
        return None
    spec = read_chart(data.decode("utf-8", "replace")) if size and len(data) <= MOST_CHARACTERS else None
    if spec is None or size is None:
        return None
    return chart_of(spec, size, path, checksum(data)[:8])


def chart_of(spec: Spec, size: tuple[int, int], path: str = "", version: str = "") -> Chart:
    """A chart, from its specification and the size of its picture."""
    return Chart(path, version, *size, _is_fluid(spec), _fields(spec))


def picture_size(head: bytes) -> tuple[int, int] | None:
    """The size of a picture in pixels, from its first bytes; None where they do not tell it.

    PNG specification, third edition, section 11.2.1.
    """
    if head.startswith(PNG_SIGNATURE) and len(head) >= len(PNG_SIGNATURE) + 16:
        width, height = struct.unpack_from(">II", head, len(PNG_SIGNATURE) + 8)
        return (width, height) if width and height else None
    text = head.decode("utf-8", "replace")
    sizes = [pattern.search(text) for pattern in _SVG_SIZE.values()]
    numbers = [round(float(found[1])) for found in sizes if found]
    return (numbers[0], numbers[1]) if len(numbers) == len(sizes) and all(numbers) else None


def _is_fluid(spec: Spec) -> bool:
    """Whether a chart is one plot whose width is no sum of steps."""
    layers = spec.get("layer")
    parts = [spec, *(layers if isinstance(layers, list) else [])]
    encodings = [part.get("encoding") for part in parts if isinstance(part, dict)]
    across = any(isinstance(encoding, dict) and _ACROSS & encoding.keys() for encoding in encodings)
    return not (_PARTS & spec.keys() or across or isinstance(spec.get("width"), dict))


def _fields(part: Any) -> int:
    """How many variables of a chart have a field of their own, or one for each value that they take."""
    if isinstance(part, list):
        return sum(map(_fields, part))
    if not isinstance(part, dict):
        return 0
    bind = part.get("bind")
    bound = bind if isinstance(bind, dict) else {}
    own = 1 if "input" in bound else sum(isinstance(one, dict) for one in bound.values())
    return own + sum(_fields(inner) for name, inner in part.items() if name in _HOLD_FIELDS)


def tells(vault: Path, picture: str, chart: Chart, redact: Sequence[str]) -> bool:
    """Whether a redacted name stands in a chart or its picture, and so may values; also where one cannot be read."""
    if not redact:
        return False
    try:
        spec, drawn = (_text(vault / path) for path in (chart.path, picture))
    except OSError:
        return True
    said = [*_texts(read_chart(spec)), *_SAID.findall(drawn)]
    return any(is_redacted(text, redact) for text in said)


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


def _texts(value: Any) -> Iterable[str]:
    """Each text in a chart, names too; of data that are one text its cells, but for numbers."""
    if isinstance(value, str):
        yield from (cell for cell in _CELL.split(value) if any(map(str.isalpha, cell)))
    elif isinstance(value, Mapping):
        yield from map(str, value)
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def kept_script(store: Path) -> Path | None:
    """Vega's scripts as a file in `.kb`, made where it is not there yet; None if it cannot be."""
    file = store / SCRIPTS / Path(VEGA).name
    if not file.is_file():
        script = vega_script()
        if script is None:
            return None
        with suppress(KbError):
            write_atomically(file, script.encode())
    return file if file.is_file() else None

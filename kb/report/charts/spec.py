"""A chart of Vega-Lite, in the output of a notebook or in a file: complete in itself, and free of chance."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kb.emit import VEGA_LITE

SUFFIX = ".vl.json"
"""How the name of a chart's file ends; its picture stands beside it under the same name."""
MOST_CHARACTERS = 2_000_000
"""Of a chart that a page may load; of a larger one there is the picture alone."""
MOST_DEEP = 100
_MIME = re.compile(r"application/vnd\.vegalite\.v\d+(?:\.\d+)*[.+]json")
_IN_HTML = re.compile(r"\}\)\((?=\{)")
"""What stands before the chart in the HTML by which altair shows it."""
_BY_CHANCE = re.compile(r"(view|param)_[0-9a-f]+|(data)-[0-9a-f]{32}")
"""Names that altair gives, by counting what it made before or by a hash."""
_NAME = re.compile(r"[\w-]+")
_FROM_ELSEWHERE = {"url", "href", "element"}
"""What loads or leads elsewhere, or puts something beside the chart."""
_DATA = {"values", "datasets"}
_REMARKS = "usermeta"
"""In which a chart may tell Vega's scripts what to load."""

Spec = dict[str, Any]


def chart_beside(picture: str) -> str:
    """Where the chart of a picture stands, if it is the picture of one."""
    return f"{picture.rpartition('.')[0]}{SUFFIX}"


def chart_in(data: Mapping[str, Any]) -> Spec | None:
    """The chart in the data of an output, as its kind says or in the HTML of altair; None where there is none."""
    spec = next((value for kind, value in data.items() if _MIME.fullmatch(kind)), None)
    if spec is None and "vega-embed" in (html := str(data.get("text/html", ""))):
        spec = _chart_in_html(html)
    text = spec if isinstance(spec, str) else json.dumps(spec)
    return read_chart(text)


def _chart_in_html(html: str) -> Any:
    """The first chart with which HTML calls a function."""
    for place in _IN_HTML.finditer(html):
        try:
            spec, _ = json.JSONDecoder().raw_decode(html, place.end())
        except (ValueError, RecursionError):
            continue
        if _is_chart(spec):
            return spec
    return None


def read_chart(text: str) -> Spec | None:
    """A chart from its text; None for what is none, or needs anything from elsewhere."""
    try:
        spec = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return spec if _is_chart(spec) and not _is_deep(spec) and _is_complete(spec) else None


def _is_deep(value: Any, depth: int = 0) -> bool:
    """Whether parts stand in one another deeper than any chart's."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > MOST_DEEP or any(_is_deep(part, depth + 1) for part in parts if isinstance(part, dict | list))


def _is_chart(spec: Any) -> bool:
    return isinstance(spec, dict) and VEGA_LITE.match(str(spec.get("$schema", ""))) is not None


def _is_complete(spec: Spec) -> bool:
    """Whether a chart has all its data in it: it neither loads anything nor leads anywhere."""
    return all(name not in _FROM_ELSEWHERE for name, _ in _parts(spec))


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Each name in a chart and what it stands for, but for its data."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            if name not in _DATA and name != _REMARKS:
                yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def render_chart(spec: Spec) -> str:
    """The text of a chart, in which nothing tells when it was made: what altair named by chance is counted anew."""
    names = _new_names(spec)
    plain = {name: _renamed(value, names) for name, value in spec.items() if name not in {*_DATA, _REMARKS}}
    if isinstance(datasets := spec.get("datasets"), dict):
        plain["datasets"] = {names.get(name, name): _finite(rows) for name, rows in datasets.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _new_names(spec: Spec) -> dict[str, str]:
    """A number of its own for each name that came by chance, in the order in which they stand in the chart."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for name, value in _parts(spec):
        found = _BY_CHANCE.fullmatch(value) if name == "name" and isinstance(value, str) else None
        if found and value not in names:
            stem = found[1] or found[2]
            counts[stem] += 1
            names[value] = f"{stem}_{counts[stem]}"
    return names


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _NAME.sub(lambda name: names.get(name[0], name[0]), value)
    if isinstance(value, dict):
        return {name: _finite(part) if name in _DATA else _renamed(part, names) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return _finite(value)


def _finite(value: Any) -> Any:
    """Data as JSON holds them: a number that is none is undefined."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list) else value

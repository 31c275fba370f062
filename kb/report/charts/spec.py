"""A chart of Vega-Lite, in the output of a notebook or in a file: complete in itself, and free of chance."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any

from kb.emit import VEGA_LITE
from kb.errors import KbError
from kb.report.text import shortened

SUFFIX = ".vl.json"
"""How the name of a chart's file ends; its picture stands beside it under the same name."""
MOST_CHARACTERS = 2_000_000
"""Of a chart that a page may load; of a larger one there is the picture alone."""
MOST_DEEP = 100
MOST_SAID = 200
"""Characters of what is wrong with a chart."""
_MIME = re.compile(r"application/vnd\.vegalite\.v\d+(?:\.\d+)*[.+]json")
_IN_HTML = re.compile(r"\}\)\((?=\{)")
"""What stands before the chart in the HTML by which altair shows it."""
_BY_CHANCE = re.compile(r"(?:(view|param)_[0-9a-f]+(?:_\d+)?|data-[0-9a-f]{32})")
"""Names that altair gives, by counting what it made before or by a hash."""
_ROWS = "rows"
"""How data are named that altair named by a hash; `data_1` is a name that Vega-Lite gives."""
_FROM_ELSEWHERE = {"url", "href", "element"}
"""What loads or leads elsewhere, or puts something beside the chart."""
_DATA = {"values", "datasets"}
_OF_THE_READER = {*_DATA, "parse"}
"""In which names are columns."""
_REMARKS = "usermeta"
"""In which a chart may tell Vega's scripts what to load."""

Spec = dict[str, Any]


def chart_beside(picture: str) -> str:
    """Where the chart of a picture stands, if it is the picture of one."""
    return f"{picture.rpartition('.')[0]}{SUFFIX}"


def chart_in(data: Mapping[str, Any]) -> Spec | None:
    """The chart in the data of an output, as its kind says or in the HTML of altair; None where there is none.

    Raises:
        KbError: There is one, and it cannot be shown.
    """
    found = next((value for kind, value in data.items() if _MIME.fullmatch(kind)), None)
    if found is None and "vega-embed" in (html := str(data.get("text/html", ""))):
        found = _chart_in_html(html)
    return None if found is None else checked_chart(found)


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
        return checked_chart(text)
    except KbError:
        return None


def checked_chart(found: Any) -> Spec:
    """A chart as it stands there or as its text.

    Raises:
        KbError: It is none, or cannot be shown.
    """
    try:
        spec = json.loads(found) if isinstance(found, str) else found
    except (ValueError, RecursionError) as error:
        raise KbError("It cannot be read as JSON") from error
    if not _is_chart(spec):
        raise KbError("Its `$schema` does not say that it is one of Vega-Lite")
    if _is_deep(spec):
        raise KbError(f"Its parts stand in one another, more than {MOST_DEEP} deep")
    if away := next((part for part in _parts(spec) if part[0] in _FROM_ELSEWHERE), None):
        name, value = away
        found = f"`{shortened(' '.join(value.split()), MOST_SAID)}`" if isinstance(value, str) else ""
        raise KbError(
            f"It names by `{name}` what stands elsewhere", found=found, do="Put its data into it, and no address."
        )
    return dict(spec)


def _is_deep(value: Any, depth: int = 0) -> bool:
    """Whether parts stand in one another deeper than any chart's."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth > MOST_DEEP or any(_is_deep(part, depth + 1) for part in parts if isinstance(part, dict | list))


def _is_chart(spec: Any) -> bool:
    return isinstance(spec, dict) and VEGA_LITE.match(str(spec.get("$schema", ""))) is not None


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Each name in a chart and what it stands for, but for its data."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            if name not in _OF_THE_READER and name != _REMARKS:
                yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def render_chart(spec: Spec) -> str:
    """The text of a chart, in which nothing tells when it was made: what altair named by chance is counted anew."""
    names = _new_names(spec)
    old = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
    plain = {name: _renamed(value, old, names) for name, value in spec.items() if name not in {*_DATA, _REMARKS}}
    if isinstance(datasets := spec.get("datasets"), dict):
        plain["datasets"] = {names.get(name, name): _finite(rows) for name, rows in datasets.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _new_names(spec: Spec) -> dict[str, str]:
    """A number of its own for each name that came by chance, in the order in which they stand in the chart."""
    given = dict.fromkeys(value for name, value in _parts(spec) if name == "name" and isinstance(value, str))
    by_chance = {name: found[1] or _ROWS for name in given if (found := _BY_CHANCE.fullmatch(name))}
    free = {stem: _free(stem, given.keys() - by_chance.keys()) for stem in by_chance.values()}
    return {name: next(free[stem]) for name, stem in by_chance.items()}


def _free(stem: str, taken: Collection[str]) -> Iterator[str]:
    return (name for number in count(1) if (name := f"{stem}_{number}") not in taken)


def _renamed(value: Any, old: re.Pattern[str], names: Mapping[str, str]) -> Any:
    """A part of a chart, with new names for old ones."""
    if isinstance(value, str):
        return old.sub(lambda name: names[name[0]], value) if names else value
    if isinstance(value, dict):
        return {name: _finite(part) if name in _DATA else _renamed(part, old, names) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, old, names) for part in value]
    return _finite(value)


def _finite(value: Any) -> Any:
    """Data as JSON holds them: a number that is none is undefined."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, list) else value

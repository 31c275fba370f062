"""Charts drawn as pictures by vl-convert, in a process of its own: one that never ends or takes all memory is ended."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from time import monotonic
from typing import Any

from kb.errors import KbError
from kb.report.charts.spec import MOST_SAID, Spec, render_chart
from kb.report.svg import safe_svg
from kb.report.text import shortened

PATIENT_SECONDS = 30.0
"""For one chart; most take a tenth of a second, the first of a process half a second."""
SIZES = {"width": 640, "height": 360}
"""Pixels of a chart that takes its size from its page."""
_CLEAR = {None, "transparent", "none", ""}
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.stdin.buffer.readline());"
    "from kb.report.charts.child import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)
_UNSEEN = re.compile(
    r'<g class="mark-path[^"]*_voronoi"[^<>]*>(?:<path[^<>]*/>)*</g>'  # what feels the pointer
    r'|<(?:circle|image|line|path|rect)\b[^<>]*\sopacity="0"[^<>]*/>'
)
_COMPLAINT = re.compile(r"^(?:Uncaught )?\w*Error: (.+)$", re.MULTILINE)
_LONG_LINE = re.compile(r'(?<=\sd=")[^"]{1000,}(?=")')
_DECIMALS = re.compile(r"(?<=\.\d)\d+")
_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}
"""By the process that asks them."""
_COUNTED = re.compile(r"(\bid=\"|url\(#|href=\"#)((?:clip|gradient_|pattern_)\d+)(?=[\")])")


def draw_chart(spec: Spec) -> str:
    """The picture of a chart as SVG, on a ground of its own, the same for equal charts.

    Raises:
        KbError: It cannot be drawn.
    """
    drawn = _ask({"do": "draw", "spec": render_chart(_on_paper(spec))})
    picture = safe_svg(_shortened(_counted_anew(drawn)))
    if picture is None:
        raise KbError("Its picture would be no SVG")
    return picture


def vega_script() -> str | None:
    """A module with all that a page needs to show charts, and needs from nowhere else; None if it cannot be made."""
    try:
        return _ask({"do": "script"})
    except KbError:
        return None
    finally:
        _end()  # seldom asked for, by a program that may serve for days


def _on_paper(spec: Spec) -> Spec:
    """The chart as a picture shows it: of a size of its own, on white unless it names a colour, and without remarks."""
    sized = {name: SIZES[name] for name in SIZES if spec.get(name) == "container"}
    config = spec.get("config")
    ground = spec.get("background", config.get("background") if isinstance(config, dict) else None)
    clear = {"background": "white"} if isinstance(ground, str | None) and ground in _CLEAR else {}
    silent = {**(config if isinstance(config, dict) else {}), "aria": False}
    return {**spec, **sized, **clear, "config": silent}


def _shortened(svg: str) -> str:
    """A picture without what nobody sees in it, the places of long lines to a tenth of a pixel."""
    return _LONG_LINE.sub(lambda line: _DECIMALS.sub("", line[0]), _UNSEEN.sub("", svg))


def _counted_anew(svg: str) -> str:
    """The process that draws counts on from chart to chart."""
    found = dict.fromkeys(name for _, name in _COUNTED.findall(svg))
    names = {name: f"kb{number}" for number, name in enumerate(found, start=1)}
    return _COUNTED.sub(lambda match: match[1] + names[match[2]], svg)


def _ask(order: dict[str, str]) -> str:
    """What the process that draws made.

    Raises:
        KbError: It cannot, or did not in time.
    """
    start = monotonic()
    try:
        child = _child()
        assert child.stdin  # noqa: S101  (a pipe)
        assert child.stdout  # noqa: S101  (likewise)
        timer = threading.Timer(PATIENT_SECONDS, child.kill)
        timer.start()
        try:
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()
            answer: Any = json.loads(child.stdout.readline())
        finally:
            timer.cancel()
    except (OSError, ValueError) as error:  # it died, and the next chart gets another
        _end()
        is_late = monotonic() - start >= PATIENT_SECONDS
        late = f"It was not drawn within {PATIENT_SECONDS:g} seconds"
        raise KbError(late if is_late else "Vega ended as it drew: it lacked memory or met a bad character") from error
    if "done" not in answer:
        raise KbError("Vega cannot draw it", found=_reason(answer["why"]))
    return str(answer["done"])


def _reason(said: str) -> str:
    """What Vega complains about, without the places in its scripts."""
    found = _COMPLAINT.search(said)
    return shortened(found[1] if found else said.partition("\n")[0], MOST_SAID)


def _child() -> subprocess.Popen[bytes]:
    """The process that draws, started with the first chart: Vega's scripts have to be read once only.

    A fork of this process has one of its own, or it would read what is drawn for another.
    """
    if os.getpid() not in _CHILDREN:
        _CHILDREN[os.getpid()] = _start()
        atexit.register(_end)
    return _CHILDREN[os.getpid()]


def _start() -> subprocess.Popen[bytes]:
    command, pipe = [sys.executable, "-I", "-c", _START], subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    assert child.stdin  # noqa: S101  (a pipe)
    child.stdin.write(json.dumps(sys.path).encode() + b"\n")
    return child


def _end() -> None:
    child = _CHILDREN.pop(os.getpid(), None)
    if child is None:
        return
    atexit.unregister(_end)
    child.kill()
    with suppress(OSError), child:
        pass

"""The process that draws charts: a line with what to do, a line with what came of it."""

from __future__ import annotations

import json
from typing import IO, Any

import vl_convert

NOWHERE: list[str] = []
"""From where a chart may load anything."""
SCRIPT = "export { vegaEmbed };"


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Do what stands in each line of `source`, until it ends."""
    for line in source:
        sink.write(json.dumps({"done": _done(json.loads(line))}).encode() + b"\n")
        sink.flush()


def _done(order: dict[str, Any]) -> str | None:
    try:
        if order["do"] == "script":
            return vl_convert.javascript_bundle(SCRIPT)
        return vl_convert.vegalite_to_svg(order["spec"], allowed_base_urls=NOWHERE)
    except (ValueError, RuntimeError):  # what is wrong with the chart
        return None

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
        sink.write(json.dumps(_answer(json.loads(line))).encode() + b"\n")
        sink.flush()


def _answer(order: dict[str, Any]) -> dict[str, str]:
    """What came of it, or why nothing did."""
    try:
        if order["do"] == "script":
            return {"done": vl_convert.javascript_bundle(SCRIPT)}
        return {"done": vl_convert.vegalite_to_svg(order["spec"], allowed_base_urls=NOWHERE)}
    except (ValueError, RuntimeError) as error:  # what is wrong with the chart
        return {"why": str(error)}

"""A process that has made a notebook's imports and is the kernel of one run, where a process cannot be forked.

It runs in the kernel's own interpreter: it needs ipykernel and the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from multiprocessing.connection import Client
from typing import Any

from kb.runs.kernels.app import make_app
from kb.runs.kernels.child import live
from kb.runs.kernels.preload import collect_again, forget_kb, preload
from kb.runs.kernels.tie import tied_to
from kb.runs.kernels.wire import Wire


def main(order: Mapping[str, Any]) -> None:
    """Get ready, say so, and answer requests.

    Args:
        order: `arguments` of the kernel's application, `statements` to import, `environment` to restore, the
            `address` to connect to, its `key`.
    """
    connection = Client(order["address"], authkey=bytes.fromhex(order["key"]))
    wire = Wire(connection)
    with tied_to(connection.fileno()):
        app = make_app(order["arguments"])
        wire.send("up")
        forget_kb()
        ready = {"refused": preload(order["statements"], app)}
    collect_again(order["collector"])
    wire.send("ready", [json.dumps(ready).encode()])
    live(app, wire, order["environment"], None)

"""kb: a knowledge base that runs its own research.

What a notebook imports, loaded when first asked for: `kb.bars`, `kb.emit`, `kb.market`, `kb.strategies`, `kb.journal`.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_MODULES = ("emit", "journal", "market", "strategies")


def __getattr__(name: str) -> Any:
    if name == "bars":
        return importlib.import_module("kb.market.source").bars
    if name in _MODULES:
        return importlib.import_module(f"kb.{name}")
    message = f"module 'kb' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, "bars"})

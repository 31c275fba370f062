"""kb: a knowledge base that runs its own research.

What a notebook imports, loaded when first asked for: `kb.bars`, `kb.charts`, `kb.emit`, `kb.market`, `kb.strategies`,
`kb.journal`, `kb.secret`.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_MODULES = ("charts", "emit", "journal", "market", "strategies")
_FUNCTIONS = {"bars": "kb.market.source", "secret": "kb.secrets"}


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(_FUNCTIONS[name]), name)
    if name in _MODULES:
        return importlib.import_module(f"kb.{name}")
    message = f"module 'kb' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *_FUNCTIONS})

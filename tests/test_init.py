"""`import kb` costs nothing; what a notebook asks of it is loaded then."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kb
from kb import emit, journal, market, strategies
from kb.market.source import bars
from kb.secrets import secret


def test_a_notebook_finds_what_it_needs() -> None:
    assert (kb.emit, kb.journal, kb.market, kb.strategies) == (emit, journal, market, strategies)
    assert (kb.bars, kb.secret) == (bars, secret)


def test_what_it_offers_is_listed_for_completion() -> None:
    assert {"bars", "emit", "journal", "market", "secret", "strategies", "__version__"} <= set(dir(kb))


def test_another_name_is_an_error_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'kb' has no attribute 'bar'"):
        _ = kb.bar


def test_importing_it_loads_no_room() -> None:
    code = "import sys, kb; print(sorted(name for name in sys.modules if name.startswith('kb.') or name == 'pandas'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_asking_for_a_room_loads_it() -> None:
    code = "import kb; print(kb.emit.__name__, kb.journal.__name__, kb.bars.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["kb.emit", "kb.journal", "kb.market.source"]

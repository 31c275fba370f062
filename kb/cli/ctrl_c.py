"""Ctrl-C while a batch runs: once to finish what runs, twice to end it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LAST_PATIENCE = 2
"""How often it is pressed before nothing is waited for."""


class CtrlC:
    """Counts how often Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.presses = 0
        self._is_heeded = False

    @contextmanager
    def counted(self) -> Iterator[None]:
        """While this lasts, Ctrl-C is counted first, and interrupts only when it is pressed again."""
        before = signal.signal(signal.SIGINT, self._pressed)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """While this lasts, somebody asks for the count, and the second time interrupts nothing else."""
        self._is_heeded = True
        try:
            yield
        finally:
            self._is_heeded = False

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        self.presses += 1
        if self.presses > (LAST_PATIENCE if self._is_heeded else 1):
            raise KeyboardInterrupt

"""Ctrl-C while a batch runs: answered at once, before anything is finished."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class CtrlC:
    """Counts how often Ctrl-C was pressed.

    Args:
        answer: Called at the first time; what Ctrl-C does otherwise is done as well, every time.
    """

    def __init__(self, answer: Callable[[], None]) -> None:
        self._answer = answer
        self.presses = 0

    @contextmanager
    def answered(self) -> Iterator[None]:
        """While this lasts, Ctrl-C is answered and counted."""
        before = signal.signal(signal.SIGINT, self._pressed)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _pressed(self, _number: int, _frame: FrameType | None) -> None:
        self.presses += 1
        if self.presses == 1:
            self._answer()
        raise KeyboardInterrupt

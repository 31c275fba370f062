"""Making many objects that all stay: the garbage collector would look through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Put the collector off until the block ends; what was made in it counts as old then."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # from the permanent generation to the oldest, which is looked through least
        if was_on:
            gc.enable()

"""What of a file changes whenever its content does."""

from __future__ import annotations

import os

Signature = tuple[int, int, int, int]
"""Size, times of change in nanoseconds, and inode: a file with the same is the same, as git takes it."""


def signature_of(file: os.stat_result) -> Signature:
    """The signature of a file."""
    return file.st_size, file.st_mtime_ns, file.st_ctime_ns, file.st_ino

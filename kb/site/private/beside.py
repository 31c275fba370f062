"""What stands in pictures and PDF files beside what they show: descriptions, titles, names of programs and people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.report.images import PNG_SIGNATURE

_PDF = b"%PDF-"
_PIXELS = b"IDAT"
_WIDE = b"UNICODE\0"
"""Stands before a comment in UTF-16, and its last letter would be the first of that."""
_HEX = re.compile(rb"<([\s0-9A-Fa-f]+)>")
_OCTAL = re.compile(rb"\(\\376\\377((?:[^()\\]|\\[^\r\n])*)\)")
_CODE = re.compile(rb"\\([0-3][0-7]{2})")


def written_in(data: bytes) -> bytes:
    """The bytes of a file in which what it says stands as it is, each text apart from what is no text.

    Of a picture of the kind PNG it is all but the pixels; of a PDF file its texts that are written in digits, too.
    """
    if data.startswith(PNG_SIGNATURE):
        data = b"\0".join(_chunks(data))
    elif data.startswith(_PDF):
        data = b"\0\0".join((data, *_decoded(data)))
    return data.replace(_WIDE, b"\0" * len(_WIDE))


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(PNG_SIGNATURE)
    while at < len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] != _PIXELS:
            yield data[at + 8 : end]
        at = end + 4


def _decoded(data: bytes) -> Iterator[bytes]:
    """Titles and the like as many programs write them: two hexadecimal digits a byte, or three octal ones in UTF-16."""
    for found in _HEX.finditer(data):
        digits = b"".join(found[1].split())
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    for found in _OCTAL.finditer(data):
        yield _CODE.sub(lambda code: bytes([int(code[1], 8)]), found[1])

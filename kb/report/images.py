"""Images without what says when and by what they were made, so that equal pictures are equal bytes."""

from __future__ import annotations

import re
import struct

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_REMARKS = {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"}
SVG_REMARKS = re.compile(r"<!--.*?-->|<metadata\b.*?</metadata>\s*", re.DOTALL)
SVG_ID = re.compile(r"\bid=\"([A-Za-z]*(?:[0-9a-f]+_)*[0-9a-f]{10})\"")
SVG_REFERENCE = re.compile(r"(\bid=\"|url\(#|href=\"#)([A-Za-z]*(?:[0-9a-f]+_)*[0-9a-f]{10})(?=[\")])")


def neutral_png(data: bytes) -> bytes:
    """The PNG without its text, time and EXIF chunks; what is not a whole PNG is returned as it is.

    Chunks: PNG specification, third edition, section 5.3.
    """
    if not data.startswith(PNG_SIGNATURE):
        return data
    kept = [PNG_SIGNATURE]
    start = len(PNG_SIGNATURE)
    while start + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, start)
        end = start + 12 + length
        kind = data[start + 4 : start + 8]
        if kind not in PNG_REMARKS:
            kept.append(data[start:end])
        if kind == b"IEND":
            return b"".join(kept)
        start = end
    return data


def neutral_svg(text: str) -> str:
    """The SVG without comments and metadata; matplotlib's random ids are numbered in order of appearance."""
    text = SVG_REMARKS.sub("", text.replace("\r\n", "\n"))
    names = {name: f"kb{number}" for number, name in enumerate(dict.fromkeys(SVG_ID.findall(text)), start=1)}
    return SVG_REFERENCE.sub(lambda match: match[1] + names.get(match[2], match[2]), text)

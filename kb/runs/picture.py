"""Pictures that look the same, though their bytes differ."""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_LEVELS = 5
"""Of 255, in any colour of any pixel: one step of matplotlib's colour maps, which have 256. Nobody reads so closely.

Measured with matplotlib at 110 dpi: noise of 1e-9 in the data leaves lines, bars and points as they are. A cell of a
heat map whose value is just between two colours, as 0 is where it is the middle, moves by one step: one to five levels.
A line that moves by 1/100,000 of its height changes by 2 levels, by 1/10,000 by 9, by 1/1,000, a third of a pixel,
by 83.
"""
MOST_PIXELS = 20_000_000
"""What is larger is not decoded: it counts as changed."""
_EIGHT_BITS = {"1", "L", "LA", "P", "RGB", "RGBA"}


def settle_picture(new: Any, old: Any) -> Any:
    """The old picture where both look the same, else the new one; both base64, as notebooks hold them."""
    if new == old or not isinstance(new, str) or not isinstance(old, str):
        return new
    try:
        return old if looks_same(base64.b64decode(new), base64.b64decode(old)) else new
    except (binascii.Error, ValueError):
        return new


def looks_same(first: bytes, second: bytes) -> bool:
    """Whether two pictures are of one size and differ by no more than can be seen; what cannot be decoded does not."""
    from PIL import ImageChops  # noqa: PLC0415  (only where bytes differ)

    one, other = _decoded(first), _decoded(second)
    if one is None or other is None or one.size != other.size:
        return False
    seen = ImageChops.difference(one, other).point(lambda level: max(level - MOST_LEVELS, 0))
    return seen.getbbox(alpha_only=False) is None


def _decoded(data: bytes) -> Image | None:
    """The picture in red, green, blue and opacity; None where it is broken, huge, moving or finer than 8 bits."""
    from PIL import Image  # noqa: PLC0415  (as above)

    try:
        image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        is_plain = image.mode in _EIGHT_BITS and not getattr(image, "is_animated", False)
        return image.convert("RGBA") if is_plain and image.width * image.height <= MOST_PIXELS else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None

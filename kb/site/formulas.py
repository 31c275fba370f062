"""Mathematics as MathML, which browsers draw by themselves: nothing is fetched, no script runs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Literal

from kb.site.latex import known_words, unknown_environment
from kb.site.letters import in_letters

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_CHARACTERS = 5_000
"""A longer formula is shown as written: nobody reads it, and drawing it takes as long as a page."""
DROPPED = {"href", "style", "class", "id", "xmlns"}
"""Attributes that `\\href`, `\\style` and the like would set, and one that HTML does not need."""
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""Elements that are nothing without all their parts."""
LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
SIGNS = {*range(0x220F, 0x2212), *range(0x22C0, 0x22C4), *range(0x2A00, 0x2A07)}
LARGE = {*map(chr, SIGNS), "lim", "max", "min", "sup", "inf", "lim sup", "lim inf", "Pr", "argmax", "argmin"}
"""Signs whose limits stand below and above them."""
SPELT = {"~": "\N{TILDE OPERATOR}"}
"""What the library takes for the wrong sign."""


@lru_cache(maxsize=1 << 12)
def render_formula(source: str, display: Literal["inline", "block"]) -> str:
    """A formula in LaTeX's notation as MathML; one that cannot be drawn stays as written, and says why.

    Args:
        source: What stands between the dollars.
        display: Whether it is part of a line, or has lines of its own.
    """
    if len(source) > MOST_CHARACTERS:
        return _as_written(source, f"it is longer than {MOST_CHARACTERS} characters")
    if name := unknown_environment(source):
        return _as_written(source, f"the environment {name} is not known")
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415  (only where there is a formula)

    try:
        return _as_text(convert_to_element(known_words(source), display=display), source)
    except RecursionError:
        return _as_written(source, "it is nested too deep")
    except Exception as error:  # noqa: BLE001  (the library's refusals have no common base, and odd input upsets it anywhere)
        return _as_written(source, str(error) or _words(type(error).__name__))


def _as_text(drawn: Element, source: str) -> str:
    from xml.etree.ElementTree import tostring  # noqa: PLC0415  (only where there is a formula)

    if not any(element.text or element.tag == "mspace" for element in drawn.iter()):
        return _as_written(source, "it shows nothing; what it defines counts for itself only")
    for element in drawn.iter():
        if element.tag == "mi" and element.text == "&":
            return _as_written(source, "a & stands outside of a table")
        if element.tag == "mi" and (element.text or "").startswith("\\"):
            return _as_written(source, f"{element.text} is not known")
        element.text, element.tail = _plain(element.text), _plain(element.tail)
        _mend(element)
        if len(element) != PARTS.get(element.tag, len(element)):
            return _as_written(source, "a part of it is missing")
        for name in DROPPED & element.attrib.keys():
            del element.attrib[name]
    return tostring(drawn, encoding="unicode", short_empty_elements=False)


def _mend(element: Element) -> None:
    """Limits below and above sums and the like, where the line has room; bars as tall as the matrix between them."""
    if element.tag == "mo" and len(element):
        element.tag = "mrow"
    elif element.tag == "mi" and element.text in SPELT:
        element.tag, element.text = "mo", SPELT[element.text]
    elif element.tag == "mi" and _is_sign(element.text or ""):
        element.tag = "mo"
        element.set("stretchy", "false")
    if element.text and element.tag != "mtext":
        element.text = in_letters(element.text, element.get("mathvariant", ""))
    base = element[0] if element.tag in LIMITS and len(element) else None
    if base is not None and base.tag in {"mo", "mi"} and " ".join((_plain(base.text) or "").split()) in LARGE:
        element.tag = LIMITS[element.tag]
        base.set("movablelimits", "true")
    for before, table, after in zip(element, element[1:], element[2:], strict=False):
        if table.tag == "mtable" and before.tag == after.tag == "mo":
            before.attrib |= {"form": "prefix", "stretchy": "true"}
            after.attrib |= {"form": "postfix", "stretchy": "true"}


def _is_sign(text: str) -> bool:
    return len(text) == 1 and unicodedata.category(text) in {"Sm", "Ps", "Pe"}


def _plain(text: str | None) -> str | None:
    """The library writes `&#x0003D;` for a sign, and leaves the rest as it is."""
    return unescape(text) if text else text


def _as_written(source: str, why: str) -> str:
    return f'<code class="kb-undrawn" title="{escape(f"This formula cannot be drawn: {why}")}">{escape(source)}</code>'


def _words(name: str) -> str:
    """`MissingEndError` as words."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()

"""What MathML needs so that a browser draws it as LaTeX does."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING
from unicodedata import normalize

from kb.site.body.signs import mend_sign, plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
SCRIPTS = {*LIMITS, *LIMITS.values()}
SIGNS = {*range(0x220F, 0x2212), *range(0x22C0, 0x22C4), *range(0x2A00, 0x2A07)}
LARGE = {*map(chr, SIGNS), "lim", "max", "min", "sup", "inf", "lim sup", "lim inf", "Pr", "argmax", "argmin"}
"""Signs whose limits stand below and above them."""
LETTERS = {"∞", "∅", "\N{DOWN TACK}"}
"""Signs that the library takes for operators, with space around them."""
OPENING = {"(", "["}
SLASH, STROKE = "\N{BIG SOLIDUS}", "\N{COMBINING LONG SOLIDUS OVERLAY}"
BAR = "―"
HAT = "\N{COMBINING CIRCUMFLEX ACCENT}"
THIN = "0.167em"
SPACE = {"width": "0.5em"}
DRAWN = {"solid", "dashed"}


def mend(element: Element) -> None:
    """Change an element and its children, whose own children follow later."""
    for child in element:
        mend_sign(child)
    if element.tag in SCRIPTS and len(element):
        _mend_script(element)
    if element.tag == "mtable":
        _draw_lines(element)
    for before, table, after in zip(element, element[1:], element[2:], strict=False):
        if table.tag == "mtable" and before.tag == after.tag == "mo":  # bars as tall as the matrix between them
            before.attrib |= {"form": "prefix", "stretchy": "true"}
            after.attrib |= {"form": "postfix", "stretchy": "true"}
    for child in element:
        if child.tag == "mo" and plain(child.text) in LETTERS:
            child.tag = "mi"
    _strike(element)
    if element.tag not in SCRIPTS:
        _space_names(element)


def _mend_script(element: Element) -> None:
    """Limits below and above sums and the like, where the line has room; lines, hats and arrows of full width."""
    base, above = element[0], plain(element[-1].text)
    if element.tag in LIMITS and base.tag == "mo" and " ".join((plain(base.text) or "").split()) in LARGE:
        element.tag = LIMITS[element.tag]
        base.set("movablelimits", "true")
    elif above == BAR:
        element.set("data-lines", "above" if element.tag == "mover" else "below")
        element.tag = "mrow"
        del element[1:]
    elif above == "^" and len(base) > 1:
        element[-1].text = HAT
        element[-1].set("stretchy", "true")
    elif base.tag == "mstyle" and len(base) == 1 and base[0].tag == "mo":
        element[0] = base[0]
        base[0].set("stretchy", "true")
        for label in element[1:]:
            label.tag, label.attrib = "mrow", {}
            label.insert(0, label.makeelement("mspace", SPACE))
            label.append(label.makeelement("mspace", SPACE))


def _draw_lines(table: Element) -> None:
    """The lines of a table at its cells: browsers know none."""
    below, right = (table.attrib.pop(name, "").split() for name in ("rowlines", "columnlines"))
    for row, under in zip_longest(table, below[: len(table)]):
        for cell, beside in zip_longest(row, right[: len(row)]):
            sides = ["below"] * (under in DRAWN) + ["right"] * (beside in DRAWN)
            if sides:
                cell.set("data-lines", " ".join(sides))


def _strike(element: Element) -> None:
    """The stroke that denies is part of the sign that follows it."""
    for stroke, sign in zip(list(element), list(element)[1:], strict=False):
        is_stroke = stroke.tag == "mpadded" and [plain(part.text) for part in stroke] == [SLASH]
        if is_stroke and sign.text and not len(sign):
            sign.text = normalize("NFC", f"{plain(sign.text)}{STROKE}")
            element.remove(stroke)


def _space_names(element: Element) -> None:
    """Names of functions stand apart from their neighbours, but not from the bracket that they open."""
    before = None
    for child, after in zip_longest(list(element), list(element)[1:]):
        name = child[0] if child.tag in SCRIPTS and len(child) else child
        if _is_name(name):
            name.tag = "mo"
            is_first = before is None or before.tag == "mo"
            is_apart = after is not None and _first_sign(after) not in OPENING
            name.attrib |= {"lspace": "0" if is_first else THIN, "rspace": THIN if is_apart else "0"}
        before = child


def _is_name(element: Element) -> bool:
    words = (plain(element.text) or "").split()
    return element.tag in {"mi", "mo"} and all(map(str.isalpha, words)) and len("".join(words)) > 1


def _first_sign(element: Element) -> str | None:
    return next((plain(part.text) for part in element.iter() if part.text), None)

"""Mathematics as MathML, which browsers draw by themselves: nothing is fetched, no script runs."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeGuard

from kb.site.body.latex import known_words, unknown_environment
from kb.site.body.mathml import mend
from kb.site.body.signs import plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_CHARACTERS = 5_000
"""A longer formula is shown as written: nobody reads it, and drawing it takes as long as a page."""
MOST_GROWN = 10 * MOST_CHARACTERS
"""Parts of a formula after its macros: a few that double each other would fill the machine."""
DROPPED = {"href", "style", "class", "id", "xmlns"}
"""Attributes that `\\href`, `\\style` and the like would set, and one that HTML does not need."""
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""Elements that are nothing without all their parts."""
Macro = tuple[list[str], int]


@lru_cache(maxsize=1 << 12)
def render_formula(source: str, display: Literal["inline", "block"]) -> str:
    """A formula in LaTeX's notation as MathML; one that cannot be drawn stays as written, and says why.

    Args:
        source: What stands between the dollars.
        display: Whether it is part of a line, or has lines of its own.
    """
    if len(source) > MOST_CHARACTERS:
        return _as_written(source, f"it is longer than {MOST_CHARACTERS} characters")
    drawn = _draw(source, display)
    return _as_text(drawn, source) if not isinstance(drawn, str) else _as_written(source, drawn)


def _draw(source: str, display: str) -> Element | str:
    """The formula, or why it cannot be drawn."""
    if name := unknown_environment(source):
        return f"the environment {name} is not known"
    from latex2mathml import exceptions  # noqa: PLC0415  (only where there is a formula)
    from latex2mathml.converter import Converter  # noqa: PLC0415

    refusals = tuple(filter(_is_error, vars(exceptions).values()))  # they have no common base
    converter = Converter(display=display)
    converter.macros = _Macros(len(source))
    try:
        return converter.convert_to_element(known_words(source))
    except RecursionError:
        return "it is nested too deep"
    except refusals as error:
        return _words(type(error).__name__)
    except _TooLongError as error:
        return str(error)
    except (StopIteration, LookupError, TypeError, ValueError):  # half a formula, which it expects whole
        return "a part of it is missing, or out of place"


def _is_error(value: object) -> TypeGuard[type[Exception]]:
    return isinstance(value, type) and issubclass(value, Exception)


class _TooLongError(ValueError):
    """What macros make of a formula."""


class _Macros(dict[str, Macro]):
    """The macros of a formula, which count what they add to it."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __getitem__(self, name: str) -> Macro:
        body, count = super().__getitem__(name)
        uses = Counter(number for mark, number in pairwise(body) if mark == "#")
        self._size = self._size * max(uses.values(), default=1) + len(body) + 1
        if self._size > MOST_GROWN:
            raise _TooLongError("its macros make it too long")
        return body, count

    def get(self, name: str, default: Macro) -> Macro:  # type: ignore[override]  # as the library calls it
        """The same; the second half of an environment is looked up so."""
        return self[name] if name in self else default  # noqa: SIM401  (this is that method)


def _as_text(drawn: Element, source: str) -> str:
    from xml.etree.ElementTree import tostring  # noqa: PLC0415  (only where there is a formula)

    if not any(element.text or element.tag == "mspace" for element in drawn.iter()):
        return _as_written(source, "it shows nothing, and what it defines is known in it only")
    for element in drawn.iter():
        if element.tag == "mi" and (element.text or "").startswith("\\"):
            return _as_written(source, f"{element.text} is not known")
        if element.tag == "mi" and element.text == "&":
            return _as_written(source, "it has columns that are not known")
        mend(element)
        if len(element) != PARTS.get(element.tag, len(element)):
            return _as_written(source, "a part of it is missing")
        element.text, element.tail = plain(element.text), plain(element.tail)
        for name in DROPPED & element.attrib.keys():
            del element.attrib[name]
    return tostring(drawn, encoding="unicode", short_empty_elements=False)


def _as_written(source: str, why: str) -> str:
    return f'<code class="kb-undrawn" title="{escape(f"This formula cannot be drawn: {why}")}">{escape(source)}</code>'


def _words(name: str) -> str:
    """`MissingEndError` as words."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()

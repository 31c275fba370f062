"""Languages other than Python: those in which papermill can write parameters, and what arrives there as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.errors import KbError

PYTHON = "python"
MOST_EXACT = 2**53
"""Whole numbers up to this one are exact where all numbers are doubles, as in R."""


@dataclass(frozen=True, slots=True)
class Language:
    """What is to be known of a language.

    Attributes:
        comment: What begins a comment.
        spoiled: Characters that papermill's text does not bring there unchanged: it escapes as Python would.
        has_null: Whether papermill can write null.
        is_shell: Whether words are texts without quotes; papermill quotes any text for a shell.
    """

    comment: str = "#"
    spoiled: str = ""
    has_null: bool = True
    is_shell: bool = False


_R = Language()
_SCALA = Language("//")
LANGUAGES = {
    "R": _R,
    "sparkrkernel": _R,
    "julia": Language(spoiled="$"),
    "bash": Language(is_shell=True),
    "scala": _SCALA,
    "sparkkernel": _SCALA,
    "matlab": Language("%", spoiled="\\"),
    ".net-csharp": Language("//", has_null=False),
    ".net-fsharp": Language("//"),
    ".net-powershell": Language(spoiled="\\$`"),
}
"""By the name of a language, or of a kernel, as papermill looks it up."""


def translated(kernel: str, language: str) -> str | None:
    """The name under which papermill knows a language; None for one that it cannot write parameters in."""
    return next((name for name in (kernel, language) if name in LANGUAGES), None)


def untranslated(language: str, path: str) -> KbError:
    """The error for a notebook whose language papermill cannot write parameters in."""
    do = "It can in Python, R, Julia, bash, Scala, MATLAB, and in C#, F# and PowerShell of .NET."
    what = "papermill cannot give parameters to a notebook in this language"
    return KbError(what, path=path, found=language or "none is named in it", do=do)


def check_delivered(name: str, value: Any, language: str) -> None:
    """Refuse what papermill cannot write in a language, or what would arrive as something else without a word.

    Args:
        name: The parameter.
        value: Null, or a finite number, a text, a truth, a list or a mapping of such.
        language: One of `LANGUAGES`.

    Raises:
        KbError: The notebook would not get this value.
    """
    if fault := _fault(value, LANGUAGES[language]):
        what = f"`{name}` would not reach a notebook in {language} as it is"
        raise KbError(what, found=f"{value!r:.80}", do=fault)


def _fault(value: Any, language: Language) -> str:
    """What to give instead; empty where the value arrives."""
    if isinstance(value, list | dict):
        return "Give a number, a text, true, false or null: one parameter for each value of a list."
    if value is None and not language.has_null:
        return "It cannot be given null: leave the parameter out, or choose a value that stands for none."
    if isinstance(value, int) and abs(value) > MOST_EXACT:
        return f"Numbers are exact up to {MOST_EXACT} there: give a longer one as text."
    if isinstance(value, str) and not language.is_shell:
        bad = next(
            (sign for sign in value if not (sign.isascii() and sign.isprintable()) or sign in language.spoiled), ""
        )
        return f"papermill does not bring {bad!r} there unchanged: leave it out." if bad else ""
    return ""

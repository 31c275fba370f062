"""The parameters cell of a notebook that is not in Python, read line by line: assignments of plain values."""

from __future__ import annotations

import math
import re
from typing import Any

from kb.model.run import Parameter
from kb.runs.languages import LANGUAGES, Language
from kb.runs.secret_parameters import names_a_secret, secret_parameter

_ASSIGNMENT = re.compile(
    r"""
    (?: (?: local|const|var|val|let|mutable|export|declare|typeset|readonly|global|final
          | int|long|double|float|decimal|string|bool | -\w+ ) \s+ )*   # const, declare -i
    (?: \[\w+\] )? \$?                                                  # [int]$name
    (?P<name> [^\W\d][\w.]* )
    (?: \s* ::? \s* [^\W\d][\w.<>{}\[\], |?]* )?                        # name: Int, name::Int
    \s* (?: <<?- | := | =(?!=) ) \s*
    (?P<rest> .* )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_TEXT = re.compile(r"""(?P<quote>["'])(?P<text>(?:(?!(?P=quote))[^\\$`])*)(?P=quote)""")
_BARE_TEXT = re.compile(r"[\w./:@%+,-]*")
_TRUTHS = {"TRUE": True, "true": True, "$true": True, "$True": True} | {
    "FALSE": False,
    "false": False,
    "$false": False,
    "$False": False,
}
_NULLS = {"NULL", "null", "nothing", "None", "$null", "$Null"}
_LONGEST_NUMBER = 30
_UNREADABLE = (None, False)


def parse_foreign_parameters(source: str, language: str, *, path: str, first_line: int = 1) -> dict[str, Parameter]:
    """Read the assignments of a parameters cell, one a line; lines that are indented belong to something longer.

    A value that is no plain number, quoted text, truth or null is no default.

    Args:
        source: The cell.
        language: One of `LANGUAGES`.
        path: The notebook.
        first_line: Its line on which the cell begins.

    Raises:
        KbError: A parameter is named like a secret.
    """
    found = {}
    for line, text in enumerate(source.splitlines(), start=first_line):
        assignment = _ASSIGNMENT.fullmatch(text)
        if assignment is None or ("." in assignment["name"] and language != "R"):
            continue
        name = assignment["name"]
        if names_a_secret(name):
            raise secret_parameter(name, path=path, line=line)
        value, comment = _value_and_comment(assignment["rest"], LANGUAGES[language])
        default, is_literal = _literal(value, LANGUAGES[language])
        found[name] = Parameter(name, None, default, line, comment, is_literal, language)
    return found


def _value_and_comment(rest: str, language: Language) -> tuple[str, str]:
    """What is assigned, and the comment behind it; as it stands where a text is not closed on the line."""
    mark = rf"(?<!\S){language.comment}" if language.is_shell else language.comment
    parts = re.fullmatch(rf"""((?:"[^"]*"|'[^']*'|(?!{mark})[^"'])*)(?:{mark}(.*))?""", rest)
    if parts is None:
        return rest, ""
    comment = (parts[2] or "").lstrip(language.comment)
    return parts[1].strip().removesuffix(";").rstrip(), comment.strip()


def _literal(value: str, language: Language) -> tuple[Any, bool]:
    """The value of a literal and True; None and False for anything else."""
    if value in _TRUTHS:
        return _TRUTHS[value], True
    if value in _NULLS and not language.is_shell:
        return None, True
    digits = value if language.is_shell else value.removesuffix("L")
    if _NUMBER.fullmatch(digits) and len(digits) <= _LONGEST_NUMBER:
        return _number(digits)
    if text := _TEXT.fullmatch(value):
        return text["text"], True
    return (value, True) if language.is_shell and _BARE_TEXT.fullmatch(value) else _UNREADABLE


def _number(digits: str) -> tuple[Any, bool]:
    if not set(digits) & set(".eE"):
        return int(digits), True
    number = float(digits)
    return (number, True) if math.isfinite(number) else _UNREADABLE

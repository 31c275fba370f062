"""Formulas in the words that latex2mathml knows, which draws some of LaTeX's environments and not their like."""

from __future__ import annotations

import re

_MATRICES = {f"{kind}matrix{star}" for kind in ("", "p", "b", "B", "v", "V") for star in ("", "*")}
_DRAWN = {*_MATRICES, "align", "align*", "array", "cases", "displaylines", "smallmatrix", "split", "substack"}
_PLAIN = {"equation", "equation*", "math", "displaymath"}
_LIKE = {
    **dict.fromkeys(("align", "aligned", "alignat", "alignat*", "alignedat", "flalign", "flalign*"), "align*"),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), "displaylines"),
    **dict.fromkeys(("eqnarray", "eqnarray*"), "array"),
    "dcases": "cases",
}
"""Environments that the library does not know, or numbers as Obsidian does not, and those that look the same."""
_OWN = "\\newenvironment"
_COLUMNS = "{rcl}"
_ENVIRONMENT = re.compile(r"\\(?P<edge>begin|end)\s*\{(?P<name>[^{}]*)\}")
_ARGUMENT = re.compile(
    r"(\\begin\{(?:(?:aligned|gathered)\}(?=\s*\[)|align(?:edat|at\*?)\}))"
    r"\s*(?:\[[tbc]\])?\s*(?:\{\d+\})?"
)
"""Where the environment stands, and how many columns it has."""
_WORDS = re.compile(r"\\(?P<command>text\w*|mbox)\s*\{(?P<words>[^{}$]*\$(?:[^{}]|\{[^{}]*\})*)\}")
_IN_DOLLARS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)*)(?<!\\)\$")
_OPERATOR = re.compile(r"\\operatorname(\*?)\s*\{([^{}]*)\}(\s*_)?")
_SPACES = re.compile(r"\\[,;:! ]|~|\s+")
_NUMBERING = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![A-Za-z])")


def known_words(source: str) -> str:
    r"""The formula with what latex2mathml draws in place of what it does not know, and without `\label`."""
    text = _ARGUMENT.sub(r"\1", _NUMBERING.sub("", source))
    text = _ENVIRONMENT.sub(_alike if _OWN in source else _in_braces, text)
    text = _WORDS.sub(_words, text)
    return _OPERATOR.sub(_operator, text).replace("\\tag", "\\qquad\\tag")


def unknown_environment(source: str) -> str:
    """The first environment of a formula that cannot be drawn; empty for none, and where it makes its own."""
    names = [] if _OWN in source else [found["name"] for found in _ENVIRONMENT.finditer(source)]
    return next((name for name in names if name not in _LIKE and name not in _DRAWN | _PLAIN), "")


def _in_braces(found: re.Match[str]) -> str:
    """So that an exponent behind the environment belongs to all of it."""
    return f"{{{_alike(found)}" if found["edge"] == "begin" else f"{_alike(found)}}}"


def _alike(found: re.Match[str]) -> str:
    name = found["name"]
    columns = _COLUMNS if found["edge"] == "begin" and name.startswith("eqnarray") else ""
    return f"\\{found['edge']}{{{_LIKE.get(name, name)}}}{columns}"


def _words(found: re.Match[str]) -> str:
    r"""`\text{if $x$}`: the dollars enclose mathematics."""
    command = f"\\{found['command']}"
    words = _IN_DOLLARS.sub(lambda inner: f"}}{inner[1]}{command}{{", found["words"])
    return f"{{{command}{{{words}}}}}"


def _operator(found: re.Match[str]) -> str:
    r"""With a star it has limits, as `\max` has."""
    star, name, below = found.groups()
    limits = "\\limits_" if star and below else below or ""
    name = _SPACES.sub(" ", name)
    return f"\\mathop{{\\text{{{name}}}}}{limits}" if star or " " in name else found[0]

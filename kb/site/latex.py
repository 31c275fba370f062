"""Formulas in the words that latex2mathml knows, which draws some of LaTeX's environments and not their like."""

from __future__ import annotations

import re

_MATRICES = {f"{kind}matrix{star}" for kind in ("", "p", "b", "B", "v", "V") for star in ("", "*")}
_DRAWN = {*_MATRICES, "align", "align*", "array", "cases", "smallmatrix", "split", "substack"}
_PLAIN = {"equation", "equation*", "math", "displaymath"}
_LIKE = {
    **dict.fromkeys(("aligned", "alignedat", "alignat", "alignat*", "flalign", "flalign*"), "align*"),
    **dict.fromkeys(("gathered", "gather", "gather*", "multline", "multline*"), "matrix"),
    "dcases": "cases",
}
"""Environments that are not known -> one that is drawn alike."""
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
    text = _NUMBERING.sub("", source)
    text = _ENVIRONMENT.sub(_environment, _ARGUMENT.sub(r"\1", text))
    text = _WORDS.sub(_words, text)
    return _OPERATOR.sub(_operator, text).replace("\\tag", "\\qquad\\tag")


def unknown_environment(source: str) -> str:
    """The first environment of a formula that cannot be drawn; empty for none."""
    known = {*_DRAWN, *_PLAIN, *_LIKE, "eqnarray", "eqnarray*"}
    names = (found["name"] for found in _ENVIRONMENT.finditer(source))
    return next((name for name in names if name not in known), "")


def _environment(found: re.Match[str]) -> str:
    """In braces, so that an exponent behind it belongs to all of it."""
    name = found["name"]
    drawn = "array" if name.startswith("eqnarray") else _LIKE.get(name, name)
    columns = "{rcl}" if name.startswith("eqnarray") else ""
    return f"{{\\begin{{{drawn}}}{columns}" if found["edge"] == "begin" else f"\\end{{{drawn}}}}}"


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

"""What keys, tokens and paths of machines look like: each with a beginning by which it is found quickly."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

PLACEHOLDERS = frozenset({"you", "your", "me", "user", "username", "name", "example", "shared", "public"})
"""Names of people in paths that name nobody."""
_EMPTY = re.compile(
    r"(?i)your|example|change.?me|placeholder|redacted|dummy|x{4}|\.{3}|…|\*{3}|none|null|true|false|undefined"
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of text that does not belong on a site.

    Attributes:
        what: What it is, for the message.
        starts: What each begins with, in lower case.
        form: The whole of it.
        is_it: Whether a match is one in earnest.
    """

    what: str
    starts: tuple[str, ...]
    form: re.Pattern[str]
    is_it: Callable[[re.Match[str]], bool] = bool


def _is_random(found: re.Match[str]) -> bool:
    return bool(re.search(r"\d", found[0]) and re.search(r"[A-Z]", found[0]))


def _is_password(found: re.Match[str]) -> bool:
    """Whether a value is written out: quoted, or of letters and digits; no call, no placeholder."""
    value, is_quoted = found["value"], found["quote"] != ""
    has_both = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
    return bool(is_quoted or has_both) and not re.search(r"[()\[\]{}<>$]", value) and not _EMPTY.search(value)


def _is_person(found: re.Match[str]) -> bool:
    return found["user"].lower() not in PLACEHOLDERS


PATTERNS = (
    Pattern("a private key", ("-----begin",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    Pattern("an AWS access key", ("akia", "asia"), re.compile(r"\bA(?:KIA|SIA)[A-Z0-9]{16}\b")),
    Pattern(
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})"),
    ),
    Pattern("a GitLab token", ("glpat-",), re.compile(r"\bglpat-[\w-]{20,}")),
    Pattern("a Slack token", ("xox",), re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")),
    Pattern(
        "a Slack address", ("hooks.slack.com/",), re.compile(r"hooks\.slack\.com/services/[A-Z0-9]+/[A-Z0-9]+/\w{8,}")
    ),
    Pattern("a Stripe key", ("sk_", "rk_"), re.compile(r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}")),
    Pattern("an API key", ("sk-",), re.compile(r"\bsk-(?:ant-|proj-|svcacct-|admin-)?[\w-]{20,}"), _is_random),
    Pattern("a Google key", ("aiza", "gocspx-"), re.compile(r"\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{20,})")),
    Pattern("a PyPI token", ("pypi-age",), re.compile(r"\bpypi-AgEIcHlwaS5vcmc[\w-]{30,}")),
    Pattern("a JSON web token", ("eyj",), re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{10,}")),
    Pattern(
        "a password",
        ("password", "passwd", "pwd", "secret", "api_key", "apikey", "api-key", "token"),
        re.compile(
            r"(?:password|passwd|pwd|secret|api[_-]?key|token)[\w-]{0,20}(?P<end>[\"']?)\s*[:=]\s*"
            r"(?P<quote>[\"']?)(?P<value>[^\s\"'<>&,;]{8,})(?P=quote)",
            re.IGNORECASE,
        ),
        _is_password,
    ),
    Pattern(
        "a home folder",
        ("/home/", "/users/", ":\\users\\", ":\\\\users\\\\"),
        re.compile(r"(?:(?<![\w.~-])/(?:home|Users)/|\b[A-Za-z]:\\{1,2}Users\\{1,2})(?P<user>[A-Za-z][\w.-]*)"),
        _is_person,
    ),
)

"""What a workspace chooses for the rules."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.model.problem import Problem
from kb.model.rules import DEFAULT_CHOICES, Choices, judged, path_pattern, rule_named

ORPHAN = Problem("orphan", "No note links here", path="inbox/a.md")


def severities(choices: Choices, *problems: Problem) -> list[str]:
    return [problem.severity for problem in judged(problems, choices)]


def test_a_finding_is_as_bad_as_its_rule_says() -> None:
    problems = [Problem(rule, "x") for rule in ("orphan", "broken-link", "repeated-heading", "link-case")]

    assert severities(DEFAULT_CHOICES, *problems) == ["warning", "error", "info"]


def test_a_workspace_chooses_otherwise() -> None:
    choices = Choices({"orphan": "off", "link-case": "error"})

    assert severities(choices, ORPHAN, Problem("link-case", "x")) == ["error"]


def test_a_finding_without_a_rule_here_keeps_its_severity() -> None:
    assert severities(DEFAULT_CHOICES, Problem("of-bars", "x", severity="info")) == ["info"]


def test_a_rule_does_not_look_where_it_is_told_not_to() -> None:
    choices = Choices(ignored={"orphan": ("drafts/*.md", "inbox/**")})

    assert severities(choices, ORPHAN, Problem("broken-link", "x", path="inbox/a.md")) == ["error"]
    assert severities(choices, Problem("orphan", "x")) == ["warning"]


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("inbox/**", "inbox/a.md", True),
        ("inbox/**", "inbox/x/y.md", True),
        ("inbox/*", "inbox/x/y.md", False),
        ("inbox", "inbox/a.md", False),
        ("**/draft?.md", "draft1.md", True),
        ("**/draft?.md", "x/y/draft1.md", True),
        ("**/draft?.md", "x/y/draft.md", False),
        ("*.md", "a[1].md", True),
        ("a[1].md", "a[1].md", True),
        ("a.md", "axmd", False),
        ("**", "x/a.md", True),
    ],
)
def test_a_pattern_of_paths(pattern: str, path: str, is_meant: bool) -> None:
    assert bool(path_pattern(pattern).fullmatch(path)) == is_meant


def test_a_rule_that_there_is_not_is_told_the_closest() -> None:
    assert rule_named("orphan") == "orphan"
    with pytest.raises(UsageError, match="There is no such rule: orphn. Did you mean `orphan`?"):
        rule_named("orphn")
    with pytest.raises(UsageError, match="There is no such rule: zzz. The guide's note .Check. lists them"):
        rule_named("zzz")


def test_a_rule_that_is_off_counts_for_who_asks_for_it() -> None:
    choices = Choices({"orphan": "off", "repeated-heading": "off", "broken-link": "info"}, {"orphan": ("drafts/*",)})
    problems = [Problem(rule, "x") for rule in ("orphan", "link-case", "repeated-heading", "broken-link")]
    asked = choices.asking_for([problem.rule for problem in problems])

    assert severities(asked, *problems) == ["warning", "warning", "warning", "info"]
    assert severities(choices.asking_for(["orphan"]), Problem("orphan", "x", path="drafts/a.md"), problems[1]) == []

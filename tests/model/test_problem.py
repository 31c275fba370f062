"""Findings read like errors and can be made from one."""

from __future__ import annotations

from kb.errors import KbError
from kb.model.problem import Problem, problem_of


def test_a_problem_reads_like_an_error() -> None:
    problem = Problem("broken-link", "No note has this name", "Correct it.", "a.md", 3, "[[Cary]]")

    assert str(problem) == "a.md:3: No note has this name: [[Cary]]. Correct it."
    assert problem.severity == "error"


def test_a_caught_error_becomes_a_problem_and_loses_nothing() -> None:
    error = KbError("Not valid", path="a.md", line=3, found="b", do="Use quotes.")

    assert problem_of(error, "bad-yaml") == Problem("bad-yaml", "Not valid", "Use quotes.", "a.md", 3, "b")
    assert str(problem_of(error, "bad-yaml")) == str(error)

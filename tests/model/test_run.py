"""The nouns of a run: what is left out has a plain default."""

from __future__ import annotations

from kb.model.run import Failure, Parameter, Spec


def test_a_spec_without_more_is_one_run_with_the_defaults() -> None:
    spec = Spec("x", "notebooks/x.py")

    assert (spec.parameters, spec.sweep, spec.where, spec.rank_by, spec.notes) == ({}, {}, None, None, 5)


def test_specs_do_not_share_their_parameters() -> None:
    assert Spec("x", "x.py").parameters is not Spec("y", "y.py").parameters


def test_a_parameter_has_a_default_unless_said_otherwise() -> None:
    assert Parameter("fast", "int", 10, 4).has_default


def test_a_failure_may_be_of_no_cell() -> None:
    assert Failure("TimeLimit", "over 600 s").cell is None

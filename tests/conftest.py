"""How properties are tested: the same examples in every run, and no example against the clock.

And what another program may spoil is asked twice.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("gate", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("gate")

OTHER_PROGRAMS = ("kernel", "browser")
"""Marks of tests that drive one: a busy machine starts it late, or takes a port that it was promised."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run such a test once more where it fails; the report counts these as rerun."""
    for item in items:
        if any(map(item.get_closest_marker, OTHER_PROGRAMS)):
            item.add_marker(pytest.mark.flaky(reruns=1))

"""How properties are tested: the same examples in every run, and no example against the clock."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("gate", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("gate")

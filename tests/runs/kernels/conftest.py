"""Stock kernels of tests that run at the same time have ports of their own."""

from __future__ import annotations

from tests.runs.kernels.ports import keep_ports_apart

keep_ports_apart()

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.conftest import Kb

if TYPE_CHECKING:
    import pytest


def test_without_the_library_it_says_what_to_install(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    monkeypatch.delitem(sys.modules, "kb.integrations.mcp", raising=False)
    said = kb("mcp")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("kb: `kb mcp` needs the library mcp: no module mcp.server.mcpserver.")
    assert said.err.endswith('Install it: pip install "tradekb[mcp]".\n')


def test_where_no_workspace_or_audience_is_it_says_so(kb: Kb, tmp_path: Path) -> None:
    assert "There is no knowledge base here" in kb("mcp", str(tmp_path)).err
    (tmp_path / "kb.toml").write_text("")
    (tmp_path / "vault").mkdir()

    assert "There is no such audience" in kb("mcp", str(tmp_path), "--audience", "freinds").err
    assert "Two audiences were asked for" in kb("mcp", str(tmp_path), "--audience", "owner", "--public").err

"""An assistant in the same process: it calls tools of a server over a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent

from kb.integrations.mcp import make_server
from kb.workflows.reading import Reader

Call = tuple[str, Mapping[str, Any]]
"""A tool, and what it is given."""
NOW = datetime(2025, 5, 27, 12)  # noqa: DTZ001  (local)


@dataclass(frozen=True)
class Said:
    """What a tool answered: as text, as data, and whether it is an error."""

    text: str
    data: Mapping[str, Any]
    is_error: bool


@dataclass(frozen=True)
class Assistant:
    """Calls tools; keeps what the server tells beside its answers."""

    reader: Reader
    told: list[str]

    def __call__(self, tool: str, **arguments: Any) -> Said:
        return self.each([(tool, arguments)])[0]

    def each(self, calls: Iterable[Call]) -> list[Said]:
        """The answers to many calls of one session."""

        async def called() -> list[Said]:
            async with Client(make_server(self.reader)) as client:
                return [_said(await client.call_tool(tool, dict(arguments))) for tool, arguments in calls]

        return anyio.run(called)


def _said(result: CallToolResult) -> Said:
    texts = [block.text for block in result.content if isinstance(block, TextContent)]
    return Said("\n".join(texts), result.structured_content or {}, bool(result.is_error))


MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def make_assistant(tmp_path: Path) -> MakeAssistant:
    """Files of a workspace and the name of an audience -> an assistant over it."""

    def make(files: Mapping[str, str], audience: str = "owner", toml: str = "") -> Assistant:
        (tmp_path / "vault").mkdir(exist_ok=True)
        for name, text in {"kb.toml": toml, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        told: list[str] = []
        return Assistant(Reader(tmp_path, lambda now: now.audience(audience), told.append, lambda: NOW), told)

    return make

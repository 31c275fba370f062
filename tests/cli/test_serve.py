from __future__ import annotations

import socket

import pytest

from kb.config import Settings
from kb.workflows.starter import shipped
from tests.cli.conftest import Kb


def test_a_port_in_use_is_told(workspace: Settings, kb: Kb) -> None:
    (workspace.root / "mkdocs.yml").write_bytes(shipped("mkdocs.yml").read_bytes())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"

        said = kb("serve", "--address", address)

    assert said.code == 1
    assert f"Cannot serve at this address: {address}" in said.err
    assert "`--address`" in said.err


@pytest.mark.parametrize("address", ["here", "here:8000", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000"])
@pytest.mark.usefixtures("workspace")
def test_an_address_that_is_none_exits_with_2(kb: Kb, address: str) -> None:
    said = kb("serve", "--address", address)

    assert (said.code, said.out) == (2, "")
    assert "is not like 127.0.0.1:8000" in said.err


@pytest.mark.parametrize(
    ("address", "expected"),
    [("localhost:8000", ("localhost", 8000)), ("127.0.0.1:8001", ("127.0.0.1", 8001)), ("[::1]:8000", ("::1", 8000))],
)
@pytest.mark.usefixtures("workspace")
def test_the_site_is_served_where_asked(
    kb: Kb, monkeypatch: pytest.MonkeyPatch, address: str, expected: tuple[str, int]
) -> None:
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "kb.site.serving.serve.serve_site", lambda _settings, _whose, where, _tell: served.append(where)
    )

    said = kb("serve", "--address", address)

    assert (said.code, said.err) == (0, "")
    assert served == [expected]

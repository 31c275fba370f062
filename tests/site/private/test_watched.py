"""What the gate of a site looks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.model.audience import PUBLIC_AUDIENCE
from kb.secrets import Places
from kb.site.private.audience import notes_for
from kb.site.private.gate import scan_site
from kb.site.private.watched import gate_for
from kb.site.published import plan_site
from kb.vault.reading.notes import read_vault

PUBLISHED = "---\npublish: true\n---\n"
FILES = {
    "Open.md": PUBLISHED + "An open plan, and [[shown big.png]]",
    "deals/Acme takeover.md": "---\naliases: [Big blue, Ideas]\ntitle: Project Pelican\naccount: U123456\n---\n"
    "# The first head\n## Part two\n\naccount:: U555555\n\n"
    "| Balance |\n| - |\n| 98765.43 |\n| 250000 |\n| 100 shares |\n| DU12345 |\n\n"
    "```kb\nparameters: {account: DE89370400}\n```\n",
    "deals/trades.csv": "day,Balance\n2024-01-02,1234567.8\n2024-01-03,2024-05-01\n",
    "deals/statement.csv": "Field,Value\nAccount,U7654321\n",
    "deals/broken.csv": "Account\nU1111111,2\n",
    "deals/parts.csv": "Account Information,Data,Account,U9998887\nTrades,Header,Symbol,Quantity\n"
    "Trades,Data,SPY,1234567\nTrades,Data,2345678,x\n",
    "Open plan.md": "",
    "shown big.png": "",
    "never seen.png": "",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "kb.toml").touch()
    for name, text in FILES.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_text(text)
    (tmp_path / "secrets").write_text("BROKER = 's3cret-of-file'\n")
    return read_settings(tmp_path)


def found(settings: Settings, text: str, environment: Mapping[str, str] | None = None) -> list[str]:
    notes, files, _ = read_vault(settings.vault)
    cut = notes_for(PUBLIC_AUDIENCE, notes, files)
    places = Places(environment or {}, lambda _name: None, settings.root / "secrets")
    gate = gate_for(settings, cut, plan_site("x", cut.notes, files), places)
    return [f"{one.what.removeprefix('This holds ')}: {one.found}" for one in scan_site([("a", text.encode())], gate)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("acme-takeover", "the name of a private note: Acme takeover"),
        ("BIG BLUE", "the name of a private note: Big blue"),
        ("project pelican", "the name of a private note: Project Pelican"),
        ("the first head", "the name of a private note: The first head"),
        ("never seen.png", "the name of a file that is not published: never seen.png"),
        ("U123456", "a redacted value: "),
        ("u 98,765.43", "a redacted value: "),
        ("98 765,43 EUR", "a redacted value: "),
        ("1234567.80", "a redacted value: "),
        ("U7654321", "a redacted value: "),
        ("U9998887", "a redacted value: "),
        ("1,234,567", "a redacted value: "),
        ("U1111111", "a redacted value: "),
        ("DU12345", "a redacted value: "),
        ("U555555", "a redacted value: "),
        ("DE89370400", "a redacted value: "),
        ("s3cret-of-file", "the secret BROKER: "),
        ("tok3n-of-environment", "the secret MY_API_KEY: "),
    ],
)
def test_what_is_private_is_found(settings: Settings, text: str, what: str) -> None:
    assert found(settings, f"x {text} y", {"MY_API_KEY": "tok3n-of-environment", "HOME_PAGE": "x-y-z-1-2-3"}) == [what]


def test_folders_of_this_machine_are_found(settings: Settings) -> None:
    home = str(Path.home())

    assert found(settings, f"in {settings.vault}/a.md") != []
    assert any("a folder of this machine" in one for one in found(settings, f"in {home}/x"))


@pytest.mark.parametrize(
    "text",
    [
        "ideas",
        "250000",
        "100 shares",
        "2024-05-01",
        "0.98765.43",
        "1234567.801",
        "98765",
        "2345678",
        "part two",
        "open plan",
        "shown big.png",
        "x-y-z-1-2-3",
        "U1234567",
        "an acme takeovers",
    ],
)
def test_what_is_common_or_public_is_let_pass(settings: Settings, text: str) -> None:
    assert found(settings, f"x {text} y", {"HOME_PAGE": "x-y-z-1-2-3"}) == []

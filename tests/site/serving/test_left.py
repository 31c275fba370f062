"""Addresses that pages have left, while the vault is edited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.model.audience import OWNER
from kb.site.builder import start_site
from kb.site.serving.live import update_site
from tests.site.workspaces import make_workspace, save


def test_where_a_renamed_note_was_leads_to_where_it_is(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "one", "B.md": "same", "C.md": "same"})
    live = start_site(workspace, workspace.audience(OWNER))

    def after(*renames: tuple[str, str]) -> Mapping[str, str]:
        nonlocal live
        for old, new in renames:
            (workspace.vault / old).rename(workspace.vault / new)
        live, _ = update_site(live, {path for rename in renames for path in rename})
        return live.moved

    assert after(("A.md", "New.md")) == {"a/": "new/"}
    assert after(("New.md", "Newer.md")) == {"a/": "newer/", "new/": "newer/"}
    assert after(("Newer.md", "A.md")) == {"new/": "a/", "newer/": "a/"}
    assert after(("B.md", "D.md"), ("C.md", "E.md")) == {"new/": "a/", "newer/": "a/"}


def test_where_a_half_saved_note_stood_is_known_until_it_can_be_read(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "fine", "B.md": "[[A]]"})
    live = start_site(workspace, workspace.audience(OWNER))
    (workspace.vault / "A.md").write_bytes(b"caf\xe9")
    live, _ = update_site(live, ["A.md"])
    save(workspace.vault, "B.md", "Other words.")
    live, _ = update_site(live, ["B.md"])

    assert live.unread == {"A.md": "a/"}

    save(workspace.vault, "A.md", "fine again")

    assert update_site(live, ["A.md"])[0].unread == {}

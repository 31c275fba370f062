"""What a build is made from: any change to it is seen, nothing else is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.site.freshness import build_key
from tests.site.repositories import Repository
from tests.site.workspaces import save


def key_of(settings: Settings) -> str:
    return build_key(read_settings(settings.root), settings.root / "mkdocs.yml")


@pytest.mark.parametrize("name", ["vault/index.md", "vault/attachments/chart.png", "kb.toml", "mkdocs.yml"])
def test_an_edit_is_seen(workspace: Settings, name: str) -> None:
    before = key_of(workspace)
    path = workspace.root / name
    path.write_bytes(path.read_bytes() + b"\n")

    assert key_of(workspace) != before


def test_a_new_a_renamed_and_a_deleted_file_are_seen(workspace: Settings) -> None:
    keys = [key_of(workspace)]
    path = workspace.vault / "new.md"
    path.touch()
    keys.append(key_of(workspace))
    keys.append(key_of(workspace) if path.rename(workspace.vault / "newer.md") else "")
    (workspace.vault / "newer.md").unlink()

    assert len(set(keys)) == 3
    assert key_of(workspace) == keys[0]


def test_what_mkdocs_yml_inherits_and_takes_from_the_environment_is_seen(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, file = workspace.root / "base.yml", workspace.root / "mkdocs.yml"
    base.write_text("copyright: !ENV [KB_COPYRIGHT, KB_OWNER, 'me']\nINHERIT: mkdocs.yml\n", "utf-8")
    file.write_text("INHERIT: base.yml  # ours\n" + file.read_text("utf-8"), "utf-8")
    keys = [key_of(workspace)]
    base.write_text(base.read_text("utf-8") + "site_author: A\n", "utf-8")
    keys.append(key_of(workspace))
    monkeypatch.setenv("KB_OWNER", "B")
    keys.append(key_of(workspace))

    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "copyright: !ENV KB_OWNER",
        'copyright: !ENV "KB_OWNER"',
        "copyright: !ENV\n  - KB_COPYRIGHT\n  - KB_OWNER  # or\n  - me",
        "extra: {a: [{b: !ENV [KB_OWNER,\n  me]}]}",
        "theme:\n  custom_dir: !ENV [KB_OWNER, overrides]",
        "extra: &a\n  in: *a\n  b: !ENV KB_OWNER\n  c: !!python/name:material.extensions.emoji.twemoji",
    ],
)
def test_a_variable_is_seen_however_it_is_written(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (workspace.root / "mkdocs.yml").write_text(text, "utf-8")
    before = key_of(workspace)
    monkeypatch.setenv("KB_OWNER", "B")

    assert key_of(workspace) != before


def test_templates_icons_and_hooks_that_an_inherited_file_names_are_seen(workspace: Settings) -> None:
    (workspace.root / "bases").mkdir()
    base = "theme:\n  custom_dir: !ENV [KB_NOWHERE, overrides]\nhooks:\n  - hooks/mine.py\n"
    (workspace.root / "bases" / "base.yml").write_text(base, "utf-8")
    (workspace.root / "mkdocs.yml").write_text("INHERIT: bases/base.yml\n", "utf-8")
    keys = [key_of(workspace)]
    for name in ("overrides/main.html", "overrides/.icons/mine/x.svg", "hooks/mine.py"):
        save(workspace.root, name, "x")
        keys.append(key_of(workspace))

    assert len(set(keys)) == 4


@pytest.mark.parametrize("text", ["a: [", ""])
def test_a_mkdocs_yml_that_is_no_yaml_or_empty_has_a_key_too(workspace: Settings, text: str) -> None:
    (workspace.root / "mkdocs.yml").write_text(text, "utf-8")

    assert key_of(workspace) == key_of(workspace)


def test_a_commit_is_seen_since_it_dates_notes(workspace: Settings) -> None:
    keys = [key_of(workspace)]
    repository = Repository(workspace.root)
    keys.append(key_of(workspace))
    repository.git("add", ".")
    keys.append(key_of(workspace))
    repository.commit()
    keys.append(key_of(workspace))

    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_new_secret_is_seen_by_a_site_for_others(
    workspace: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workspace.root / "mkdocs.yml"
    monkeypatch.setenv("KB_SECRETS", str(tmp_path / "secrets"))
    before = [build_key(workspace, file, audience) for audience in ("owner", "public")]
    (tmp_path / "secrets").write_text("BROKER=hunter2hunter2\n", "utf-8")
    after = [build_key(workspace, file, audience) for audience in ("owner", "public")]

    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False]


def test_a_library_that_is_missing_is_seen(workspace: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    before = key_of(workspace)
    monkeypatch.setattr("kb.site.freshness.version", missing)

    assert key_of(workspace) != before


def test_hidden_files_and_times_do_not_count(workspace: Settings) -> None:
    before = key_of(workspace)
    (workspace.vault / ".obsidian" / "workspace.json").write_text("{}")
    (workspace.vault / "index.md").touch()

    assert key_of(workspace) == before


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")


def test_a_folder_that_links_to_itself_is_read_once(workspace: Settings) -> None:
    link(workspace.vault / "loop", workspace.vault)

    assert key_of(workspace) == key_of(workspace)


def test_a_link_to_nothing_counts_as_unreadable(workspace: Settings) -> None:
    before = key_of(workspace)
    link(workspace.vault / "gone.md", workspace.vault / "nowhere.md")

    assert key_of(workspace) != before

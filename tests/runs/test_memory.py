from __future__ import annotations

from pathlib import Path

from kb.runs.memory import allowed_bytes, default_memory_bytes, free_bytes

OWN = "9:name=systemd:/\n4:cpu,memory:/x\n3:memory:/docker/abc\n0::/user.slice/kb.scope\n"


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"memory.{name}").write_text(text)


def test_a_group_allows_its_limit_less_its_use_and_files_that_can_be_dropped_are_free(tmp_path: Path) -> None:
    stat = "anon 300\ninactive_file 100\n"
    write(tmp_path / "user.slice/kb.scope", max="1000\n", current="400\n", stat=stat)

    assert list(allowed_bytes(OWN, tmp_path)) == [700]


def test_the_groups_above_count_too_and_one_without_a_limit_does_not(tmp_path: Path) -> None:
    write(tmp_path / "user.slice/kb.scope", max="max\n", current="400\n", stat="")
    write(tmp_path / "user.slice", max="5000\n", current="6000\n", stat="")

    assert list(allowed_bytes(OWN, tmp_path)) == [0]


def test_groups_of_the_first_version_have_other_files(tmp_path: Path) -> None:
    write(tmp_path / "memory/docker/abc", limit_in_bytes="1000", usage_in_bytes="900", stat="total_inactive_file 50\n")

    assert list(allowed_bytes(OWN, tmp_path)) == [150]


def test_without_groups_the_machine_decides(tmp_path: Path) -> None:
    assert list(allowed_bytes("", tmp_path)) == []
    assert free_bytes() > 0
    assert 0 < default_memory_bytes() < 2 * free_bytes()

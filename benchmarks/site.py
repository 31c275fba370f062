"""The site of a thousand, five thousand and ten thousand notes, beside MkDocs with Material; and one edit of it."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from benchmarks.timing import ROOT, Row
from benchmarks.vault import MATERIAL, make_vault

STOCK = """\
site_name: Stock
theme:
  name: material
  font: false
  features: [navigation.prune, navigation.indexes, content.code.copy, toc.follow]
plugins: [search, tags, ezlinks, callouts, git-revision-date-localized]
markdown_extensions: [EXTENSIONS]
""".replace("EXTENSIONS", ", ".join(MATERIAL))
"""Material with what makes wikilinks, callouts, tags and dates under MkDocs: of what kb does, as much as there is."""

COMMITTER = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
BUILD = """\
import sys
from pathlib import Path
from kb.config import read_settings
from kb.site.builder import build_site

build_site(read_settings(Path(sys.argv[1])))
"""
EDIT = """\
import json, sys, time
from pathlib import Path
from kb.config import read_settings
from kb.model.audience import OWNER
from kb.site.builder import start_site
from kb.site.serving.live import update_site

settings = read_settings(Path(sys.argv[1]))
live = start_site(settings, settings.audience(OWNER))
notes = sorted(settings.vault.rglob("*.md"))[:: 2_000]
times = []
for note in notes:
    note.write_text(note.read_text("utf-8") + "\\nOne more sentence.\\n", "utf-8")
    started = time.perf_counter()
    live, written = update_site(live, [note.relative_to(settings.vault).as_posix()])
    times.append(time.perf_counter() - started)
    assert written
print(json.dumps(times))
"""


def measure() -> list[Row]:
    """Sites of three sizes from nothing, the largest again, one edit of it, its memory, and how heavy its pages are."""
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        small, large = site_workspace(Path(name, "small"), 1_000), site_workspace(Path(name, "large"), 10_000)
        middle, tiny = site_workspace(Path(name, "middle"), 5_000), site_workspace(Path(name, "tiny"), 100)
        seconds_and_megabytes(tiny)
        rows = [_beside_stock("1,000 notes, cold", small), _beside_stock("5,000 notes, cold", middle)]
        seconds, megabytes = seconds_and_megabytes(large)
        again, _ = seconds_and_megabytes(large)
        edits = json.loads(_python(EDIT, large))
        ours, theirs = _page_bytes(large), _page_bytes(tiny)
    return [
        *rows,
        Row("10,000 notes, cold", seconds, 52),
        Row("peak memory of that, all processes", megabytes, 1_000, unit="MB"),
        Row("10,000 notes, nothing changed", again, 5),
        Row("10,000 notes, one edited while served", statistics.median(edits), 0.5),
        Row("a page of 10,000 notes", ours / 1e3, theirs * 1.2 / 1e3, "of 100 notes", theirs / 1e3, "kB"),
    ]


def site_workspace(root: Path, notes: int) -> Path:
    """Make a workspace of so many notes, in git."""
    make_vault(root / "vault", notes)
    (root / "kb.toml").write_text('[site]\nname = "Bench"\n', "utf-8")
    (root / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    for arguments in (["init", "-q"], ["add", "vault"], [*COMMITTER, "commit", "-qm", "The vault"]):
        command = ["git", *arguments]
        subprocess.run(command, cwd=root, check=True)
    return root


def _beside_stock(measure: str, workspace: Path) -> Row:
    ours, _ = seconds_and_megabytes(workspace)
    stock = workspace.parent / "stock"
    stock.mkdir(exist_ok=True)
    (stock / "mkdocs.yml").write_text(f"{STOCK}docs_dir: {workspace / 'vault'}\nsite_dir: {stock / 'site'}\n", "utf-8")
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=stock, check=True, capture_output=True)
    theirs = time.perf_counter() - started
    return Row(measure, ours, theirs / 4, "MkDocs with Material", theirs)


def seconds_and_megabytes(workspace: Path) -> tuple[float, float]:
    """Seconds of a build in a process of its own, and the megabytes that all its processes held at most."""
    started, peak = time.perf_counter(), 0
    with subprocess.Popen([sys.executable, "-c", BUILD, str(workspace)], cwd=ROOT) as process:
        while process.poll() is None:
            peak = max(peak, _bytes_held(process.pid))
            time.sleep(0.2)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "build")
    return time.perf_counter() - started, peak / 1e6


def _bytes_held(process_id: int) -> int:
    """The memory of a process and those that it started, what they share counted once."""
    with suppress(psutil.Error):
        process = psutil.Process(process_id)
        return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True)))
    return 0


def _python(code: str, workspace: Path) -> str:
    command = [sys.executable, "-c", code, str(workspace)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _page_bytes(workspace: Path) -> float:
    return statistics.median(page.stat().st_size for page in (workspace / "site").glob("area-*/*/*/index.html"))

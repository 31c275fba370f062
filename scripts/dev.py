"""Set kb up from a clone and run its checks: standard library only, any platform.

python3 scripts/dev.py demo     install, build this repository's own vault, say how to read it
python3 scripts/dev.py test     install, then lint and run every test with coverage
python3 scripts/dev.py lint     install, then ruff and mypy
python3 scripts/dev.py bench    install, then run the benchmarks [names]
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST_PYTHON = (3, 11)
ON_ALL_PROCESSORS = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def run(*command: str | Path) -> None:
    """Run a command in the repository; its failure is ours, with its own exit code."""
    print("+", *(str(word) for word in command), flush=True)
    code = subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def install(target: str) -> None:
    """Make .venv hold `target` at the locked versions, unless it already does."""
    wanted = hashlib.sha256(target.encode())
    for name in ("pyproject.toml", "requirements.lock"):
        wanted.update((ROOT / name).read_bytes())
    stamp = VENV / "-".join(["installed", *re.findall(r"\w+", target)])
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    if not PYTHON.exists():
        print(f"Making {VENV.name} …", flush=True)
        venv.create(VENV, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "-c", "requirements.lock", "-e", target)
    stamp.write_text(wanted.hexdigest())


def install_browser() -> None:
    """Get Chromium from the system's packages where the browser tests would find none."""
    if any(map(shutil.which, BROWSERS)):
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (shutil.which("apt-get") and is_root):
        sys.exit("The browser tests need Chromium: install it, then run this again.")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


def demo() -> None:
    """Build this repository's own vault."""
    install(".")
    run(BIN / "kb", "build")
    kb = (BIN / "kb").relative_to(ROOT)
    print(f"\nThe site is in {ROOT / 'site'}\nRead it:  {kb} serve")


def lint() -> None:
    """Check style, types and formatting."""
    install(".[dev]")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")


def test() -> None:
    """Run lint and every test, those that need a kernel or a browser too."""
    lint()
    install_browser()
    run(PYTHON, "-m", "pytest", *ON_ALL_PROCESSORS, "--cov", *sys.argv[2:])


def bench() -> None:
    """Run the benchmarks named on the command line, or all."""
    install(".[dev,bench]")
    run(PYTHON, "-m", "benchmarks", *sys.argv[2:])


COMMANDS = {"demo": demo, "test": test, "lint": lint, "bench": bench}


def main() -> None:
    """Run the command that was asked for."""
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        sys.exit(f"kb needs Python {oldest} or newer; this is {sys.version.split()[0]}.")
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.exit(__doc__)
    command()


if __name__ == "__main__":
    main()

"""What a notebook printed, cut to what a reader can take in, without colours and this machine's paths."""

from __future__ import annotations

import re

from kb.report.text import CONTROL, callout, fence

MOST_LINES = 60
MOST_CHARACTERS = 4_000
TRACEBACK_CHARACTERS = 8_000
ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
KERNEL_FILE = re.compile(r"(?:(?<=\")[^\"\n]*|[^\s\"']*)ipykernel_\d+[/\\]\d+\.py")
INSTALLED_FILE = re.compile(r"(?:(?<=\")[^\"\n]*|[^\s\"']*)[/\\](?:site|dist)-packages[/\\]")
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
PROGRESS = re.compile(r"\d+%\|.*\| *[\d.,kMG]+/[\d.,kMG?]+ \[")


def plain(text: str) -> str:
    """The text without colour codes and control characters, an overwritten line as it was last seen."""
    return "\n".join(_plain_line(line) for line in text.replace("\r\n", "\n").split("\n"))


def _plain_line(line: str) -> str:
    return CONTROL.sub("", ANSI.sub("", line.rstrip("\r").rsplit("\r", 1)[-1])).rstrip()


def without_places(text: str) -> str:
    """The text without what differs from run to run and from machine to machine: kernel files, folders, addresses."""
    text = KERNEL_FILE.sub("cell", INSTALLED_FILE.sub("", text))
    return ADDRESS.sub(" at 0x…", text)


def cut(text: str, *, most_lines: int = MOST_LINES, most_characters: int = MOST_CHARACTERS) -> str:
    """The beginning of a text, plain, and how much more there is. Looks closely only at what it shows."""
    lines = text.rstrip().split("\n", most_lines)
    more_lines = lines[most_lines].count("\n") + 1 if len(lines) > most_lines else 0
    shown: list[str] = []
    room = most_characters
    for number, line in enumerate(lines[:most_lines]):
        seen = _plain_line(line if len(line) <= most_characters else _last_overwrite(line)[: 4 * most_characters])
        if len(seen) > room:
            rest = min(len(lines), most_lines) - number - 1 + more_lines
            return "\n".join([*shown, seen[:room], _more(len(line) - room, rest)])
        shown.append(seen)
        room -= len(seen)
    return "\n".join([*shown, _more(0, more_lines)]) if more_lines else "\n".join(shown)


def _last_overwrite(line: str) -> str:
    return line.rstrip("\r").rsplit("\r", 1)[-1]


def _more(characters: int, lines: int) -> str:
    if lines:
        return f"… {lines:,} more {'line' if lines == 1 else 'lines'}"
    return f"… {characters:,} more characters"


def render_print(text: str) -> str:
    """What was printed, as a fenced block; nothing for blank text."""
    shown = cut(text)
    return fence(shown, "text") if shown.strip() else ""


def render_repr(text: str) -> str:
    """A plain result, as a fenced block without memory addresses."""
    shown = without_places(cut(text))
    return fence(shown, "text") if shown.strip() else ""


def render_warnings(text: str) -> str:
    """What went to the error stream, in a folded callout; progress bars are left out, since they differ each time."""
    lines = cut(text).split("\n")
    shown = without_places("\n".join(line for line in lines if not PROGRESS.search(line)))
    return callout("warning", "Warnings", fence(shown.strip("\n"), "text"), folded=True) if shown.strip() else ""


def render_traceback(text: str) -> str:
    """The end of a traceback, where the exception is, as a fenced block."""
    lines = plain(text[-TRACEBACK_CHARACTERS:]).strip("\n").split("\n")
    earlier = max(len(lines) - MOST_LINES, 0)
    head = [f"… {earlier:,} earlier {'line' if earlier == 1 else 'lines'}"] if earlier else []
    return fence(without_places("\n".join([*head, *lines[-MOST_LINES:]])), "text")

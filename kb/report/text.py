"""Text from data as Obsidian's Markdown: nothing in it may be read as a link, a tag, a comment or kb's own marker."""

from __future__ import annotations

import re

ZERO_WIDTH_SPACE = "\u200b"
ACTIVE = re.compile(
    r"""[\\`*\[<|$]            # always active somewhere
    | (?<![^\W_])_ | _(?![^\W_])  # an underscore inside a word is not
    | (?<=%)% | %(?=%)         # comments and kb's markers
    | (?<==)= | =(?==)         # highlights
    | (?<=~)~ | ~(?=~)         # strike
    | (?<!\S)\^                # block ids
    | (?<![\w&])\#(?=\S)       # tags
    | &(?=[#\w]+;)             # entities
    | ^[>#]                    # quotes and headings
    """,
    re.VERBOSE,
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
MARKER = re.compile(r"%%(?=\s*kb:)")
FENCE_RUN = re.compile(r"`{3,}")


class Markup(str):
    """Text that is Markdown already; any other text is escaped before it is put into a note."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """The text on one line, as Markdown that shows just that text, in a table's cell too."""
    line = " ".join(CONTROL.sub(" ", text).split())
    return Markup(ACTIVE.sub(r"\\\g<0>", line))


def code(text: str) -> str:
    """The text as an inline code span, for prose and not for tables; a backtick in it becomes a quote."""
    line = " ".join(CONTROL.sub(" ", text).replace("`", "'").split())
    return f"`{without_markers(line)}`" if line else ""


def sentence(text: str) -> str:
    """A message of kb: what it puts between backticks becomes code, all else is escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    shown = [code(part) if index % 2 else _spaced(part) for index, part in enumerate(parts)]
    return "".join(shown).strip()


def _spaced(text: str) -> str:
    """Escaped, with the spaces that part it from code beside it."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{escape(text)}{after}" if text.strip() else before


def wikilink(note: str) -> str:
    """A link to a note by its name or path; of a path only the name is shown."""
    name = note.rsplit("/", 1)[-1]
    return f"[[{note}]]" if name == note else f"[[{note}|{name}]]"


def property_link(note: str) -> str:
    """A link as a property holds it: only the note, so that others can compare it."""
    return f"[[{note}]]"


def wikilink_in_table(note: str) -> Markup:
    """A link as a table's cell holds it: the pipe escaped."""
    return Markup(wikilink(note).replace("|", "\\|"))


def shortened(text: str, most_characters: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= most_characters else f"{text[: most_characters - 1]}…"


def without_markers(text: str) -> str:
    """The text with kb's region markers broken invisibly, where a backslash would be seen."""
    return MARKER.sub(f"%{ZERO_WIDTH_SPACE}%", text)


def fence(text: str, language: str = "") -> str:
    """The text as a fenced block, whose fence is longer than any in it."""
    longest = max((len(run) for run in FENCE_RUN.findall(text)), default=2)
    marks = "`" * (longest + 1)
    return f"{marks}{language}\n{without_markers(text)}\n{marks}"


def callout(kind: str, title: str, body: str = "", *, folded: bool = False) -> str:
    """A callout; its title and body are Markdown."""
    head = f"> [!{kind}]{'-' if folded else ''} {title}"
    return "\n".join([head, *(f"> {line}".rstrip() for line in body.splitlines())])


def enumeration(items: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in [", ".join(items[:-1]), *items[-1:]] if part)

"""The rules of `kb check`: what each finds, how bad that is, and what a workspace chose instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from kb.errors import UsageError
from kb.model.problem import Problem, Severity

Choice = Severity | Literal["off"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check looks for.

    Attributes:
        what: What is wrong, as a sentence without a full stop.
        do: What to do about it.
        severity: How bad it is, or that nobody is told unless kb.toml asks for it.
        is_fixable: Whether `kb check --fix` may know the only repair.
    """

    what: str
    do: str
    severity: Choice = "error"
    is_fixable: bool = False


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "broken-link": Rule("A link leads to nothing in the vault", "Correct it, or make that file.", is_fixable=True),
        "broken-heading": Rule("The note has no such heading", "Correct it, or leave that part out.", is_fixable=True),
        "broken-block": Rule(
            "The note has no block of that id", "Correct it, or leave that part out.", is_fixable=True
        ),
        "ambiguous-link": Rule("A link may mean several files", "Write more of the path in it."),
        "embed-cycle": Rule("An embed shows, in the end, the note that it stands in", "Make one of them a plain link."),
        "no-results-yet": Rule("A note shows the results of a block that has not run", "`kb run`.", "warning"),
        "link-case": Rule(
            "A link spells a name in another case", "Write it as the file has it.", "off", is_fixable=True
        ),
        "repeated-heading": Rule(
            "A link names a heading that the note has twice", "Write its parent too: `[[Note#Part#Heading]]`.", "info"
        ),
        "repeated-block": Rule("Two blocks of a note have one id", "Give one of them another.", "warning"),
        "name-clash": Rule("Two notes have one name", "Rename one, or write the folder in links.", "warning"),
        "case-clash": Rule("Only upper and lower case tell two paths apart", "Rename one."),
        "accent-clash": Rule("Two paths look the same: their accents are written in two ways", "Rename one."),
        "address-clash": Rule("Two notes would have one address on the site", "Rename one of them.", "warning"),
        "bad-permalink": Rule(
            "The property `permalink` of a note is no address", "Write it as `permalink: ideas/gaps`.", "warning"
        ),
        "empty-audience": Rule(
            "An audience reads no note, or kb.toml names for it a folder, tag, name or file that is not there",
            "Correct it in kb.toml.",
            "warning",
        ),
        "private-name": Rule(
            "A text that is published for others says the name of a private note",
            "Use other words, or publish that note.",
            "warning",
        ),
        "whole-file": Rule(
            "Text files are published for others, and `redact` does not look into them", "Look through them.", "warning"
        ),
        "unread-table": Rule(
            "A table cannot be read with certainty, so that others may be told values that `redact` names",
            "See to it that no published note says its values.",
            "warning",
        ),
        "unlinkable-name": Rule("A link cannot hold this file's name", "Rename it.", "warning"),
        "alias-clash": Rule("An alias is claimed twice, or is another note's name", "Give it up in one.", "warning"),
        "bad-property": Rule("A property of Obsidian is of the wrong kind", "Write it as Obsidian does."),
        "property-type": Rule(
            "A property is not of the type that Obsidian is told it has", "Write it so, or change its type.", "warning"
        ),
        "bad-frontmatter": Rule("The lines between `---` are not valid YAML", "Indent with spaces, quote colons."),
        "open-comment": Rule("A comment has no end, so that all below it is hidden", "Write `%%` where it ends."),
        "open-fence": Rule("A code block has no end, so that all below it is code", "Write its closing fence."),
        "file-address": Rule(
            "A note names a file outside of the vault by its place on a computer", "Copy it into the vault.", "warning"
        ),
        "bad-callout": Rule(
            "A line looks like the title of a callout and is none",
            "Begin a quote with it: `> [!note] Title`.",
            "warning",
        ),
        "too-deep": Rule(
            "Lists or quotes stand in each other too deep, and what is in them is shown as it is written",
            "Move it out, or into a note of its own.",
            "warning",
        ),
        "unreadable-note": Rule("A note is not UTF-8, too large, or not readable", "Save it as UTF-8."),
        "unreadable-folder": Rule("A folder of the vault cannot be read", "Check that you may read it."),
        "unreadable-name": Rule("The name of a file is not UTF-8", "Rename it."),
        "linked-folder": Rule("A link on disk leads to a folder that is read anyway", "Delete the link.", "warning"),
        "outside-vault": Rule(
            "A link on disk leads out of the vault", "Copy into the vault what the site is to show.", "warning"
        ),
        "dead-link": Rule("A link on disk leads nowhere", "Delete it, or bring back what it leads to.", "warning"),
        "bad-canvas": Rule("A canvas cannot be read", "Restore it, or make it anew in Obsidian."),
        "obsidian-settings": Rule("Settings of Obsidian cannot be read", "Set them in Obsidian again.", "warning"),
        "conflict-copy": Rule("A sync client kept two versions of a file", "Merge the copy, then delete it."),
        "copied-note": Rule("Two notes say that they are kb's note of one run, batch, strategy or desk", "Delete one."),
        "orphan": Rule("No note links to this one", "Link to it from where a reader would come.", "warning"),
        "html-file": Rule("HTML names a file, and nothing follows it there", "Write `![[picture.png]]`.", "warning"),
        "unused-attachment": Rule("No note uses this picture or file", "Delete it, or show it.", "warning"),
        "bad-chart": Rule(
            "A chart in a note cannot be drawn", "Correct it; until then it is shown as code.", "warning"
        ),
        "bad-base": Rule("A base cannot be read or asked, or a part of it", "Correct it; the rest of it counts."),
        "base-value": Rule("A formula or filter of a base fails for some files", "Correct it.", "warning"),
        "dataview": Rule(
            "A query of Dataview cannot be asked, or fails for some notes",
            "Correct it; JavaScript is not run: write it as a query, or as a base.",
            "warning",
        ),
        "kb-block": Rule("A kb block cannot run", "Correct it."),
        "edited-region": Rule("The part of a note that kb writes was edited", "Move your text below that part."),
        "run-not-asked": Rule("No block asks for this note of kb any more", "`kb compile --prune`.", "warning"),
        "records": Rule("A row or file of records cannot be read", "Restore it from git, or delete the row."),
        "trials": Rule("A line or file of trials cannot be read", "Restore it from git."),
    }
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a workspace chose for the rules.

    Attributes:
        severities: A rule -> how bad it is here, or `off`.
        ignored: A rule -> the patterns of paths that it does not look at.
    """

    severities: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def severity(self, problem: Problem) -> Choice:
        """How bad a finding is here."""
        if any(path_pattern(text).fullmatch(problem.path or "") for text in self.ignored.get(problem.rule, ())):
            return "off"
        rule = RULES.get(problem.rule)
        return self.severities.get(problem.rule) or (rule.severity if rule else problem.severity)

    def asking_for(self, rules: Iterable[str]) -> Choices:
        """The same choices for someone who names these rules: one that is off here is told nevertheless."""
        asked = {rule: _told(RULES[rule].severity) for rule in rules if self._chosen(rule) == "off"}
        return replace(self, severities={**self.severities, **asked})

    def _chosen(self, rule: str) -> Choice:
        return self.severities.get(rule) or RULES[rule].severity


def _told(severity: Choice) -> Severity:
    return "error" if severity == "error" else "warning"


DEFAULT_CHOICES = Choices()


def judged(problems: Iterable[Problem], choices: Choices) -> list[Problem]:
    """The findings that count here, each as bad as it is here."""
    judgements = ((problem, choices.severity(problem)) for problem in problems)
    return [replace(problem, severity=severity) for problem, severity in judgements if severity != "off"]


def rule_named(name: str) -> str:
    """A name that someone wrote for a rule.

    Raises:
        UsageError: There is no such rule.
    """
    if name in RULES:
        return name
    near = difflib.get_close_matches(name, RULES, 1)
    do = f"Did you mean `{near[0]}`?" if near else "The guide's note *Check* lists them."
    raise UsageError("There is no such rule", found=name, do=do)


@cache
def path_pattern(text: str) -> re.Pattern[str]:
    """A pattern of paths: `*` and `?` stay within a folder, `**` crosses folders."""
    kinds = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", text)
    return re.compile("".join(kinds.get(part) or re.escape(part) for part in parts), re.DOTALL)

"""Links that lead nowhere, or to more than one place, with what they may have meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.checks.leads import Lead
from kb.vault.checks.suggestions import Suggestions
from kb.vault.fragments import block_id_of, heading_key
from kb.vault.index import Index
from kb.vault.links import Ambiguous, Target
from kb.vault.names import folded_key, name_key
from kb.vault.properties import property_aliases


def check_links(index: Index, leads: Iterable[Lead]) -> Iterator[Problem]:
    """Problems of all links but those in templates."""
    suggestions = Suggestions()
    headings: dict[str, Counter[str]] = {}
    for lead in leads:
        if lead.path in index.notes and index.notes[lead.path].is_template:
            continue
        if lead.to is None:
            yield _broken(lead, index, suggestions)
        elif isinstance(lead.to, Ambiguous):
            yield _ambiguous(lead, lead.to.paths)
        elif lead.to.missing:
            yield _missing(lead, index.notes[lead.to.path], lead.to, suggestions)
        else:
            if lead.to.heading and "#" not in lead.link.fragment:
                yield from _repeated(lead, index.notes[lead.to.path], headings)
            yield from _other_case(lead, lead.to)


def _broken(lead: Lead, index: Index, suggestions: Suggestions) -> Problem:
    named = (f"{lead.link.target}{space}#{lead.link.fragment}" for space in ("", " "))
    if "#" in lead.link.raw and any(index.resolver.find(whole, lead.path) for whole in named):
        what = "This link leads to nothing in the vault: no link can hold the `#` in that file's name"
        return _problem("broken-link", what, "Rename the file in Obsidian.", lead)
    name = lead.link.target.rpartition("/")[2]
    do = suggestions.did_you_mean(name, "", _names(index), "Correct it, or make that file.")
    return _problem("broken-link", "This link leads to nothing in the vault", do, lead)


def _ambiguous(lead: Lead, paths: Sequence[str]) -> Problem:
    listed = ", ".join(paths[:5]) + (" …" if len(paths) > 5 else "")  # noqa: PLR2004  (enough to see which)
    do = f"Write more of the path, as in `{paths[0].removesuffix('.md')}`."
    return _problem("ambiguous-link", f"This link may mean {len(paths)} files ({listed})", do, lead)


def _missing(lead: Lead, target: Note, found: Target, suggestions: Suggestions) -> Problem:
    otherwise = "Correct it, or leave that part out."
    if wanted := block_id_of(found.missing):
        ids = (name for name, _ in target.outline.block_ids)
        do = suggestions.did_you_mean(wanted, f"{target.path}#^", ids, otherwise)
        return _problem("broken-block", f"{target.path} has no block of this id", do, lead)
    wanted = found.missing.rpartition("#")[2]
    texts = (heading.text for heading in target.outline.headings)
    do = suggestions.did_you_mean(wanted, f"{target.path}#", texts, otherwise)
    return _problem("broken-heading", f"{target.path} has no such heading", do, lead)


def _repeated(lead: Lead, target: Note, headings: dict[str, Counter[str]]) -> Iterator[Problem]:
    if target.path not in headings:
        headings[target.path] = Counter(heading_key(heading.text) for heading in target.outline.headings)
    times = headings[target.path][heading_key(lead.link.fragment)]
    if times > 1:
        do = "Write the heading above it too, as in `[[Note#Part#Heading]]`, or rename one."
        what = f"{target.path} has this heading {times} times, and the link leads to the first"
        yield _problem("repeated-heading", what, do, lead)


def _other_case(lead: Lead, found: Target) -> Iterator[Problem]:
    if found.path.endswith((lead.link.target, f"{lead.link.target}.md")):
        return
    written = name_key(lead.link.target.rpartition("/")[2])
    name = name_key(found.path.rpartition("/")[2])
    spelled = [spelling for spelling in (name, name.removesuffix(".md")) if folded_key(spelling) == folded_key(written)]
    if spelled and written not in spelled:
        do = f"Write it as the file has it: `{spelled[0]}`."
        yield _problem("link-case", f"This link spells the name of {found.path} in another case", do, lead)


def _problem(rule: str, what: str, do: str, lead: Lead) -> Problem:
    return Problem(rule, what, do, lead.path, lead.link.line, lead.link.raw)


def _names(index: Index) -> Iterator[str]:
    for note in index.notes.values():
        yield from (note.name, *property_aliases(note))
    for path in index.attachments:
        yield path.rpartition("/")[2]

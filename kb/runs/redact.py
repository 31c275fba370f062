"""Secrets are taken out of an executed notebook before anything of it is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from kb.emit import SCRAP_TYPE, SECRET_NAME
from kb.errors import KbError
from kb.model.run import Failure
from kb.runs.disguises import disguises
from kb.secrets import LEAST_CHARACTERS, Places, places_here, read_secrets

Values = Mapping[str, str]
"""Each secret value, with its name."""

_CALL = re.compile(r"\bsecret\(\s*(?:name\s*=\s*)?[\"']([A-Za-z_]\w*)[\"']")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_NUMERIC = re.compile(r"[\d.e+-]+", re.ASCII)
_OUTPUT_TEXTS = ("text", "ename", "evalue", "traceback", "metadata")
_NAMELESS = "***"
"""Stands for a secret that is part of a marker; shorter than any secret, so that none is found in it again."""


def secret_names(node: Any) -> set[str]:
    """The names of the secrets that an executed notebook asked for, or that its code names."""
    names: set[str] = set()
    for cell in node.cells:
        if cell.cell_type == "code":
            names |= set(_CALL.findall(cell.source))
        for output in cell.get("outputs", []):
            scrap = output.get("data", {}).get(SCRAP_TYPE)
            if isinstance(scrap, dict) and scrap.get("name") == SECRET_NAME and isinstance(scrap.get("data"), dict):
                names.add(str(scrap["data"].get("name")))
    return names


def known_values(names: AbstractSet[str], places: Places | None = None) -> dict[str, str]:
    """The values of these secrets wherever they are, and all of the file of secrets: each with its name.

    What cannot be read is passed over: a run that could not read it either has told.
    """
    places = places or places_here()
    found: dict[str, str] = {}
    with suppress(KbError):
        found = {value: name for name, value in read_secrets(places.file).items()}
    for name in sorted(names):
        for value in (places.environment.get(name), places.keyring(name)):
            if value:
                found[value] = name
    return {value: name for value, name in found.items() if len(value.strip()) >= LEAST_CHARACTERS}


def redact_notebook(node: Any, values: Values) -> Any:
    """Put `[secret NAME]` wherever a secret stands in sources, outputs or metadata; the notebook itself is changed.

    Pictures are searched as the text that they are stored as: what is painted in them is not seen.
    """
    if not values:
        return node
    sieve = _sieve(values)
    node["metadata"] = sieve.clean(node.metadata)
    for cell in node.cells:
        for key in ("source", "metadata", "attachments"):
            if key in cell:
                cell[key] = sieve.clean(cell[key])
        for output in cell.get("outputs", []):
            for key in _OUTPUT_TEXTS:
                if key in output:
                    output[key] = sieve.clean(output[key])
            for kind, value in output.get("data", {}).items():
                output["data"][kind] = sieve.clean(value)
    return node


def redact_failure(failure: Failure, values: Values) -> Failure:
    """The failure without secrets."""
    if not values:
        return failure
    sieve = _sieve(values)
    return replace(
        failure,
        name=sieve.text(failure.name),
        message=sieve.text(failure.message),
        source=sieve.text(failure.source),
        traceback=sieve.text(failure.traceback),
    )


def redact_value(value: Any, values: Values) -> Any:
    """A JSON value of any depth without secrets."""
    return _sieve(values).clean(value) if values else value


@dataclass(frozen=True, slots=True)
class _Sieve:
    """The forms to look for, each with its secret's name; those that can be part of a number once more."""

    forms: Values
    numeric: Values

    def clean(self, value: Any) -> Any:
        """A JSON value of any depth without secrets."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return type(value)({self.clean(key): self.clean(item) for key, item in value.items()})
        if isinstance(value, list):
            return [self.clean(item) for item in value]
        if self.numeric and isinstance(value, int | float):
            written = json.dumps(value)
            return value if (cleaned := _replaced(written, self.numeric)) == written else cleaned
        return value

    def text(self, text: str) -> str:
        """A text without secrets, of which colour codes may have cut one in pieces."""
        cleaned = _replaced(text, self.forms)
        if "\x1b" in cleaned:
            plain = _ANSI.sub("", cleaned)
            redacted = _replaced(plain, self.forms)
            return cleaned if redacted == plain else redacted
        return cleaned


def _sieve(values: Values) -> _Sieve:
    forms = {form: name for value, name in values.items() for form in disguises(value.strip(), LEAST_CHARACTERS)}
    return _Sieve(forms, {form: name for form, name in forms.items() if _NUMERIC.fullmatch(form)})


def _replaced(text: str, forms: Values) -> str:
    """The text with a marker for each secret; a marker that spells a secret itself loses its name."""
    found = {form: name for form, name in forms.items() if form in text}
    if not found:
        return text
    text = _cut(text, found, "[secret {}]")
    while any(form in text for form in forms):
        text = _cut(text, forms, _NAMELESS)
    return text


def _cut(text: str, forms: Values, marker: str) -> str:
    """Put the marker in place of every stretch that forms cover, with the name of the longest of those that overlap."""
    pieces, end = [], 0
    for first, last, name in _stretches(text, forms):
        pieces += [text[end:first], marker.format(name)]
        end = last
    return "".join([*pieces, text[end:]])


def _stretches(text: str, forms: Values) -> Iterable[tuple[int, int, str]]:
    """Where secrets begin and end, overlapping ones as one, with the name of the longest."""
    places = sorted(
        (first, first + len(form), name) for form, name in forms.items() for first in _occurrences(text, form)
    )
    joined: list[tuple[int, int, str]] = []
    longest = 0
    for first, last, name in places:
        if joined and first < joined[-1][1]:
            begin, end, kept = joined[-1]
            joined[-1] = (begin, max(end, last), name if last - first > longest else kept)
            longest = max(longest, last - first)
        else:
            joined.append((first, last, name))
            longest = last - first
    return joined


def _occurrences(text: str, form: str) -> Iterator[int]:
    first = text.find(form)
    while first >= 0:
        yield first
        first = text.find(form, first + 1)

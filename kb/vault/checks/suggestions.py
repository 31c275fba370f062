"""What a misspelt name may have meant, asked so sparingly that a vault of broken links is checked in no time."""

from __future__ import annotations

from collections.abc import Iterable

from kb.vault.closest import Groups, closest_names, group_names

_MOST_ASKED = 500
"""More misspelt names than anyone reads; those after them get no suggestion."""


class Suggestions:
    """Names close to misspelt ones; of each set of names and each misspelling, the answer is found once."""

    def __init__(self) -> None:
        self._groups: dict[str, Groups] = {}
        self._answers: dict[tuple[str, str], list[str]] = {}

    def did_you_mean(self, wanted: str, among: str, names: Iterable[str], otherwise: str) -> str:
        """A sentence with the names closest to `wanted`, or another one.

        Args:
            wanted: The misspelt name.
            among: What the set of names is called here.
            names: The set; read only the first time.
            otherwise: What to say when there is none close.
        """
        question = (among, wanted)
        if question not in self._answers:
            if len(self._answers) >= _MOST_ASKED:
                return otherwise
            if among not in self._groups:
                self._groups[among] = group_names(names)
            self._answers[question] = closest_names(wanted, self._groups[among])
        near = self._answers[question]
        return f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else otherwise

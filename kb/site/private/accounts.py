"""Numbers of accounts and cards as people and programs write them."""

from __future__ import annotations

import re

from kb.site.private.amounts import LEAST_NOT_ROUND

_LETTERED = re.compile(r"(?P<letters>[A-Za-z]{1,4})(?P<joint>[ \u00a0.-]?)(?P<digits>\d{4,})")
"""As brokers have them: `U1234567`."""
_IBAN = re.compile(r"[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30}")
_CARD = re.compile(r"\d{13,19}")
_BLANKS = re.compile(r"[ \u00a0-]")
_JOINTS = ("", " ", "\u00a0", "-", ".")
_LEAST_ALONE = 6
"""Digits that are looked for without their letters, too."""
_AMERICAN = 15
"""Digits of a card that has other groups than four by four."""


def account_forms(text: str) -> set[str]:
    """An account's or card's number in other ways to write it: in other case, in groups, its digits alone."""
    plain, forms = _BLANKS.sub("", text), set[str]()
    if found := _LETTERED.fullmatch(text):
        letters, digits = found["letters"], found["digits"]
        forms |= {one + joint + digits for one in _cased(letters) for joint in _JOINTS}
        forms |= {digits} if len(digits) >= _LEAST_ALONE and len(digits.strip("0")) >= LEAST_NOT_ROUND else set()
    if _IBAN.fullmatch(plain) or _CARD.fullmatch(plain):
        forms |= {mark.join(_groups(one)) for one in _cased(plain) for mark in _JOINTS}
    return forms


def _cased(text: str) -> set[str]:
    return {text, text.upper(), text.lower(), text.capitalize()}


def _groups(number: str) -> list[str]:
    if len(number) == _AMERICAN and number.isdigit():
        return [number[:4], number[4:10], number[10:]]
    return [number[at : at + 4] for at in range(0, len(number), 4)]

"""The functions of queries, by name."""

from __future__ import annotations

from collections.abc import Mapping

from kb.query.dataview.functions.dates import DATES
from kb.query.dataview.functions.function import Function
from kb.query.dataview.functions.inside import INSIDE
from kb.query.dataview.functions.lists import LISTS
from kb.query.dataview.functions.making import MAKING
from kb.query.dataview.functions.numbers import NUMBERS
from kb.query.dataview.functions.texts import TEXTS

FUNCTIONS: Mapping[str, Function] = {**MAKING, **NUMBERS, **INSIDE, **LISTS, **TEXTS, **DATES}

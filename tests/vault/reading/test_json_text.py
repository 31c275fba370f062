"""The strings of a JSON text, and where they stand."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kb.vault.reading.json_text import json_strings

VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_every_string_of_a_json_text_is_found_by_its_path(value: object, escapes: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=escapes, indent=indent)

    for string in json_strings(text):
        found = value
        for step in string.path:
            found = found[step]  # type: ignore[index]  # a path that does not fit fails
        assert found == string.value
        assert text[string.offsets[-1]] == '"'
    assert sum(1 for _ in json_strings(text)) == strings_in(value)


def strings_in(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(strings_in, value.values()))
    return sum(map(strings_in, value)) if isinstance(value, list) else int(isinstance(value, str))

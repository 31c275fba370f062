from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.runs.seal import seal, unseal

VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
TABLES = st.dictionaries(st.text(), VALUES, min_size=1)


@given(TABLES)
def test_a_table_reads_back_as_it_was(table: dict[str, Any]) -> None:
    assert unseal(seal(table)) == {"checksum": unseal(seal(table))["checksum"], **table}


@given(TABLES, st.data())
def test_one_changed_byte_is_noticed(table: dict[str, Any], data: st.DataObject) -> None:
    sealed = bytearray(seal(table))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(ValueError, match="its checksum is not that of its content"):
        unseal(bytes(sealed))


@given(TABLES, st.data())
def test_a_table_cut_short_is_noticed(table: dict[str, Any], data: st.DataObject) -> None:
    sealed = seal(table)

    with pytest.raises(ValueError, match="its checksum is not that of its content"):
        unseal(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_what_is_sealed_is_plain_json() -> None:
    assert list(json.loads(seal({"title": "Ä"}))) == ["checksum", "title"]

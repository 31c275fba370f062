"""An edit changes its place and no other byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.vault.writing.edits import Edit, edited, plain_text_of


@given(st.lists(st.sampled_from(["a", "b", "\n", "\r\n", "\r", "é"])).map("".join), st.booleans(), st.data())
def test_an_edit_changes_its_place_and_no_other_byte(text: str, mark: bool, data: st.DataObject) -> None:
    raw = ("\ufeff" if mark else "") + text
    plain = plain_text_of(raw)
    start = data.draw(st.integers(0, len(plain)))
    end = start + (1 if plain[start : start + 1].isalpha() else 0)

    after = edited(raw, [Edit(start, end, "NEW", 1, "", "")])
    assert plain_text_of(after) == plain[:start] + "NEW" + plain[end:]
    assert len(after) == len(raw) + len("NEW") - (end - start)

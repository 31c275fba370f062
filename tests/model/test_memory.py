from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.model.memory import DEFAULT_MEMORY, Memory, parse_memory


@pytest.mark.parametrize(
    ("text", "memory_bytes"),
    [
        ("4GB", 4_000_000_000),
        ("512MiB", 512 * 2**20),
        ("1.5 gib", 3 * 2**29),
        ("2G", 2 * 2**30),
        ("64k", 64 * 2**10),
        ("100 B", 100),
        ("1TB", 10**12),
        ("60%", 600),
        ("100 %", 1000),
    ],
)
def test_an_amount_is_a_number_with_a_unit_or_a_share_of_what_is_free(text: str, memory_bytes: int) -> None:
    assert parse_memory(text).of(free_bytes=1000) == memory_bytes


@pytest.mark.parametrize(
    "text", ["", "4", "GB", "-1GB", "0GB", "0.1B", "0%", "101%", "4 XB", "1e9B", "four GB", "\uff14GB"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(KbError, match="no amount of memory"):
        parse_memory(text)


@given(text=st.text(max_size=20))
def test_any_text_is_an_amount_above_zero_or_refused(text: str) -> None:
    try:
        memory = parse_memory(text)
    except KbError:
        return

    assert memory.amount > 0


def test_the_default_leaves_a_fifth_free() -> None:
    assert DEFAULT_MEMORY.of(1000) == 800
    assert Memory(5.0, is_share=False).of(1000) == 5

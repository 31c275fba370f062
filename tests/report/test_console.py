from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.report.console import cut, plain, render_print, render_repr, render_traceback, render_warnings


def test_colours_and_control_characters_are_stripped() -> None:
    assert plain("\x1b[31mred\x1b[0m\x07 \x1b]8;;http://x\x07link") == "red link"


def test_an_overwritten_line_is_shown_as_last_seen() -> None:
    assert plain("10 %\r100 %\r\nnext") == "100 %\nnext"
    assert cut("10 %\r" * 2_000 + "100 %\nnext") == "100 %\nnext"


def test_long_prints_are_cut_with_a_count() -> None:
    lines = "".join(f"line {number}\n" for number in range(1_263))

    assert cut(lines).splitlines()[-2:] == ["line 59", "… 1,203 more lines"]
    assert cut("a\nb\nc", most_lines=2) == "a\nb\n… 1 more line"


def test_long_lines_are_cut_with_a_count() -> None:
    assert cut("x" * 10_000) == "x" * 4_000 + "\n… 6,000 more characters"
    assert cut("x" * 5_000 + "\nb\nc").endswith("x\n… 2 more lines")


@given(st.text(alphabet="ab\n\r\x1b[m", max_size=200))
def test_a_cut_text_is_never_longer_than_asked(text: str) -> None:
    shown = cut(text, most_lines=3, most_characters=10).split("\n")

    assert len(shown) <= 4
    assert sum(len(line) for line in shown if not line.startswith("…")) <= 10


def test_a_huge_output_is_cut_at_once() -> None:
    assert len(render_print("x" * 50_000_000)) < 5_000
    assert len(render_print("a line of text\n" * 3_300_000)) < 5_000


def test_blank_output_is_nothing() -> None:
    assert render_print(" \n") == ""
    assert render_repr("") == ""
    assert render_warnings("\n") == ""


def test_a_result_has_no_memory_address() -> None:
    assert render_repr("<Line at 0x7f12ab>") == "```text\n<Line at 0x…>\n```"


def test_warnings_are_folded_and_the_same_on_every_machine() -> None:
    stderr = (
        "/var/ipykernel_12/345.py:3: UserWarning: thin data\n"
        "/home/me/.venv/lib/python3.11/site-packages/pandas/core.py:9: FutureWarning: later\n"
        'File "C:\\John Doe\\site-packages\\numpy.py", line 1\n'
        " 50%|#####     | 5/10 [00:01<00:01,  4.9it/s]\n"
    )

    assert render_warnings(stderr).splitlines() == [
        "> [!warning]- Warnings",
        "> ```text",
        "> cell:3: UserWarning: thin data",
        "> pandas/core.py:9: FutureWarning: later",
        '> File "numpy.py", line 1',
        "> ```",
    ]


def test_a_traceback_keeps_its_end() -> None:
    shown = render_traceback("\n".join(f"line {number}" for number in range(100)) + "\nValueError: x").splitlines()

    assert shown[1] == "… 41 earlier lines"
    assert shown[-2] == "ValueError: x"
    assert "earlier" not in render_traceback("ValueError: x")
    assert "… 1 earlier line\n" in render_traceback("\n".join("x" * 61))

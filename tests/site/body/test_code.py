"""Code blocks come out as pymdownx makes them, so that Material's buttons, titles and line numbers work."""

from __future__ import annotations

import time

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.code import parse_info, render_code

MATERIAL = ["pymdownx.superfences", "pymdownx.highlight"]
AS_ADVISED = {"pymdownx.highlight": {"pygments_lang_class": True}}


def by_kb(info: str, code: str) -> str:
    found = parse_info(info)
    return render_code(code, found.language, found.options).rstrip("\n")


@pytest.mark.parametrize(
    "info",
    [
        "",
        "python",
        'python title="a <b>.py"',
        'python linenums="1"',
        'python linenums="7" title="x" hl_lines="1 2-3"',
        "{.python hl_lines='2'}",
        'py hl_lines="2"',
        "text title='It is'",
    ],
)
def test_a_block_is_what_material_expects(info: str) -> None:
    code = "x = 1\n\nif x < 2:\n    pass\n"
    by_material = markdown.markdown(f"```{info}\n{code}```", extensions=MATERIAL, extension_configs=AS_ADVISED)

    assert by_kb(info, code) == by_material


def test_very_long_code_stays_plain() -> None:
    code = "x = 1\n" * 50_000

    assert (
        by_kb("python", code)
        == f'<div class="language-python highlight"><pre><span></span><code>{code}</code></pre></div>'
    )


def test_a_language_that_is_not_known_keeps_its_name() -> None:
    assert by_kb("nosuch", "<x>\n").startswith(
        '<div class="language-nosuch highlight"><pre><span></span><code>&lt;x&gt;'
    )


@pytest.mark.parametrize(
    ("info", "language", "options"),
    [
        ("", "", {}),
        ("python", "python", {}),
        ("{ .sh title='a b' }", "sh", {"title": "a b"}),
        ('title="only"', "", {"title": "only"}),
        ("c\\+\\+ linenums=3", "c++", {"linenums": "3"}),
        ('python title="no end', "python", {"title": '"no'}),
    ],
)
def test_what_stands_after_a_fence_is_read(info: str, language: str, options: dict[str, str]) -> None:
    found = parse_info(info)

    assert (found.language, dict(found.options)) == (language, options)


@pytest.mark.parametrize("lines", ["x", "-1", "3-1", "0", "1-", "9" * 30, "1-99999 " * 1000, "²"])
def test_odd_line_numbers_do_no_harm(lines: str) -> None:
    start = time.perf_counter()

    assert "language-py" in by_kb(f'py hl_lines="{lines}" linenums="{lines}"', "x\n")
    assert time.perf_counter() - start < 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_after_a_fence_no_attribute_escapes(info: str, code: str) -> None:
    html = by_kb(info, code)

    assert html.count("<div") == html.count("</div>")

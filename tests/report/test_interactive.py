"""HTML with scripts becomes a page of its own, locked in."""

from __future__ import annotations

import pytest

from kb.report import interactive
from kb.report.interactive import page_of_interactive

PLOT = (
    '<div id="12345678-1234-4abc-8def-1234567890ab"></div><script>draw("12345678-1234-4abc-8def-1234567890ab")</script>'
)


def test_the_html_stands_in_a_sandbox_as_a_value_and_not_as_markup() -> None:
    page = (page_of_interactive('<p title="a">\'</p><script>x("</script>")</script>') or b"").decode()

    assert page.count("<script") == 0
    assert '<iframe sandbox="allow-scripts" ' in page
    assert "allow-same-origin" not in page
    assert 'srcdoc="&lt;p title=&quot;a&quot;&gt;&#x27;&lt;/p&gt;&lt;script&gt;' in page


def test_no_page_may_load_from_anywhere() -> None:
    page = (page_of_interactive(PLOT) or b"").decode()

    assert "default-src 'none'" in page
    assert "http:" not in page
    assert "https:" not in page


def test_equal_figures_are_equal_bytes() -> None:
    assert page_of_interactive(PLOT) == page_of_interactive(PLOT.replace("12345678", "87654321"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>no script</p>",
        "<script>library()</script><style>p {}</style><!-- <p> -->",
        '<p></p><script src="https://cdn.example/plotly.js"></script>',
        "<p></p><script charset=utf-8 src=//cdn.example/x.js></script>",
        '<p></p><script type="module">import "https://cdn.example/x.js"</script>',
        "<p></p><script>import x from 'https://cdn.example/x.js'</script>",
        '<p></p><script>require(["plotly"], draw)</script>',
        """<p></p><script>document.createElement('script').src = "https://cdn.example/vega@6"</script>""",
    ],
)
def test_html_that_cannot_run_by_itself_is_no_page(html: str) -> None:
    assert page_of_interactive(html) is None


def test_a_library_may_name_addresses_and_a_script_may_add_what_it_brings() -> None:
    library = f"document.createElement('script'); 'https://cdn.example'{' ' * interactive.MOST_OF_A_LOADER}"

    assert page_of_interactive(f"<p></p><script>{library}</script>")
    assert page_of_interactive("<p></p><script>document.createElement('script').textContent = 'draw()'</script>")


def test_html_too_long_for_a_note_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interactive, "MOST_CHARACTERS", 10)

    assert page_of_interactive(PLOT) is None

from __future__ import annotations

import pytest

from kb.report.html_text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>bold</b> and\n plain", "bold and plain"),
        ("<p>one</p><p>two &amp; three<br>four</p>", "one\ntwo & three\nfour"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a  b\n1  2"),
        ("<style>p {}</style><script>alert(1)</script>seen</script>", "seen"),
        ("", ""),
    ],
)
def test_html_is_shown_by_its_words(html: str, text: str) -> None:
    assert text_of_html(html) == text

"""HTML that stands elsewhere than on its page."""

from __future__ import annotations

import pytest

from kb.site.lists.absolute import absolute_html

PAGE = "https://example.org/kb/a/b/"


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ('<a href="../c/#d">x</a>', '<a href="https://example.org/kb/a/c/#d">x</a>'),
        ('<a href="#fn:1">x</a>', '<a href="https://example.org/kb/a/b/#fn:1">x</a>'),
        ('<img src="../../x.png" alt>', '<img src="https://example.org/kb/x.png" alt>'),
        ('<a href="https://x.org/?a=1&amp;b">x</a>', '<a href="https://x.org/?a=1&amp;b">x</a>'),
        ('<a href="mailto:a@b.c">x</a>', '<a href="mailto:a@b.c">x</a>'),
        ('<a href="http://[x">x</a>', '<a href="http://[x">x</a>'),
        ("a &amp; b &lt; &#233; <b>ä</b>", "a &amp; b &lt; &#233; <b>ä</b>"),
        ("<!-- hidden -->x<br/>", "x<br/>"),
        ('<h2>A<a class="headerlink" href="#a">¶</a></h2>', "<h2>A</h2>"),
        ('<div class="kb-diagram--dark"><img src="x"><b>y<br/></b></i>&amp;</div>z', "z"),
        ('<div class="kb-diagram--dark"><div><p>y</div></div>z', "z"),
        ("x &amp", "x &amp"),
    ],
)
def test_addresses_are_whole_and_the_rest_stays(html: str, whole: str) -> None:
    assert absolute_html(html, PAGE) == whole

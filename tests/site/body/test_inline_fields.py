"""Fields in the text of a note: with their name, without, and what is none."""

from __future__ import annotations

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from tests.site.conftest import MakeSite


def shown(make_site: MakeSite, text: str) -> str:
    site = make_site({"A.md": f"# A\n\n{text}\n", "B.md": ""})
    html = render_page(page_place(site, site.index.notes["A.md"])).html
    return html.partition("<p>")[2].partition("</p>")[0]


def field(name: str, value: str) -> str:
    return f'<span class="kb-field"><span class="kb-field__name">{name}</span> {value}</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Do it [due:: 2024-06-01] soon", f"Do it {field('due', '2024-06-01')} soon"),
        ("of (size:: 1000000).", 'of <span class="kb-field" title="size">1000000</span>.'),
        ("[a:: 1] [b:: 2]", f"{field('a', '1')} {field('b', '2')}"),
        ("[a:: x (y) z]", field("a", "x (y) z")),
        ("[up:: [[B]]]", field("up", '<a href="../b/">B</a>')),
        ("[a:: **x** `y` < z]", field("a", "<strong>x</strong> <code>y</code> &lt; z")),
        ("**[a:: x]**", f"<strong>{field('a', 'x')}</strong>"),
        ('[a"<:: x]', field("a&quot;&lt;", "x")),
        ("[a:: [b:: c]]", field("a", "[b:: c]")),
    ],
)
def test_a_field_in_brackets_is_a_label(make_site: MakeSite, text: str, html: str) -> None:
    assert shown(make_site, text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`[a:: x]`", "<code>[a:: x]</code>"),
        ("[a:: x](https://example.org)", '<a href="https://example.org">a:: x</a>'),
        ("(std::vector) and [dplyr::filter]", "(std::vector) and [dplyr::filter]"),
        ("[a:: ] (b::) [:: x]", "[a:: ] (b::) [:: x]"),
        ("a:: x", "a:: x"),
        ("[a:: x", "[a:: x"),
        ("[a <b>:: x]", "[a <b>:: x]</b>"),
        ("[<:: x]", "[&lt;:: x]"),
        ("*[a:: x* y]", "<em>[a:: x</em> y]"),
        ("[a:: *x] y*", "[a:: <em>x] y</em>"),
        ("[`a`:: x]", "[<code>a</code>:: x]"),
    ],
)
def test_what_is_none_stays_as_written(make_site: MakeSite, text: str, html: str) -> None:
    assert shown(make_site, text) == html


def test_a_field_does_not_go_on_in_the_next_line(make_site: MakeSite) -> None:
    assert "kb-field" not in shown(make_site, "[a:: x\ny]")
    assert shown(make_site, "[a:: x]\n[b:: y]").count('class="kb-field"') == 2

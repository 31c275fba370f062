"""Mathematics as MathML: drawn, or shown as written with the reason, and never dangerous."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.formulas import MOST_CHARACTERS, render_formula

PIECES = st.sampled_from(
    [
        *(
            "\\frac",
            "\\sqrt",
            "{",
            "}",
            "^",
            "_",
            "x",
            "1",
            "&",
            "\\\\",
            "\\left(",
            "\\right)",
            "\\text{",
            "<b>",
            '"',
            "\\",
        ),
        *(
            "\\begin{matrix}",
            "\\end{matrix}",
            "\\begin{align}",
            "\\href{javascript:x}",
            "\\def\\a",
            "\\a",
            "\\over",
            " ",
        ),
        *(
            "\\style{a}",
            "\\class{a}",
            "\\color",
            "\\limits",
            "\\prime",
            "'",
            "\\hline",
            "\\hskip",
            "\\genfrac",
            "\\not",
            "\\sin",
            "\\overline{",
            "\\xrightarrow{",
            "\\newcommand{\\a}[1]",
            "{#1#1}",
            "[",
            "]",
        ),
    ]
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DOUBLING = "".join(f"\\def\\{a}{{{{\\{b}}}{{\\{b}}}}}" for a, b in pairwise(LETTERS)) + "\\def\\z{x}\\a"
NESTING = "\\newenvironment{z}{x}{y}" + "\\begin{a}\\end{a}".join(
    [
        "".join(
            f"\\newenvironment{{{a}}}{{}}{{\\begin{{{b}}}\\end{{{b}}}\\begin{{{b}}}\\end{{{b}}}}}"
            for a, b in pairwise(LETTERS)
        ),
        "",
    ]
)


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("e=mc^2", "<msup><mi>c</mi><mn>2</mn></msup>"),
        ("\\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        ("\\sqrt{\\sum_{i}^{n} x}", '<munderover><mo movablelimits="true">∑</mo>'),
        ("\\lim_{n} x", '<munder><mo lspace="0" rspace="0.167em" movablelimits="true">lim</mo>'),
        ("\\begin{vmatrix}a\\end{vmatrix}", '<mo form="postfix" stretchy="true">|</mo>'),
        ("a < b", "<mo>&lt;</mo>"),
        ("\\text{a <b> & c}", "<mtext>a\N{NO-BREAK SPACE}&lt;b&gt;\N{NO-BREAK SPACE}&amp;\N{NO-BREAK SPACE}c</mtext>"),
        ("\\sum_{n}^{\\infty} x", "<mi>∞</mi>"),
        ("2\\sin x", '<mn>2</mn><mo lspace="0.167em" rspace="0.167em">sin</mo><mi>x</mi>'),
        ("\\log_2(x)", '<msub><mo lspace="0" rspace="0">log</mo><mn>2</mn></msub><mo stretchy="false">(</mo>'),
        ("x \\not= y", "<mi>x</mi><mo>≠</mo><mi>y</mi>"),
        ("\\overline{ab}", '<mrow data-lines="above"><mrow><mi>a</mi><mi>b</mi></mrow></mrow>'),
        ("\\underline{ab}", '<mrow data-lines="below">'),
        ("\\widehat{ab}", '<mo stretchy="true">\N{COMBINING CIRCUMFLEX ACCENT}</mo>'),
        ("\\xrightarrow{f}", '<mover><mo stretchy="true">→</mo><mrow><mspace width="0.5em"></mspace>'),
        ("\\begin{aligned}a&=b\\end{aligned}", '<mtd columnalign="right"><mi>a</mi></mtd><mtd columnalign="left">'),
        ("\\begin{alignedat}{2}a&=b\\end{alignedat}", '<mtable displaystyle="true"'),
        ("\\begin{gathered}a\\\\b\\end{gathered}", "<mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr>"),
        ("\\begin{array}{l|r}a&b\\\\ \\hline c&d\\end{array}", 'data-lines="below right"><mi>a</mi>'),
        ("\\newcommand{\\n}[1]{#1+#1}\\n{x}", "<mi>x</mi><mo>+</mo><mi>x</mi>"),
        ("\\begin{pmatrix}a\\end{pmatrix}^T", "</mrow><mi>T</mi></msup>"),
        ("\\boldsymbol{\\beta}", ">\N{MATHEMATICAL BOLD ITALIC SMALL BETA}</mi>"),
        ("\\mathscr{F}", ">\N{SCRIPT CAPITAL F}</mi>"),
        ("A \\implies B", '<mo stretchy="false">\N{LONG RIGHTWARDS DOUBLE ARROW}</mo>'),
        ("a \\sim b", "<mo>\N{TILDE OPERATOR}</mo>"),
        ("\\limsup_n a", '<munder><mo movablelimits="true" lspace="0" rspace="0.167em">'),
        ("\\bigoplus_i a", '<munder><mo stretchy="false" movablelimits="true">'),
        ("\\operatorname*{arg\\,max}_x f", "arg\N{NO-BREAK SPACE}max</mtext></mrow></mrow><mi>x</mi></munder>"),
        ("\\operatorname{Var}(X)", ">Var</mo>"),
        ("\\operatorname{a b}_x", "<mtext>a\N{NO-BREAK SPACE}b</mtext>"),
        ("x \\label{eq:x}\\tag{1}", '<mi>x</mi><mspace width="2em"></mspace><mtext>(1)</mtext>'),
        ("\\text{if $x > 0$}", "<mtext>if\N{NO-BREAK SPACE}</mtext><mi>x</mi><mo>&gt;</mo><mn>0</mn>"),
        ("R \\& D", "<mi>&amp;</mi>"),
        (
            "\\newenvironment{z}{\\begin{gathered}}{\\end{gathered}}\\begin{z}a\\\\b\\end{z}",
            "<mtr><mtd><mi>a</mi></mtd></mtr>",
        ),
        ("\\begin{matrix}1&2\\end{matrix}", "<mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"),
    ],
)
def test_a_formula_is_drawn(source: str, drawn: str) -> None:
    html = render_formula(source, "inline")

    assert html.startswith('<math display="inline">')
    assert drawn in html


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ("\\begin{aligned} a &= b \\\\ &= d \\end{aligned}", 4),
        ("\\left\\{ \\begin{aligned}[t] a &= b \\\\ c &= d \\end{aligned} \\right.", 4),
        ("\\begin{alignedat}{2} a &= b & c &= d \\end{alignedat}", 4),
        ("\\begin{gathered} a = b \\\\ c = d \\end{gathered}", 2),
        ("\\begin{dcases} a & b \\\\ c & d \\end{dcases}", 4),
        ("\\begin{eqnarray} a &=& b \\end{eqnarray}", 3),
    ],
)
def test_an_environment_of_several_lines_is_drawn_as_a_table(source: str, cells: int) -> None:
    html = render_formula(source, "block")

    assert html.startswith("<math")
    assert html.count("<mtd") == cells
    assert "&amp;" not in html


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a & b", "it has columns that are not known"),
        ("\\DeclareMathOperator{\\Var}{Var}", "it shows nothing, and what it defines is known in it only"),
        ("\\ce{H2O}", "\\ce is not known"),
        ("\\nosuch{x}", "\\nosuch is not known"),
        ("\\frac{a", "a part of it is missing"),
        ("x^", "missing super script or subscript error"),
        ("\\left( x", "extra left or missing right error"),
        ("", "no available tokens error"),
        ("{" * 2000 + "}" * 2000, "it is nested too deep"),
        ("\\def\\a{\\a\\a}\\a", "it is nested too deep"),
        ("\\def\\a#1{\\a{#1#1}}\\a{x}", "its macros make it too long"),
        (DOUBLING, "its macros make it too long"),
        (NESTING, "its macros make it too long"),
        ("\\begin{unknown}a&b\\end{unknown}", "the environment unknown is not known"),
        ("\\def", "a part of it is missing, or out of place"),
        ("\\verb", "a part of it is missing, or out of place"),
        ("x" * (MOST_CHARACTERS + 1), f"it is longer than {MOST_CHARACTERS} characters"),
    ],
)
def test_a_formula_that_cannot_be_drawn_is_shown_as_written_and_says_why(source: str, why: str) -> None:
    html = render_formula(source, "block")

    assert html == f'<code class="kb-undrawn" title="This formula cannot be drawn: {why}">{escape(source)}</code>'


@pytest.mark.parametrize(
    "source", ["\\href{javascript:alert(1)}{x}", '\\style{color:red" onclick="x}{y}', "\\class{md-header}{z}"]
)
def test_a_formula_sets_no_links_styles_or_classes(source: str) -> None:
    html = render_formula(source, "inline")

    assert html.startswith("<math")
    assert not any(word in html for word in ("href", "style", "class", "onclick"))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_a_formula_holds_its_html_is_well_formed(source: str) -> None:
    root = ET.fromstring(render_formula(source, "block"))  # noqa: S314  (our own)

    assert root.tag in {"math", "code"}
    assert not any({"href", "style", "id"} & element.attrib.keys() for element in root.iter())

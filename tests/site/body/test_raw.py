"""Raw HTML is shown, runs nothing, and takes nothing from the page."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.allowed import ATTRIBUTES, MEDIA, SCHEMES, TAGS
from kb.site.body.raw import clean_html, render_raw
from tests.site.body.attacks import ATTACKS, PIECES


def shown(html: str, *hosts: str) -> str:
    return clean_html(render_raw(html, hosts))


@pytest.mark.parametrize(
    "html",
    [
        '<div class="a" style="color:red">x</div>',
        '<mark style="background:#FFB86CA6">x</mark>',
        "<b>x</b> <br> <kbd>Ctrl</kbd>",
        '<img src="a.png" alt="x" width="100">',
        '<img src="data:image/png;base64,AAAA">',
        '<a href="https://example.com?a=1&amp;b=2" target="_blank">x</a>',
        '<a href="obsidian://open?vault=x">x</a>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        '<video src="film.mp4" controls=""></video>',
        '<iframe sandbox="allow-scripts" src="page.html"></iframe>',
        '<svg viewBox="0 0 9 9"><linearGradient id="a"></linearGradient><path d="M0 0" fill="url(#a)"></path></svg>',
        "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
        '<details open=""><summary>More</summary>text</details>',
        "a &lt; b",
    ],
)
def test_harmless_html_stays(html: str) -> None:
    assert shown(html) == html


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<TITLE>", "&lt;TITLE&gt;"),
        ("<base href='/'>", "&lt;base href='/'&gt;"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ("<img/onerror=alert(1)>", "<img>"),
        ('<a href=" java&#115;\ncript:x" b>y</a>', "<a>y</a>"),
        ('<iframe srcdoc="<script>">x', '<iframe sandbox="allow-scripts"></iframe>x'),
        ("<img src=x onerror=alert(1)", "&lt;img src=x onerror=alert(1)"),
        ('<img title="a onerror=x>', '&lt;img title="a onerror=x&gt;'),
        ("</", "&lt;/"),
        ("</x", "&lt;/x"),
        ("a <!-- b --> c <!-- d", "a  c "),
        ("a <?php x ?> <!DOCTYPE html> b", "a   b"),
        ("<style>p {color: red}</style>a", "a"),
        ("<form action=/x><button>go</button></form>", "go"),
        ("<input type=password><input type=image src=x formaction=y>", "<input><input>"),
        ('<a id="__search" name="x">', '<a name="x"></a>'),
        ('<p data-md-component="header" data-x="1">', '<p data-x="1"></p>'),
        ('<p style="position:fixed;color:red">x', '<p style="color:red">x</p>'),
        ('<p style="background:url(//a.example/x)">x', "<p>x</p>"),
        ('<svg><use href="//a.example/x#y"/><use href="#z"/></svg>', '<svg><use></use><use href="#z"></use></svg>'),
        ("</div></article></main>text", "text"),
        ('<kb-held data-n="0"></kb-held>', '&lt;kb-held data-n="0"&gt;&lt;/kb-held&gt;'),
    ],
)
def test_what_is_not_safe_is_left_out_or_shown_as_text(html: str, safe: str) -> None:
    assert shown(html) == safe


def test_what_a_page_would_load_from_elsewhere_is_a_link() -> None:
    html = '<img src="https://a.example/x.png" alt="A cat"><iframe src="//b.example/y" onload=x></iframe>'

    assert shown(html) == (
        '<a class="kb-outside" href="https://a.example/x.png">A cat</a>'
        '<a class="kb-outside" href="//b.example/y">//b.example/y</a>'
    )


def test_an_address_that_is_none_is_not_loaded() -> None:
    assert shown('<img src="http://[" alt="x">') == '<a class="kb-outside">x</a>'


def test_a_host_that_the_settings_name_may_be_loaded_from() -> None:
    html = '<iframe src="https://video.example/embed/1" allowfullscreen=""></iframe>'

    assert shown(html, "https://video.example") == html


def test_elements_far_too_deep_in_one_another_are_shown_as_written() -> None:
    assert shown("<div>" * 1_000).startswith("<pre>&lt;div&gt;&lt;div&gt;")
    assert shown("<ul>" + "<li>x" * 1_000).count("</li>") == 1_000


def test_a_page_of_the_vault_in_a_frame_cannot_choose_its_own_sandbox() -> None:
    frame = '<iframe sandbox="allow-scripts" src="page.html"></iframe>'

    assert shown('<iframe src="page.html" sandbox="allow-scripts allow-same-origin"></iframe>') == frame


def test_the_link_to_an_outside_frame_runs_nothing() -> None:
    assert (
        shown('<iframe src="javascript://x/%0aalert(1)">x') == '<a class="kb-outside">javascript://x/%0aalert(1)</a>x'
    )


class Reader(HTMLParser):
    """Refuses what no list allows."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {name.lower() for name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())}
        svg = {name.lower() for names in ATTRIBUTES.values() for name in names}

        assert tag in {name.lower() for name in TAGS}
        for name, value in attrs:
            assert name in allowed | svg or name.startswith(("data-", "aria-"))
            assert not name.startswith("on")
            scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", value or "")
            if name in {"href", "src", "poster"} and scheme:
                assert scheme[1].lower() in SCHEMES - ({"data"} if tag != "img" else set())


@pytest.mark.parametrize("html", ATTACKS)
def test_no_attack_leaves_anything_that_is_not_listed(html: str) -> None:
    Reader().feed(shown(html))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_html_of_any_kind_is_clean_and_stays_so(html: str) -> None:
    safe = shown(html)

    Reader().feed(safe)
    assert clean_html(safe) == safe


def test_no_list_allows_what_runs() -> None:
    names = {name for names in ATTRIBUTES.values() for name in names}

    assert not {name for name in names if name.startswith("on")}
    assert not names & {"srcdoc", "srcset", "formaction", "action", "xlink:href", "ping", "http-equiv"}
    assert not TAGS & {"script", "style", "form", "button", "object", "embed", "base", "meta", "link", "foreignObject"}
    assert MEDIA <= TAGS


@pytest.mark.parametrize(
    "html",
    ["<a " * 50_000, "<a b='" * 50_000, '<a "' * 50_000, *(text * 50_000 for text in ("<!--", "<style", "<?", "<a"))],
)
def test_long_html_takes_linear_time(html: str) -> None:
    start = time.perf_counter()
    render_raw(html)

    assert time.perf_counter() - start < 5

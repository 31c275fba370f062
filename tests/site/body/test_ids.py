"""No two elements of a page have one id, whatever its notes hold and embed."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.published import plan_site
from tests.site.body.test_fuzz import note

ID = re.compile(r'\sid="([^"]*)"')
PIECES = st.sampled_from(
    [
        *("# H\n", "\n## H\n", " ^x\n\n", "- item ^x\n", "\n\n^x\n\n", "word ", "> [!note] T ^x\n", "\n\n"),
        *("[^1]", "\n\n[^1]: Note.\n\n", "^[in place]", "![[a]]", "![[b]]", "![[b#H]]\n\n", "![[b#^x]]", "$x$"),
        *("\n```mermaid\npie\n'a': 1\n```\n", "\n```mermaid\nmindmap\n  a\n```\n", "\n```py linenums=1\nx\n```\n"),
    ]
)
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@given(TEXTS, TEXTS)
def test_every_id_on_a_page_is_its_own(one: str, other: str) -> None:
    site = plan_site("Test", [note("a.md", one), note("b.md", other)], [])
    counts = Counter(ID.findall(render_page(page_place(site, site.index.notes["a.md"])).html))

    assert [name for name, count in counts.items() if count > 1] == []

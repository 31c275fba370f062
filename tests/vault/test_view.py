from __future__ import annotations

from kb.vault.view import SeenBacklink, SeenLink, view_note
from tests.vault.conftest import Indexed

FILES = {
    "a.md": """\
---
up: "[[b]]"
tags: [one]
one: two
---
# Title
[[b#Part|words]] [[none]] [[b#Gone]] [[twin]] #two
![[b#^x]] ![[p.png]] ^here
""",
    "b.md": "## Part\ntext ^x\n",
    "c.md": "See *this*: [[a|A]].\n\n- ![[a]]\n",
    "d.md": "*Not*.\n\nShown ![[a|x]] here\n",
    "e.md": "%% hidden %% x\n\n![[a]]\n\n- ![[a]] seen\n",
    "x/twin.md": "",
    "y/twin.md": "",
    "p.png": "",
}


def test_a_links_end_is_told_and_why_it_is_broken(indexed: Indexed) -> None:
    view = view_note(indexed(FILES), "a.md", {"one": "number"})

    assert view.links == (
        SeenLink(2, "[[b]]", "b.md", "", ""),
        SeenLink(7, "[[b#Part|words]]", "b.md", "Part", ""),
        SeenLink(7, "[[none]]", "", "", "there is nothing of that name"),
        SeenLink(7, "[[b#Gone]]", "b.md", "", "there is no such heading or block: Gone"),
        SeenLink(7, "[[twin]]", "", "", "it names several: x/twin.md, y/twin.md"),
    )
    assert view.embeds == (SeenLink(8, "![[b#^x]]", "b.md", "^x", ""), SeenLink(8, "![[p.png]]", "p.png", "", ""))


def test_a_note_is_seen_with_what_it_holds_and_what_links_to_it(indexed: Indexed) -> None:
    view = view_note(indexed(FILES), "a.md", {"one": "number"})

    assert (view.path, view.tags, view.block_ids) == ("a.md", ("one", "two"), (("here", 8),))
    assert [(heading.text, heading.line) for heading in view.headings] == [("Title", 6)]
    assert view.properties["up"] == "[[b]]"
    assert view.kinds == {"up": "link", "tags": "list", "one": "number"}
    assert view.backlinks == (
        SeenBacklink("c.md", 1, "See this: A.", is_embed=False),
        SeenBacklink("c.md", 3, "![[a]]", is_embed=True),
        SeenBacklink("d.md", 3, "Shown ![[a|x]] here", is_embed=True),
        SeenBacklink("e.md", 3, "![[a]]", is_embed=True),
        SeenBacklink("e.md", 5, "![[a]] seen", is_embed=True),
    )

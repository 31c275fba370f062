"""No text of a vault is read as HTML, wherever on the site it stands."""

from __future__ import annotations

import json
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from kb.config import read_settings
from kb.site.builder import build_site
from kb.site.frame.theme import frame_text, make_safe

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
ATTACK = '"><img src=x onerror=run()><script>run()</script></title></script><b onclick=run()>'
NAME = "Name & <img src=x onerror=run()>"
QUOTED = "'" + ATTACK.replace("'", "''") + "'"
PROPERTIES = f"""---
title: {QUOTED}
description: {QUOTED}
tags: [{QUOTED}, ok]
aliases: [{QUOTED}]
{QUOTED}: {QUOTED}
list: [{QUOTED}]
map: {{{QUOTED}: {QUOTED}}}
link: 'https://a.example/{ATTACK[1:]}'
wiki: '[[x|{ATTACK}]]'
cssclasses: [{QUOTED}]
author: {QUOTED}
image: {QUOTED}
template: {QUOTED}
---
# Heading

[[{NAME}|x]] #tag
"""
TEXT = f"""# \\{NAME}

## `{ATTACK}`

[[meta]] `{ATTACK}` ^id

```{ATTACK}
{ATTACK}
```

```python title='{ATTACK}'
{ATTACK}
```

```mermaid
flowchart LR
  A["{ATTACK.replace('"', "")}"] --> B
  click A "javascript:run()"
```

> [!{ATTACK}] {ATTACK}
> x

> [!note|{ATTACK}] t

- [<] task

![{ATTACK}](https://a.example/x.png '{ATTACK}')

![{ATTACK}|100](pic.png) ![[pic.png|{ATTACK}]]

[x](<javascript:run()>) [y](https://a.example/"onmouseover=run()) <javascript:run()>

$\\text{{<img src=x onerror=run()>}} \\href{{javascript:run()}}{{x}}$

$\\color{{red" onload="run()}} y$ $<script>run()</script>$

[^a]

[^a]: {ATTACK}

| {ATTACK} |
|---|
| {ATTACK} |
"""


class Runs(HTMLParser):
    """Collects what a browser would run, apart from Material's own scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.last = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.last = tag
        self.found += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or "run()" in name]
        self.found += [f"{tag} {value}" for _, value in attrs if (value or "").strip().startswith("javascript")]

    def handle_data(self, data: str) -> None:
        if self.last == "script" and "run()" in data:
            self.found.append(data)

    def handle_endtag(self, _tag: str) -> None:
        self.last = ""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("frame")
    shutil.copy(Path(__file__).parents[3] / "mkdocs.yml", root)
    (root / "kb.toml").write_text(f"[site]\nname = {json.dumps(ATTACK)}\n", "utf-8")
    folder = root / "vault" / "f <b onclick=run()>"
    folder.mkdir(parents=True)
    (folder / "in.md").write_text("[[meta]] ![[secret.png]]\n", "utf-8")
    (root / "secret.png").write_bytes(b"secret")
    (folder / "secret.png").symlink_to(root / "secret.png")
    (root / "vault" / "meta.md").write_text(PROPERTIES, "utf-8")
    (root / "vault" / f"{NAME}.md").write_text(TEXT, "utf-8")
    (root / "vault" / "pic.png").write_bytes(b"x")
    build_site(read_settings(root))
    return root / "site"


def test_no_page_runs_anything_of_a_note(site: Path) -> None:
    found = {}
    for page in site.rglob("*.html"):
        reader = Runs()
        reader.feed(page.read_text("utf-8"))
        found[page.relative_to(site).as_posix()] = reader.found

    assert len(found) >= 4
    assert {name: runs for name, runs in found.items() if runs} == {}


def test_nothing_is_escaped_twice(site: Path) -> None:
    assert [
        page.name for page in site.rglob("*.html") if re.search(r"&amp;(?:lt|amp|#34);", page.read_text("utf-8"))
    ] == []


def test_a_file_outside_of_the_vault_is_not_copied(site: Path) -> None:
    page = site / "f-b-onclick-run" / "in" / "index.html"

    assert "Nothing here is named secret.png" in page.read_text("utf-8")
    assert list(site.rglob("secret.png")) == []


@pytest.mark.parametrize("template", ["{{ title }}", "{{ title | e }}", "{{ title | striptags }}"])
def test_a_template_shows_a_title_as_text_however_it_is_written(template: str) -> None:
    environment = make_safe(Environment())  # noqa: S701  (as MkDocs makes it)

    assert environment.from_string(template).render(title=frame_text("1 < 2")) == "1 &lt; 2"

"""A vault with every type of page, for the tests of what all readers can use; a new type is one line of `PAGES`."""

from __future__ import annotations

import json

import pandas as pd

from kb.charts import time_chart

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><path d="M0 60L80 0" stroke="#075"/></svg>'
CALLOUTS = [
    "note",
    "abstract",
    "info",
    "tip",
    "success",
    "question",
    "warning",
    "failure",
    "danger",
    "bug",
    "example",
    "quote",
]
SHOWN_CALLOUTS = "".join(f"> [!{kind}] A {kind}\n> Words in it with [[Text]] and `code`.\n\n" for kind in CALLOUTS)
EVERYTHING = f"""---
title: Everything in one note
tags: [idea, area/part]
aliases: [All of it]
status: draft
rating: 4
done: true
day: 2024-05-01
related: "[[Text]]"
many: [one, two]
---
Words with [[Text]], [[Text#Section|a section]], [[Missing]], [outside](https://example.org/long/address), #idea,
**bold**, *italic*, ~~struck~~, ==marked==, `code`, $a^2 + b^2$ and a footnote[^1]. <kbd>Ctrl</kbd>

## Callouts

{SHOWN_CALLOUTS}
> [!tip]- Folded
> Hidden words.

> [!note]+ Open
> Shown words.

> A quote.

## Lists

- one
- two
  1. deeper
- [ ] open
- [x] done
- [/] half

Term
: Definition

## Tables

| Name | Number |
| --- | ---: |
| first | 1 |
| second | 20 |

|  |  |
| --- | --- |
| no | header |

### Code

```python title="x.py" linenums="1" hl_lines="2"
import math  # a comment
def area(radius: float) -> str:
    return f"{{math.pi * radius**2:.2f}}" if radius > 0 else "none"
```

```
plain {"very long line " * 20}
```

```diff
- gone
+ new
```

## Formulas

$$
\\sum_{{i=1}}^{{n}} x_i = \\frac{{1}}{{2}}
$$

## Diagram

```mermaid
flowchart LR
    A[First] -->|then| B[Second]
```

## Chart

```vega-lite
{{"title": "One chart", "data": {{"values": [{{"a": 1, "b": 2}}]}}, "mark": "point",
  "encoding": {{"x": {{"field": "a"}}, "y": {{"field": "b"}}}}}}
```

## Embeds

![[pic.svg]] ![A square](pic.svg) ![[pic.svg|100]]

![[Text]]

![[Text#Section]]

![[Board.canvas]]

![[Asked.base#Table]]

## Queries

```base
views:
  - {{type: table, name: First, order: [file.name, tags, rating], summaries: {{rating: Average}}}}
  - {{type: cards, name: Second, order: [file.name, tags]}}
```

```dataview
TABLE rating, file.tags FROM #idea
```

```dataview
LIST FROM #idea
```

```dataview
TASK
```

Inline `= this.rating` and a field rating:: 5

<details><summary>More</summary>Words of HTML.</details>

[^1]: The footnote, on [[Text]].
"""
BASE = """views:
  - {type: table, name: Table, order: [file.name, rating, tags], groupBy: {property: file.folder, direction: ASC}}
  - {type: cards, name: Cards, order: [file.name, tags], image: note.cover}
  - {type: list, name: List, order: [file.name, rating]}
  - {type: map, name: Map, order: [file.name], coordinates: note.at}
"""
BOARD = {
    "nodes": [
        {"id": "g", "type": "group", "label": "A group", "x": -20, "y": -60, "width": 900, "height": 400, "color": "5"},
        *(
            {"id": f"c{n}", "type": "text", "text": f"Card {n} on [[Text]]\n\n- item", "x": n * 280, "y": 0,
             "width": 240, "height": 160, "color": str(n)}
            for n in range(1, 7)
        ),
        {"id": "f", "type": "file", "file": "Text.md", "x": 0, "y": 500, "width": 400, "height": 300},
        {"id": "p", "type": "file", "file": "pic.svg", "x": 500, "y": 500, "width": 200, "height": 200},
        {"id": "b", "type": "file", "file": "Asked.base", "x": 0, "y": 900, "width": 400, "height": 300},
        {"id": "s", "type": "file", "file": "Small.canvas", "x": 500, "y": 900, "width": 300, "height": 200},
        {"id": "w", "type": "file", "file": "sound.wav", "x": 900, "y": 900, "width": 300, "height": 100},
        {"id": "l", "type": "link", "url": "https://example.org/", "x": 800, "y": 500, "width": 300, "height": 100},
    ],
    "edges": [{"id": "e", "fromNode": "c1", "toNode": "c2", "label": "leads to", "color": "1"}],
}  # fmt: skip
RUN = """---
kb_run: 0123456789abcdef
type: run
status: succeeded
strategy: cross
sharpe_ratio: 0.5
title: Cross AAPL
---
## Figures

| metric | value |
| --- | ---: |
| sharpe_ratio | 0.5 |

![The equity curve](pic.svg)

> [!failure] It failed
> `ValueError: no`
"""
RESULTS = """---
kb_batch: Cross
---
1 run of `backtest`, ranked by `sharpe_ratio`.

| run | sharpe_ratio |
| --- | ---: |
| [[Cross AAPL]] | 0.5 |
"""
DESK = """---
kb_desk: home
---
## Strategies

| stage | strategy | equity | sharpe ratio | max drawdown |
| --- | --- | --- | ---: | ---: |
| backtest | [[Question]] | ![[pic.svg\\|Growth of Question]] | 0.931 | -0.2 |
| draft | [[Text]] |  |  |  |

## Journal

![[curve.svg]]

## Open problems

| severity | rule | found |
| --- | --- | ---: |
| warning | orphan | 2 |

- [[Text]]: No note links to this one
"""
CURVE = pd.DataFrame({"this": [1.0, 1.5, 1.2], "benchmark": [1.0, 1.1, 1.3]}, pd.date_range("2024-01-01", periods=3))
FILES = {
    "index.md": "# Home\n\nWelcome to [[Everything]] and [[Text]].\n",
    "Everything.md": EVERYTHING,
    "Text.md": "---\ntags: [idea]\nrating: 3\ncover: '[[pic.svg]]'\nat: [48.2, 16.4]\n---\n"
    "Some words on [[Everything]].\n\n## Section\n\nOf words.\n\n" + "More words in a paragraph. " * 80 + "\n",
    "Wide.md": f"|{' figure |' * 12}\n|{'---:|' * 12}\n" + f"|{' -0.123456 |' * 12}\n" * 3,
    "Empty.md": "",
    "Right to left.md": "---\ntitle: \u05e9\u05dc\u05d5\u05dd\n---\n\u05e9\u05dc\u05d5\u05dd [[Text]]\n",
    "folder/One.md": "---\ntags: [idea]\n---\nOne.\n",
    "folder/Two.md": "Two on [[One]].\n",
    "Asked.base": BASE,
    "Board.canvas": json.dumps(BOARD),
    "Small.canvas": json.dumps({"nodes": [{"type": "text", "text": "One", "color": "2"}]}),
    "sound.wav": "",
    "runs/Cross/Cross AAPL.md": RUN,
    "runs/Cross/Cross results.md": RESULTS,
    "Question.md": "".join(
        f"A question:\n\n```kb\nname: {name}\nnotebook: backtest\n```\n\n" for name in ("Cross", "Open")
    ),
    "runs/Desk.md": DESK,
    "curve.svg": PICTURE,
    "curve.vl.json": json.dumps(time_chart(CURVE, title="Growth of 1", is_log=True)),
    "pic.svg": PICTURE,
}
PAGES = {
    "home": "",
    "a note with everything": "everything/",
    "a text": "text/",
    "a wide table": "wide/",
    "an empty note": "empty/",
    "a text from right to left": "right-to-left/",
    "a folder": "folder/",
    "a folder of folders": "runs/",
    "a list of tags": "tags/",
    "a tag": "tags/idea/",
    "what changed": "recent/",
    "a base": "asked-base/",
    "a canvas": "board-canvas/",
    "a run": "runs/cross/cross-aapl/",
    "a dashboard with a chart": "runs/desk/",
    "the graph": "graph/",
    "results": "runs/cross/cross-results/",
    "a question": "question/",
    "no page": "404.html",
}
"""A type of page -> where the vault has one."""

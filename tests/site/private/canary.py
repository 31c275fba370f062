"""A vault in which everything private carries a token, and public notes that name it in every way there is."""

from __future__ import annotations

T = "Kanarienvogel"
"""The token: no word of kb or of the theme."""

PRIVATE = f"""---
aliases: [{T} alias, Other {T}]
tags: [{T}/tag]
title: {T} title
secret: {T} property
description: {T} description
permalink: {T}-permalink
cssclasses: [{T}-class]
kb_run: {T}
up: "[[Public]]"
---
# {T} heading

{T} body #{T} ![[{T}.png]] ![[{T}.svg]] [[Public]] [[Home]] ^{T}-id

## {T} part

Text with [[Public#About {T}]].

```kb
name: {T} results
notebook: n
parameters: {{symbol: {T}}}
```

> [!note]- {T} callout
> with [[Public]] ^{T}-callout

```python title="{T} code"
{T} = 1
```

```mermaid
graph TD; {T}-->Public
```

```vega-lite
{{"title": "{T}", "data": {{"values": [{{"{T}": 1}}]}}, "mark": "point", "encoding": {{"x": {{"field": "{T}"}}}}}}
```

${T}$ and $${T}$$ %%{T} comment%% <!-- {T} comment -->
![{T} alt](shown.png "{T} picture") ![[shown.png|{T} caption]] ![[{T}.png]] [[{T}.csv]]

{T} term
: {T} definition with [[Home]]

<div class="{T}" id="{T}" data-x="{T}"><a href="Public.md" title="{T}">{T}</a></div>

- [ ] {T} task on [[Home]] [^{T}]
- {T}:: field, ({T}:: [[Public]])

| {T} | [[Public]] |
| --- | --- |
| {T} | [[Home|{T}]] |

[^{T}]: {T} footnote on [[Public]]
"""

LINKS = f"""[[{T} note]] [[{T} note|words]] [[{T} note|{T} note]] [[{T} folder/{T} note]] [[{T} alias]]
[[{T} ALIAS|Other {T}]] [[{T} note#{T} heading]] [[{T} note#^{T}-id]]
[[{T} note#{T} heading#{T} part|see {T} heading there]]
[words]({T}%20note.md) [{T} note](<{T} folder/{T} note.md>) [**{T} title**](<{T} folder/{T} note.md#{T}%20heading>)
[full][one] and [{T} note][] and [{T} note] [![[shown.png]]]({T}%20note.md) [see [[{T} note]]]({T}%20note.md)
**[[{T} note]]** ==[[{T} note]]== ~~[[{T} note]]~~ <b>[[{T} note]]</b> <a href="{T}%20note.md">{T} note</a>
[long
words]({T}%20note.md) ^[in place [[{T} note]]] and [^1] [[{T} note]][[{T} note]] ![words [[{T} note]]](shown.png)
[[{T} old]] [words](<{T} past/{T} old.md>) [[{T} note#^{T}-callout|there]] [[{T} note#{T} footnote]]
[[{T} results]] [[{T} board.canvas]] [[{T} base.base]] [[{T} broken]] [[templates/{T} template]]"""

BASE = """```base
formulas: {all: 'file.properties.values()', links: 'file.links.map(value.asFile())', up: 'up.asFile().path'}
views:
  - {type: table, order: [file.path, file.tags, file.links, file.embeds, file.backlinks, formula.all, formula.links]}
  - {type: cards, order: [file.name, formula.up, related, account]}
  - {type: list, order: [note.path, list, this], groupBy: {property: up, direction: ASC}}
```
"""
QUERIES = f"""```dataview
TABLE file.frontmatter, file.tags, file.outlinks, file.inlinks, file.tasks, file.lists.section, file.aliases, row.field
FROM [[]] or outgoing([[]]) or -#nothing
```

```dataview
TASK
```

field:: [[{T} note]], [[Home]]
Text [field:: [[{T} note|words]]] (account:: {T}) `= this.up` `= this.field` `= this.account` `= this.nested`
"""
EMBEDS = f"""![[{T} note]]

![[{T} note#{T} heading]] ![[{T} note#^{T}-id]] ![{T} note]({T}%20note.md) ![[{T} board.canvas]] ![[{T} results]]
"""

PUBLIC = f"""---
publish: true
title: About [[{T} note]]
description: All of [[{T} note|{T} title]]
aliases: ["[[{T} note]]"]
up: "[[{T} note]]"
unquoted: [[{T} note]]
list: ["[[{T} note|words]]", "[words]({T}%20note.md)", '[[Home]]']
nested: {{"[[{T} note]]": {{deep: ["[[{T} alias]]"]}}}}
account: {T}
Subaccount: {T}
related: {T} note
path: {T} folder/{T} note.md
of it: [{T} alias, {{deep: {T} note.md, deeper: {T} note}}]
folded: >-
  One [[{T} note]]
  two
---
# About [[{T} note]]

{LINKS}

{BASE}
{QUERIES}
[one]: {T}%20note.md "{T} title"
[{T} note]: <{T} folder/{T} note.md>
  '{T} title'
[never used]: {T}%20note.md

> [!note]- A callout on [[{T} note]]
> Quoted [[{T} note]] and [long
> words]({T}%20note.md).
>
> | a | b |
> | --- | --- |
> | [[{T} note\\|words]] | [[{T} note]] |

- [ ] a task [[{T} note]]
  1. deeper [words]({T}%20note.md)

[^1]: A footnote on [[{T} note#{T} heading]].

## More on [[{T} note]] and [{T} alias]({T}%20note.md)

%% [[{T} note#{T}|{T} note]] %%
<!-- {T} -->

<div title="{T} note" data-href='{T} note'><a href="{T}%20note.md" title="{T} note">{T} note</a>
<img src="shown.png" alt="{T} note"> [[{T} note]] [words]({T}%20note.md)</div>

<svg><a xlink:href="{T}%20note.md"><text>there</text></a></svg> <p style="color: url('{T} note.md')">styled</p>
<video poster="{T}%20note.md"></video> <img src="shown.png" srcset="shown.png 1x, {T}%20note.md 2x">

> [!tip]+ [{T} note]({T}%20note.md)
> - Account:: {T} and (account:: {T}) and [sub-account:: {T}]
> - remark:: with [account:: {T}] and (account:: {T} %% {T}) %%

A term
: defined by [[{T} note]] and [words]({T}%20note.md)

%%
[[{T} note]] and [{T} note]({T}%20note.md)
%%

$$
[[{T} note]]
$$

![A picture](shown.png "[[{T} note]]") ![of [[{T} note]]](shown.png)

```kb
name: Asked
notebook: n
parameters: {{account: {T}}}
```

$[[{T} note]]$ [a]({T} note.md) [[shown.csv]]

A sentence on [[Home]] and [[{T} note]] that is a backlink.

<table><tr><th>account</th></tr><tr><td>{T}</td></tr></table>

| # | name | value |
| --- | --- | --- |
| 1 | account | {T} |

| account | [[{T} note]] |
| --- | --- |
| {T} | [[{T} note|words]] | [[{T} note]] |
"""

PAST = f"[[{T} old]] [words](<{T} past/{T} old.md>)"
NODES = [
    {"id": T, "type": "text", "text": f"{LINKS.replace(PAST, '')}\n\n[one]: {T}%20note.md\n[{T} note]: {T}%20note.md"},
    {"type": "text", "text": EMBEDS},
    {"type": "text", "text": f"---\nup: '[[{T} note]]'\n---\n"},
    {"type": "text", "text": f"<table><tr><th>account</th></tr><tr><td>{T}</td></tr></table> [[account]]:: {T}"},
    {"type": "text", "text": f"account:: {T}\n\n| account |\n|---|\n| {T} |\n"},
    {"type": "text", "text": f"[[Shown#On {T} note|there]]", "file": f"{T}.png", "label": T, "unknown": T},
    {"type": "file", "file": f"{T} folder/{T} note.md", "subpath": f"#{T} heading", "color": T},
    {"type": "file", "file": f"{T} results.md"},
    {"type": "file", "file": f"{T} board.canvas"},
    {"type": "file", "file": f"{T} base.base", "subpath": f"#{T}"},
    *({"type": "file", "file": "Open table.base", "subpath": view} for view in ("", f"#{T}")),
    {"type": "file", "file": "Sketched.canvas"},
    {"type": "file", "file": "shown.csv", "subpath": f"#{T}"},
    {"type": "file", "file": "shown.pdf", "subpath": f"#page=1&height=9&{T}"},
    {"type": "file", "file": "Shared/Shown.md", "subpath": f"#On [[{T} note]]"},
    {"type": "link", "url": f"obsidian://open?vault=v&file={T}%20note"},
    {"type": "group", "label": f"[[{T} note]]", "background": f"{T} folder/{T} note.md"},
    {"type": T, "text": T},
    {"file": f"{T} note.md"},
]
EDGES = [{"fromNode": T, "toNode": T, "label": f"to [[{T} note|{T} note]]"}]
"""All that a canvas can say of what is private."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320"></svg>'
POINTS = '{{"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": "point", "data": {{"values": {}}}}}'

FILES = {
    f"{T} folder/{T} note.md": PRIVATE,
    f"{T} results.md": f"---\nkb_batch: Public\n---\n{T} answer ![[{T}.png]]\n",
    f"{T} broken.md": f"---\n{T}: [\n---\n{T}\n",
    f"{T} draft.md": f"---\npublish: 'true'\n---\n{T} [[Public]]\n",
    f"templates/{T} template.md": f"---\npublish: true\n---\n{T}\n",
    f"{T} board.canvas": f'{{"nodes": [{{"id": "1", "type": "text", "text": "{T} [[Public]]"}}], "edges": []}}',
    "Board.canvas": f'{{"nodes": [{{"id": "{T}", "type": "file", "file": "Public.md"}}], "edges": []}}',
    f"{T} base.base": f"views: [{{name: {T}}}]\n",
    "Table.base": f"filters: 'file.hasLink(\"{T} note\")'\nviews: [{{type: table, name: {T}}}]\n",
    f"{T}.png": "no picture",
    f"{T}.csv": f"{T}\n",
    f"{T}.svg": SVG,
    f"{T}.vl.json": POINTS.format(f'[{{"a": "{T}"}}]'),
    "shown.svg": SVG,
    "shown.vl.json": POINTS.format(f'[{{"day": 1, "account": "{T}"}}]'),
    "chart.svg": SVG,
    "chart.vl.json": POINTS.format('[{"day": 1}]'),
    "shown.png": "a picture",
    "shown.csv": f"day,account,subaccount\n1,{T},{T}\n",
    "index.md": "---\npublish: true\n---\n# Home\n\n[[Public]] [[Public#About Kanarienvogel note]] ![[Public]]\n"
    "[[Board.canvas]] [[Table.base]] ![[shown.svg]] ![[chart.svg]]\n",
    "Public.md": PUBLIC,
    "Home.md": f"---\npublish: true\n---\n![[Public#More on {T} note and {T} alias]]\n\n```kb\nname: Public\n```\n",
}

"""A vault in which everything private carries a token, and public notes that name it in every way there is."""

from __future__ import annotations

T = "Kanarienvogel"
"""The token: no word of kb or of the theme."""

PRIVATE = f"""---
aliases: [{T} alias, Other {T}]
tags: [{T}/tag]
title: {T} title
secret: {T} property
---
# {T} heading

{T} body #{T} ![[{T}.png]] [[Public]] [[Home]] ^{T}-id

## {T} part

Text with [[Public#About {T}]].

```kb
name: {T} results
notebook: n
```
"""

LINKS = f"""[[{T} note]] [[{T} note|words]] [[{T} note|{T} note]] [[{T} folder/{T} note]] [[{T} alias]]
[[{T} ALIAS|Other {T}]] [[{T} note#{T} heading]] [[{T} note#^{T}-id]]
[[{T} note#{T} heading#{T} part|see {T} heading there]]
[words]({T}%20note.md) [{T} note](<{T} folder/{T} note.md>) [**{T} title**](<{T} folder/{T} note.md#{T}%20heading>)
[full][one] and [{T} note][] and [{T} note] [![[shown.png]]]({T}%20note.md) [see [[{T} note]]]({T}%20note.md)
**[[{T} note]]** ==[[{T} note]]== ~~[[{T} note]]~~ <b>[[{T} note]]</b> <a href="{T}%20note.md">{T} note</a>
[long
words]({T}%20note.md) ^[in place [[{T} note]]] and [^1] [[{T} note]][[{T} note]] ![words [[{T} note]]](shown.png)
[[{T} results]] [[{T} board.canvas]] [[{T} base.base]] [[{T} broken]] [[templates/{T} template]]"""

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
folded: >-
  One [[{T} note]]
  two
---
# About [[{T} note]]

{LINKS}

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

$[[{T} note]]$ [a]({T} note.md) [[shown.csv]]

A sentence on [[Home]] and [[{T} note]] that is a backlink.

| account | [[{T} note]] |
| --- | --- |
| {T} | [[{T} note|words]] | [[{T} note]] |
"""

FILES = {
    f"{T} folder/{T} note.md": PRIVATE,
    f"{T} results.md": f"---\nkb_batch: Public\n---\n{T} answer ![[{T}.png]]\n",
    f"{T} broken.md": f"---\n{T}: [\n---\n{T}\n",
    f"{T} draft.md": f"---\npublish: 'true'\n---\n{T} [[Public]]\n",
    f"templates/{T} template.md": f"---\npublish: true\n---\n{T}\n",
    f"{T} board.canvas": f'{{"nodes": [{{"id": "1", "type": "text", "text": "{T} [[Public]]"}}], "edges": []}}',
    f"{T} base.base": f"views: [{{name: {T}}}]\n",
    f"{T}.png": "no picture",
    f"{T}.csv": f"{T}\n",
    "shown.png": "a picture",
    "shown.csv": f"day,account\n1,{T}\n",
    "index.md": "---\npublish: true\n---\n# Home\n\n[[Public]] [[Public#About Kanarienvogel note]] ![[Public]]\n",
    "Public.md": PUBLIC,
    "Home.md": f"---\npublish: true\n---\n![[Public#More on {T} note and {T} alias]]\n\n```kb\nname: Public\n```\n",
}

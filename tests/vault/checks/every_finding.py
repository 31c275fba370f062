"""A vault with one of each thing that can be wrong in it; some of its names no file system would take together."""

from __future__ import annotations

import unicodedata

EVERY_FINDING = {
    "index.md": """\
[[Carry]] [[Momentum]] [[Twice]] [[Cycle]] [[Comment]] [[Fence]] [[Callouts]] [[Blocks]] [[Properties]] [[Home-town]]
[[Deep]] [[Html]] [[Elsewhere]]
[[carry]] and [[Momentun]] and [[Same]]
[[Carry#Csots]] and [[Carry#^nlock]] and [[Twice#Costs]]
[[home_town]] and [t](old/Carry.md#costs) and ![[pic]] and ![[chart.jpg]] and [[fx-carry]]
[[Carry#in-bps]] and [[Carry#^bl_ock-1]]

[[Elsewhere]]
""",
    "Carry.md": """\
---
aliases: [FX carry, Yield]
---
# Costs

## In bps!

Text ^block

Text ^bl-ock-1
""",
    "Momentum.md": "---\naliases: [YIELD, Twice]\n---\n",
    "Alone.md": "",
    "Home-town.md": "",
    "x/Same.md": "",
    "y/Same.md": "",
    "Twice.md": "# Costs\n\n# Costs\n",
    "Cycle.md": "![[Middle]]\n![[Middle]]\n![[Fine#A]]\n",
    "Middle.md": "![[Cycle]]\n",
    "Fine.md": "# A\n\nText\n\n# B\n\n![[Cycle]]\n",
    "Comment.md": "Text %%hidden%% %% open\n\n## Shown\n\n- item\n",
    "Fence.md": "Text\n\n```python\nprint()\n",
    "Elsewhere.md": "[a plan](file:///home/me/plan.pdf) ![](C:/pictures/p.png)\n\n`file:///no`\n\n[[Callouts]]\n",
    "Callouts.md": "> [!note\n> Text\n\n> [!note]Title\n\n[!tip] Text\n\n> Text\n> [!note] Title\n\n> [!note] Sound\n",
    "Deep.md": f"{'> ' * 70}quotes\n\n{'- ' * 20}items\n",
    "Html.md": "Text\n\n<img src='pics/unused.png' width=50>\n",
    "Blocks.md": "One ^x\n\nTwo ^X\n",
    "Properties.md": "---\npublish: 'no'\ntags: [two words]\ncssclasses: 3\nimage: pics/banner.png\nsize: big\n---\n",
    "case/A.md": "",
    "Case/B.md": "",
    "c/d.md": "",
    "c/D.md": "",
    unicodedata.normalize("NFC", "caf\u00e9.md"): "",
    unicodedata.normalize("NFD", "caf\u00e9.md"): "",
    "C# notes.md": "",
    "Run.md": "---\nkb_run: x\n---\n",
    "Run 1.md": "---\nkb_run: x\n---\n",
    "pics/pic.png": "",
    "pics/chart.png": "",
    "pics/unused.png": "",
    "pics/banner.png": "",
}

"""What a formula and a diagram say in words."""

from __future__ import annotations

import pytest

from kb.site.search.sources import diagram_words, formula_words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a+b", "a+b"),
        (r"\frac{\mu - r}{\sigma}", "mu - r sigma"),
        (r"\begin{aligned} x_i &= \text{net return} \\ y &= 2\% \end{aligned}", "x_i = net return y = 2"),
        (r"\begin{array}{l|r} 1 & 2 \end{array}", "1 2"),
        (r"\left(\operatorname*{argmax} \sum_{t=1}^{n} r_t\right)", "( argmax sum _ t=1 ^ n r_t )"),
    ],
)
def test_a_formula_says_its_names_and_signs(source: str, words: str) -> None:
    assert formula_words(source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "flowchart LR\n  %% hidden\n  A[Long-short fund] -->|3.5 bps| B{Broker}",
            "A Long-short fund 3.5 bps B Broker",
        ),
        ("graph TD;\nA-->B;\nclassDef x fill:#f00\nclass A x\nsubgraph One\nC\nend", "A B\nsubgraph One\nC"),
        ("sequenceDiagram\n  Alice->>Bob: Hello\n  Bob--)Alice: Later", "Alice Bob: Hello\nBob Alice: Later"),
        ('pie title Costs\n  "Fees" : 3\n', "pie title Costs\nFees : 3"),
        ("---\ntitle: Weights\n---\nstateDiagram-v2\nbox --- fox", "title: Weights\nbox fox"),
    ],
)
def test_a_diagram_says_its_names_and_labels(source: str, words: str) -> None:
    assert diagram_words(source) == words

"""A strategy as dashboards tell it: its stages, its questions with their runs, and the best run of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model.run import Record, Spec
from kb.report.ranking import best_record, parse_rank_by

STAGES = ("live", "forward", "backtest", "draft")
"""From what matters most now; other words come after these, and what is retired last."""
RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that a strategy came to.

    Attributes:
        name: As its author wrote it.
        since: The day, as `2026-03-01`; empty where nobody knows it.
    """

    name: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A question of a strategy, the records of its runs, and its results note as a link names it, empty for none."""

    spec: Spec
    records: tuple[Record, ...]
    results: str = ""
    heat_map: str = ""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy of the vault.

    Attributes:
        path: Its note.
        stage: The stage that it has now.
        batches: What is asked in it, in the order of its blocks.
    """

    path: str
    stage: str
    batches: tuple[Batch, ...]

    @property
    def records(self) -> list[Record]:
        """What is known of its runs, of each once."""
        return list({record.key: record for batch in self.batches for record in batch.records}.values())

    @property
    def best(self) -> Best | None:
        """The best of all runs that are ranked as the first question with an answer ranks its own."""
        for batch in self.batches:
            if best_record(batch.spec, batch.records) is not None:
                ranked_alike = [each for each in self.batches if each.spec.rank_by == batch.spec.rank_by]
                record = best_record(batch.spec, [record for each in ranked_alike for record in each.records])
                rank_by = parse_rank_by(batch.spec.rank_by)
                if record and rank_by:
                    return Best(record, rank_by.metric, batch.spec.name)
        return None


@dataclass(frozen=True, slots=True)
class Best:
    """The best run of a strategy, the metric that says so, and the first batch that is ranked by it."""

    record: Record
    metric: str
    batch: str


def by_stage(strategies: Sequence[Strategy]) -> list[Strategy]:
    """Strategies as a desk lists them: by stage, in it those with a best run first, then by path."""

    def place(strategy: Strategy) -> tuple[int, str, bool, str]:
        word = strategy.stage.casefold()
        rank = STAGES.index(word) if word in STAGES else len(STAGES) + (word == RETIRED)
        return rank, word, strategy.best is None, strategy.path.casefold()

    return sorted(strategies, key=place)

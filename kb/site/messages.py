"""What MkDocs and its plugins say while they read mkdocs.yml."""

from __future__ import annotations

import logging
from typing import Self

from kb.model.problem import Problem

RULE = "site"


class Messages(logging.Handler):
    """Kept as problems, and not printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []
        self.last_error = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning as a problem, and the last error as it is."""
        if record.levelno >= logging.ERROR:
            self.last_error = record.getMessage()
        else:
            self.problems.append(Problem(RULE, record.getMessage(), severity="warning"))

    def __enter__(self) -> Self:
        self._logger = logging.getLogger("mkdocs")
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated

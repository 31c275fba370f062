"""papermill's engine `kb`: notebooks run in kernels that start at once, wherever that makes no difference but time.

papermill imports every engine when it is itself imported, and one that fails there breaks it: so this module imports
nothing but what Python has, and the engine proper when it is used.
"""

from __future__ import annotations

from typing import Any


class KbEngine:
    """The engine as papermill calls it."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Execute a notebook node: all of papermill's and nbclient's options mean what they say there."""
        from kb.runs.kernels.client_engine import Engine  # noqa: PLC0415

        return Engine.execute_notebook(nb, kernel_name, **kwargs)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel's name, as asked for or as the notebook says."""
        from papermill.utils import nb_kernel_name  # noqa: PLC0415

        found: str = nb_kernel_name(nb, name)
        return found

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language, as asked for or as the notebook says."""
        from papermill.utils import nb_language  # noqa: PLC0415

        found: str = nb_language(nb, language)
        return found

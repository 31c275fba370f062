"""The one call of papermill."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb.model.run import Failure, Status

Outcome = tuple[Status, Failure | None]


def execute_notebook(source: Path, target: Path, parameters: Mapping[str, Any], kernel: str) -> Outcome:
    """Execute a notebook file into another; what ran is in the target, whatever the outcome."""
    import papermill  # noqa: PLC0415  (slow to import)
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415
    from nbclient.exceptions import DeadKernelError  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=dict(parameters),
            kernel_name=kernel,
            progress_bar=False,
            request_save_on_cell_execute=True,
        )
    except PapermillExecutionError as error:
        return "failed", Failure(error.ename, error.evalue, traceback="\n".join(error.traceback))
    except DeadKernelError as error:
        return "died", Failure("KernelDied", str(error))
    except NoSuchKernel as error:
        return "failed", Failure("NoSuchKernel", f"There is no kernel named {error.name}: install it, then run again.")
    return "succeeded", None

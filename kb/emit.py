"""From a notebook to its result: metrics, tables, figures and what was read.

Outputs carry the `application/scrapbook.scrap.json+json` type, so scrapbook and others can read them too.
"""

from __future__ import annotations

import base64
import io
import math
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kb.errors import KbError
from kb.files import file_checksum

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SCRAP_TYPE = "application/scrapbook.scrap.json+json"
READ_NAME = "kb.read"
SECRET_NAME = "kb.secret"  # noqa: S105  (the name of a scrap)
MOST_TABLE_ROWS = 200
VEGA_LITE = re.compile(r"https?://vega\.github\.io/schema/vega-lite/v(\d+)")
"""How the address of the schema of a chart begins, with the version that its data are of."""

Metric = float | int | str | bool | None


class Chart(Protocol):
    """A chart of altair: what can say its specification."""

    def to_dict(self) -> dict[str, Any]:
        """The specification of Vega-Lite, its data in it."""
        ...


def record(metrics: Mapping[str, Any] | None = None, /, **named: Any) -> None:
    """Record metrics of this run: numbers, texts, booleans, or None for undefined.

    A NaN, an infinity or another missing value is recorded as None. The name `title` names the run's note.

    Raises:
        KbError: A value that is none of these.
    """
    for name, value in {**(metrics or {}), **named}.items():
        _scrap(name, _plain(name, value), {"text/plain": f"{name} = {value}"})


def table(name: str, frame: pd.DataFrame | pd.Series[Any], *, caption: str = "") -> None:
    """Record a table; its index, if it has a name, becomes the first column. Long ones keep 200 rows and a count.

    A NaN, an infinity or another missing value is recorded as None. A Series is a table of one column.
    """
    whole = _frame(frame)
    shown = whole.reset_index(allow_duplicates=True) if any(level is not None for level in whole.index.names) else whole
    head = shown.head(MOST_TABLE_ROWS)
    data = {
        "caption": caption,
        "columns": [str(column) for column in head.columns],
        "rows": [[_cell(value) for value in row] for row in head.itertuples(index=False, name=None)],
        "total": len(shown),
    }
    _scrap(
        name,
        data,
        {"text/html": whole.head(MOST_TABLE_ROWS).to_html(), "text/plain": str(head)},
        kind="table",
    )


def _frame(value: Any) -> pd.DataFrame:
    frame: pd.DataFrame = value.to_frame() if value.ndim == 1 else value
    return frame


def figure(name: str, figure: Figure | Chart | Mapping[str, Any], *, caption: str = "") -> None:
    """Record a figure: of matplotlib as PNG, and close it, or a chart as its Vega-Lite specification.

    Args:
        name: Of the figure; its file is named so.
        figure: A figure of matplotlib, a chart of altair, or a specification of Vega-Lite.
        caption: What stands below it.

    Raises:
        KbError: It is none of these.
    """
    shown = _chart(figure) or _picture(figure)
    _scrap(name, {"caption": caption}, {**shown, "text/plain": caption or name}, kind="figure")


def _chart(figure: Any) -> dict[str, Any]:
    """A chart by the kind of its data; nothing for what is no chart."""
    spec = figure.to_dict() if hasattr(figure, "to_dict") else figure
    if not isinstance(spec, Mapping):
        return {}
    if not (version := VEGA_LITE.match(str(spec.get("$schema", "")))):
        found = f"$schema is {spec.get('$schema')!r}"
        raise KbError("This is no chart of Vega-Lite", found=found, do="Give a chart of altair, or one that has it.")
    return {f"application/vnd.vegalite.v{version[1]}+json": dict(spec)}


def _picture(figure: Any) -> dict[str, Any]:
    if not hasattr(figure, "savefig"):
        do = "Give a figure of matplotlib or a chart of altair."
        raise KbError("This figure cannot be recorded", found=type(figure).__name__, do=do)
    import matplotlib.pyplot as plt  # noqa: PLC0415  (only notebooks that draw pay for it)

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return {"image/png": base64.b64encode(buffer.getvalue()).decode()}


def read(path: Path | str) -> None:
    """Report that this run read a file: when the file's content changes, the run is stale.

    Raises:
        KbError: There is no such file.
    """
    path = Path(path).resolve()
    if not path.is_file():
        raise KbError("There is no such file", path=path, do="Report a file that this run reads.")
    _scrap(READ_NAME, {"path": path.as_posix(), "checksum": file_checksum(path)}, {"text/plain": ""}, kind="read")


def secret_used(name: str) -> None:
    """Report that this run uses a secret: its name alone, so that kb can look for its value in the outputs.

    `kb.secret` does so by itself.
    """
    _scrap(SECRET_NAME, {"name": name}, {"text/plain": ""}, kind="secret")


def _scrap(name: str, data: Any, shown: dict[str, Any], *, kind: str = "record") -> None:
    """Display one scrap; outside a notebook there is nobody to display to, and nothing happens."""
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython  # noqa: PLC0415  (slow, and only kernels have it loaded)
    from IPython.display import display  # noqa: PLC0415

    if get_ipython() is None:
        return
    is_display = kind in {"table", "figure"}
    display(
        {SCRAP_TYPE: {"name": name, "data": data, "encoder": "json", "version": 1}, **shown},
        metadata={"scrapbook": {"name": name, "data": True, "display": is_display}, "kb": {"kind": kind}},
        raw=True,
    )


def _plain(name: str, value: Any) -> Metric:
    """A value as JSON holds it."""
    value = _unboxed(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    do = "Record a number, text, True, False or None; use kb.emit.table for a table."
    found = " ".join(f"{type(value).__name__} {value!r}".split())
    raise KbError(f"The metric `{name}` cannot be recorded", found=f"{found:.80}", do=do)


def _cell(value: Any) -> Metric:
    """A table's cell as JSON holds it: what is neither number, text nor truth is written as text."""
    value = _unboxed(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _unboxed(value: Any) -> Any:
    """A plain value where numpy or pandas wrapped one; None for undefined: NaN, an infinity, NaT, NA."""
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()
    is_undefined = type(value).__name__ in {"NaTType", "NAType"} or (
        isinstance(value, float) and not math.isfinite(value)
    )
    return None if is_undefined else value

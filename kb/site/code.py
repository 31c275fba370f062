"""Code with colours, in Material's own markup so that its copy button finds it."""

from __future__ import annotations

from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

LANGUAGES = {"kb": "yaml", "base": "yaml", "dataview": "sql", "dataviewjs": "javascript"}
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def render_code(text: str, language: str) -> str:
    """A block of code; a language that Pygments does not know stays plain."""
    try:
        lexer = get_lexer_by_name(LANGUAGES.get(language, language), stripnl=False)
    except ClassNotFound:
        coloured = escape(text)
    else:
        coloured = highlight(text, lexer, _FORMATTER)
    name = f"language-{escape(language)} " if language else ""
    return f'<div class="{name}highlight"><pre><span></span><code>{coloured}</code></pre></div>\n'

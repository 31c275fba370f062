"""HTML of a notebook that runs scripts, as a page of its own that is locked in a sandbox."""

from __future__ import annotations

import re
from html import escape

SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(
    r"<script\b[^<>]*\bsrc\s*=\s*[\"']?(?:https?:)?//"  # another host
    r"|\b(?:import|from)\s*\(?\s*[\"']https?://"
    r"|\brequire(?:js)?\s*\(\s*\[",  # a loader that only a running notebook has
    re.IGNORECASE,
)
SCRIPTS = re.compile(r"<script\b[^<>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
ADDS_A_SCRIPT = re.compile(r"""createElement\(\s*(["'`])script\1""", re.IGNORECASE)
ADDRESS = re.compile(r"""["'`](?:https?:)?//\w""", re.IGNORECASE)
MOST_OF_A_LOADER = 100_000
"""Characters; a longer script is a library, which may name addresses that it does not need."""
UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
UNIQUE = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
MOST_CHARACTERS = 8_000_000
"""A chart with all of its library takes about 5 million."""
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; worker-src blob:; base-uri 'none'; form-action 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Interactive figure</title>
<style>html, body, iframe {{ width: 100%; height: 100%; margin: 0; border: 0; overflow: hidden }}</style>
</head>
<body>
<iframe sandbox="allow-scripts" title="Interactive figure" srcdoc="{html}"></iframe>
</body>
</html>
"""


def page_of_interactive(html: str) -> bytes | None:
    """A page that runs the HTML, with no access to the site, to files or to the network, however it is opened.

    None for HTML without scripts or with nothing else, for such as needs scripts from elsewhere, and for more than a
    note should carry.
    Random ids are numbered in the order of their appearance, so that equal figures are equal bytes.
    """
    if not SCRIPT.search(html) or len(html) > MOST_CHARACTERS or _needs_elsewhere(html):
        return None
    if "<" not in UNSEEN.sub("", html):  # a library that a notebook loads for its later figures
        return None
    names = {name: f"00000000-0000-4000-8000-{n:012}" for n, name in enumerate(dict.fromkeys(UNIQUE.findall(html)), 1)}
    return PAGE.format(policy=POLICY, html=escape(UNIQUE.sub(lambda name: names[name[0]], html))).encode()


def _needs_elsewhere(html: str) -> bool:
    """Whether HTML loads scripts from another host, by its markup or, as altair's does, by a script that adds some."""
    if FROM_ELSEWHERE.search(html):
        return True
    scripts = (script[1] for script in SCRIPTS.finditer(html))
    return any(len(one) <= MOST_OF_A_LOADER and ADDS_A_SCRIPT.search(one) and ADDRESS.search(one) for one in scripts)

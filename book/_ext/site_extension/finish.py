"""The last pass over the written pages: what the theme sends without need, and what it leaves unnamed."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

_SEARCH_ONLY = ("searchtools.js", "language_data.js", "searchindex.js")
"""Scripts that only the search page uses."""


def lean(html: str, search_page: bool) -> str:
    """A page without scripts that it does not use."""
    html = re.sub(r'\s*<script defer src="[^"]*fontawesome\.js[^"]*"></script>', "", html)
    html = re.sub(r'\s*<link rel="preload" as="script"[^>]*>', "", html)
    if not search_page:
        for name in _SEARCH_ONLY:
            html = re.sub(rf'\s*<script src="[^"]*{re.escape(name)}[^"]*"></script>', "", html)
    return html


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        before = page.read_text(encoding="utf-8")
        after = lean(before, page.name == "search.html")
        if after != before:
            page.write_text(after, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Run after the pages are written."""
    app.connect("build-finished", _finish)

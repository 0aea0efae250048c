"""The search page: the claims that a search finds, above the pages; and numbers are words like any other."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from site_extension.ledger_page import SCRIPT, table

_RESULTS = '<div id="search-results"></div>'
_NUMBER = r"queryTerm.match(/^\d+$/)"
"""Where Sphinx's script leaves numbers out of a query, though its index holds them."""
_SUMMARIES = "SHOW_SEARCH_SUMMARY: "
"""Where it is told to fetch the text of each page it found, which no page opened from a disk may."""


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    if after in text:
        return  # the build had nothing to write
    if before not in text:
        raise ValueError(f"{path.name}: nothing reads {before!r}")
    path.write_text(text.replace(before, after), encoding="utf-8")


def _search(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    claims = table("ledger.html").replace("<div", '<div id="claims-found" hidden', 1)
    script = f'<script defer src="_static/{SCRIPT.name}"></script>'
    _replace(Path(app.outdir, "search.html"), _RESULTS, f"{claims}{_RESULTS}{script}")
    static = Path(app.outdir, "_static")
    _replace(static / "searchtools.js", f" ||\n        {_NUMBER}\n", " // numbers are words\n")
    _replace(static / "documentation_options.js", f"{_SUMMARIES}true", f'{_SUMMARIES}location.protocol !== "file:"')


def setup(app: Sphinx) -> None:
    """Run before the last pass over the pages."""
    app.connect("build-finished", _search)

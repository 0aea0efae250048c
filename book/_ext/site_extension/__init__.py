"""The Sphinx extension that makes the book's pages: addresses, math, figures, claims, and everything generated.

Each module has its own `setup`; this one calls them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))  # for the repository's tools, which know the chapters

MODULES = (
    "library",
    "addresses",
    "domain",
    "fonts",
    "mathml",
    "inline_figures",
    "claim_cards",
    "ledger_page",
    "figure_links",
    "exercises",
    "glossary",
    "overview",
    "law_pages",
    "catalog_pages",
    "colophon",
    "api",
    "search_page",
    "finish",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every module."""
    for name in MODULES:
        import_module(f"site_extension.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

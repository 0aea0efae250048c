"""A Sphinx extension: at the end of every chapter, a link to the same chapter in the edition that runs in a browser."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from reasoncost.figures.cite import SITE

FOLDER = "chapters/"
ADDRESS = f"{SITE}/lite/notebooks/index.html?path="
"""Where the edition is published; `make lite` builds it, apart from the book."""


def link(docname: str) -> nodes.paragraph:
    """The sentence with the link."""
    address = f"{ADDRESS}{docname.removeprefix(FOLDER)}.ipynb"
    text = nodes.paragraph(classes=["browser-edition"])
    text += nodes.reference("", "Run this chapter in your browser", refuri=address)
    text += nodes.Text(": nothing is installed, but Python and its packages are fetched, some tens of megabytes.")
    return text


def _add_link(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    if docname.startswith(FOLDER) and (sections := list(doctree.findall(nodes.section))):
        sections[0] += link(docname)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the link when a chapter is read."""
    app.connect("doctree-read", _add_link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

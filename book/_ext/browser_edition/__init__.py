"""A Sphinx extension: at the end of every chapter, a link to the same chapter in the edition that runs in a browser.

`make lite` puts that edition into the built site. Until it does, a page stands there that says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CHAPTERS = "chapters/"
EDITION = "lite"
NOTEBOOKS = f"{EDITION}/notebooks/index.html"
STAND_IN = Path(__file__).with_name("stand-in.html")


def link(docname: str) -> nodes.paragraph:
    """The sentence with the link."""
    address = f"../{NOTEBOOKS}?path={docname.removeprefix(CHAPTERS)}.ipynb"
    text = nodes.paragraph(classes=["browser-edition"])
    text += nodes.reference("", "Run this chapter in your browser", refuri=address)
    text += nodes.Text(": nothing is installed, but Python and its packages are fetched, some tens of megabytes. ")
    text += nodes.reference("", "What was tried", refuri="../reexecute.html#in-your-browser")
    text += nodes.Text(".")
    return text


def _add_link(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    if docname.startswith(CHAPTERS) and (sections := list(doctree.findall(nodes.section))):
        sections[0] += link(docname)


def stand_in(site: Path) -> None:
    """Put the page that says what is missing where the links lead, unless the edition is there."""
    if not (site / EDITION / "jupyter-lite.json").exists():
        page = site / NOTEBOOKS
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(STAND_IN.read_text(encoding="utf-8"), encoding="utf-8")


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        stand_in(Path(app.outdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the link when a chapter is read, and the stand-in when all pages are written."""
    app.connect("doctree-read", _add_link)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

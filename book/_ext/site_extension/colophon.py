"""What stands around the chapters: their citation, their error link, the edition that runs in a browser, how to cite
the work, and what made the pages.

`make lite` puts the browser's edition into the built site. Until it does, a page stands there that says so.
"""

from __future__ import annotations

import platform
from html import escape
from importlib import metadata
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from priceofthought.figures.cite import AUTHORS, SITE, WORK, YEAR, Citation
from reasoncost import __version__
from site_extension.ledger_page import raw, report_address, verbatim
from site_extension.tables import table
from tools.chapters import ROOT, last_execution, read_source, sources

CHAPTERS = "chapters/"
EDITION = "lite"
NOTEBOOKS = f"{EDITION}/notebooks/index.html"
STAND_IN = Path(__file__).with_name("stand-in.html")


def work_bibtex() -> str:
    """The work as a BibTeX entry."""
    return (
        f"@book{{priceofthought,\n  author = {{{{{AUTHORS}}}}},\n  title = {{{WORK}}},\n"
        f"  year = {{{YEAR}}},\n  edition = {{Version {__version__}}},\n  url = {{{SITE}}}\n}}"
    )


class CiteWork(SphinxDirective):
    """`{cite-work}`: how to cite the whole."""

    def run(self) -> list[nodes.Node]:
        """A sentence and the BibTeX entry."""
        text = f"{AUTHORS} ({YEAR}). {WORK}, version {__version__}. {SITE}"
        return [nodes.paragraph("", text), verbatim(work_bibtex())]


class Versions(SphinxDirective):
    """`{versions}`: when each chapter was executed and how long it took, and the packages that did it."""

    def run(self) -> list[nodes.Node]:
        """The two tables."""
        rows = []
        for source in sources():
            last = last_execution(source)
            cells = sum(cell.cell_type == "code" for cell in read_source(source).cells)
            page = f"{CHAPTERS}{source.stem}"
            link = f"{{doc}}`/{page}`" if page in self.env.found_docs else source.stem
            rows.append((link, f"{cells}", f"{last['seconds']:.0f}" if last else ""))
        direct = [line.split("==")[0].split(">")[0] for line in _requirements()]
        packages = [("Python", platform.python_version()), *((name, metadata.version(name)) for name in direct)]
        return [
            table(self, ("Chapter", "Code cells", "Seconds"), rows),
            table(self, ("Package", "Version"), packages),
        ]


def _requirements() -> list[str]:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def _add_foot(app: Sphinx, doctree: nodes.document) -> None:
    name = app.env.docname
    if not name.startswith(CHAPTERS):
        return
    title = next(iter(doctree.findall(nodes.title))).astext()
    short = name.removeprefix(CHAPTERS)
    cited = Citation(short, title, f"{SITE}/{name}.html")
    foot = nodes.container(classes=["chapter-foot"])
    report = escape(report_address(app, f"chapter {short}"))
    download = f'<a href="../_sources/{name}.ipynb" download>executed notebook</a>'
    links = f'<p>{download} · <a href="{report}">report an error</a></p>'
    foot += raw(f"{links}<details><summary>Cite this chapter</summary>")
    foot += nodes.paragraph("", cited.text())
    foot += verbatim(cited.bibtex())
    foot += raw("</details>")
    next(iter(doctree.findall(nodes.section))).extend([foot, edition_link(short)])


def edition_link(chapter: str) -> nodes.paragraph:
    """A link to the chapter in the edition that runs in a browser, and what it takes."""
    link = nodes.paragraph(classes=["browser-edition"])
    link += [
        nodes.reference("", "Run this chapter in your browser", refuri=f"../{NOTEBOOKS}?path={chapter}.ipynb"),
        nodes.Text(": nothing is installed, but Python and its packages are fetched, some tens of megabytes. "),
        nodes.reference("", "What was tried", refuri="../reexecute.html#in-your-browser"),
        nodes.Text("."),
    ]
    return link


def stand_in(site: Path) -> None:
    """Put the page that says what is missing where those links lead, unless the edition is there."""
    if not (site / EDITION / "jupyter-lite.json").exists():
        page = site / NOTEBOOKS
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(STAND_IN.read_text(encoding="utf-8"), encoding="utf-8")


def _write_stand_in(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        stand_in(Path(app.outdir))


def _note_time(app: Sphinx, docname: str, text: list[str]) -> None:
    if docname == "book/versions":
        for path in sorted(Path(ROOT, "_build", "execute").glob("*.json")):
            app.env.note_dependency(str(path))


def setup(app: Sphinx) -> None:
    """Register the directives and the chapters' feet."""
    app.add_directive("cite-work", CiteWork)
    app.add_directive("versions", Versions)
    app.connect("doctree-read", _add_foot)
    app.connect("source-read", _note_time)
    app.connect("build-finished", _write_stand_in)

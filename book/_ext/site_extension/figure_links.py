"""Under each figure: its files, its permanent link, its code and how to cite it."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from priceofthought.figures import find
from priceofthought.figures.cite import citation
from priceofthought.figures.export import FORMATS, write
from priceofthought.figures.registry import Figure
from site_extension import ROOT, library
from site_extension.addresses import published
from site_extension.ledger_page import raw, verbatim

FOLDER = "figures"
"""Where the files are, under the site's root."""


def figure_nodes(doctree: nodes.document) -> dict[str, nodes.figure]:
    """The figures of a page that come from the register, by id."""
    return {
        node["ids"][-1]: node for node in doctree.findall(nodes.figure) if (node["ids"] or [""])[-1].startswith("fig-")
    }


def drawing_code(app: Sphinx, figure: Figure) -> str:
    """The address of the function that draws a figure."""
    function = inspect.unwrap(figure.draw)
    path = Path(inspect.getfile(function)).relative_to(ROOT)
    line = inspect.getsourcelines(function)[1]
    options = app.config.html_theme_options
    where = f"{options['repository_url']}/blob/{options['repository_branch']}"
    return f"{where}/{path.as_posix()}#L{line}"


def _name_cell(node: nodes.Node, cell_id: str) -> None:
    while node is not None and "cell" not in node.get("classes", ()):
        node = node.parent
    if node is not None:
        node["ids"].append(cell_id)


def _add_links(app: Sphinx, doctree: nodes.document) -> None:
    if app.builder.name != "html":
        return
    root = "../" * published(app.env.docname).count("/")
    used = getattr(app.env, "shown_figures", {})
    for name, node in figure_nodes(doctree).items():
        figure = find(name)
        _name_cell(node, f"code-{name}")
        links = [f'<a href="{root}{FOLDER}/{name}.{kind}" download>{kind.upper()}</a>' for kind in FORMATS]
        links += [
            f'<a href="#{name}">permanent link</a>',
            f'<a href="#code-{name}">its cell</a>',
            f'<a href="{drawing_code(app, figure)}">drawing code</a>',
        ]
        legend = nodes.legend(classes=["figure-links"])
        legend += raw(f"<p>{' · '.join(links)}</p><details><summary>Cite this figure</summary>")
        legend += verbatim(citation(name).bibtex())
        legend += raw("</details>")
        node += legend
        used[name] = app.env.docname
    app.env.shown_figures = used


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name != "html":
        return
    store = Path(app.srcdir, "_build", FOLDER, library.digest(library.PACKAGES))
    target = Path(app.outdir, FOLDER)
    target.mkdir(exist_ok=True)
    for name in getattr(app.env, "shown_figures", {}):
        if not (store / f"{name}.csv").exists():
            write(find(name), store)
            (store / f"{name}.bib").write_text(citation(name).bibtex() + "\n", encoding="utf-8")
    for old in store.parent.glob("*"):
        if old != store:
            shutil.rmtree(old)
    if store.exists():
        shutil.copytree(store, target, dirs_exist_ok=True)


def setup(app: Sphinx) -> None:
    """Add the links when a page is read, and write the files at the end."""
    app.connect("doctree-read", _add_links)
    app.connect("build-finished", _write_files)

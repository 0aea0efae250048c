"""A Sphinx extension: the directive ```{calculator} name```, and the scripts on pages where a calculator stands.

The plot library is uPlot (MIT licence, 33 kB compressed): small, drawn on a canvas within a frame, with logarithmic
axes. It comes from the package uplot-python, which carries it. D3, in mpld3, would be 77 kB and of 2018; Bokeh,
Plotly and ECharts are ten to fifty times larger.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "_static/calculators"
OWN = Path(__file__).parent / "static"
GENERATED = "laws.js"
SCRIPTS = ("uPlot.iife.js", GENERATED, "plot.js", "runtime.js")
STYLES = ("uPlot.min.css", "calculators.css")


def plot_library() -> Path:
    """The folder of uPlot's files inside the installed package."""
    found = find_spec("uplot")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the package uplot-python is not installed (requirements.txt)")
    return Path(next(iter(found.submodule_search_locations))) / "static"


class CalculatorDirective(SphinxDirective):
    """Puts the named calculator on the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The calculator's markup."""
        from calculators.definitions import calculators
        from calculators.page import markup

        name = self.arguments[0]
        if name not in calculators():
            raise self.error(f"no calculator is called {name!r}: one of {', '.join(calculators())}")
        self.env.metadata[self.env.docname]["calculators"] = True
        return [nodes.raw("", markup(calculators()[name]), format="html")]


def _load(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if doctree is None or not app.env.metadata.get(page, {}).get("calculators"):
        return
    for name in STYLES:
        app.add_css_file(f"calculators/{name}")
    for name in SCRIPTS:
        app.add_js_file(f"calculators/{name}", loading_method="defer")


def _write(app: Sphinx) -> None:
    """Put the scripts and styles, the generated one among them, into the built site."""
    if app.builder.format != "html":
        return
    from calculators.definitions import calculators
    from calculators.javascript import script

    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SCRIPTS, *STYLES):
        source = next((path for path in (OWN / name, plot_library() / name) if path.exists()), None)
        if source is not None:
            shutil.copyfile(source, folder / name)
    (folder / GENERATED).write_text(script(calculators()), encoding="utf-8")


def _digest() -> str:
    """A digest of this extension, so that its pages are built anew when it changes."""
    paths = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".js", ".css"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and what its pages load."""
    app.add_directive("calculator", CalculatorDirective)
    app.add_config_value("calculators_digest", _digest(), "env", [str])
    app.connect("builder-inited", _write)
    app.connect("html-page-context", _load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""Exercises: the solution that follows one folds away, by the browser's own <details>, and so without a script.

The PDF shows it open. What is an exercise and where its solution ends, sphinx-exercise says.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import is_extension_node, solution_node, solution_title


def _visit(translator: HTML5Translator, node: solution_node) -> None:
    translator.body.append(f"{translator.starttag(node, 'details')}<summary>Solution</summary>\n")


def _depart(translator: HTML5Translator, node: solution_node) -> None:
    translator.body.append("</details>\n")


def unwrap(app: Sphinx, doctree: nodes.document) -> None:
    """Take away the sections inside exercises, which all have the same anchor, and the titles of solutions."""
    for node in doctree.findall(is_extension_node):
        *title, section = node.children
        node.children = []
        node += [*(part for part in title if not isinstance(part, solution_title)), *section.children]


def setup(app: Sphinx) -> None:
    """Fold the solutions; their look, and that of exercises, is the site's own."""
    app.setup_extension("sphinx_exercise")
    app.registry.css_files = [(name, options) for name, options in app.registry.css_files if name != "exercise.css"]
    # It draws for `singlehtml` by name, and Sphinx would then draw no other node there as it does for `html`.
    app.registry.translation_handlers.pop("singlehtml")
    app.add_node(solution_node, override=True, html=(_visit, _depart))
    app.connect("doctree-read", unwrap)

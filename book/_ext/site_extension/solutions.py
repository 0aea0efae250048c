"""Exercises: a cell tagged `hide-cell` and the paragraphs after it fold together, as a solution.

The next exercise, a paragraph that begins in bold, ends them. The fold is the browser's own <details>, so it opens
without JavaScript; the PDF shows it open.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from site_extension.ledger_page import raw


def _continues(node: nodes.Node) -> bool:
    """Whether a node is a paragraph of the solution before it."""
    if not isinstance(node, nodes.paragraph):
        return False
    first = next(child for child in node.children if child.astext())
    return not isinstance(first, nodes.strong)


class FoldSolutions(SphinxPostTransform):
    """Fold each hidden cell with its words, before the notebook reader would fold the cell alone."""

    default_priority = 198
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Fold every solution of a page."""
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("hide_mode") != "all":
                continue
            del cell["hide_mode"]
            cell.insert(0, raw('<details class="solution"><summary>Solution</summary>'))
            after = cell.parent.index(cell) + 1
            while after < len(cell.parent) and _continues(cell.parent[after]):
                cell += cell.parent.pop(after)
            cell += raw("</details>")


def setup(app: Sphinx) -> None:
    """Run before the pages are written."""
    app.add_post_transform(FoldSolutions)

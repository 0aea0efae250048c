"""Tables from records: each cell a piece of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


def table(
    directive: SphinxDirective, head: Sequence[str], rows: Iterable[Sequence[str]], ids: Sequence[str] = ()
) -> nodes.container:
    """A table that scrolls within itself where the page is narrow; `ids` are the anchors of its rows."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(directive, head))
    body = nodes.tbody()
    for number, cells in enumerate(rows):
        row = _row(directive, cells)
        row["ids"] += ids[number : number + 1]
        body += row
    group += body
    return nodes.container("", nodes.table("", group, classes=["reference"]), classes=["table-scroll"])


def _row(directive: SphinxDirective, cells: Sequence[str]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        content, _ = directive.parse_inline(cell)
        row += nodes.entry("", nodes.paragraph("", "", *content))
    return row

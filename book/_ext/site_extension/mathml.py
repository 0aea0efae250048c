"""Mathematics as MathML, written at build time: readable before any script has run, and by screen readers.

Browsers set MathML themselves; the font is STIX Two Math, cut down to the characters that the pages use.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util.math import get_node_equation_number

from site_extension import fonts

_UNCONVERTED = re.compile(r"[\\&]")
_ALIGN = {"l": "left", "r": "right", "c": "center"}


class MathError(ValueError):
    """An equation that cannot be converted."""


def mathml(tex: str, display: bool) -> str:
    """The MathML of a TeX expression. Raises MathError where something in it is not understood."""
    prepared = re.sub(r"\\(begin|end)\{(aligned|align\*?|gathered)\}", r"\\\1{split}", tex.strip())
    prepared = prepared.replace("{,}", r"\text{,}").replace(r"\displaystyle", "")
    if r"\\" in prepared and r"\begin{" not in prepared:
        prepared = rf"\begin{{split}}{prepared}\end{{split}}"
    root = ElementTree.fromstring(convert(prepared, display="block" if display else "inline"))
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        if node.tag not in ("mtext", "annotation") and _UNCONVERTED.search(node.text or ""):
            raise MathError(f"not understood in {tex!r}: {node.text}")
        align = node.attrib.pop("columnalign", "").split()
        if align and node.tag == "mtd":
            node.set("style", f"text-align: {align[0]}")
        if node.tag == "mo" and (node.text or "").isalpha() and len(node.text or "") > 1:
            node.tag = "mi"
    root.set("alttext", " ".join(tex.split()))
    return ElementTree.tostring(root, encoding="unicode")


def _inline(self: Any, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{mathml(node.astext(), display=False)}</span>')
    raise nodes.SkipNode


def _display(self: Any, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append('<div class="equation" tabindex="0" role="group" aria-label="Equation">')
    self.body.append(mathml(node.astext(), display=True) + "</div>")
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


_PAGE_MATH = re.compile(r"<math.*?</math>", re.DOTALL)


def characters(pages: list[Path]) -> set[str]:
    """Every character inside the mathematics of the pages, with the sign that a browser draws for a root."""
    found: set[str] = set()
    for page in pages:
        for piece in _PAGE_MATH.findall(page.read_text(encoding="utf-8")):
            root = ElementTree.fromstring(piece)
            found |= set("".join(root.itertext()))
            found |= {"√" for node in root.iter() if node.tag in ("msqrt", "mroot")}
    return found


def _write_font(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    wanted = characters(sorted(Path(app.outdir).rglob("*.html"))) | set("0123456789()=+−,.")
    fonts.write(app, "math", fonts.MATH, wanted, features=("*",))


def setup(app: Sphinx) -> None:
    """Register the renderer and the font."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.connect("build-finished", _write_font)

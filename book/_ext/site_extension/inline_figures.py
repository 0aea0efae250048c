"""Figures as part of the page: SVG in place, its colours as CSS variables with a light and a dark value each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

from priceofthought.figures import style

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"

LIGHT = {
    "ink": style.INK,
    "muted": style.MUTED,
    "grid": style.GRID,
    **{f"series-{number}": colour for number, colour in enumerate(style.SERIES)},
    **{f"fill-{number}": colour for number, colour in enumerate(style.FILL)},
    "paper": "#ffffff",
}
"""The house colours by the name of their CSS variable."""

DARK = {
    "ink": "#e6edf3",
    "muted": "#9da7b3",
    "grid": "#30363d",
    "series-0": "#6cb6ff",
    "series-1": "#ff9d66",
    "series-2": "#6bc46d",
    "series-3": "#d2a8ff",
    "series-4": "#e3b341",
    "series-5": "#ff8fc7",
    "fill-0": "#1b3352",
    "fill-1": "#4a2c1a",
    "paper": "#14181d",
}
"""Their values on a dark page."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_FONT = re.compile(r"'DejaVu Sans'[^;]*")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def stylesheet() -> str:
    """The variables, in light and in dark."""

    def block(selector: str, colours: dict[str, str]) -> str:
        values = "".join(f" --fig-{name}: {value};" for name, value in colours.items())
        return f"{selector} {{{values} }}\n"

    return block("html", LIGHT) + block('html[data-theme="dark"]', DARK)


def _variables(text: str) -> str:
    names = {colour.lower(): name for name, colour in LIGHT.items()}

    def variable(match: re.Match[str]) -> str:
        name = names.get(match[0].lower())
        return f"var(--fig-{name})" if name else match[0]

    return _FONT.sub("var(--fig-font)", _COLOUR.sub(variable, text))


def inline(text: str, figure_id: str, alt: str) -> str:
    """A figure's SVG as it stands inside a page: named for screen readers, its ids its own, its colours variables."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(text)
    used = set(_REFERENCE.findall(text)) | set(re.findall(r'xlink:href="#([^"]+)"', text))
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style", f"{{{SVG}}}title"):
                parent.remove(child)
    for node in root.iter():
        name = node.attrib.pop("id", None)
        if name in used:
            node.set("id", f"{figure_id}-{name}")
        target = node.attrib.pop(XLINK, None)
        if target:
            node.set("href", f"#{figure_id}-{target[1:]}")
        for key, value in node.attrib.items():
            value = _REFERENCE.sub(rf"url(#{figure_id}-\1)", value)
            node.set(key, _variables(value) if key in ("style", "fill", "stroke") else value)
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    drawing = {"role": "img", "aria-label": alt, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    for key, value in drawing.items():
        root.set(key, value)
    return re.sub(r">\s+<(?!/text|tspan)", "><", ElementTree.tostring(root, encoding="unicode"))


def _visit(self: Any, node: nodes.image) -> None:
    path = Path(self.builder.srcdir, node["uri"])
    figure = node.parent
    name = figure["ids"][-1] if isinstance(figure, nodes.figure) and figure["ids"] else ""
    if not name.startswith("fig-") or path.suffix != ".svg":
        type(self).visit_image(self, node)
        return
    drawing = inline(path.read_text(encoding="utf-8"), name, node.get("alt", ""))
    self.body.append(f'<div class="drawing" tabindex="0" role="group" aria-label="Figure">{drawing}</div>')


def _depart(self: Any, node: nodes.image) -> None:
    return None


def _write_stylesheet(app: Sphinx) -> None:
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.css").write_text(stylesheet(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Draw the figures inside the pages."""
    app.add_node(nodes.image, override=True, html=(_visit, _depart))
    app.add_css_file("figures.css")
    app.connect("builder-inited", _write_stylesheet)

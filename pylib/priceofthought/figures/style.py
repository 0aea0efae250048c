"""The house style of figures: few colours, direct labels, units on the axes, transparent ground.

The pages replace the colours by CSS variables, so that figures follow the reader's light or dark mode: a figure uses
only the colours named here.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

INK = "#24292f"
"""Text and axes."""
MUTED = "#6e7781"
"""Secondary text and reference lines."""
GRID = "#d8dee4"
"""Grid lines."""
SERIES = ("#0b62a8", "#c2410c", "#15803d", "#7e3fb0", "#a16207", "#be185d")
"""Data, in this order; readable on white, told apart also by direct labels and markers."""
FILL = ("#dbeafe", "#fde4d3")
"""Areas behind data."""

_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reasoncost",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "lines.linewidth": 1.8,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}


@contextlib.contextmanager
def house() -> Iterator[None]:
    """Matplotlib under the house style, for the time of the block."""
    import matplotlib
    from cycler import cycler

    with matplotlib.rc_context(_SETTINGS | {"axes.prop_cycle": cycler(color=SERIES)}):
        yield


def new(width: float = 7.0, height: float = 4.0, **subplots: Any) -> tuple[Drawing, Any]:
    """An empty figure and its axes (an array where `subplots` asks for several), in the style that is in force."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(width, height))
    FigureCanvasAgg(drawing)
    return drawing, drawing.subplots(**subplots)


def note(axes: Any, text: str, at: tuple[Any, Any], offset: tuple[float, float], color: str = INK, **more: Any) -> None:
    """Write a text beside a point of the axes, `offset` points right of it and above; `more` goes to Matplotlib."""
    axes.annotate(text, at, xytext=offset, textcoords="offset points", color=color, **more)


def settle(drawing: Drawing) -> None:
    """Lay the figure out once and for all: repeated layouts move it by fractions of a point."""
    drawing.draw_without_rendering()
    drawing.set_layout_engine("none")


def svg(drawing: Drawing) -> str:
    """The figure as SVG, the same bytes each time."""
    buffer = io.StringIO()
    with house():
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return name_ids(re.sub(r"[ \t]+\n", "\n", buffer.getvalue()))


def name_ids(text: str) -> str:
    """The SVG with the ids that it refers to named by what it shows and by their order.

    Matplotlib takes them from unrounded numbers, whose last bit differs from one processor to another.
    """
    ids = re.findall(r'(?:url\(#|xlink:href="#)(\w+)', text)
    ordinal = {name: str(place) for place, name in enumerate(dict.fromkeys(ids))}

    def renamed(prefix: str) -> str:
        return re.sub(
            r'(?<=[#"])\w+(?=[)"])', lambda match: prefix + ordinal[match[0]] if match[0] in ordinal else match[0], text
        )

    shown = hashlib.sha256(renamed("").encode()).hexdigest()[:8]
    return renamed(f"r{shown}-")

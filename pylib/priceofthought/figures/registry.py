"""The register of figures: chapters, `reasoncost figures` and `reasoncost cite` all take them from here."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from priceofthought.figures import style
from reasoncost.records import Register

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing


Table: TypeAlias = dict[str, Sequence[Any]]
"""Columns by their name with unit."""


@dataclass(frozen=True)
class Plot:
    """A drawn figure and what goes with it, every number computed from what is drawn.

    table: column name with unit -> values; alt: what the figure shows, for those who cannot see it.
    """

    drawing: Drawing
    table: Table
    caption: str
    alt: str


@dataclass(frozen=True)
class Figure:
    """A figure that can be drawn."""

    id: str
    title: str
    chapter: str
    draw: Callable[[], Plot]


_FIGURES: dict[str, Figure] = {}


def figure(figure_id: str, *, title: str, chapter: str) -> Callable[[Callable[[], Plot]], Callable[[], Plot]]:
    """Register a function as a figure; it is drawn once per process. Raises ValueError for a bad or taken id.

    A drawing whose first axes bear no title of their own takes the figure's.
    """
    if not figure_id.startswith("fig-"):
        raise ValueError(f"a figure's id starts with fig-, not {figure_id!r}")

    def register(draw: Callable[[], Plot]) -> Callable[[], Plot]:
        if figure_id in _FIGURES:
            raise ValueError(f"{figure_id} is registered already")

        @functools.cache
        @functools.wraps(draw)
        def cached() -> Plot:
            with style.house():
                plot = draw()
                first = plot.drawing.axes[0]
                if not first.get_title(loc="left"):
                    first.set_title(title)
                style.settle(plot.drawing)
                return plot

        _FIGURES[figure_id] = Figure(figure_id, title, chapter, cached)
        return cached

    return register


def figures() -> Register[Figure]:
    """Every figure by id, in the order of the modules."""
    package = importlib.import_module("priceofthought.figures")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return Register("figure", _FIGURES)


def find(figure_id: str) -> Figure:
    """The figure of that id. Raises InputError where there is none."""
    return figures().find(figure_id)

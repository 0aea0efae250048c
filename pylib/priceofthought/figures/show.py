"""Figures and numbers in a chapter: shown in a cell, and glued into the prose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from priceofthought.figures import style
from priceofthought.figures.registry import find

_GLUE = "application/papermill.record/"


class Shown:
    """A figure as a notebook shows it: SVG, with its caption and alternative text in the output's metadata."""

    def __init__(self, figure_id: str) -> None:
        self._figure = find(figure_id)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        plot = self._figure.draw()
        data = {"image/svg+xml": style.svg(plot.drawing), "text/plain": f"{self._figure.id}: {self._figure.title}"}
        described = {"id": self._figure.id, "caption": plot.caption, "alt": plot.alt}
        return data, {"reasoncost": described}


def show(figure_id: str) -> Shown:
    """The registered figure, for the last line of a cell. Raises InputError for an unknown id."""
    return Shown(figure_id)


def say(**texts: str) -> None:
    """Make formatted results available to the prose under their names ({glue:text}`name`)."""
    from IPython.display import display

    for name, text in texts.items():
        record = {"scrapbook": {"name": name, "mime_prefix": _GLUE}}
        display({f"{_GLUE}text/plain": repr(text)}, metadata=record, raw=True)


def span(values: Iterable[float], form: str) -> str:
    """The smallest and the largest of the values, formatted alike: "5.9 to 11.8"."""
    numbers = tuple(values)
    return f"{min(numbers):{form}} to {max(numbers):{form}}"


def listed(items: Iterable[object]) -> str:
    """One or more items in a sentence: "4, 8 and 64"."""
    *others, last = map(str, items)
    return f"{', '.join(others)} and {last}" if others else last

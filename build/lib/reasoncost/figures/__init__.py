"""The figures: each is a function that returns the plot, the table behind it and its caption."""

from reasoncost.figures.registry import Plot, figure, figures, find
from reasoncost.figures.show import say, show, span

__all__ = ["Plot", "figure", "figures", "find", "say", "show", "span"]

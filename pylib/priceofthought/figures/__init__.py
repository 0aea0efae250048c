"""The figures: each is a function that returns the plot, the table behind it and its caption."""

from priceofthought.figures.registry import Plot, figure, figures, find
from priceofthought.figures.show import say, show, span

__all__ = ["Plot", "figure", "figures", "find", "say", "show", "span"]

"""What can be computed about over-training: its price, whether it pays, the cluster and the fleet."""

from __future__ import annotations

import math

from priceofthought.article import find
from priceofthought.studies.overtraining import (
    Trade,
    published_trades,
)
from reasoncost.interval import Interval

BREAK_EVEN = 1.0
"""A return of one: the freed accelerators give back exactly what the extra training took."""


def supporting() -> list[Trade]:
    """The published fits by which the stated compute buys the stated saving."""
    stated = find("overtraining").figure_stated
    return [trade for trade in published_trades() if stated.meets(Interval.point(trade.price()))]


def forbidding() -> list[Trade]:
    """The published fits by which no amount of compute buys the stated saving."""
    return [trade for trade in published_trades() if math.isinf(trade.price())]

"""Intervals: a stated figure as its own precision reads it, and what a computation reaches."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; an infinite end is unbounded, an open end leaves the bound itself out.

    Raises ValueError where no number is left.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    @classmethod
    def point(cls, value: float) -> Interval:
        """The single number."""
        return cls(value, value)

    @classmethod
    def hull(cls, values: Iterable[float]) -> Interval:
        """From the smallest of the values to the largest."""
        numbers = tuple(values)
        return cls(min(numbers), max(numbers))

    def _starts_before_end_of(self, other: Interval) -> bool:
        return self.low < other.high or (self.low == other.high and not (self.low_open or other.high_open))

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self._starts_before_end_of(other) and other._starts_before_end_of(self)

    def contains(self, other: Interval) -> bool:
        """Whether every number of `other` lies here."""
        low_fits = other.low > self.low or (other.low == self.low and (other.low_open or not self.low_open))
        high_fits = other.high < self.high or (other.high == self.high and (other.high_open or not self.high_open))
        return low_fits and high_fits

    @property
    def middle(self) -> float:
        """Half way between the bounds: the figure itself, where the interval is its precision."""
        return (self.low + self.high) / 2

    def scaled(self, factor: float) -> Interval:
        """Every number times a positive factor."""
        if factor <= 0:
            raise ValueError("an interval is scaled by a positive factor")
        return Interval(self.low * factor, self.high * factor, self.low_open, self.high_open)

    def miss(self, other: Interval) -> float | None:
        """How far `other` lies outside, relative to this interval's nearer bound: -0.1 is ten percent below.

        0 where they meet; None where the nearer bound is zero.
        """
        if self.meets(other):
            return 0.0
        nearer, there = (self.high, other.low) if other.low >= self.high else (self.low, other.high)
        return there / nearer - 1 if nearer else None

    def of(self, unit: str | None) -> str:
        """The interval with its unit, for readers: 1 token, 2 tokens; calendar years stand bare."""
        if unit == "calendar year":
            return str(self).replace(",", "")
        return str(self) if unit in (None, "1") else f"{self} {_counted(unit, self)}"

    def __str__(self) -> str:
        if self.low == self.high:
            return number(self.low)
        if math.isinf(self.low) and math.isinf(self.high):
            return "any"
        if math.isinf(self.high):
            return f"{'more than' if self.low_open else 'at least'} {number(self.low)}"
        if math.isinf(self.low):
            return f"{'less than' if self.high_open else 'at most'} {number(self.high)}"
        return f"{number(self.low)} to {number(self.high)}"


_COUNTED = {
    "accelerator": "accelerators",
    "month": "months",
    "problem": "problems",
    "sequence": "sequences",
    "token": "tokens",
    "trajectory": "trajectories",
    "word": "words",
    "year": "years",
}
"""Units that are counted, and their plurals; others, such as GB, have none."""


def _counted(unit: str, interval: Interval) -> str:
    head, *rest = unit.split(" ")
    singular = interval.low == interval.high == 1
    return " ".join((head if singular else _COUNTED.get(head, head), *rest))


def number(value: float) -> str:
    """A number for readers: whole ones with separators, others to four figures, very large ones as powers of ten."""
    if abs(value) >= 1e9:
        return f"{value:.4g}".replace("e+", "e")
    if float(value).is_integer():
        return f"{value:,.0f}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"

"""Intervals: a stated figure as its own precision reads it, and what a computation reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is unbounded, an open end leaves the bound itself out.

    Raises ValueError where no number is left.
    """

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            return
        if not self.low <= self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    @classmethod
    def point(cls, value: float) -> Interval:
        """The single number."""
        return cls(value, value)

    @classmethod
    def hull(cls, values: Iterable[float]) -> Interval:
        """From the smallest of the values to the largest."""
        found = tuple(values)
        return cls(min(found), max(found))

    def _starts_before_end_of(self, other: Interval) -> bool:
        if self.low is None or other.high is None or self.low < other.high:
            return True
        return self.low == other.high and not (self.low_open or other.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self._starts_before_end_of(other) and other._starts_before_end_of(self)

    def contains(self, other: Interval) -> bool:
        """Whether every number of `other` lies here."""
        low_fits = self.low is None or (
            other.low is not None
            and (other.low > self.low or (other.low == self.low and (other.low_open or not self.low_open)))
        )
        high_fits = self.high is None or (
            other.high is not None
            and (other.high < self.high or (other.high == self.high and (other.high_open or not self.high_open)))
        )
        return low_fits and high_fits

    def scaled(self, factor: float) -> Interval:
        """Every number times a positive factor."""
        if factor <= 0:
            raise ValueError("an interval is scaled by a positive factor")
        low, high = (None if bound is None else bound * factor for bound in (self.low, self.high))
        return Interval(low, high, self.low_open, self.high_open)

    def miss(self, other: Interval) -> float | None:
        """How far `other` lies outside, relative to this interval's nearer bound: -0.1 is ten percent below.

        0 where they meet; None where the nearer bound is zero.
        """
        if self.meets(other):
            return 0.0
        if self.high is not None and other.low is not None and other.low >= self.high:
            nearer, there = self.high, other.low
        else:
            assert self.low is not None
            assert other.high is not None
            nearer, there = self.low, other.high
        return there / nearer - 1 if nearer else None

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return number(self.low)
        if self.low is None and self.high is None:
            return "any"
        if self.high is None:
            return f"{'more than' if self.low_open else 'at least'} {number(self.low or 0)}"
        if self.low is None:
            return f"{'less than' if self.high_open else 'at most'} {number(self.high)}"
        return f"{number(self.low)} to {number(self.high)}"


def number(value: float) -> str:
    """A number for readers: whole ones with separators, others to four figures, very large ones as powers of ten."""
    if abs(value) >= 1e9:
        return f"{value:.4g}".replace("e+", "e")
    if float(value).is_integer():
        return f"{value:,.0f}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"

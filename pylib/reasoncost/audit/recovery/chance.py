"""How many combinations would give other figures: whether the stated ones are special, or any would have done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reasoncost.audit.recovery.search import MEMORY, Progress, Question, evaluate, joint_space, positive
from reasoncost.audit.recovery.space import Mesh, Space
from reasoncost.interval import Interval
from reasoncost.units import InputError

NEAR = 4 / 3
"""A figure is near another that is at most this many times as large or as small."""
FAR = 2
"""The landscape reaches as far up and down as this many times the stated figure, and its inverse."""
FEWEST = 5
"""Cells that must be near a figure for a chance: with fewer, its own cell would be most of what it is held against."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """How many combinations of a space give each tuple of figures, in cells as wide as the stated figures are.

    counts: an array with a dimension for each question; origin: the place of the stated cell in it; total: the size
    of the space; reached: the smallest and largest value of each figure over the whole space.
    """

    counts: Any
    origin: tuple[int, ...]
    total: int
    reached: tuple[Interval, ...]

    @property
    def stated(self) -> int:
        """Combinations that give the stated figures."""
        return int(self.counts[self.origin])

    @property
    def share(self) -> float:
        """Of all combinations, those that an average cell of this landscape holds."""
        return float(self.counts.mean()) / self.total

    @property
    def met(self) -> float:
        """The share of the cells that some combination gives."""
        return self.feasible / int(self.counts.size)

    @property
    def feasible(self) -> int:
        """Cells that some combination gives."""
        return int(np.count_nonzero(self.counts))

    @property
    def rank(self) -> float:
        """Of the feasible cells, the share that hold at least as many combinations as the stated one."""
        return int(np.count_nonzero(self.counts >= max(self.stated, 1))) / max(self.feasible, 1)

    def near(self, ratio: float = NEAR) -> Landscape:
        """The cells whose figures are all near the stated ones: what chance is measured against.

        Raises InputError where they are fewer than FEWEST, because the figure is stated too widely.
        """
        kept = tuple(
            slice(math.ceil(place / ratio), min(math.floor(place * ratio), length - 1) + 1)
            for place, length in zip(self.origin, self.counts.shape, strict=True)
        )
        origin = tuple(place - part.start for place, part in zip(self.origin, kept, strict=True))
        counts = self.counts[kept]
        if counts.size < FEWEST:
            raise InputError(f"chance needs {FEWEST} figures near the stated one; its width leaves {counts.size}")
        return Landscape(counts, origin, self.total, self.reached)

    def every(self, step: int) -> Landscape:
        """The cells that are a multiple of `step` cells away from the stated one in every figure."""
        kept = tuple(slice(place % step, None, step) for place in self.origin)
        return Landscape(self.counts[kept], tuple(place // step for place in self.origin), self.total, self.reached)


def origin(stated: Interval) -> int:
    """The stated cell's place, counted in its width from zero. Raises InputError where it has no finite width."""
    width = stated.high - stated.low
    if not 0 < width < math.inf or stated.low < 0:
        raise InputError("chance needs a stated figure that is positive and has a width")
    return round(stated.low / width)


def landscape(
    questions: Sequence[Question], space: Space | None = None, memory: int = MEMORY, progress: Progress | None = None
) -> Landscape:
    """Count the combinations in every cell from zero to FAR times the stated figures, in one pass over the space."""
    space = space or joint_space(questions)
    start = tuple(origin(question.stated) for question in questions)
    shape = tuple(FAR * (place + 1) for place in start)
    if 8 * math.prod(shape) > memory:
        raise InputError(f"the landscape of {len(shape)} figures has {math.prod(shape):,} cells: allow more memory")
    counts = np.zeros(math.prod(shape), dtype=np.int64)

    def visit(mesh: Mesh) -> Any:
        with np.errstate(all="ignore"):
            values = [positive(question.predict(mesh)) for question in questions]
            ends = [(np.fmin.reduce(value, axis=None), np.fmax.reduce(value, axis=None)) for value in values]
            return _cells(questions, values, mesh, shape), ends

    reached = np.full((len(questions), 2), np.nan)
    for _, _, (found, ends) in evaluate(space, visit, memory, progress):
        np.add.at(counts, *found)
        low, high = np.asarray(ends).T
        reached = np.stack([np.fmin(reached[:, 0], low), np.fmax(reached[:, 1], high)], axis=1)
    hulls = tuple(Interval(float(low), float(high)) for low, high in reached)
    return Landscape(counts.reshape(shape), start, space.size, hulls)


def _cells(questions: Sequence[Question], values: Sequence[Any], mesh: Mesh, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """The flat cells that a block reaches, and how often each."""
    inside: Any = True
    flat: Any = 0
    for question, value, length in zip(questions, values, shape, strict=True):
        width = question.stated.high - question.stated.low
        cell = np.floor((value - question.stated.low) / width) + origin(question.stated)
        inside = inside & (cell >= 0) & (cell < length)
        flat = flat * length + cell
    kept = np.broadcast_to(flat, mesh.shape)[np.broadcast_to(inside, mesh.shape)]
    return np.unique(kept.astype(np.int64), return_counts=True)

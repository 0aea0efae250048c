"""A declared space of assumptions: axes with their values, and the open mesh that laws are evaluated on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reasoncost.units import InputError


@dataclass(frozen=True, slots=True)
class Option:
    """One value of an axis: its label, the value that computations take, and why it is plausible."""

    label: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One unstated assumption and the values it may have.

    plain: the label that a reader would assume who is told nothing; scalar: whether computations choose a law by it,
    so that they take its values one at a time and not as an array.
    Raises InputError for an axis without values, with a label twice, or whose plain value is none of them.
    """

    name: str
    meaning: str
    options: tuple[Option, ...]
    plain: str
    scalar: bool = False

    def __post_init__(self) -> None:
        labels = [option.label for option in self.options]
        if not labels:
            raise InputError(f"the axis {self.name} has no values")
        if len(set(labels)) < len(labels):
            raise InputError(f"the axis {self.name} has a value twice")
        if self.plain not in labels:
            raise InputError(f"the plain value {self.plain!r} of the axis {self.name} is none of {', '.join(labels)}")

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its values, in order."""
        return tuple(option.label for option in self.options)

    def option(self, label: str) -> Option:
        """The value of that label. Raises InputError where there is none."""
        return self.only((label,)).options[0]

    def only(self, labels: Sequence[str]) -> Axis:
        """The axis with these values alone, in its own order; the first of them is plain where the plain one is not.

        Raises InputError for a label it does not have, or for none.
        """
        if unknown := [label for label in labels if label not in self.labels]:
            raise InputError(f"{self.name} has no value {unknown[0]!r}; it has {', '.join(self.labels)}")
        kept = tuple(option for option in self.options if option.label in labels)
        plain = self.plain if self.plain in labels or not kept else kept[0].label
        return Axis(self.name, self.meaning, kept, plain, self.scalar)


def grid(name: str, meaning: str, values: Iterable[float], plain: float, why: str) -> Axis:
    """An axis of evenly plausible numbers, all for one reason."""
    return Axis(name, meaning, tuple(Option(f"{value:g}", value, why) for value in values), f"{plain:g}")


@dataclass(frozen=True, slots=True)
class Space:
    """The product of several axes, in their order: the first varies slowest."""

    axes: tuple[Axis, ...]

    def __post_init__(self) -> None:
        if not self.axes:
            raise InputError("a space needs an axis")

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.options) for axis in self.axes)

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return math.prod(self.shape)

    def axis(self, name: str) -> Axis:
        """The axis of that name. Raises InputError where there is none."""
        for axis in self.axes:
            if axis.name == name:
                return axis
        raise InputError(f"no axis is called {name!r}; the axes are {', '.join(axis.name for axis in self.axes)}")

    def combinations(self) -> Iterator[dict[str, str]]:
        """Every combination, as labels by axis, in the space's order."""
        names = [axis.name for axis in self.axes]
        for labels in itertools.product(*(axis.labels for axis in self.axes)):
            yield dict(zip(names, labels, strict=True))

    def narrowed(self, choices: Mapping[str, Sequence[str]]) -> Space:
        """The space with some axes restricted to the labels given. Raises InputError for unknown names and labels."""
        for name in choices:
            self.axis(name)
        return Space(tuple(axis.only(choices[axis.name]) if axis.name in choices else axis for axis in self.axes))

    def united(self, other: Space) -> Space:
        """All axes of both; an axis of both keeps the values that both declare.

        Raises InputError where that leaves none.
        """
        mine = {axis.name: axis for axis in self.axes}
        theirs = {axis.name: axis for axis in other.axes}
        shared = tuple(
            axis.only([label for label in axis.labels if label in theirs[name].labels]) if name in theirs else axis
            for name, axis in mine.items()
        )
        return Space(shared + tuple(axis for name, axis in theirs.items() if name not in mine))


_ALL = slice(None)


class Mesh:
    """A part of a space, block by block: for every axis a run of its values, laid out for broadcasting.

    tables: what earlier blocks of the same space computed of whole axes, shared among them.
    """

    def __init__(
        self, space: Space, start: tuple[int, ...], stop: tuple[int, ...], tables: dict[Any, Any] | None = None
    ) -> None:
        self._space = space
        self._places = {axis.name: place for place, axis in enumerate(space.axes)}
        self._runs = tuple(slice(first, last) for first, last in zip(start, stop, strict=True))
        self._tables = {} if tables is None else tables
        self.shape = tuple(last - first for first, last in zip(start, stop, strict=True))

    def array(self, name: str) -> Any:
        """The values of one axis as an array along its own dimension, length 1 in all others."""
        return self.table(_same, name)

    def table(self, function: Callable[..., float], *names: str) -> Any:
        """A function of the values of some axes, over these axes' product and length 1 in all others.

        The function is called once for each combination of a space, so give the same one each time.
        """
        known = self._tables.get((function, names))
        if known is None:
            places = [self._places[name] for name in names]
            known = self._tables[function, names] = _tabulated(self._space, function, places)
        return self._part(known)

    def once(self, function: Callable[[Mesh], tuple[Any, ...]]) -> tuple[Any, ...]:
        """This block's part of arrays that `function` computes on a mesh of the whole space.

        The function is called once for all blocks, so give the same one each time; for arrays that leave most axes at
        length 1, and do not depend on a scalar axis.
        """
        known = self._tables.get(function)
        if known is None:
            whole = Mesh(self._space, (0,) * len(self.shape), self._space.shape, self._tables)
            known = self._tables[function] = function(whole)
        return tuple(self._part(array) for array in known)

    def _part(self, array: Any) -> Any:
        return array[tuple(run if length > 1 else _ALL for run, length in zip(self._runs, array.shape, strict=True))]

    def only(self, name: str) -> Any:
        """The value of a scalar axis: blocks hold one of them at a time."""
        place = self._places[name]
        (option,) = self._space.axes[place].options[self._runs[place]]
        return option.value


def _same(value: float) -> float:
    return value


def _tabulated(space: Space, function: Callable[..., float], places: Sequence[int]) -> Any:
    runs = [space.axes[place].options for place in places]
    values = [function(*(option.value for option in options)) for options in itertools.product(*runs)]
    shape = [1] * len(space.axes)
    for place, run in zip(places, runs, strict=True):
        shape[place] = len(run)
    compact = np.asarray(values, dtype=np.float64).reshape([len(run) for run in runs])
    return compact.transpose(np.argsort(places)).reshape(shape)


def blocks(space: Space, limit: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The space cut into blocks of at most `limit` combinations, as start and stop of each axis, in order.

    The last axes stay whole as far as the limit allows; scalar axes are always cut. Raises InputError where a scalar
    axis does not come before all others.
    """
    scalars = [axis.scalar for axis in space.axes]
    if scalars != sorted(scalars, reverse=True):
        raise InputError("scalar axes come first in a space")
    steps, held = [0] * len(space.axes), 1
    for place in reversed(range(len(space.axes))):
        axis = space.axes[place]
        steps[place] = 1 if axis.scalar else max(1, min(len(axis.options), limit // held))
        held *= steps[place]
    runs = [
        [(first, min(first + step, length)) for first in range(0, length, step)]
        for step, length in zip(steps, space.shape, strict=True)
    ]
    return [
        (tuple(first for first, _ in block), tuple(last for _, last in block)) for block in itertools.product(*runs)
    ]

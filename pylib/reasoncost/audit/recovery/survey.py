"""What a search found, in the form that programs and the ledger rely on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from reasoncost.audit.recovery.chance import Landscape
from reasoncost.audit.recovery.search import Survivors
from reasoncost.audit.recovery.space import Space
from reasoncost.interval import Interval
from reasoncost.units import InputError

SIMPLEST = 12
"""How many of the simplest survivors are listed."""


@dataclass(frozen=True, slots=True)
class Departures:
    """One surviving combination: what it takes in place of the plain values, by axis."""

    by_axis: dict[str, str]


@dataclass(frozen=True, slots=True)
class Recovery:
    """The whole answer to: which assumptions give these figures?

    space: combinations looked at. survivors: those that give every figure; share: their part of the space.
    chance_share: what near figures have as their share, on average; chance_any: the part of the near figures that some
    combination gives. near_rank, rank: of the near and of all feasible tuples of figures, the part that at least as
    many combinations give; those of near figures are None where the stated figure is too wide to have enough of them.
    feasible: tuples that some combination gives. reached, met: each figure's smallest and largest value over the space,
    and over the survivors, empty where there are none. axes: survivors by axis and value. departures: survivors by how
    many axes depart from the plain value. simplest: those with the fewest, in the space's order.
    """

    claims: tuple[str, ...]
    space: int
    survivors: int
    share: float
    chance_share: float | None
    chance_any: float | None
    near_rank: float | None
    rank: float
    feasible: int
    reached: dict[str, tuple[float, float]]
    met: dict[str, tuple[float, float]]
    axes: dict[str, dict[str, int]]
    departures: dict[int, int]
    simplest: tuple[Departures, ...]

    @property
    def excluded(self) -> dict[str, tuple[str, ...]]:
        """By axis, the values that no survivor has."""
        found = {
            name: tuple(label for label, count in counts.items() if not count) for name, counts in self.axes.items()
        }
        return {name: labels for name, labels in found.items() if labels}

    def to_json(self) -> dict[str, Any]:
        """The record under the names that other programs rely on."""
        record = asdict(self)
        record["claims"] = list(self.claims)
        record["departures"] = {str(number): count for number, count in self.departures.items()}
        record["simplest"] = [survivor.by_axis for survivor in self.simplest]
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Recovery:
        """The record that to_json wrote."""
        return cls(
            **{
                **record,
                "claims": tuple(record["claims"]),
                "reached": {claim: tuple(ends) for claim, ends in record["reached"].items()},
                "met": {claim: tuple(ends) for claim, ends in record["met"].items()},
                "departures": {int(number): count for number, count in record["departures"].items()},
                "simplest": tuple(Departures(by_axis) for by_axis in record["simplest"]),
            }
        )


def plain_places(space: Space) -> tuple[int, ...]:
    """The place of every axis' plain value."""
    return tuple(axis.labels.index(axis.plain) for axis in space.axes)


def departures(survivors: Survivors) -> Any:
    """For every survivor, on how many axes it has another value than the plain one."""
    places = zip(survivors.places(), plain_places(survivors.space), strict=True)
    return sum((found != plain).astype(np.int64) for found, plain in places)


def listed(survivors: Survivors, chosen: Iterable[int]) -> tuple[Departures, ...]:
    """The departures of the chosen survivors, by their place among them."""
    places, plain = survivors.places(), plain_places(survivors.space)
    return tuple(
        Departures(
            {
                axis.name: axis.labels[int(taken[number])]
                for axis, taken, usual in zip(survivors.space.axes, places, plain, strict=True)
                if int(taken[number]) != usual
            }
        )
        for number in chosen
    )


def _by_claim(claims: tuple[str, ...], intervals: tuple[Interval, ...]) -> dict[str, tuple[float, float]]:
    return {claim: (hull.low, hull.high) for claim, hull in zip(claims, intervals, strict=False)}


def _near(landscape: Landscape) -> Landscape | None:
    try:
        return landscape.near()
    except InputError:
        return None


def survey(survivors: Survivors, landscape: Landscape) -> Recovery:
    """Everything a report says about the survivors."""
    away, near = departures(survivors), _near(landscape)
    order = np.argsort(away, kind="stable")[:SIMPLEST]
    steps, counts = np.unique(away, return_counts=True)
    return Recovery(
        claims=survivors.claims,
        space=survivors.space.size,
        survivors=len(survivors.indices),
        share=survivors.share,
        chance_share=near.share if near else None,
        chance_any=near.met if near else None,
        near_rank=near.rank if near else None,
        rank=landscape.rank,
        feasible=landscape.feasible,
        reached=_by_claim(survivors.claims, landscape.reached),
        met=_by_claim(survivors.claims, survivors.met),
        axes={
            axis.name: dict(zip(axis.labels, np.bincount(taken, minlength=len(axis.labels)).tolist(), strict=True))
            for axis, taken in zip(survivors.space.axes, survivors.places(), strict=True)
        },
        departures={int(step): int(count) for step, count in zip(steps, counts, strict=True)},
        simplest=listed(survivors, order.tolist()),
    )

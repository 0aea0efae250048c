"""What was found about a claim: intervals, identities and facts, never a verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reasoncost.interval import Interval


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the article does not state and a computation needs: its name, the value taken, and why."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What a declared space of admissible assumptions reaches.

    interval: of the quantity, over the whole space; met: over the part that meets the stated figure, None where none
    does; share: of the space that meets it; chance_share: the share that would meet a figure of the same relative
    width by chance; chance_any: the chance that any of the space meets such a figure, None for a bound, which some
    always meets, and where the values of the space are not listed; assumptions: what the survivors, or the simplest of
    them, assume.
    """

    interval: Interval
    met: Interval | None
    share: float
    chance_share: float
    assumptions: tuple[Assumption, ...] = ()
    chance_any: float | None = None

    @classmethod
    def over(cls, values: Sequence[float], stated: Interval, assumptions: tuple[Assumption, ...] = ()) -> Reach:
        """The reach of a space given by its values, one for each combination of assumptions.

        By chance: a figure of the stated relative width, set down anywhere on the logarithmic range of the values,
        meets on average the chance share of them, and at least one with the chance of any. Raises ValueError unless
        all values and the stated bounds are positive.
        """
        if math.isinf(stated.high) or stated.low <= 0 or min(values) <= 0:
            raise ValueError("the reach of a space needs positive values and a bounded, positive stated interval")
        meeting = [value for value in values if stated.meets(Interval.point(value))]
        width = math.log(stated.high / stated.low)
        places = sorted(math.log(value) for value in values)
        room = places[-1] - places[0] + width
        met_somewhere = width + sum(min(width, after - before) for before, after in pairwise(places))
        return cls(
            Interval.hull(values),
            Interval.hull(meeting) if meeting else None,
            len(meeting) / len(values),
            width / room,
            assumptions,
            met_somewhere / room,
        )

    @classmethod
    def above(cls, values: Sequence[float], least: float, assumptions: tuple[Assumption, ...] = ()) -> Reach:
        """The reach of a space where the figure is a bound: met by every value of at least so much.

        By chance: a bound set down anywhere on the logarithmic range of the values is met on average by this share of
        them. Raises ValueError unless the values are positive and not all the same.
        """
        low, high = min(values), max(values)
        if low <= 0 or low == high:
            raise ValueError("the reach of a space above a bound needs different, positive values")
        meeting = [value for value in values if value >= least]
        below = [math.log(value / low) / math.log(high / low) for value in values]
        return cls(
            Interval.hull(values),
            Interval(least, high) if meeting else None,
            len(meeting) / len(values),
            sum(below) / len(values),
            assumptions,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """The evidence about one claim, from which the rule takes the verdict.

    computed: what follows from public inputs and the article's stated conditions alone;
    article: what the article's other statements, or its own formula, give for the same quantity;
    public: what independent public evidence gives for it;
    reach: what a declared space of assumptions gives;
    identity: for a formula, whether the symbolic derivation ends in the same expression;
    fact: whether a public source states it (True) or states the contrary (False);
    parts: for a claim with several figures, a finding for each by name;
    why: one or two sentences with the computed numbers; would_change: what would change the verdict, in one;
    assumptions: those that `computed` needs; sources: bibliography keys, evidence or catalog ids.
    """

    why: str
    would_change: str
    computed: Interval | None = None
    article: Interval | None = None
    public: Interval | None = None
    reach: Reach | None = None
    identity: bool | None = None
    fact: bool | None = None
    parts: dict[str, Finding] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    sources: tuple[str, ...] = ()


class Findings(dict[str, Callable[[], Finding]]):
    """The functions that find out about claims, by claim id; used as a decorator, which registers one."""

    def __call__(self, claim_id: str) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
        """Register the function that finds out about a claim. Raises ValueError where one is registered already."""

        def register(find: Callable[[], Finding]) -> Callable[[], Finding]:
            if claim_id in self:
                raise ValueError(f"{claim_id} has a finding already")
            self[claim_id] = find
            return find

        return register

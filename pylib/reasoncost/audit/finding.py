"""What was found about a claim: intervals, identities and facts, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reasoncost.interval import Interval

if TYPE_CHECKING:
    from reasoncost.audit.recovery.survey import Recovery


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the article does not state and a computation needs: its name, the value taken, and why."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What a declared space of assumptions gives for a figure.

    interval: all of it; met: the part that meets the stated figure, None where none does; share: of the combinations,
    those that meet it, None where the values come from unlike sources, which no count makes alternatives of one.
    chance_share, chance_any: what a figure near the stated one has as its share on average, and the part of such
    figures that some combination gives. Both are None for a bound, which some always meets, for a figure that is stated
    too widely to have near ones, and for a space that was not searched. assumptions: what the survivors, or the
    simplest of them, assume.
    """

    interval: Interval
    met: Interval | None
    share: float | None
    chance_share: float | None = None
    chance_any: float | None = None
    assumptions: tuple[Assumption, ...] = ()

    @classmethod
    def of(cls, recovery: Recovery, claim_id: str, assumptions: tuple[Assumption, ...] = ()) -> Reach:
        """The reach of a searched space for one of its claims."""
        met = recovery.met.get(claim_id)
        return cls(
            Interval(*recovery.reached[claim_id]),
            Interval(*met) if met else None,
            recovery.share,
            recovery.chance_share,
            recovery.chance_any,
            assumptions,
        )

    @classmethod
    def over(cls, values: Sequence[float], stated: Interval, assumptions: tuple[Assumption, ...] = ()) -> Reach:
        """The reach of a space given by its values, one for each combination of assumptions."""
        meeting = [value for value in values if stated.meets(Interval.point(value))]
        met = Interval.hull(meeting) if meeting else None
        return cls(Interval.hull(values), met, len(meeting) / len(values), assumptions=assumptions)

    @classmethod
    def of_sources(cls, values: Sequence[float], stated: Interval, assumptions: tuple[Assumption, ...] = ()) -> Reach:
        """What unlike sources give, one value each: a range without a share."""
        return replace(cls.over(values, stated, assumptions), share=None)


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

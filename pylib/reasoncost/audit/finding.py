"""What was found about a claim: intervals, identities and facts, never a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reasoncost.audit.interval import Interval


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the article does not state and a computation needs: its name, the value taken, and why."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What a declared space of admissible assumptions reaches.

    interval: of the quantity, over the assumptions listed; share: of the space that meets the stated figure;
    chance_share: the share that a figure of this precision would meet by chance; assumptions: what the survivors
    (or the simplest of them) assume.
    """

    interval: Interval
    share: float
    chance_share: float
    assumptions: tuple[Assumption, ...] = ()


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


_FINDERS: dict[str, Callable[[], Finding]] = {}


def finding(claim_id: str) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Register the function that finds out about a claim. Raises ValueError where one is registered already."""

    def register(find: Callable[[], Finding]) -> Callable[[], Finding]:
        if claim_id in _FINDERS:
            raise ValueError(f"{claim_id} has a finding already")
        _FINDERS[claim_id] = find
        return find

    return register


def finders() -> dict[str, Callable[[], Finding]]:
    """Every registered finder by claim id."""
    return dict(_FINDERS)

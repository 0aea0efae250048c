"""The ledger: every claim with what was found about it and the verdict that follows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib import metadata
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from reasoncost.audit.claim import Claim
from reasoncost.audit.finding import Finding
from reasoncost.audit.rule import Judgement, judge
from reasoncost.interval import Interval
from reasoncost.records import Register
from reasoncost.units import InputError

if TYPE_CHECKING:
    from reasoncost.audit.recovery.store import Searches


def _bound(value: float) -> float | None:
    """A bound as JSON has it: None for an unbounded side."""
    return None if math.isinf(value) else value


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, its finding (None while pending), and its judgement."""

    claim: Claim
    finding: Finding | None
    judgement: Judgement

    @property
    def verdict(self) -> str:
        """The computed verdict."""
        return self.judgement.verdict

    @property
    def reached(self) -> Interval | None:
        """What assumptions that the article does not state reach of the stated figure; None where they reach none."""
        return self.finding.reach.met if self.finding and self.finding.reach else None

    @property
    def space(self) -> Interval | None:
        """All that a declared space of assumptions reaches, whether it meets the stated figure or not."""
        return self.finding.reach.interval if self.finding and self.finding.reach else None

    @property
    def computed(self) -> Interval | None:
        """What decided, or what follows without assumptions where assumptions decided; None where nothing follows."""
        decided, finding = self.judgement.decided_by, self.finding
        if finding is None or (decided and decided != self.reached):
            return decided
        return finding.computed or finding.article or finding.public

    @property
    def shown(self) -> str:
        """The computed figure with its unit, for readers: what follows without assumptions, and what with them."""
        computed, reached, unit = self.computed, self.reached, self.claim.unit
        if reached is None or reached != self.judgement.decided_by:
            return "" if computed is None else computed.of(unit)
        return f"{reached.of(unit) if computed is None else f'{computed.of(unit)}; {reached}'} if assumed"

    def to_json(self) -> dict[str, Any]:
        """The entry under the names that other programs rely on; absent values are None."""
        claim, finding = self.claim, self.finding
        record: dict[str, Any] = {"id": claim.id, "kind": claim.kind, "stated": claim.stated}
        if claim.parts:
            found = [finding.parts[part.name].computed if finding else None for part in claim.parts]
            record |= {
                "stated_low": [_bound(part.stated.low) for part in claim.parts],
                "stated_high": [_bound(part.stated.high) for part in claim.parts],
                "computed": [None if interval is None else str(interval) for interval in found],
                "computed_low": [interval and _bound(interval.low) for interval in found],
                "computed_high": [interval and _bound(interval.high) for interval in found],
                "unit": [part.unit for part in claim.parts],
            }
        else:
            stated, computed = claim.interval, self.computed
            record |= {
                "stated_low": stated and _bound(stated.low),
                "stated_high": stated and _bound(stated.high),
                "computed": None if computed is None else str(computed),
                "computed_low": computed and _bound(computed.low),
                "computed_high": computed and _bound(computed.high),
                "unit": claim.unit,
            }
        assumptions = (
            () if finding is None else finding.assumptions + (finding.reach.assumptions if finding.reach else ())
        )
        return record | {
            "verdict": self.verdict,
            "also": list(self.judgement.also),
            "reached_low": self.reached and _bound(self.reached.low),
            "reached_high": self.reached and _bound(self.reached.high),
            "space_low": self.space and _bound(self.space.low),
            "space_high": self.space and _bound(self.space.high),
            "share": finding.reach.share if finding and finding.reach else None,
            "chance_share": finding.reach.chance_share if finding and finding.reach else None,
            "chance_any": finding.reach.chance_any if finding and finding.reach else None,
            "assumptions": [asdict(assumption) for assumption in assumptions],
            "why": finding and finding.why,
            "would_change": finding and finding.would_change,
            "chapter": claim.chapter,
            "figure": claim.figure,
            "sources": list(finding.sources) if finding else [],
        }


@dataclass(frozen=True)
class Ledger:
    """Every claim of a text, and how to find out about each; an entry is computed when it is asked for.

    title: of the text; claims: by id, in the text's order; find_out: gives the function that finds out about a claim,
    None where there is none yet; searches: what can be recovered of the assumptions behind its figures.
    """

    title: str
    claims: Register[Claim]
    find_out: Callable[[Claim], Callable[[], Finding] | None]
    searches: Callable[[], Searches]
    _entries: dict[str, Entry] = field(default_factory=dict, repr=False)

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id. Raises InputError where there is none."""
        return self.claims.find(claim_id)

    def entry(self, claim_id: str) -> Entry:
        """One entry, computed alone. Raises InputError for an unknown id."""
        claim = self.claim(claim_id)
        if claim_id not in self._entries:
            find = self.find_out(claim)
            finding = None if find is None else find()
            self._entries[claim_id] = Entry(claim, finding, judge(claim, finding))
        return self._entries[claim_id]

    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the text's order."""
        return tuple(map(self.entry, self.claims))


def installed() -> Ledger:
    """The ledger that an installed book registers. Raises InputError where there is none."""
    for point in metadata.entry_points(group="reasoncost.ledgers"):
        found: Ledger = point.load()
        return found
    raise InputError("no ledger is installed: the book's package, priceofthought, has one")


def verdict_table(entries: Iterable[Entry], width: int | None = None) -> str:
    """Stated and computed figures and verdicts of the entries, as a plain table for print.

    Where a width is given the widest columns are narrowed until a line fits it, and their cells take several lines.
    """
    rows = [("claim", "stated", "computed", "verdict")]
    rows += [(entry.claim.id, entry.claim.stated or "", entry.shown, entry.verdict) for entry in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    gap = "  "
    while width and sum(widths) + 3 * len(gap) > max(width, 40):
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in rows:
        cells = [wrap(cell, wide, subsequent_indent=" ") for cell, wide in zip(row, widths, strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            lines.append(gap.join(cell.ljust(wide) for cell, wide in zip(line, widths, strict=True)).rstrip())
    return "\n".join(lines)

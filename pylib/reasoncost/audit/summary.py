"""A ledger as a whole: how many claims got which verdict, and how far the wrong ones miss."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from reasoncost.audit.ledger import Entry
from reasoncost.audit.rule import judge

HOLDS = ("proved", "reproduced", "confirmed")
"""Verdicts under which a claim stands as it is written."""
FAILS = ("contradicted", "refuted")
"""Verdicts under which it does not."""


@dataclass(frozen=True)
class Summary:
    """What the entries of a ledger come to."""

    entries: tuple[Entry, ...]

    def counts(self) -> Counter[str]:
        """How many claims got each verdict."""
        return Counter(entry.verdict for entry in self.entries)

    def counts_by_kind(self) -> Counter[tuple[str, str]]:
        """How many claims of each kind got each verdict."""
        return Counter((entry.claim.kind, entry.verdict) for entry in self.entries)

    def with_verdict(self, *verdicts: str) -> tuple[Entry, ...]:
        """The entries with one of the verdicts, in the article's order."""
        return tuple(entry for entry in self.entries if entry.verdict in verdicts)

    def misses(self) -> dict[str, float]:
        """The factor by which each wrong figure misses the nearer end of what is stated, smallest first.

        Calendar years are left out: a ratio of two dates says nothing.
        """
        measured = (entry for entry in self.with_verdict(*FAILS) if entry.claim.unit != "calendar year")
        factors = {entry.claim.id: 1 + entry.judgement.miss for entry in measured if entry.judgement.miss}
        return dict(sorted(factors.items(), key=lambda item: item[1]))

    def specificity(self) -> dict[str, float]:
        """For each conditional claim that chance was computed for: its share of survivors over that of near figures.

        Far above one, the figure fits the assumptions better than its neighbours do; near one, the fit says nothing.
        """
        ratios = {}
        for entry in self.with_verdict("conditional"):
            reach = entry.finding.reach if entry.finding else None
            if reach and reach.share and reach.chance_share:
                ratios[entry.claim.id] = reach.share / reach.chance_share
        return dict(sorted(ratios.items(), key=lambda item: -item[1]))

    def verdicts_with_wider_intervals(self, times: float) -> dict[str, str]:
        """The claims whose verdict changes where stated intervals are taken `times` as wide, and what it becomes.

        Width is counted in ratios, so that a figure and an order of magnitude widen alike. Only intervals with two
        positive bounds and a width are widened; the findings stay as they are.
        """
        changed = {}
        for entry in self.entries:
            read = entry.claim.interval
            if read and 0 < read.low < read.high < math.inf:
                more = (read.high / read.low) ** ((times - 1) / 2)
                wider = replace(read, low=read.low / more, high=read.high * more)
                verdict = judge(replace(entry.claim, interval=wider), entry.finding).verdict
                if verdict != entry.verdict:
                    changed[entry.claim.id] = verdict
        return changed

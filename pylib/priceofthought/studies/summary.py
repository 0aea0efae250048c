"""The ledger as a whole: how many claims got which verdict, and how far the wrong ones miss."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

from priceofthought.ledger import ledger
from reasoncost.audit.ledger import Entry
from reasoncost.audit.rule import judge

HOLDS = ("proved", "reproduced", "confirmed")
"""Verdicts under which a claim stands as it is written."""
FAILS = ("contradicted", "refuted")
"""Verdicts under which it does not."""


def counts() -> Counter[str]:
    """How many claims got each verdict."""
    return Counter(one.verdict for one in ledger())


def counts_by_kind() -> Counter[tuple[str, str]]:
    """How many claims of each kind got each verdict."""
    return Counter((one.claim.kind, one.verdict) for one in ledger())


def with_verdict(*verdicts: str) -> tuple[Entry, ...]:
    """The entries with one of the verdicts, in the article's order."""
    return tuple(one for one in ledger() if one.verdict in verdicts)


def misses() -> dict[str, float]:
    """The factor by which each wrong figure misses the nearer end of what is stated, smallest first.

    Calendar years are left out: a ratio of two dates says nothing.
    """
    measured = (one for one in with_verdict(*FAILS) if one.claim.unit != "calendar year")
    factors = {one.claim.id: 1 + one.judgement.miss for one in measured if one.judgement.miss}
    return dict(sorted(factors.items(), key=lambda item: item[1]))


def specificity() -> dict[str, float]:
    """For each conditional claim with a searched space: its share of survivors over the share by chance.

    Far above one, the figure fits the assumptions better than one drawn at random; near one, the fit says nothing.
    """
    found = {}
    for one in with_verdict("conditional"):
        reach = one.finding.reach if one.finding else None
        if reach and reach.chance_share:
            found[one.claim.id] = reach.share / reach.chance_share
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def reread(times: float) -> dict[str, str]:
    """The claims whose verdict changes where stated intervals are read `times` as wide, and the verdict they then get.

    Width is counted in ratios, so that a figure and an order of magnitude widen alike. Only intervals with two positive
    bounds and a width are reread; the findings stay as they are.
    """
    changed = {}
    for one in ledger():
        read = one.claim.interval
        if read and 0 < read.low < read.high < math.inf:
            more = (read.high / read.low) ** ((times - 1) / 2)
            wider = replace(read, low=read.low / more, high=read.high * more)
            verdict = judge(replace(one.claim, interval=wider), one.finding).verdict
            if verdict != one.verdict:
                changed[one.claim.id] = verdict
    return changed

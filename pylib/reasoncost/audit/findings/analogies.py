"""What was found about the article's two analogies, Moore's law and the end of rising clocks."""

from __future__ import annotations

from reasoncost.audit.evidence import all_evidence
from reasoncost.audit.finding import Finding, finding
from reasoncost.audit.interval import Interval

ARTICLE_YEAR = 2024
OTHER_DATE = 2004
"""The year in which the article, some lines further on, lets the old curves slow down (line 143)."""


@finding("moore-50-years")
def moore_50_years() -> Finding:
    """From Moore's paper to the article, or to the year in which the law was called dead."""
    found = all_evidence()
    paper, dead = found["moore-1965"].numbers["year_of_paper"], found["moore-dead-huang"].value
    assert dead is not None
    return Finding(
        public=Interval(dead - paper, ARTICLE_YEAR - paper),
        why=f"From Moore's paper of {paper:.0f} to the article are {ARTICLE_YEAR - paper:.0f} years; to {dead:.0f}, "
        "when "
        f"NVIDIA's chief executive called the law dead, {dead - paper:.0f}. Others give it about 50 in all.",
        would_change="Counting from a later start, or to an earlier end, of a law whose end is disputed.",
        sources=("moore1965cramming", "moore-1965", "moore-dead-huang", "moore-fifty-or-so"),
    )


@finding("dennard-clock")
def dennard_clock() -> Finding:
    """The article gives two dates for one turn."""
    found = all_evidence()
    cancelled, stalled = found["dennard-tejas-2004"].value, found["dennard-breakdown"]
    assert cancelled is not None
    assert stalled.low is not None
    assert stalled.high is not None
    return Finding(
        article=Interval.point(OTHER_DATE),
        public=Interval(cancelled, stalled.low),
        why=f"The article dates the same turn to {OTHER_DATE} a few lines on. Clocks stalled in {cancelled:.0f} to "
        f"{stalled.low:.0f}; the breakdown of Dennard scaling is put at {stalled.low:.0f} to {stalled.high:.0f}. "
        "That compute kept "
        "growing holds.",
        would_change="Dating the turn by the last of the effects instead of the first.",
        sources=("dennard1974design", "dennard-tejas-2004", "dennard-breakdown", "pentium-4-clock"),
    )

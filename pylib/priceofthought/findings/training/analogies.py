"""What was found about the article's two analogies, Moore's law and the end of rising clocks."""

from __future__ import annotations

from priceofthought.article import find, source
from priceofthought.findings import finding
from priceofthought.studies.training.analogies import ARTICLE_YEAR, OTHER_DATE
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval


@finding("moore-50-years")
def moore_50_years() -> Finding:
    """From Moore's paper to the article, or to the year in which the law was called dead."""
    paper, dead = source("moore-1965").number("year_of_paper"), source("moore-dead-huang").figure
    return Finding(
        public=Interval(dead - paper, ARTICLE_YEAR - paper),
        why=f"From Moore's paper of {paper:.0f} to the article are {ARTICLE_YEAR - paper:.0f} years; to {dead:.0f}, "
        f"when NVIDIA's chief executive called the law dead, {dead - paper:.0f}. Others give it about 50 in all.",
        would_change="Counting from a later start, or to an earlier end, of a law whose end is disputed.",
        sources=("moore1965cramming", "moore-1965", "moore-dead-huang", "moore-fifty-or-so"),
    )


@finding("dennard-clock")
def dennard_clock() -> Finding:
    """Clocks stalled first, and Dennard scaling is said to have failed within a few years of that."""
    cancelled, (first, last) = source("dennard-tejas-2004").figure, source("dennard-breakdown").bounds
    return Finding(
        reach=Reach.of_sources(
            [cancelled, first, last],
            find("dennard-clock").figure_stated,
            (Assumption("the turn", f"dated to {last:.0f}", "the last of the years that sources give"),),
        ),
        why=f"Clocks stalled in {cancelled:.0f} to {first:.0f}; the breakdown of Dennard scaling is put at "
        f"{first:.0f} to {last:.0f}, the middle of the decade by most. The article itself lets the old "
        f"curves slow down in {OTHER_DATE}, a few lines on. That compute kept growing holds.",
        would_change="A source that puts the breakdown after the middle of the decade, or one that excludes it.",
        sources=("dennard1974design", "dennard-tejas-2004", "dennard-breakdown", "pentium-4-clock"),
    )

"""What was found about the relief that a larger inference system brings."""

from __future__ import annotations

from priceofthought.article import find, setting
from priceofthought.findings import finding
from priceofthought.studies.today import LONG_ANSWER_TOKENS
from priceofthought.studies.today.relief import BETWEEN, OLD, relief, reliefs
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval


@finding("nvl72-relief")
def nvl72_relief() -> Finding:
    """Users per accelerator, new over old, whatever the article leaves open: also which node is the old one."""
    ratios, between = ([case.ratio for case in reliefs(old)] for old in (OLD, BETWEEN))
    worse = sum(case.undivided < 1 for case in reliefs())
    base = relief()
    chips = base.eight.users_per_accelerator / base.old.users_per_accelerator
    significant = find("nvl72-relief").figure_stated.low
    doubled = sum(ratio >= significant for ratio in between) / len(between)
    return Finding(
        computed=Interval.hull((*ratios, *between)),
        reach=Reach.over(
            (*ratios, *between),
            find("nvl72-relief").figure_stated,
            (
                Assumption(
                    "old node",
                    catalog.node(OLD).name,
                    f"every combination meets it; against {BETWEEN} {doubled:.0%} of them do",
                ),
                Assumption(
                    "model and load",
                    f"{LONG_ANSWER_TOKENS:,} tokens, {setting.SPEED} tokens/s",
                    "the article's, line 94-95",
                ),
                Assumption("comparison", "per accelerator", "a whole system has nine times the accelerators at once"),
                Assumption(
                    "the same on both sides",
                    f"{len(ratios)} combinations",
                    "precisions, memory, utilisation, overlap, links",
                ),
                Assumption("division", "one group of 72 or nine of 8", "whichever serves more users"),
            ),
        ),
        why=f"An accelerator of the larger system serves {min(ratios):.1f} to {max(ratios):.1f} times the users of an "
        f"H100 in eight. With perfect overlap it is {base.undivided:.1f} times, of which eight of the new accelerators "
        f"alone give {chips:.1f}; undivided and with its communication counted, the system falls below an H100 in "
        f"{worse} of {len(ratios)} combinations. Against eight H200 it is {min(between):.1f} to {max(between):.1f} "
        "times.",
        would_change="A statement of the node it is compared with, or of what is to scale; a sourced price per hour.",
        sources=(setting.MODEL, "H100-SXM", "GB200-NVL72", "pope2023efficiently"),
    )

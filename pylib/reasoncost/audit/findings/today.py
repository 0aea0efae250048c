"""What was found about the relief that a larger inference system brings."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from itertools import product

from reasoncost import catalog
from reasoncost.audit import setting
from reasoncost.audit.claims import find
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval
from reasoncost.audit.today import BASE, LONG, Served, served
from reasoncost.serving import Assumptions

OLD = "8xH100"
NEW = "GB200-NVL72"
BETWEEN = "8xH200"
"""A node of the old kind with more memory."""
EIGHT = "8xGB200-NVL72"
"""Eight accelerators of the new system: nine such groups make the whole."""

WEIGHTS, CACHE, HBM = ("fp8", "fp4"), ("bf16", "fp8"), ("label", "reported")
MBU, MFU, COMBINE = (1, 0.6), (1, 0.5), ("max", "prefetch", "exposed", "sum")
"""What the article leaves open. 16-bit weights are no part of it: they do not fit the old node."""


@dataclass(frozen=True, slots=True)
class Relief:
    """Users per accelerator at the article's conditions, under one set of assumptions.

    linked: whether tensor parallelism exchanges over the links at their full rate, or communication is left out.
    old: on the node of eight; whole: on the new system as one; eight: on it as nine groups.
    """

    assumptions: Assumptions
    linked: bool
    old: Served
    whole: Served
    eight: Served

    @property
    def undivided(self) -> float:
        """New over old, the system used as one."""
        return self.whole.users_per_accelerator / self.old.users_per_accelerator

    @property
    def ratio(self) -> float:
        """New over old, the system divided as serves more users."""
        return max(self.undivided, self.eight.users_per_accelerator / self.old.users_per_accelerator)


def on(node: str, assumptions: Assumptions, linked: bool, speed: float = setting.SPEED) -> Served:
    """What a node serves of the article's model at its length, with the node's own links where they count."""
    link = catalog.node(node).accelerator.number("link_bandwidth")
    counted = replace(assumptions, link_bandwidth=link if linked else None)
    return served(setting.MODEL, node, LONG, counted, speed)


@functools.cache
def relief(assumptions: Assumptions = BASE, linked: bool = False, old: str = OLD) -> Relief:
    """The relief under one set of assumptions, against a node of eight."""
    return Relief(assumptions, linked, *(on(node, assumptions, linked) for node in (old, NEW, EIGHT)))


@functools.cache
def reliefs(old: str = OLD) -> tuple[Relief, ...]:
    """The relief under every combination of what the article leaves open, the same on both sides."""
    return tuple(
        relief(Assumptions(weights, kv, mbu=mbu, mfu=mfu, combine=combine, hbm=hbm), linked, old)
        for weights, kv, hbm, mbu, mfu, combine, linked in product(
            WEIGHTS, CACHE, HBM, MBU, MFU, COMBINE, (False, True)
        )
    )


def power_ratio() -> float:
    """Power of a new accelerator over an old one's, by the catalog."""
    new, old = (catalog.node(node).accelerator.number("power") for node in (NEW, OLD))
    return new / old


@finding("nvl72-relief")
def nvl72_relief() -> Finding:
    """Users per accelerator, new over old, whatever the article leaves open: also which node is the old one."""
    ratios, between = ([one.ratio for one in reliefs(old)] for old in (OLD, BETWEEN))
    worse = sum(one.undivided < 1 for one in reliefs())
    base = relief()
    chips = base.eight.users_per_accelerator / base.old.users_per_accelerator
    significant = find("nvl72-relief").figure_stated.low
    doubled = sum(ratio >= significant for ratio in between) / len(between)
    return Finding(
        computed=Interval.hull((*ratios, *between)),
        reach=Reach.above(
            (*ratios, *between),
            significant,
            (
                Assumption(
                    "old node",
                    catalog.node(OLD).name,
                    f"every combination meets it; against {BETWEEN} {doubled:.0%} of them do",
                ),
                Assumption("model and load", f"{LONG:,} tokens, {setting.SPEED} tokens/s", "the article's, line 94-95"),
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
        f"alone give {chips:.1f}; undivided and with its exchange counted, the system falls below an H100 in {worse} "
        f"of {len(ratios)} combinations. Against eight H200 it is {min(between):.1f} to {max(between):.1f} times.",
        would_change="A statement of the node it is compared with, or of what is to scale; a sourced price per hour.",
        sources=(setting.MODEL, "H100-SXM", "GB200-NVL72", "pope2023efficiently"),
    )

"""What can be computed about the relief that a larger inference system brings."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from itertools import product

from priceofthought.article import setting
from priceofthought.studies.today import BASE, LONG_ANSWER_TOKENS, Served, served
from reasoncost import catalog
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
    return served(setting.MODEL, node, LONG_ANSWER_TOKENS, counted, speed)


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

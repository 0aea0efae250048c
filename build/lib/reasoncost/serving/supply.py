"""What a node offers, in the laws' terms: memory, bandwidth and peak arithmetic of all its accelerators together."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost.catalog.node import Node
from reasoncost.serving.assumptions import BYTES, Assumptions
from reasoncost.units import InputError


@dataclass(frozen=True, slots=True)
class Supply:
    """Bytes of `memory`, byte/s of `bandwidth`, FLOP/s of `peak` in the precision `arithmetic`, over the whole node."""

    node: Node
    memory: float
    bandwidth: float
    peak: float
    arithmetic: str


def arithmetic(node: Node, assumptions: Assumptions) -> str:
    """The precision the products are computed in: the one asked for, else the weights', else the next wider one.

    Raises InputError where the accelerator has no rate for it.
    """
    peaks = node.accelerator.peak
    wider = sorted((name for name in BYTES if name in peaks), key=BYTES.__getitem__)
    if assumptions.arithmetic is not None:
        if assumptions.arithmetic not in peaks:
            raise InputError(f"{node.accelerator.name} has no {assumptions.arithmetic} rate; it has {', '.join(wider)}")
        return assumptions.arithmetic
    return next(name for name in wider if BYTES[name] >= BYTES[assumptions.weights])


def supply(node: Node, assumptions: Assumptions) -> Supply:
    """What the node offers under the assumptions.

    Raises InputError where the reported capacity was asked for and none was seen, or for a missing arithmetic rate.
    """
    accelerator = node.accelerator
    capacity = accelerator.hbm_label_bytes if assumptions.hbm == "label" else accelerator.hbm_reported_bytes
    if capacity is None:
        raise InputError(f"no capacity as reported by a {accelerator.name} was seen; use the label")
    precision = arithmetic(node, assumptions)
    return Supply(
        node,
        memory=node.count * capacity,
        bandwidth=node.count * accelerator.bandwidth.value,
        peak=node.count * accelerator.peak_flops(precision),
        arithmetic=precision,
    )

"""The serving plan's inputs and settings, filled from a model, a node, a workload and assumptions."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.law.plan import Amount, Settings, Values
from reasoncost.serving.assumptions import BYTES, Assumptions
from reasoncost.serving.workload import Workload
from reasoncost.units import InputError

ACTIVATION_BYTES = 2
"""Activations are sent in 16 bits."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Bytes of `memory`, byte/s of `bandwidth`, FLOP/s of `peak` in the precision `arithmetic`, over the whole node."""

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
        memory=node.count * capacity,
        bandwidth=node.count * accelerator.bandwidth.value,
        peak=node.count * accelerator.peak_flops(precision),
        arithmetic=precision,
    )


def of_model(model: Model) -> Values:
    """A model's shapes and counts under the laws' names: those that its kind of attention and of layers has."""
    shapes: dict[str, Amount] = {
        "layers": model.layers,
        "hidden": model.hidden,
        "heads": model.heads,
        "total_parameters": model.counted_total.value,
        "parameters": model.counted_active.value,
    }
    if model.mla:
        shapes |= {"latent_dim": model.mla.latent_dim, "rope_dim": model.mla.rope_dim}
    else:
        shapes |= {"kv_heads": model.kv_heads, "head_dim": model.head_dim}
    if model.window:
        shapes |= {"window": model.window, "global_layers": model.global_layers, "local_layers": model.local_layers}
    if model.moe:
        shapes |= {"experts": model.moe.experts, "top_k": model.moe.top_k}
    return shapes


def attention_of(model: Model) -> str:
    """Its kind of attention, as the plan's switch has it."""
    return "latent" if model.mla else "windowed" if model.window else "grouped"


def settings(model: Model, assumptions: Assumptions) -> Settings:
    """The settings of all switches of the serving plan."""
    touched = model.moe is not None and assumptions.experts == "expected"
    return {
        "attention": attention_of(model),
        "cache": assumptions.cache,
        "experts_read": "touched" if touched else "all",
        "combine": assumptions.combine,
    }


def demanded(model: Model, tokens: float, accelerators: int, assumptions: Assumptions) -> Values:
    """The inputs that say what decoding at `tokens` positions asks of a node of `accelerators`."""
    return of_model(model) | {
        "tokens": tokens,
        "accelerators": accelerators,
        "element_bytes": BYTES[assumptions.kv],
        "weight_bytes_per_parameter": BYTES[assumptions.weights],
        "activation_bytes": ACTIVATION_BYTES,
    }


def inputs(model: Model, node: Node, workload: Workload, assumptions: Assumptions) -> Values:
    """All inputs of the serving plan. Raises InputError where the node lacks what the assumptions ask for."""
    offers, link = supply(node, assumptions), assumptions.link_bandwidth
    return demanded(model, workload.context_tokens, node.count, assumptions) | {
        "memory": offers.memory,
        "bandwidth": offers.bandwidth,
        "peak": offers.peak,
        "mbu": assumptions.mbu,
        "mfu": assumptions.mfu,
        "link_bandwidth": math.inf if link is None else link,  # communication left out takes no time
        "latency": assumptions.latency,
        "speed": workload.speed,
        "granularity": assumptions.granularity,
        "rounding": 0,
    }

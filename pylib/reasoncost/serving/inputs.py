"""The serving plan's inputs and settings, filled from a model, a node, a workload and assumptions."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass

from reasoncost.catalog.formats import element_bytes
from reasoncost.catalog.group import attention_flops
from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.law.plan import Amount, Settings, Values
from reasoncost.laws import roofline
from reasoncost.models import Architecture
from reasoncost.serving.assumptions import PRECISIONS, Assumptions
from reasoncost.serving.parameters import counts
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


def of_node(node: Node) -> Values:
    """What a node's accelerators offer together: memory by label and as reported, bandwidth, peak in each precision.

    None where the catalog has no figure.
    """
    part, count = node.accelerator, node.count
    return {
        "memory": count * part.hbm_label_bytes,
        "memory_reported": None if part.hbm_reported_bytes is None else count * part.hbm_reported_bytes,
        "bandwidth": count * part.bandwidth.value,
        **{f"peak_{name}": count * part.peak[name].value if name in part.peak else None for name in PRECISIONS},
    }


def arithmetic(node: Node, assumptions: Assumptions) -> str:
    """The precision the products are computed in: the one asked for, else the weights', else the next wider one.

    Raises InputError where the accelerator has no rate for it.
    """
    peaks = node.accelerator.peak
    wider = sorted((name for name in PRECISIONS if name in peaks), key=element_bytes)
    if assumptions.arithmetic is not None:
        if assumptions.arithmetic not in peaks:
            raise InputError(f"{node.accelerator.name} has no {assumptions.arithmetic} rate; it has {', '.join(wider)}")
        return assumptions.arithmetic
    for name in wider:
        if element_bytes(name) >= element_bytes(assumptions.weights):
            return name
    has = ", ".join(peaks)
    raise InputError(f"{node.accelerator.name} has no rate for {assumptions.weights} or a wider format; it has {has}")


def supply(node: Node, assumptions: Assumptions) -> Supply:
    """What the node offers under the assumptions.

    Raises InputError where the reported capacity was asked for and none was seen, or for a missing arithmetic rate.
    """
    offered = of_node(node)
    memory = offered["memory" if assumptions.hbm == "label" else "memory_reported"]
    if memory is None:
        raise InputError(f"no capacity as reported by a {node.accelerator.name} was seen; use the label")
    precision = arithmetic(node, assumptions)
    return Supply(memory, offered["bandwidth"], offered[f"peak_{precision}"], precision)


def link(node: Node, assumptions: Assumptions) -> float:
    """Byte/s at which an accelerator sends for the all-reduces; infinite where they are left out.

    Over several scale-up domains they pass the slow link between them too. Raises InputError where its bandwidth is
    not known.
    """
    inside, between = assumptions.link_bandwidth, node.accelerator.scale_out
    if inside is None:
        return math.inf  # communication left out takes no time
    if node.domains == 1:
        return inside
    if between is None:
        between_them = f"communication between the {node.domains} scale-up domains"
        raise InputError(f"{node.name}: {between_them} cannot be counted: {node.accelerator.name} has no scale_out")
    return float(roofline.allreduce_bandwidth(node.count, node.domains, inside, between.value))


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


def switches_of(model: Model) -> dict[str, str]:
    """The settings of the plan's switches that follow from the model: its attention, and the experts that it has."""
    kind = "latent" if model.mla else "windowed" if model.window else "grouped"
    return {"attention": kind, "experts_read": "touched" if model.moe else "all"}


def settings(model: Model, assumptions: Assumptions) -> Settings:
    """The settings of all switches of the serving plan."""
    return switches_of(model) | {"cache": assumptions.cache} | timing(bool(model.moe), assumptions)


def timing(experts: bool, assumptions: Assumptions) -> dict[str, str]:
    """The settings of the switches that say how a step's times are made up, for a model with experts or without."""
    touched = experts and assumptions.experts != "all"
    return {"combine": assumptions.combine, "experts_read": "touched" if touched else "all"}


def demanded(model: Model, tokens: float, accelerators: int, assumptions: Assumptions) -> Values:
    """The inputs that say what decoding at `tokens` positions asks of a node of `accelerators`."""
    return of_model(model) | {
        "tokens": tokens,
        "accelerators": accelerators,
        "element_bytes": element_bytes(assumptions.kv),
        "weight_bytes_per_parameter": element_bytes(assumptions.weights),
        "activation_bytes": ACTIVATION_BYTES,
    }


def of_groups(model: Model | Architecture, node: Node, tokens: float, assumptions: Assumptions) -> Values:
    """What the groups of a model's layers hold and compute for one sequence, and the time in which that is read."""
    offers, element = supply(node, assumptions), element_bytes(assumptions.kv)
    held = [group.cache_bytes(tokens, element) for group in model.groups]
    read = [group.read_bytes(tokens, element) for group in model.groups]
    copies = [group.copies(node.count) for group in model.groups]
    copied = sum(map(operator.mul, copies, held))
    if assumptions.cache == "tensor":
        read = list(map(operator.mul, copies, read))
    return {
        "copies": float(copied / sum(held)),
        "sequence_memory": float(copied if assumptions.cache == "tensor" else sum(held)),
        "cache_time": float(roofline.read_seconds(sum(read), offers.bandwidth, assumptions.mbu)),
        "attention_flops": float(attention_flops(model.groups, tokens)),
    }


def inputs(model: Model | Architecture, node: Node, workload: Workload, assumptions: Assumptions) -> Values:
    """All inputs of the plan for a model's groups. Raises InputError where the node lacks what was asked for."""
    offers, known = supply(node, assumptions), counts(model)
    experts = {"experts": known.experts, "top_k": known.top_k} if known.experts else {}
    return (
        of_groups(model, node, workload.context_tokens, assumptions)
        | experts
        | {
            "layers": model.layers,
            "hidden": model.hidden,
            "total_parameters": known.total,
            "parameters": known.active,
            "accelerators": node.count,
            "weight_bytes_per_parameter": element_bytes(assumptions.weights),
            "activation_bytes": ACTIVATION_BYTES,
            "memory": offers.memory,
            "bandwidth": offers.bandwidth,
            "peak": offers.peak,
            "mbu": assumptions.mbu,
            "mfu": assumptions.mfu,
            "link_bandwidth": link(node, assumptions),
            "latency": assumptions.latency,
            "speed": workload.speed,
            "granularity": assumptions.granularity,
            "rounding": 0,
        }
    )

"""A serving estimate's assumptions in words, and what it leaves out."""

from __future__ import annotations

from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.law.plan import Values
from reasoncost.laws import roofline
from reasoncost.models import Architecture
from reasoncost.serving.assumptions import Assumptions
from reasoncost.serving.inputs import arithmetic
from reasoncost.serving.parameters import Counts, counts
from reasoncost.serving.workload import Workload
from reasoncost.units import GB

_COMBINE = {
    "max": "reading, arithmetic and communication overlap perfectly: the longest counts",
    "prefetch": "reading overlaps with arithmetic and communication, which follow one another",
    "exposed": "reading and arithmetic overlap, communication is added",
    "sum": "nothing overlaps: the times add up",
}


def _entry(name: str, value: object, why: str) -> dict[str, str]:
    return {"name": name, "value": str(value), "why": why}


def assumed(
    model: Model | Architecture, node: Node, workload: Workload, assumptions: Assumptions, known: Values
) -> tuple[dict[str, str], ...]:
    """Every assumption of the estimate: name, value and what it means here; `known` is what the plan computed."""
    memory = "as the label says" if assumptions.hbm == "label" else "as the device reports"
    position = "the answer's last step" if workload.context == "end" else "prompt and half the answer, on average"
    counted = counts(model)
    link = assumptions.link_bandwidth
    links = "none" if link is None else f"{link / GB:,.0f} GB/s"
    entries = [
        _entry("weights", assumptions.weights, f"{known['weight_memory'] / GB:,.1f} GB for the model"),
        _entry("kv", assumptions.kv, f"{known['sequence_memory'] / GB:,.3f} GB of cache for each sequence"),
        _entry("parameters", f"{counted.active:,.0f}", _parameters(counted)),
        _entry("arithmetic", arithmetic(node, assumptions), f"{known['peak']:.4g} FLOP/s, dense, over the node"),
        _entry("context", f"{workload.context_tokens:,g} tokens", position),
        _entry("mbu", f"{assumptions.mbu:g}", "share of the memory bandwidth that is reached"),
        _entry("mfu", f"{assumptions.mfu:g}", "share of the peak arithmetic that is reached"),
        _entry("combine", assumptions.combine, _COMBINE[assumptions.combine]),
        _entry("hbm", assumptions.hbm, f"{known['memory'] / GB:,.1f} GB over the node, {memory}"),
        _entry("granularity", assumptions.granularity, "batches come in its multiples"),
        _entry("latency", f"{assumptions.latency * 1000:g} ms", "of each step, hidden by nothing"),
        _entry("communication", links, _communication(node, known, link)),
        _entry("cache", assumptions.cache, _cache(assumptions, known["copies"])),
    ]
    if counted.experts:
        entries.append(_entry("experts", assumptions.experts, _experts(assumptions, counted)))
    if unsourced := node.accelerator.unsourced:
        entries.append(_entry("unsourced", ", ".join(unsourced), f"given for {node.accelerator.name} without a source"))
    return tuple(entries)


def _parameters(counted: Counts) -> str:
    beyond = 1 - counted.multiplied / counted.active
    return f"two FLOPs each for a token; {beyond:.1%} of them are only looked up or added"


def _communication(node: Node, known: Values, link: float | None) -> str:
    if link is None:
        return "left out"
    counted = f"two all-reduces a layer, {known['token_traffic'] / 1e6:,.1f} MB for each token"
    if node.domains == 1:
        return counted
    between, mean = node.accelerator.number("scale_out") / GB, known["link_bandwidth"] / GB
    return f"{counted}; {between:,.0f} GB/s between the {node.domains} scale-up domains, {mean:,.0f} on average"


def _cache(assumptions: Assumptions, copies: float) -> str:
    if copies == 1:
        return "one copy, spread over the node"
    if assumptions.cache == "tensor":
        return f"key-value heads split over all accelerators: {copies:g} copies"
    return f"one copy, spread over the node by sequence; splitting heads over all accelerators would keep {copies:g}"


def _experts(assumptions: Assumptions, counted: Counts) -> str:
    if assumptions.experts == "all":
        return "a step reads the weights of all experts"
    hit = roofline.experts_touched(64, counted.experts, counted.top_k)
    return f"a step reads the experts that uniform routing touches: {hit:.0f} of {counted.experts} at a batch of 64"


def not_modeled(model: Model | Architecture, node: Node, assumptions: Assumptions) -> tuple[str, ...]:
    """What the estimate leaves out; each makes the true batch smaller unless it says otherwise."""
    left = [
        "prefill of new prompts, which shares the node with decoding",
        "memory for activations, buffers, graphs and the allocator's blocks",
        "bandwidth and arithmetic that depend on batch and kernel beyond mbu and mfu",
        "scales of quantised weights and caches",
        "speculative decoding and prefixes shared between sequences, which make the batch larger",
    ]
    if assumptions.link_bandwidth is None:
        beyond = f", also over the network between the {node.domains} scale-up domains" if node.domains > 1 else ""
        left.insert(0, f"communication between accelerators{beyond}")
    if counts(model).experts:
        left.append("uneven load of experts, and copies of attention weights where sequences are spread")
    return tuple(left)

"""What can be computed about the article's maximum batches and the speed that bounds them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import product
from typing import Any

from priceofthought.article import setting, stated
from priceofthought.studies import today
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws import attention, roofline, transformer
from reasoncost.serving import Assumptions, MaxBatch, Workload, demand, max_batch, supply
from reasoncost.units import GB

LONG, SHORT = "max-batch-o1-preview", "max-batch-gpt-4o"
ANSWERS = {LONG: "tokens-o1-preview", SHORT: "tokens-gpt-4o"}


def answer_tokens(claim_id: str) -> int:
    """The length of the answer that a maximum batch is stated for."""
    return int(stated(ANSWERS[claim_id]).middle)


def stated_batch(claim_id: str) -> int:
    """The stated maximum batch itself."""
    return int(stated(claim_id).low)


def solve(claim_id: str, assumptions: Assumptions | None = None) -> MaxBatch:
    """The maximum batch at the claim's length and speed on the article's node; plain assumptions unless given."""
    workload = Workload(tokens=answer_tokens(claim_id), speed=setting.SPEED)
    return max_batch(setting.model(), setting.node(), workload, assumptions)


def cost_ratio() -> Interval:
    """The quotient of the two stated maximum batches: that of the costs per token at one speed and node."""
    long, short = stated(LONG), stated(SHORT)
    return Interval(short.low / long.high, short.high / long.low, low_open=True, high_open=True)


def offsets(granularity: int = 1) -> Interval:
    """The fixed costs a user may have, in tokens of cache, if cost is affine in length and both batches are full.

    A stated maximum batch is a floor to `granularity`, so the true bound lies up to that much above it.
    """
    few, many, short, long = stated_batch(LONG), stated_batch(SHORT), answer_tokens(SHORT), answer_tokens(LONG)
    least = roofline.affine_offset(short, long, few, many + granularity)
    most = roofline.affine_offset(short, long, few + granularity, many)
    return Interval(least, most, low_open=True, high_open=True)


def plain_offset() -> float:
    """The fixed cost of a user, in tokens of cache, at full utilisation where arithmetic and reading add up.

    A token's arithmetic through the weights, over what each cached position costs in reading and arithmetic.
    """
    model, node = setting.model(), setting.node()
    offers = supply(node, Assumptions())
    empty, one = (demand(model, tokens, node.count, Assumptions()) for tokens in (0, 1))
    fixed = roofline.compute_seconds(empty.token, offers.peak, 1)
    position = roofline.compute_seconds(one.token, offers.peak, 1) - fixed
    return float(fixed / (position + roofline.read_seconds(one.sequence, offers.bandwidth, 1)))


def token_slots() -> tuple[float, float]:
    """Positions that the stated batch holds at the longer answer, and those the article's 235 GB hold in 16 bit."""
    model = setting.model()
    per_token = attention.kv_cache_bytes(
        1, 1, model.layers, model.kv_heads, model.head_dim, catalog.element_bytes("bf16")
    )
    return stated_batch(LONG) * answer_tokens(LONG), stated("kv-budget").middle * GB / per_token


def bandwidth_bound_beyond(arithmetic: str, kv: str, node: str = setting.NODE) -> float:
    """Context length beyond which decoding on the node is bound by bandwidth at every batch."""
    model, machine = setting.model(), catalog.node(node).accelerator
    ridge = roofline.ridge_point(machine.peak_flops(arithmetic), 1, machine.bandwidth.value, 1)
    return float(
        roofline.bandwidth_bound_length(
            transformer.weight_flops_per_token(model.counted_total.value),
            attention.sdpa_flops_per_token(model.heads, model.layers, model.head_dim, 1),
            attention.kv_cache_bytes(1, 1, model.layers, model.kv_heads, model.head_dim, catalog.element_bytes(kv)),
            ridge,
        )
    )


@functools.cache
def bound_slopes() -> dict[str, Any]:
    """The derivative of every bound with respect to length, in SymPy; what is left for caches is a positive symbol."""
    from sympy import Symbol, diff

    from reasoncost.laws import symbols

    length = symbols("tokens")
    left, room, memory_each, time_each, flops_each, fixed = (
        Symbol(name, positive=True) for name in ("left", "room", r"\kappa", r"\kappa_t", "f", "fixed")
    )
    bounds = {
        "capacity": roofline.batch_by_capacity.expr(memory=room, weight_memory=0, sequence_memory=memory_each * length),
        "bandwidth": roofline.batch_by_bandwidth.expr(budget=left, weight_time=0, cache_time=time_each * length),
        "compute": roofline.batch_by_compute.expr(budget=left, arithmetic_time=fixed + flops_each * length),
        "sum": roofline.serial_batch.expr(
            budget=left, weight_time=0, cache_time=time_each * length, arithmetic_time=fixed + flops_each * length
        ),
    }
    return {name: diff(bound, length) for name, bound in bounds.items()}


@dataclass(frozen=True, slots=True)
class Balance:
    """How many times the batch that memory allows, by size or by speed, arithmetic would allow."""

    model: str
    node: str
    assumptions: Assumptions
    times: float


@functools.cache
def balances(answer: str = LONG) -> tuple[Balance, ...]:
    """The balance at the length of one of the answers and the article's speed, wherever the model fits the node."""
    length = answer_tokens(answer)
    found = []
    for model, node, arithmetic, kv in product(today.MODELS, today.NODES, ("fp8", "bf16"), ("bf16", "fp8")):
        assumptions = Assumptions(arithmetic=arithmetic, kv=kv)
        workload = Workload(length, setting.SPEED)
        bounds = max_batch(catalog.model(model), catalog.node(node), workload, assumptions).bounds
        capacity, bandwidth, compute = (bounds[name] or 0 for name in ("capacity", "bandwidth", "compute"))
        if min(capacity, bandwidth) > 0:
            found.append(Balance(model, node, assumptions, compute / min(capacity, bandwidth)))
    return tuple(found)

"""What was found about the article's maximum batches and the speed that bounds them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from reasoncost import catalog
from reasoncost.audit import setting, today
from reasoncost.audit.claims import stated
from reasoncost.audit.evidence import evidence
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.audit.recovery.questions import questions
from reasoncost.audit.recovery.store import recovered
from reasoncost.audit.recovery.survey import Recovery
from reasoncost.laws import attention, roofline, transformer
from reasoncost.records import given
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


def assumptions_of(found: Recovery) -> tuple[Assumption, ...]:
    """What the simplest survivor of a search assumes beyond the plain values."""
    axes = {axis.name: axis for claim in found.claims for axis in questions()[claim].space.axes}
    return tuple(
        Assumption(axes[name].meaning, label, next(o.why for o in axes[name].options if o.label == label))
        for name, label in found.simplest[0].departures.items()
    )


def reach_of(claim_id: str, assuming: Recovery | None = None) -> Reach:
    """The reach of the declared space for one figure; the assumptions are those of a joint search where given."""
    found = recovered(claim_id)
    low, high = found.reached[claim_id]
    met = Interval.point(stated(claim_id).low) if found.survivors else None
    return Reach(Interval(low, high), met, found.share, found.chance_share, assumptions_of(assuming or found))


def _max_batch(claim_id: str) -> Finding:
    plain, together = solve(claim_id), recovered(LONG, SHORT)
    alone = recovered(claim_id)
    return Finding(
        computed=Interval.point(given(plain.max_batch, f"{claim_id}: largest batch")),
        reach=reach_of(claim_id, together),
        why=f"Plain assumptions give {plain.max_batch}, bound by {plain.bound}. Of {alone.space:,} combinations of "
        f"unstated ones {alone.share:.2%} give {stated_batch(claim_id)}, and {together.share:.4%} give both figures; "
        f"{together.axes['batches']['whole']:,} of those {together.survivors:,} with any whole batch, the others in "
        "multiples of eight.",
        would_change="The article's precision, utilisation, overlap, communication and batch steps.",
        sources=(setting.MODEL, "H100-SXM", "williams2009roofline"),
    )


@finding(LONG)
def max_batch_o1_preview() -> Finding:
    """At the longer answer."""
    return _max_batch(LONG)


@finding(SHORT)
def max_batch_gpt_4o() -> Finding:
    """At the shorter answer."""
    return _max_batch(SHORT)


@finding("batch-16")
def batch_16() -> Finding:
    """At a length and a speed that are not stated."""
    found = recovered("batch-16")
    return Finding(
        reach=reach_of("batch-16"),
        why=f"Neither length nor speed is stated. Of {found.space:,} combinations on the article's node "
        f"{found.share:.1%} give 16, at every length tried, so the figure says little.",
        would_change="The length and the lowest interactivity that the article means.",
        sources=(setting.MODEL, "H100-SXM"),
    )


@finding("cost-per-token-5x")
def cost_per_token_5x() -> Finding:
    """A quotient of two stated figures."""
    cache_alone = answer_tokens(LONG) / answer_tokens(SHORT)
    return Finding(
        computed=cost_ratio(),
        why=f"At one speed on one node the cost of a token goes as one over the batch: {stated_batch(SHORT)} / "
        f"{stated_batch(LONG)} is {number(stated_batch(SHORT) / stated_batch(LONG))}. The cache alone would make it "
        f"{number(cache_alone)}; what a user costs besides the cache may bring it down.",
        would_change="Other maximum batches: plain assumptions give a ratio near that of the lengths.",
        sources=(),
    )


@finding("batch-inverse-length")
def batch_inverse_length() -> Finding:
    """Every bound falls as the sequence grows."""
    return Finding(
        identity=all(bound.is_negative for bound in bound_slopes().values()),
        why="Capacity, bandwidth, compute and their sum all allow fewer sequences as each grows: the derivatives are "
        "negative.",
        would_change="An attention whose cache and FLOPs stop growing with the length.",
        sources=("pope2023efficiently",),
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


@finding("decode-bandwidth-bound")
def decode_bandwidth_bound() -> Finding:
    """Whether memory binds before arithmetic: for the article's model beyond a length, for others mostly."""
    long, short = ([one.times for one in balances(answer)] for answer in (LONG, SHORT))
    reach, at_short = Reach.above(long, 1), Reach.above(short, 1)
    others = [one for one in balances() if one.times < 1]
    lengths = {arithmetic: bandwidth_bound_beyond(arithmetic, "bf16") for arithmetic in ("fp8", "bf16")}
    models = sorted({catalog.model(one.model).title for one in others})
    in_16_bit = sum(one.assumptions.arithmetic == "bf16" for one in others)
    return Finding(
        reach=replace(
            reach,
            assumptions=(
                Assumption("length", f"{answer_tokens(LONG):,} tokens", "the article's long answer"),
                Assumption("speed", f"{setting.SPEED} tokens/s for each user", "the article's"),
                Assumption(
                    "model, node, formats",
                    f"{len(long)} combinations",
                    f"{len(today.MODELS)} models on {len(today.NODES)} nodes, where they fit; arithmetic and cache "
                    "in 8 or 16 bit",
                ),
            ),
        ),
        why=f"At the long answer memory binds before arithmetic in {reach.share:.0%} of the combinations, at the short "
        f"one in {at_short.share:.0%}. The {len(others)} exceptions, {in_16_bit} of them with arithmetic in 16 bit, "
        f"are of {', '.join(models)}. For the article's model on its node, with a 16-bit cache, bandwidth binds at "
        f"every batch beyond {number(lengths['fp8'])} tokens in FP8 and {number(lengths['bf16'])} in 16 bit.",
        would_change="Attention that reads less cache for each FLOP, such as latent attention; short answers; a node "
        "with more memory for its arithmetic.",
        sources=("pope2023efficiently", setting.MODEL, "H100-SXM"),
    )


def _token_count(claim_id: str) -> Finding:
    entries = evidence(claim_id)
    bearing = f" What bears on it: {entries[0].statement}" if entries else ""
    return Finding(
        why=f"A count from one run of a hosted model, which no public source repeats.{bearing}",
        would_change="A published log of the run, or of others like it.",
        sources=tuple(entry.id for entry in entries),
    )


@finding("tokens-o1-preview")
def tokens_o1_preview() -> Finding:
    """A single run."""
    return _token_count("tokens-o1-preview")


@finding("tokens-gpt-4o")
def tokens_gpt_4o() -> Finding:
    """A single run."""
    return _token_count("tokens-gpt-4o")

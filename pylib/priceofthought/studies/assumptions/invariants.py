"""What every model of a class must satisfy to give both maximum batches, whatever its utilisations."""

from __future__ import annotations

from dataclasses import dataclass

from priceofthought.article import find, setting
from priceofthought.studies.roofline import ANSWERS, LONG_BATCH_CLAIM, SHORT_BATCH_CLAIM
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws import attention, roofline, transformer


@dataclass(frozen=True, slots=True)
class Needed:
    """What a node must reach: byte/s of memory, FLOP/s of arithmetic, bytes of memory."""

    bandwidth: Interval
    arithmetic: Interval
    memory: Interval


def _step(claim_id: str, weights: str, kv: str, held: float) -> tuple[float, float, float]:
    """Bytes of weights, bytes of one sequence's cache, FLOPs of one token, where so much of the answer is held."""
    model = setting.model()
    tokens = held * find(ANSWERS[claim_id]).figure_stated.middle
    parameters = model.counted_total.value
    flops = transformer.weight_flops_per_token(parameters) + attention.sdpa_flops_per_token(
        model.heads, model.layers, model.head_dim, tokens
    )
    cache = attention.kv_cache_bytes(1, tokens, model.layers, model.kv_heads, model.head_dim, catalog.element_bytes(kv))
    return float(transformer.weight_bytes(parameters, catalog.element_bytes(weights))), float(cache), float(flops)


def overlapped(weights: str = "fp8", kv: str = "bf16", context: float = 1) -> Needed:
    """With perfect overlap, where bandwidth binds at the longer answer and arithmetic at the shorter.

    Each figure then fixes one utilisation, and neither says anything about the other. context: the part of the answer
    that a sequence holds, 1 at its end and a half on average.
    """
    few, many = find(LONG_BATCH_CLAIM).figure_stated, find(SHORT_BATCH_CLAIM).figure_stated
    held, cache, _ = _step(LONG_BATCH_CLAIM, weights, kv, context)
    _, _, flops = _step(SHORT_BATCH_CLAIM, weights, kv, context)
    budget = roofline.step_budget(setting.SPEED, 0)
    read = [roofline.decode_bytes(batch, held, cache) for batch in (few.low, few.high)]
    return Needed(
        Interval(read[0] / budget, read[1] / budget, high_open=True),
        Interval(many.low * flops / budget, many.high * flops / budget, high_open=True),
        Interval(read[0], read[1], high_open=True),
    )


def serial(weights: str = "fp8", kv: str = "bf16", context: float = 1) -> Needed:
    """Without overlap: the one bandwidth and the one arithmetic rate that give both figures.

    In the two inverse rates the two steps are linear equations; the intervals are those over the corners of the stated
    ones.
    """
    few, many = find(LONG_BATCH_CLAIM).figure_stated, find(SHORT_BATCH_CLAIM).figure_stated
    held, long_cache, long_flops = _step(LONG_BATCH_CLAIM, weights, kv, context)
    _, short_cache, short_flops = _step(SHORT_BATCH_CLAIM, weights, kv, context)
    budget = roofline.step_budget(setting.SPEED, 0)
    rates = []
    for long_batch in (few.low, few.high):
        for short_batch in (many.low, many.high):
            long_read = roofline.decode_bytes(long_batch, held, long_cache)
            short_read = roofline.decode_bytes(short_batch, held, short_cache)
            long_work, short_work = long_batch * long_flops, short_batch * short_flops
            determinant = long_read * short_work - short_read * long_work
            per_byte = budget * (short_work - long_work) / determinant
            per_flop = budget * (long_read - short_read) / determinant
            rates.append((1 / per_byte, 1 / per_flop, long_read))
    bandwidths, arithmetic, memory = zip(*rates, strict=True)
    return Needed(Interval.hull(bandwidths), Interval.hull(arithmetic), Interval.hull(memory))


def least_arithmetic() -> float:
    """FLOP/s that the weights alone ask for at the shorter answer, in any model without or with overlap."""
    flops = transformer.weight_flops_per_token(setting.model().counted_total.value)
    return float(find(SHORT_BATCH_CLAIM).figure_stated.low * setting.SPEED * flops)

"""What can be computed about the FLOPs of attention, and about the length at which a system runs out of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

from priceofthought.article import find, setting
from priceofthought.studies import today
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.law import Law
from reasoncost.laws.attention import (
    sdpa_flops_causal,
    sdpa_flops_full,
    sdpa_flops_per_token,
)
from reasoncost.laws.roofline import ridge_point
from reasoncost.laws.transformer import weight_bytes, weight_flops_per_token
from reasoncost.serving import Assumptions, supply

BATCHES = tuple(2**power for power in range(10))
PRECISIONS = ("bf16", "fp8")
UTILISATIONS = (1.0, 0.5)
SPEEDS = (10, 20, 30, 50, 100)
"""Tokens per second for each user; the article uses 30 elsewhere."""
SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Time in which a batch of prompts is read."""

DECODE = "decoding at a speed per user"
PREFILL = "reading prompts within a time"
RIDGE = "reading prompts at the ridge"
PARITY = "attention equals weights"
READINGS = (DECODE, PREFILL, RIDGE, PARITY)
"""What "the limit of FLOPs" may mean."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One reading of the limit with its conditions, and the length it gives.

    tokens: None where the weights alone exceed the limit, so that no length reaches it.
    """

    reading: str
    conditions: str
    tokens: float | None


def peak(precision: str) -> float:
    """Dense peak of the node, FLOP/s."""
    return supply(setting.node(), Assumptions(arithmetic=precision)).peak


def weight_flops() -> float:
    """FLOPs of one token through the weights as the readings of the limit take them: all parameters of the model."""
    return float(weight_flops_per_token(setting.model().counted_total.value))


def attention_flops(law: Law, tokens: float) -> float:
    """FLOPs of attention by one of the laws that take heads, layers, head dimension and length."""
    model = setting.model()
    return float(law(model.heads, model.layers, model.head_dim, tokens))


def share_of_attention(tokens: float) -> float:
    """FLOPs of attention over those of the weights that are multiplied, for one new token at that length."""
    return today.attention_over_weights(setting.MODEL, tokens)


def _length(flops: Callable[[float], float], budget: float) -> float | None:
    """The positive length at which a polynomial of degree two in the length takes the budget, if there is one."""
    constant = flops(0)
    twice_square = flops(2) - 2 * flops(1) + constant
    linear = flops(1) - constant - twice_square / 2
    missing = budget - constant
    if missing <= 0:
        return None
    if twice_square == 0:
        return missing / linear
    return (math.sqrt(linear**2 + 2 * twice_square * missing) - linear) / twice_square


def _step_flops(weights: float, tokens: float) -> float:
    return weights + attention_flops(sdpa_flops_per_token, tokens)


def _prompt_flops(weights: float, law: Law, tokens: float) -> float:
    return tokens * weights + attention_flops(law, tokens)


def _decoding() -> list[Limit]:
    found = []
    for counted, batch, precision, used, speed in product(
        ("with weights", "attention alone"), BATCHES, PRECISIONS, UTILISATIONS, SPEEDS
    ):
        weights = weight_flops() if counted == "with weights" else 0.0
        budget = peak(precision) * used / (batch * speed)
        length = _length(partial(_step_flops, weights), budget)
        conditions = f"{counted}, batch {batch}, {precision} at {used:.0%}, {speed} tokens/s"
        found.append(Limit(DECODE, conditions, length))
    return found


def _reading() -> list[Limit]:
    found = []
    for counted, law, batch, precision, used, seconds in product(
        ("with weights", "attention alone"),
        (sdpa_flops_causal, sdpa_flops_full),
        BATCHES,
        PRECISIONS,
        UTILISATIONS,
        SECONDS,
    ):
        weights = weight_flops() if counted == "with weights" else 0.0
        budget = peak(precision) * used * seconds / batch
        length = _length(partial(_prompt_flops, weights, law), budget)
        kind = "causal" if law is sdpa_flops_causal else "full"
        conditions = f"{counted} ({kind}), batch {batch}, {precision} at {used:.0%}, {seconds:g} s"
        found.append(Limit(PREFILL, conditions, length))
    return found


def _ridge() -> list[Limit]:
    offers = {name: supply(setting.node(), Assumptions(arithmetic=name)) for name in PRECISIONS}
    found = []
    for batch, weights, precision in product(BATCHES, PRECISIONS, PRECISIONS):
        ridge = ridge_point(offers[precision].peak, 1, offers[precision].bandwidth, 1)
        size = weight_bytes(setting.model().counted_total.value, catalog.element_bytes(weights))
        tokens = float(ridge * size / (batch * weight_flops()))
        found.append(Limit(RIDGE, f"batch {batch}, weights in {weights}, arithmetic in {precision}", tokens))
    return found


def _parity() -> list[Limit]:
    once = today.attention_parity_tokens(setting.MODEL)
    return [
        Limit(PARITY, "one token, or a whole square", once),
        Limit(PARITY, "a causal prompt, on average", 2 * once - 1),
    ]


@functools.cache
def limits() -> tuple[Limit, ...]:
    """The declared space: every reading under every combination of its conditions."""
    return (*_decoding(), *_reading(), *_ridge(), *_parity())


@functools.cache
def surviving_limits() -> tuple[Limit, ...]:
    """Those that give the stated length."""
    stated = find("flops-limit").figure_stated
    return tuple(one for one in limits() if one.tokens is not None and stated.meets(Interval.point(one.tokens)))


def stated_length() -> float:
    """The stated length: the middle of its octave, which is a power of two."""
    stated = find("flops-limit").figure_stated
    return float(2 ** round(math.log2(stated.low * stated.high) / 2))

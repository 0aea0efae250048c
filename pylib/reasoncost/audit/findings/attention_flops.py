"""What was found about the FLOPs of attention, and about the length at which a system runs out of them."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from reasoncost import catalog
from reasoncost.audit import setting
from reasoncost.audit.claims import find
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.law import Law, ops
from reasoncost.laws.attention import (
    parity_tokens,
    sdpa_flops_causal,
    sdpa_flops_full,
    sdpa_flops_per_token,
    windowed_sdpa_flops_causal,
)
from reasoncost.laws.roofline import ridge_point
from reasoncost.laws.transformer import weight_bytes, weight_flops_per_token
from reasoncost.serving import Assumptions, supply
from reasoncost.serving.demand import attention_flops as model_attention_flops

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
    """FLOPs of one token through the weights."""
    return float(weight_flops_per_token(setting.model().counted_total.value))


def attention_flops(law: Law, tokens: float) -> float:
    """FLOPs of attention by one of the laws that take heads, layers, head dimension and length."""
    model = setting.model()
    return float(law(model.heads, model.layers, model.head_dim, tokens))


def share_of_attention(tokens: float) -> float:
    """FLOPs of attention over those of the weights, for one new token at that length."""
    return attention_flops(sdpa_flops_per_token, tokens) / weight_flops()


def parity() -> float:
    """Length at which a new token's attention takes as many FLOPs as its way through the weights."""
    model = setting.model()
    return float(parity_tokens(model.counted_total.value, model.heads, model.layers, model.head_dim))


def overtaking(name: str) -> float | None:
    """That length for a model of any kind of attention, with its active weights; None where attention never gets there.

    Beyond its windows a model's attention is affine in the length.
    """
    model = catalog.model(name)
    weights = float(weight_flops_per_token(model.counted_active.value))
    beyond = float(2 * (model.window or 1))
    near, far = (model_attention_flops(model, length) for length in (beyond, 2 * beyond))
    slope = (far - near) / beyond
    return None if slope == 0 else beyond + (weights - near) / slope


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
    once = parity()
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


@finding("sdpa-formula")
def sdpa_formula() -> Finding:
    """Two matrix products for each query head and layer, counted from their shapes."""
    from reasoncost.laws import symbols

    h, L, d, S = symbols("heads", "layers", "head_dim", "tokens")
    query, keys, weights, values = (1, d), (d, S), (1, S), (S, d)
    pairs = ((query, keys), (weights, values))
    multiplied = sum(rows * inner * columns for (rows, inner), (_, columns) in pairs)
    return Finding(
        identity=2 * h * L * multiplied == sdpa_flops_per_token.expr(),
        why="A query times all keys and the weights times all values are two products of head dimension x length "
        "multiplications, each with its addition, for every query head and layer.",
        would_change="Counting the softmax and the scaling as well, or attention that shares its products.",
        sources=("vaswani2017attention",),
    )


@finding("sdpa-linear")
def sdpa_linear() -> Finding:
    """The derivative with respect to the length does not contain it."""
    from reasoncost.laws import symbols

    S = symbols("tokens")
    linear = (
        S not in sdpa_flops_per_token.derivative("tokens").free_symbols and sdpa_flops_per_token.expr(tokens=0) == 0
    )
    return Finding(
        identity=linear,
        why="The derivative with respect to the length is constant, and attention over nothing costs nothing.",
        would_change="A window, or a sparse pattern, that lets a token look at fewer positions than there are.",
        sources=("vaswani2017attention",),
    )


@finding("sdpa-quadratic")
def sdpa_quadratic() -> Finding:
    """The sum of the tokens' FLOPs over a sequence, divided by the square of its length, tends to a constant."""
    from sympy import Symbol, limit, oo, simplify, summation

    from reasoncost.laws import symbols

    S, seen = symbols("tokens"), Symbol("s", integer=True, positive=True)
    in_all = summation(sdpa_flops_per_token.expr(tokens=seen), (seen, 1, S))
    coefficient = limit(in_all / S**2, S, oo)
    full = limit(sdpa_flops_full.expr() / S**2, S, oo)
    summed = simplify(in_all - sdpa_flops_causal.expr()) == 0
    return Finding(
        identity=summed and coefficient.is_positive and S not in coefficient.free_symbols,
        why="Summed over a sequence, the FLOPs are a square of the length and half a diagonal; the causal sum tends "
        f"to {coefficient / full} of the full square.",
        would_change="Attention whose cost per token stops growing.",
        sources=("vaswani2017attention", "dao2022flashattention"),
    )


@finding("flops-limit")
def flops_limit() -> Finding:
    """A declared space of four readings and their conditions, the model and node being the article's."""
    stated, space, met = find("flops-limit").figure_stated, limits(), surviving_limits()
    reached = [one.tokens for one in space if one.tokens is not None]
    reach = Reach.over(reached, stated)
    readings = sorted({one.reading for one in met})
    scale = len(reached) / len(space)
    at = stated_length()
    return Finding(
        reach=replace(
            reach,
            share=reach.share * scale,
            chance_share=reach.chance_share * scale,
            assumptions=(
                Assumption("what is limited", " or ".join(readings), "no combination of the other readings meets it"),
                Assumption(
                    "batch, precision, time", "many", "they step by about two, as wide as the stated figure is read"
                ),
            ),
        ),
        why=f"{len(met)} of {len(space)} declared combinations give it, all for {' or '.join(readings)}; at "
        f"{number(at)} tokens attention adds {share_of_attention(at):.1%} to the FLOPs of the weights, and it equals "
        f"them at {number(parity())}.",
        would_change="A statement of what was limited: prompts or decoding, the batch, the precision and the speed.",
        sources=("dubey2024llama3", setting.MODEL, "H100-SXM"),
    )


@finding("local-global")
def local_global() -> Finding:
    """The limit of the windowed over the full causal sum is the share of global layers."""
    from sympy import limit, oo, simplify

    from reasoncost.laws import symbols

    g, w, W, S = symbols("global_layers", "local_layers", "window", "tokens")
    beyond = windowed_sdpa_flops_causal.expr().subs(ops.minimum(S, W), W)
    ratio = limit(simplify(beyond / sdpa_flops_causal.expr(layers=g + w)), S, oo)
    return Finding(
        identity=simplify(ratio - g / (g + w)) == 0,
        why="With at least one global layer the sum stays quadratic, and its coefficient falls to the share of global "
        "layers, whatever the window.",
        would_change="A model without any global layer: its attention grows linearly beyond the window.",
        sources=("beltagy2020longformer", "gemma2", "gemma3", "gptoss"),
    )

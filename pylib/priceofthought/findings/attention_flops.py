"""What was found about the FLOPs of attention, and about the length at which a system runs out of them."""

from __future__ import annotations

from dataclasses import replace

from priceofthought.article import setting
from priceofthought.findings import finding
from priceofthought.studies import today
from priceofthought.studies.assumptions.searches import reach, recovered
from priceofthought.studies.attention_flops import kinds_met, share_of_attention, stated_length
from reasoncost.audit.finding import Assumption, Finding
from reasoncost.interval import number
from reasoncost.law import ops
from reasoncost.laws.attention import (
    sdpa_flops_causal,
    sdpa_flops_full,
    sdpa_flops_per_token,
    windowed_sdpa_flops_causal,
)


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
    """A declared space of four kinds of limit and their conditions, the model and node being the article's."""
    recovery, kinds, at = recovered("flops-limit"), kinds_met(), stated_length()
    most = max(kinds, key=kinds.__getitem__)
    without = [kind for kind, met in kinds.items() if not met]
    return Finding(
        reach=replace(
            reach("flops-limit"),
            assumptions=(
                Assumption("what is limited", most, f"nothing meets it under {' or '.join(without)}"),
                Assumption(
                    "batch, precision, time", "many", "they step by about two, as wide as the stated figure is read"
                ),
            ),
        ),
        why=f"{recovery.survivors:,} of {recovery.space:,} declared combinations give it, {kinds[most]:,} of them for "
        f"{most}; at {number(at)} tokens attention adds {share_of_attention(at):.1%} to the FLOPs of the weights, and "
        f"it equals them at {number(today.attention_parity_tokens(setting.MODEL))}.",
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

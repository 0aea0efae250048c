"""Attention: what a cache of keys and values holds, and what reading it computes."""

from reasoncost.law import law, ops
from reasoncost.laws.transformer import weight_flops_per_token


@law(symbol="M_{kv}", unit="byte", source="ainslie2023gqa; article line 107")
def kv_cache_bytes(batch, tokens, layers, kv_heads, head_dim, element_bytes):
    """Bytes of cached keys and values of `batch` sequences of `tokens` positions each.

    One key and one value of `head_dim` elements per position, layer and key-value head. Multi-head attention has
    kv_heads = heads, multi-query attention has 1, grouped-query attention lies between. Exact for caches that keep
    every position in one precision; scales of quantised caches and allocator blocks are left out.

    >>> kv_cache_bytes(batch=1, tokens=4096, layers=126, kv_heads=8, head_dim=128, element_bytes=2)
    2113929216
    """
    return 2 * batch * tokens * layers * kv_heads * head_dim * element_bytes


@law(symbol="M_{mla}", unit="byte", source="deepseek2024v2")
def mla_cache_bytes(batch, tokens, layers, latent_dim, rope_dim, element_bytes):
    """Bytes that multi-head latent attention caches: one latent and one rotary vector per position and layer.

    Heads do not enter: keys and values are rebuilt from the latent. An implementation that caches the rebuilt heads
    holds far more.

    >>> mla_cache_bytes(batch=1, tokens=4096, layers=61, latent_dim=512, rope_dim=64, element_bytes=2)
    287834112
    """
    return batch * tokens * layers * (latent_dim + rope_dim) * element_bytes


@law(symbol="M_{win}", unit="byte", source="beltagy2020longformer; gemma2")
def windowed_kv_cache_bytes(batch, tokens, window, global_layers, local_layers, kv_heads, head_dim, element_bytes):
    """Bytes of a cache whose local layers keep the last `window` positions and whose global layers keep all.

    Some implementations keep window - 1 positions, the newest being in hand.
    """
    positions = global_layers * tokens + local_layers * ops.minimum(tokens, window)
    return 2 * batch * positions * kv_heads * head_dim * element_bytes


@law(symbol="C_{att}", unit="FLOP", coefficient="FLOP", source="vaswani2017attention; article line 112")
def sdpa_flops_per_token(heads, layers, head_dim, tokens):
    """FLOPs that one new token spends on scaled dot-product attention over `tokens` cached positions.

    Two matrix products (QK^T and PV) of 2 * head_dim * tokens FLOPs each per query head and layer; the softmax is
    left out. Grouped queries do not change it: every query head does its own products.

    >>> sdpa_flops_per_token(heads=128, layers=126, head_dim=128, tokens=4096)
    33822867456
    """
    return 4 * heads * layers * head_dim * tokens


@law(symbol="C_{full}", unit="FLOP", coefficient="FLOP", source="vaswani2017attention; article line 113")
def sdpa_flops_full(heads, layers, head_dim, tokens):
    """FLOPs of attention over a sequence of `tokens` where every position looks at every position.

    What a kernel spends that computes the whole square and masks half of it.
    """
    return tokens * sdpa_flops_per_token(heads, layers, head_dim, tokens)


@law(symbol="C_{causal}", unit="FLOP", coefficient="FLOP", source="vaswani2017attention; dao2022flashattention")
def sdpa_flops_causal(heads, layers, head_dim, tokens):
    """FLOPs of attention over a sequence of `tokens` where each position looks at itself and those before it.

    The sum of sdpa_flops_per_token over 1, 2, ..., tokens positions: half of the full square, and half a diagonal.
    """
    return 2 * heads * layers * head_dim * tokens * (tokens + 1)


@law(symbol="C_{win}", unit="FLOP", coefficient="FLOP", source="beltagy2020longformer; gemma2")
def windowed_sdpa_flops_per_token(heads, global_layers, local_layers, head_dim, window, tokens):
    """FLOPs of attention for one new token where local layers look at `window` positions and global layers at all."""
    everywhere = sdpa_flops_per_token(heads, global_layers, head_dim, tokens)
    nearby = sdpa_flops_per_token(heads, local_layers, head_dim, ops.minimum(tokens, window))
    return everywhere + nearby


@law(symbol="C_{wc}", unit="FLOP", coefficient="FLOP", source="beltagy2020longformer; gemma2")
def windowed_sdpa_flops_causal(heads, global_layers, local_layers, head_dim, window, tokens):
    """FLOPs of causal attention over a sequence whose local layers look back at `window` positions at most.

    The sum of windowed_sdpa_flops_per_token over 1, 2, ..., tokens positions, for whole windows: a triangle up to the
    window and a band of its width after it.
    """
    filled = ops.minimum(tokens, window)
    triangle_and_band = 2 * heads * local_layers * head_dim * filled * (2 * tokens - filled + 1)
    return sdpa_flops_causal(heads, global_layers, head_dim, tokens) + triangle_and_band


@law(symbol="S_{=}", unit="1", source="kaplan2020scaling")
def parity_tokens(parameters, heads, layers, head_dim):
    """Context length at which a new token's attention takes as many FLOPs as its way through the weights.

    A dense model of multi-head attention with four times wider feed-forward blocks has it at six times its width. A
    prompt read at once reaches parity at twice the length, where its average token has it.
    """
    return weight_flops_per_token(parameters) / sdpa_flops_per_token(heads, layers, head_dim, 1)


@law(symbol="S_{max}", unit="1", source="article lines 109-110")
def capacity_tokens(memory, weight_memory, batch, layers, kv_heads, head_dim, element_bytes):
    """Positions that each of `batch` sequences may hold until the cache fills what the weights leave of the memory.

    The inverse of kv_cache_bytes in `tokens`; negative where the weights alone do not fit. Activations, allocator
    blocks and the runtime's own memory are left out.
    """
    return (memory - weight_memory) / kv_cache_bytes(batch, 1, layers, kv_heads, head_dim, element_bytes)


@law(symbol="C_{mla}", unit="FLOP", coefficient="FLOP", source="deepseek2024v2")
def mla_sdpa_flops_per_token(heads, layers, latent_dim, rope_dim, tokens):
    """FLOPs of latent attention for one new token over `tokens` cached positions, computed in the latent space.

    Every head compares latent and rotary part, then sums latents: more FLOPs than with rebuilt heads, but a cache
    that is read once for all heads. An implementation that rebuilds keys and values at every step computes far more.
    """
    return 2 * heads * layers * tokens * ((latent_dim + rope_dim) + latent_dim)


@law(symbol="S_{dec}", unit="1", source="article line 114")
def decode_length_within(flops_budget, weight_flops, position_flops):
    """Cached positions at which decoding one token takes the whole budget. Negative where the weights exceed it."""
    return (flops_budget - weight_flops) / position_flops


@law(symbol="S_{pre}", unit="1", source="article line 114")
def prompt_length_within(flops_budget, weight_flops, position_flops):
    """Length of a prompt that takes the whole budget to read: weights for every token, attention over those before it.

    The root of weight_flops S + position_flops S^2 / 2 = flops_budget. A causal prompt attends to half a position more
    for each token, which is left out; a kernel that computes the whole square takes position_flops twice as large.
    """
    root = (weight_flops**2 + 2 * position_flops * flops_budget) ** 0.5
    return 2 * flops_budget / (root + weight_flops)  # the difference of root and weights would cancel

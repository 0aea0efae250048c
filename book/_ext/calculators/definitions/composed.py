"""Sums and products of laws that a calculator shows as one number."""

from __future__ import annotations

from reasoncost.law import Quantity, law
from reasoncost.laws.attention import mla_sdpa_flops_per_token, sdpa_flops_per_token, windowed_sdpa_flops_per_token
from reasoncost.laws.roofline import serial_step
from reasoncost.laws.scaling import data_multiplier, optimal_parameters, optimal_tokens
from reasoncost.laws.transformer import weight_flops_per_token


@law(symbol="C_t", unit="FLOP", coefficient="FLOP", source="weight_flops_per_token; sdpa_flops_per_token")
def decode_flops(
    parameters: Quantity, heads: Quantity, layers: Quantity, head_dim: Quantity, tokens: Quantity
) -> Quantity:
    """FLOPs of one decoded token, through the weights and over the cache."""
    return weight_flops_per_token(parameters) + sdpa_flops_per_token(heads, layers, head_dim, tokens)


@law(symbol="C_t", unit="FLOP", coefficient="FLOP", source="weight_flops_per_token; windowed_sdpa_flops_per_token")
def windowed_decode_flops(
    parameters: Quantity,
    heads: Quantity,
    global_layers: Quantity,
    local_layers: Quantity,
    head_dim: Quantity,
    window: Quantity,
    tokens: Quantity,
) -> Quantity:
    """FLOPs of one decoded token where some layers look back through a window."""
    nearby = windowed_sdpa_flops_per_token(heads, global_layers, local_layers, head_dim, window, tokens)
    return weight_flops_per_token(parameters) + nearby


@law(symbol="C_t", unit="FLOP", coefficient="FLOP", source="weight_flops_per_token; mla_sdpa_flops_per_token")
def latent_decode_flops(
    parameters: Quantity, heads: Quantity, layers: Quantity, latent_dim: Quantity, rope_dim: Quantity, tokens: Quantity
) -> Quantity:
    """FLOPs of one decoded token with latent attention, computed in the latent space."""
    attention = mla_sdpa_flops_per_token(heads, layers, latent_dim, rope_dim, tokens)
    return weight_flops_per_token(parameters) + attention


@law(symbol="t_r", unit="second", source="serial_step")
def reading_share(batch: Quantity, weight_time: Quantity, cache_time: Quantity) -> Quantity:
    """What reading takes of a step in which nothing overlaps."""
    return serial_step(batch, weight_time, cache_time, 0, 0, 0)


@law(symbol="t_F", unit="second", source="serial_step")
def arithmetic_share(batch: Quantity, arithmetic_time: Quantity) -> Quantity:
    """What arithmetic takes of it."""
    return serial_step(batch, 0, 0, arithmetic_time, 0, 0)


@law(symbol="t_{link}", unit="second", source="serial_step")
def communication_share(batch: Quantity, communication_time: Quantity, latency: Quantity) -> Quantity:
    """What the exchange takes of it, the fixed latency counted with it."""
    return serial_step(batch, 0, 0, 0, communication_time, latency)


@law(symbol="N", unit="1", source="optimal_parameters; the definition of size_ratio")
def smaller_parameters(
    size_ratio: Quantity, compute: Quantity, A: Quantity, B: Quantity, alpha: Quantity, beta: Quantity
) -> Quantity:
    """Parameters of the model that is `size_ratio` times as large as the compute-optimal one."""
    return size_ratio * optimal_parameters(compute, A, B, alpha, beta)


@law(
    symbol="S",
    unit="1",
    source="optimal_tokens; data_multiplier",
    domain=lambda size_ratio, compute, A, B, alpha, beta: data_multiplier.admits(size_ratio, alpha, beta),
)
def smaller_tokens(
    size_ratio: Quantity, compute: Quantity, A: Quantity, B: Quantity, alpha: Quantity, beta: Quantity
) -> Quantity:
    """Tokens on which that model reaches the compute-optimal one's loss."""
    return data_multiplier(size_ratio, alpha, beta) * optimal_tokens(compute, A, B, alpha, beta)

"""What a model asks of a node, in the laws' terms: bytes and FLOPs of one sequence, bytes of the weights."""

from __future__ import annotations

from dataclasses import dataclass

from reasoncost.catalog.model import Model
from reasoncost.laws import attention, roofline, transformer
from reasoncost.serving.assumptions import BYTES, Assumptions

ACTIVATION_BYTES = 2
"""Activations are exchanged in 16 bits."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One decode step's needs. Bytes: `weights`, `sequence` (its cache); FLOPs: `token`; bytes sent: `traffic`."""

    model: Model
    assumptions: Assumptions
    weights: float
    sequence: float
    token: float
    traffic: float

    def weights_read(self, batch: float) -> float:
        """Bytes of weights that a step of this batch reads: all, or those of the experts it is expected to touch."""
        moe = self.model.moe
        if moe is None or self.assumptions.experts == "all":
            return self.weights
        total, active = self.model.counted_total.value, self.model.counted_active.value
        read = roofline.parameters_read(batch, total, active, moe.experts, moe.top_k)
        return float(transformer.weight_bytes(read, BYTES[self.assumptions.weights]))


def sequence_bytes(model: Model, tokens: float, element_bytes: float) -> float:
    """Cache bytes of one sequence of `tokens` positions, by the model's kind of attention."""
    if model.mla:
        latent, rope = model.mla.latent_dim, model.mla.rope_dim
        return float(attention.mla_cache_bytes(1, tokens, model.layers, latent, rope, element_bytes))
    if model.window:
        layers = (model.global_layers, model.local_layers)
        shape = (*layers, model.kv_heads, model.head_dim, element_bytes)
        return float(attention.windowed_kv_cache_bytes(1, tokens, model.window, *shape))
    return float(attention.kv_cache_bytes(1, tokens, model.layers, model.kv_heads, model.head_dim, element_bytes))


def attention_flops(model: Model, tokens: float) -> float:
    """FLOPs of attention for one new token over `tokens` positions, by the model's kind of attention."""
    if model.mla:
        latent, rope = model.mla.latent_dim, model.mla.rope_dim
        return float(attention.mla_sdpa_flops_per_token(model.heads, model.layers, latent, rope, tokens))
    if model.window:
        shape = (model.heads, model.global_layers, model.local_layers, model.head_dim, model.window, tokens)
        return float(attention.windowed_sdpa_flops_per_token(*shape))
    return float(attention.sdpa_flops_per_token(model.heads, model.layers, model.head_dim, tokens))


def copies(model: Model, accelerators: int) -> float:
    """Copies of the cache where its heads are split over that many accelerators."""
    return float(roofline.cache_copies(accelerators, 1 if model.mla else model.kv_heads))


def demand(model: Model, tokens: float, accelerators: int, assumptions: Assumptions) -> Demand:
    """What decoding at `tokens` positions asks of a node of `accelerators`."""
    held = sequence_bytes(model, tokens, BYTES[assumptions.kv])
    weight_flops = float(transformer.weight_flops_per_token(model.counted_active.value))
    return Demand(
        model,
        assumptions,
        weights=float(transformer.weight_bytes(model.counted_total.value, BYTES[assumptions.weights])),
        sequence=held * (copies(model, accelerators) if assumptions.cache == "tensor" else 1),
        token=weight_flops + attention_flops(model, tokens),
        traffic=float(roofline.allreduce_bytes_per_token(model.layers, model.hidden, ACTIVATION_BYTES, accelerators)),
    )

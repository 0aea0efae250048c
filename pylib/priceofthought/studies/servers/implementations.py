"""The laws beside a transformer library: integers that are equal, or a difference that one sentence explains."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from priceofthought.data.oracle import Counts, SmallCache, oracle
from reasoncost import catalog
from reasoncost.catalog.model import Model
from reasoncost.laws import attention, transformer
from reasoncost.serving.demand import attention_flops, sequence_bytes
from reasoncost.serving.parameters import active_parameter_count, multiplied_parameters, parameter_count

LIBRARY_BYTES = 2
"""The library ran in 16 bits."""

WHOLE_SQUARE = "it multiplies the whole square and masks what must not be seen"
ONE_LESS = "it keeps a position less than the window: the newest is in hand"
REBUILT = "it rebuilds keys and values from its latents at every step"
"""What the library does otherwise than the law."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One quantity of one model: by our law, and as the library counts it.

    explained: the law's figure once `why` is taken into account; it must equal the library's. Where law and library
    agree, `why` is empty and all three are equal.
    """

    model: str
    quantity: str
    law: int
    library: int
    explained: int
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether law and library give the same integer."""
        return self.law == self.library

    @property
    def settled(self) -> bool:
        """Whether they agree, or the stated reason accounts for the difference to the last unit."""
        return self.explained == self.library and self.agrees == (not self.why)


@functools.cache
def comparisons() -> tuple[Comparison, ...]:
    """Every quantity of every model in the record."""
    record = oracle().models
    return tuple(comparison for name, counts in record.items() for comparison in _compare(catalog.model(name), counts))


def _compare(model: Model, counts: Counts) -> Iterator[Comparison]:
    yield _equal(model, "parameters", parameter_count(model), counts.parameters)
    yield _equal(model, "active parameters", active_parameter_count(model), _active(model, counts))
    yield _cache(model, counts)
    positions = counts.tokens
    weights = int(transformer.weight_flops_per_token(multiplied_parameters(model)))
    yield _equal(model, "FLOPs in weights, prompt", positions * weights, counts.prefill_weight_flops)
    yield _prompt_attention(model, counts)
    yield _decode_weights(model, counts, weights)
    yield _decode_attention(model, counts)


def _equal(model: Model, quantity: str, law: int, library: int) -> Comparison:
    return Comparison(model.name, quantity, law, library, law)


def _different(model: Model, quantity: str, law: int, library: int, explained: int, why: str) -> Comparison:
    return Comparison(model.name, quantity, law, library, explained, "" if law == library else why)


def _active(model: Model, counts: Counts) -> int:
    """Parameters without those of the experts that a token does not use."""
    if model.moe is None:
        return counts.parameters
    idle = model.moe.experts - model.moe.top_k
    return counts.parameters - counts.expert_parameters * idle // model.moe.experts


def _cache(model: Model, counts: Counts) -> Comparison:
    law = int(sequence_bytes(model, counts.tokens, LIBRARY_BYTES))
    explained = law
    if model.window:
        explained = int(
            attention.windowed_kv_cache_bytes(
                1,
                counts.tokens,
                model.window - 1,
                model.global_layers,
                model.local_layers,
                model.kv_heads,
                model.head_dim,
                LIBRARY_BYTES,
            )
        )
    return _different(model, "cache bytes", law, counts.cache_bytes, explained, ONE_LESS)


def _head_width(model: Model) -> float:
    """Mean of a key's and a value's width per head, when keys and values are written out."""
    return (model.head_dim + model.mla.value_dim) / 2 if model.mla else model.head_dim


def _prompt_attention(model: Model, counts: Counts) -> Comparison:
    shape = (model.heads, model.layers, _head_width(model), counts.tokens)
    law, explained = (int(flops(*shape)) for flops in (attention.sdpa_flops_causal, attention.sdpa_flops_full))
    return _different(model, "FLOPs in attention, prompt", law, counts.prefill_attention_flops, explained, WHOLE_SQUARE)


def _decode_weights(model: Model, counts: Counts, weights: int) -> Comparison:
    explained = weights
    if model.mla:
        shapes = (model.layers, model.heads, model.mla.latent_dim, model.mla.nope_dim, model.mla.value_dim)
        expansion = transformer.latent_expansion_parameters(*shapes)
        explained += counts.tokens * int(transformer.weight_flops_per_token(expansion))
    return _different(model, "FLOPs in weights, one step", weights, counts.decode_weight_flops, explained, REBUILT)


def _decode_attention(model: Model, counts: Counts) -> Comparison:
    seen = counts.tokens + 1
    law = explained = int(attention_flops(model, seen))
    if model.mla:
        explained = int(attention.sdpa_flops_per_token(model.heads, model.layers, _head_width(model), seen))
    quantity = "FLOPs in attention, one step"
    return _different(model, quantity, law, counts.decode_attention_flops, explained, REBUILT)


def small_cache_bytes(small: SmallCache) -> int:
    """Cache bytes by the laws of a small model, with the library's one position less in windows."""
    if small.latent_dim is not None and small.rope_dim is not None:
        shape = (small.layers, small.latent_dim, small.rope_dim, LIBRARY_BYTES)
        return int(attention.mla_cache_bytes(1, small.tokens, *shape))
    heads = (small.kv_heads, small.head_dim, LIBRARY_BYTES)
    if small.window is not None:
        layers = (small.global_layers, small.local_layers)
        return int(attention.windowed_kv_cache_bytes(1, small.tokens, small.window - 1, *layers, *heads))
    return int(attention.kv_cache_bytes(1, small.tokens, small.layers, *heads))

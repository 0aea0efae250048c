"""Parameters of a catalog model, counted by the laws from its shapes."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields

from reasoncost.catalog.formats import number_format
from reasoncost.catalog.model import Model
from reasoncost.laws.transformer import (
    attention_parameters,
    gated_ffn_parameters,
    latent_attention_parameters,
    plain_ffn_parameters,
    qkv_bias_parameters,
    vector_parameters,
)
from reasoncost.models import Architecture, Part, Weights, weights
from reasoncost.units import InputError


@dataclass(frozen=True)
class Parts:
    """Parameters of one model by component.

    `embedding`: the input table and learned positions, only looked up; `head`: the output projection, 0 where it is
    the input table itself; `attention`, `ffn` (dense blocks and shared experts), `experts` (routed ones), `router`:
    matrices that a token is multiplied with; `vectors`: norms, biases and attention sinks.
    """

    embedding: int
    head: int
    attention: int
    ffn: int
    experts: int
    router: int
    vectors: int

    @property
    def total(self) -> int:
        """The sum of all parts."""
        return sum(getattr(self, field.name) for field in fields(self))


def parameter_parts(model: Model, experts: int | None = None) -> Parts:
    """The parameters of `model` by component, with `experts` routed experts per layer (all, unless given)."""
    table = vector_parameters(model.vocab, model.hidden)
    return Parts(
        embedding=table + vector_parameters(model.learned_positions, model.hidden),
        head=0 if model.tied_embeddings else table,
        attention=_attention(model),
        ffn=_dense_ffn(model),
        experts=_routed_experts(model, experts),
        router=vector_parameters(_expert_layers(model) * model.moe.experts, model.hidden) if model.moe else 0,
        vectors=_norms(model) + _attention_vectors(model) + _ffn_biases(model, experts),
    )


def parameter_count(model: Model) -> int:
    """All parameters of `model`, from its shapes."""
    return parameter_parts(model).total


def active_parameter_count(model: Model) -> int:
    """Parameters that one token meets: all of a dense model; of a mixture, top_k experts per layer instead of all.

    The input embedding is included, as in counts of implementations; some publishers leave it out.
    """
    return parameter_parts(model, model.moe.top_k if model.moe else None).total


def multiplied_parameters(model: Model) -> int:
    """Weights that one token is multiplied with: matrices alone, each worth a multiplication and an addition.

    Leaves out the input embedding (looked up) and vectors (added or scaled elementwise); an output head that is
    the input table counts here, since it is multiplied.
    """
    return catalog_weights(model).multiplied


def catalog_weights(model: Model) -> Weights:
    """The parameters of a catalog model as parts with formats: experts in their own, all else in the model's.

    A checkpoint of narrower weights leaves embedding, head, router and vectors in 16 bits.
    """
    whole, active = parameter_parts(model), parameter_parts(model, model.moe.top_k if model.moe else None)
    native = number_format(model.native_dtype)
    own = {"experts": number_format(model.moe.dtype)} if model.moe and model.moe.dtype else {}
    if native.bits < 16:
        own |= dict.fromkeys(("embedding", "head", "router", "vectors"), number_format("bf16"))
    rows = vector_parameters(model.learned_positions, model.hidden)
    counts = {field.name: (getattr(whole, field.name), getattr(active, field.name)) for field in fields(whole)}
    counts |= {"embedding": (whole.embedding - rows,) * 2, "positions": (rows, rows)}
    parts = (
        Part(name, count, met, name not in ("embedding", "positions", "vectors"), own.get(name, native).name)
        for name, (count, met) in counts.items()
    )
    return Weights(tuple(part for part in parts if part.count), model.tied_embeddings)


@dataclass(frozen=True)
class Counts:
    """What serving needs to know of a model's parameters: all, those a token meets, those it is multiplied with.

    `experts` of a layer, of which a token uses `top_k`; 0 where the model has none.
    """

    total: float
    active: float
    multiplied: float
    experts: int = 0
    top_k: int = 0


def counts(model: Model | Architecture) -> Counts:
    """The counts of a catalog model, as its record states them, or of one from a file, by the laws.

    Raises InputError where those of a file cannot be counted, or where its layers have unlike experts.
    """
    if isinstance(model, Model):
        return _stated(model)
    counted = weights(model)
    if counted is None:
        reasons = [note for note in model.notes if note.startswith("parameters are not counted")]
        raise InputError(f"{model.file}: {'; '.join(reasons)}")
    kinds = {(blocks.experts, blocks.top_k) for blocks in model.feed_forward if blocks.experts}
    if len(kinds) > 1:
        raise InputError(f"{model.file}: layers with unlike counts of experts are not understood")
    return Counts(counted.total, counted.active, counted.multiplied, *(kinds.pop() if kinds else ()))


@functools.cache
def _stated(model: Model) -> Counts:
    chosen = (model.moe.experts, model.moe.top_k) if model.moe else ()
    return Counts(model.counted_total.value, model.counted_active.value, multiplied_parameters(model), *chosen)


def _expert_layers(model: Model) -> int:
    return model.layers - model.moe.first_dense if model.moe else 0


def _attention(model: Model) -> int:
    if model.mla is None:
        return int(attention_parameters(model.layers, model.hidden, model.heads, model.kv_heads, model.head_dim))
    mla = model.mla
    count = latent_attention_parameters(
        layers=model.layers,
        hidden=model.hidden,
        heads=model.heads,
        query_rank=mla.query_rank,
        latent_dim=mla.latent_dim,
        rope_dim=mla.rope_dim,
        nope_dim=mla.nope_dim,
        value_dim=mla.value_dim,
    )
    return int(count)


def _dense_ffn(model: Model) -> int:
    block = gated_ffn_parameters if model.gated_mlp else plain_ffn_parameters
    count = block(model.layers - _expert_layers(model), model.hidden, model.ffn)
    if model.moe:
        count += block(_expert_layers(model) * model.moe.shared, model.hidden, model.moe.expert_ffn)
    return int(count)


def _routed_experts(model: Model, experts: int | None) -> int:
    if model.moe is None:
        return 0
    block = gated_ffn_parameters if model.gated_mlp else plain_ffn_parameters
    count = model.moe.experts if experts is None else experts
    return int(block(_expert_layers(model) * count, model.hidden, model.moe.expert_ffn))


def _norms(model: Model) -> int:
    per_norm = 2 if model.norm_bias else 1
    count = vector_parameters(per_norm * (model.layers * model.norms_per_layer + 1), model.hidden)
    if model.qk_norm:
        count += vector_parameters(2 * model.layers, model.head_dim)
    if model.mla:
        count += vector_parameters(model.layers, model.mla.query_rank + model.mla.latent_dim)
    return int(count)


def _attention_vectors(model: Model) -> int:
    count = qkv_bias_parameters(model.layers, model.heads, model.kv_heads, model.head_dim) if model.qkv_bias else 0
    if model.output_bias:
        count += vector_parameters(model.layers, model.hidden)
    if model.attention_sinks:
        count += vector_parameters(model.layers, model.heads)
    return int(count)


def _ffn_biases(model: Model, experts: int | None) -> int:
    up = 2 if model.gated_mlp else 1
    count = 0
    if model.mlp_bias:
        count += vector_parameters(model.layers - _expert_layers(model), up * model.ffn + model.hidden)
    if model.moe and model.moe.expert_bias:
        blocks = _expert_layers(model) * (model.moe.experts if experts is None else experts)
        count += vector_parameters(blocks, up * model.moe.expert_ffn + model.hidden)
    if model.moe and model.moe.router_bias:
        count += vector_parameters(_expert_layers(model), model.moe.experts)
    return int(count)

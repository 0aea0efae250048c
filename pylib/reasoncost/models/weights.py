"""Parameters of an architecture by part, counted by the laws from its shapes, and the bytes they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reasoncost.catalog.formats import number_format
from reasoncost.catalog.group import LayerGroup
from reasoncost.models.architecture import Architecture


@dataclass(frozen=True)
class Part:
    """Parameters of one kind: `count` in all, `active` those that one token meets; in a number format, or None.

    `multiplied`: whether a token is multiplied with them, as with matrices, or they are looked up, added or scale.
    """

    name: str
    count: int
    active: int
    multiplied: bool
    format: str | None

    @property
    def bytes(self) -> Fraction | None:
        """Bytes that the part takes, scales included; None where its format is not known."""
        return None if self.format is None else self.count * number_format(self.format).bytes_per_element


@dataclass(frozen=True)
class Weights:
    """The parameters of a model, part by part. `tied`: the head is the embedding's matrix, which is then multiplied."""

    parts: tuple[Part, ...]
    tied: bool

    @property
    def total(self) -> int:
        """All parameters."""
        return sum(part.count for part in self.parts)

    @property
    def active(self) -> int:
        """Parameters that one token meets, the input embedding included."""
        return sum(part.active for part in self.parts)

    @property
    def multiplied(self) -> int:
        """Weights that one token is multiplied with: matrices, and the head where it is the input embedding's."""
        heads = sum(part.count for part in self.parts if self.tied and part.name == "embedding")
        return heads + sum(part.active for part in self.parts if part.multiplied)

    @property
    def bytes(self) -> int | None:
        """Bytes of all weights, rounded up; None where a part's format is not known.

        A block of elements that a matrix does not fill counts by the share that it fills.
        """
        sizes = [part.bytes for part in self.parts]
        known = [size for size in sizes if size is not None]
        return -(-sum(known, Fraction(0)) // 1) if len(known) == len(sizes) else None


def weights(model: Architecture) -> Weights | None:
    """The parameters of a model from a file; None where its kind of layers is not known part by part."""
    from reasoncost.laws.transformer import vector_parameters

    if model.traits is None:
        return None
    table = vector_parameters(model.vocab, model.hidden)
    counts: dict[str, list[int]] = {"embedding": [table, table], "head": [0 if model.tied else table] * 2}
    last_norm = ("vectors", model.hidden, model.hidden)
    for name, count, active in (*_attention(model), *_feed_forward(model), *_streams(model), last_norm):
        sums = counts.setdefault(name, [0, 0])
        sums[0] += int(count)
        sums[1] += int(active)
    unmultiplied = ("embedding", "vectors")
    return Weights(
        tuple(
            Part(name, count, active, name not in unmultiplied, model.formats.get(name, model.dtype))
            for name, (count, active) in counts.items()
            if count
        ),
        model.tied,
    )


Counted = Iterator[tuple[str, Any, Any]]
"""The part's name, its parameters, and those of them that one token meets."""


def _attention(model: Architecture) -> Counted:
    for group in model.groups:
        matrices = _linear(model, group) if group.kind == "linear" else _projections(model, group)
        yield "attention", matrices, matrices
        vectors = _attention_vectors(model, group)
        yield "vectors", vectors, vectors


def _projections(model: Architecture, group: LayerGroup) -> Any:
    """Matrices of a group's queries, keys, values and output, of its gate and its indexer."""
    from reasoncost.laws.transformer import (
        attention_parameters,
        latent_attention_parameters,
        projection_parameters,
    )

    assert model.traits is not None
    layers, hidden, queries = group.layers, model.hidden, group.heads * group.head_dim
    if group.latent_dim:
        ranks = (group.query_rank, group.latent_dim, group.rope_dim, group.nope_dim, group.value_dim)
        count = latent_attention_parameters(layers, hidden, group.heads, *ranks)
        if not group.query_rank:
            count += projection_parameters(layers, hidden, group.heads * (group.nope_dim + group.rope_dim))
    elif group.output_rank:
        return _compressed(model, group)
    elif group.kind == "shared":
        count = projection_parameters(layers, hidden, queries + group.heads * group.value_dim)
    else:
        # Queries and keys have the one width, values and the output the other: of all four, the mean.
        mean = Fraction(group.head_dim + group.value_dim, 2)
        count = attention_parameters(layers, hidden, group.heads, group.kv_heads, mean)
        if group.keys_projected_once:
            count -= projection_parameters(layers, hidden, group.kv_heads * group.value_dim)
    if model.traits.output_gate:
        count += projection_parameters(layers, hidden, queries)
    index = group.index_heads * group.index_dim
    if index:
        # Beside latents the indexer's queries come from the compressed query, and its heads are weighted.
        count += projection_parameters(layers, group.query_rank if group.latent_dim else hidden, index)
        count += projection_parameters(layers, hidden, group.index_dim + (group.index_heads if group.latent_dim else 0))
    return count


def _compressed(model: Architecture, group: LayerGroup) -> Any:
    """Matrices of a layer of DeepSeek-V4: low-rank queries and output, one key, and what compresses and picks.

    What compresses weighs its inputs by gates as wide; where an indexer picks, every entry overlaps the one before,
    and both are twice as wide.
    """
    from reasoncost.laws.transformer import projection_parameters

    def project(inputs: int, outputs: int) -> Any:
        return projection_parameters(group.layers, inputs, outputs)

    hidden, queries = model.hidden, group.heads * group.head_dim
    count = project(group.query_rank, hidden + queries) + project(hidden, group.kv_heads * group.head_dim)
    count += project(queries, group.output_rank) + project(group.output_groups * group.output_rank, hidden)
    if group.kind == "compressed":
        count += project(hidden, 2 * group.head_dim * (2 if group.index_dim else 1))
    if group.index_dim:
        count += project(hidden, 4 * group.index_dim + group.index_heads)
        count += project(group.query_rank, group.index_heads * group.index_dim)
    return count


def _compressed_vectors(group: LayerGroup) -> Any:
    """Norms of a layer of DeepSeek-V4, and what the position inside an entry adds to its gates."""
    from reasoncost.laws.transformer import vector_parameters

    count = vector_parameters(group.layers, group.query_rank + group.head_dim + group.heads)
    if group.kind == "compressed":
        places = group.rate * (2 if group.index_dim else 1) + 1
        count += vector_parameters(group.layers * places, group.head_dim + group.index_dim)
    return count


def _streams(model: Architecture) -> Counted:
    """What mixes several streams of the residual: before and after attention and feed-forward of every layer, and last.

    From all streams it computes a weight for each on the way in, one on the way out, and one for each pair; at the
    end, one for each.
    """
    from reasoncost.laws.transformer import projection_parameters, vector_parameters

    assert model.traits is not None
    streams = model.traits.streams
    if streams > 1:
        weights, mixers, wide = (2 + streams) * streams, 2 * model.layers, streams * model.hidden
        mixing = projection_parameters(mixers, wide, weights) + projection_parameters(1, wide, streams)
        yield "residual streams", mixing, mixing
        vectors = vector_parameters(mixers, weights + 3) + streams + 1
        yield "vectors", vectors, vectors


def _linear(model: Architecture, group: LayerGroup) -> Any:
    """Matrices of a group of recurrent layers: what goes through the convolution, gates and steps; and the output."""
    from reasoncost.laws.transformer import projection_parameters

    inner = group.state_heads * group.value_dim
    steps = group.state_heads * (2 if group.rule == "delta" else 1)
    into = projection_parameters(group.layers, model.hidden, group.channels + inner + steps)
    return into + projection_parameters(group.layers, inner, model.hidden)


def _attention_vectors(model: Architecture, group: LayerGroup) -> Any:
    """Norms, biases, sinks and convolutions of a group."""
    from reasoncost.laws.transformer import qkv_bias_parameters, vector_parameters

    traits = model.traits
    assert traits is not None
    layers = group.layers
    count = vector_parameters(layers * traits.attention_norms, model.hidden)
    if group.kind == "linear":
        inner = group.state_heads * group.value_dim
        count += vector_parameters(layers * (group.kernel + traits.convolution_bias), group.channels)
        if group.rule == "delta":  # a step's bias and decay for each head, and a norm over a head's value
            return count + vector_parameters(layers, 2 * group.state_heads + group.value_dim)
        return count + vector_parameters(layers, 3 * group.state_heads + inner)
    if group.output_rank:
        return count + _compressed_vectors(group)
    if group.latent_dim:
        count += vector_parameters(layers, group.query_rank + group.latent_dim)
        return count + vector_parameters(layers, 2 * group.index_dim)  # scale and bias of the index keys' norm
    count += vector_parameters(layers, 2 * group.index_dim)  # norms of the indexer's queries and keys
    if traits.qk_norm == "head":
        count += vector_parameters(layers * (1 if group.kind == "shared" else 2), group.head_dim)
    if traits.qk_norm == "all":
        count += vector_parameters(layers, (group.heads + group.kv_heads) * group.head_dim)
    if traits.qkv_bias:
        count += qkv_bias_parameters(layers, group.heads, group.kv_heads, group.head_dim)
    if traits.output_bias:
        count += vector_parameters(layers, model.hidden)
    if traits.sinks == "all" or traits.sinks == group.kind:
        count += vector_parameters(layers, group.heads)
    return count


def _feed_forward(model: Architecture) -> Counted:
    from reasoncost.laws.transformer import (
        gated_ffn_parameters,
        plain_ffn_parameters,
        projection_parameters,
        vector_parameters,
    )

    traits = model.traits
    assert traits is not None
    block = gated_ffn_parameters if traits.gated else plain_ffn_parameters
    up = 2 if traits.gated else 1
    for blocks in model.feed_forward:
        layers, hidden = blocks.layers, model.hidden
        vectors = vector_parameters(layers * traits.ffn_norms, hidden)
        if blocks.width and traits.mlp_bias:
            vectors += vector_parameters(layers, up * blocks.width + hidden)
        dense = block(layers, hidden, blocks.width)
        shared = block(layers, hidden, blocks.shared_width)
        yield "ffn", dense, dense
        yield "shared experts", shared, shared
        if blocks.experts:
            inner = blocks.latent or hidden
            experts = [block(layers * n, inner, blocks.expert_width) for n in (blocks.experts, blocks.top_k)]
            yield "experts", *experts
            around = 2 * projection_parameters(layers, hidden, blocks.latent)
            yield "ffn", around, around
            router = vector_parameters(layers * (blocks.experts + traits.shared_gate), hidden)
            yield "router", router, router
            bias = up * blocks.expert_width + hidden if traits.expert_bias else 0
            yield "vectors", vector_parameters(layers * blocks.experts, bias), layers * blocks.top_k * bias
            vectors += vector_parameters(layers, traits.router_vectors(blocks, hidden))
        yield "vectors", vectors, vectors

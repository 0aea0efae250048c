"""What a configuration says of a model: its groups of layers, its feed-forward blocks, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reasoncost.catalog.group import LayerGroup


@dataclass(frozen=True)
class FeedForward:
    """Feed-forward blocks of one shape in `layers` layers; widths in elements, 0 where there is none.

    `width` of the dense block; `experts` of `expert_width`, of which a token passes `top_k`; `shared_width` of the
    experts that every token passes, together. `latent` is the width that routed experts work in where it is not the
    model's.
    """

    layers: int
    width: int = 0
    experts: int = 0
    top_k: int = 0
    expert_width: int = 0
    shared_width: int = 0
    latent: int = 0


@dataclass(frozen=True)
class Traits:
    """What the code of a model type adds to the matrices that shapes describe.

    Norms of the model's width for each layer of attention and of feed-forward; `qk_norm`: of queries and keys, for a
    "head" or over "all"; biases; `sinks`: a scalar for each head in "all" layers or those of a kind; `output_gate`: a
    gate on the heads' output, as wide; `gated`: feed-forward blocks of three matrices; `shared_gate`: one for shared
    experts; `scaled_router`: scales of the router's input and of every expert, and three norms more;
    `streams` of the residual that a layer mixes, where there is more than one.
    """

    attention_norms: int = 1
    ffn_norms: int = 1
    qk_norm: str = ""
    qkv_bias: bool = False
    output_bias: bool = False
    mlp_bias: bool = False
    sinks: str = ""
    output_gate: bool = False
    gated: bool = True
    shared_gate: bool = False
    router_bias: bool = False
    expert_bias: bool = False
    convolution_bias: bool = False
    scaled_router: bool = False
    streams: int = 1

    def router_vectors(self, blocks: FeedForward, hidden: int) -> int:
        """Parameters beside a layer's router that no token is multiplied with."""
        scales = 4 * hidden + blocks.experts if self.scaled_router else 0
        return scales + (blocks.experts if self.router_bias else 0)


@dataclass(frozen=True)
class Architecture:
    """A model as its configuration describes it; widths in elements.

    `kind` is the configuration's model_type and `file` where it was read. `layers` counts the blocks of the list,
    `groups` those with a cache. `tied` where one matrix is both embedding and head; `dtype` is the format that
    weights have where `formats` has none for their part (None: one that is not known). `traits` is None where the
    layers of the model type are not known part by part, so that parameters cannot be counted. `notes` say what is
    left out, `not_understood` names fields that were not used and cannot change the answer.
    """

    name: str
    file: str
    kind: str
    layers: int
    hidden: int
    vocab: int
    context: int | None
    tied: bool
    dtype: str
    groups: tuple[LayerGroup, ...]
    feed_forward: tuple[FeedForward, ...]
    traits: Traits | None = None
    formats: Mapping[str, str | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What messages call the model."""
        return self.name

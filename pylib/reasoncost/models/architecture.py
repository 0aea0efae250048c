"""What a configuration says of a model: its groups of layers, its feed-forward blocks, and what was not understood."""

from __future__ import annotations

from dataclasses import dataclass

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
class Architecture:
    """A model as its configuration describes it; widths in elements.

    `kind` is the configuration's model_type and `file` where it was read. `layers` counts the blocks of the list,
    `groups` those with a cache. `tied` where one matrix is both embedding and head; `dtype` is the format that
    weights have where none of their own is said. `notes` say what is left out, `not_understood` names fields that
    were not used and cannot change the answer.
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
    notes: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()

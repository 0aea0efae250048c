"""What can be computed about the article's figures for the KV cache of Llama 3.1 405B on eight H100."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from priceofthought.article import setting, stated
from priceofthought.studies.assumptions.searches import asked, recovered
from priceofthought.studies.servers.capacity import capacity
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws.attention import capacity_tokens, kv_cache_bytes
from reasoncost.laws.transformer import llama_parameters
from reasoncost.units import GB, GIB

LOGGED = ("cap-vllm6746", "cap-trt3577")
"""Caches that engines reported for the 405B in FP8 on eight H100: one start-up log, and a user's lower limit."""


def middle(claim_id: str) -> float:
    """The stated figure itself."""
    return stated(claim_id).middle


def node_bytes(reading: str = "label") -> float:
    """HBM of the node by its label, or as the devices report it."""
    node = setting.node()
    return node.count * node.accelerator.number(f"hbm_{reading}")


def token_bytes(element_bytes: float) -> int:
    """Cache bytes of one position."""
    model = setting.model()
    return int(kv_cache_bytes(1, 1, model.layers, model.kv_heads, model.head_dim, element_bytes))


def tokens_that_fill(memory: float, weight_memory: float, batch: int, element_bytes: float) -> float:
    """Positions per sequence at which the cache takes all that the weights leave."""
    model = setting.model()
    return float(
        capacity_tokens(memory, weight_memory, batch, model.layers, model.kv_heads, model.head_dim, element_bytes)
    )


def parameters() -> int:
    """Parameters of the model, from its shapes."""
    model = setting.model()
    return int(
        llama_parameters(
            model.layers,
            model.hidden,
            model.heads,
            model.kv_heads,
            model.head_dim,
            model.ffn,
            model.vocab,
            1 if model.tied_embeddings else 2,
        )
    )


def batches_that_fill() -> dict[str, int]:
    """By precision of the cache, the batch that fills the node at the stated length; empty where none does."""
    (question,) = asked(("kv-full-node",))
    plain = {axis.name: axis.plain for axis in question.space.axes}
    taken = [plain | survivor.by_axis for survivor in recovered("kv-full-node").simplest]
    return {labels["kv"]: int(labels["batch"]) for labels in taken if labels["memory"] == plain["memory"]}


def chart_batch() -> int:
    """The batch behind the article's chart of cache against length, for a 16-bit cache."""
    return batches_that_fill()["bf16"]


def logged_lengths() -> Interval:
    """Tokens for each sequence of the chart's batch: in one log, and at least, by a user's word, in another engine."""
    return Interval.hull(capacity(name).logged / chart_batch() for name in LOGGED)


@dataclass(frozen=True, slots=True)
class Conjecture:
    """One way to arrive at the usable length, and the length it gives."""

    name: str
    tokens: float
    why: str


def proportion(left: float) -> float:
    """The length that fills `left` bytes if the stated length fills the stated node."""
    return middle("kv-full-node") * left / (middle("node-hbm") * GB)


@functools.cache
def conjectures() -> tuple[Conjecture, ...]:
    """The article's own arithmetic, the shapes, and conjectures about what made it 16k."""
    node, weights = middle("node-hbm") * GB, middle("weights-405gb") * GB
    from_shapes = tokens_that_fill(node, weights, chart_batch(), catalog.element_bytes("bf16"))
    mixed = proportion((node / GB - weights / GIB) * GB)
    reported = proportion(node_bytes("reported") - weights)
    grid = 2.0 ** math.ceil(math.log2(from_shapes))
    return (
        Conjecture("article's own numbers", proportion(node - weights), "39k scaled by 235/640"),
        Conjecture("shapes and catalog", from_shapes, "the reading that gives 39k, less the weights"),
        Conjecture("weights in GiB, node in GB", mixed, "405e9 bytes are 377 GiB; taken from 640 as if they were GB"),
        Conjecture("next power of two", grid, "the chart's grid: the first power of two beyond the limit"),
        Conjecture("memory as reported", reported, "the devices report more than their label"),
    )

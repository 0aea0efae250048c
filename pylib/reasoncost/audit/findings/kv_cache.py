"""What was found about the article's figures for the KV cache of Llama 3.1 405B on eight H100."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import product

from reasoncost import catalog
from reasoncost.audit import setting
from reasoncost.audit.claims import stated
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.audit.reality.capacity import capacity
from reasoncost.laws.attention import capacity_tokens, kv_cache_bytes
from reasoncost.laws.transformer import llama_parameters, weight_bytes
from reasoncost.units import GB, GIB

LOGGED = ("cap-vllm6746", "cap-trt3577")
"""Caches that engines reported for the 405B in FP8 on eight H100: one start-up log, and a user's lower limit."""

BATCHES = tuple(2**power for power in range(10))
"""Batches such a chart would show."""
PRECISIONS = ("FP8", "BF16")


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


@dataclass(frozen=True, slots=True)
class Filling:
    """One combination of unstated conditions and the sequence length at which the cache fills the node."""

    batch: int
    precision: str
    capacity: str
    tokens: float

    @property
    def product(self) -> float:
        """Batch times bytes per element: all that the length depends on, once the memory is chosen."""
        return self.batch * catalog.element_bytes(self.precision)


@functools.cache
def fillings() -> tuple[Filling, ...]:
    """Every combination of batch, cache precision and reading of the memory."""
    return tuple(
        Filling(
            batch,
            precision,
            capacity,
            tokens_that_fill(node_bytes(capacity), 0, batch, catalog.element_bytes(precision)),
        )
        for capacity, precision, batch in product(("label", "reported"), PRECISIONS, BATCHES)
    )


@functools.cache
def surviving_fillings() -> tuple[Filling, ...]:
    """The combinations that give the article's length."""
    return tuple(one for one in fillings() if stated("kv-full-node").meets(Interval.point(one.tokens)))


def chart_batch() -> int:
    """The batch behind the article's chart of cache against length, for a 16-bit cache."""
    return next(one.batch for one in surviving_fillings() if one.precision == "BF16")


def logged_lengths() -> Interval:
    """Tokens for each sequence of the chart's batch: in one log, and at least, by a user's word, in another engine."""
    return Interval.hull(capacity(name).logged / chart_batch() for name in LOGGED)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to arrive at the usable length, and the length it gives."""

    name: str
    tokens: float
    why: str


def proportion(left: float) -> float:
    """The length that fills `left` bytes if the stated length fills the stated node."""
    return middle("kv-full-node") * left / (middle("node-hbm") * GB)


@functools.cache
def usable_readings() -> tuple[Reading, ...]:
    """The article's own arithmetic, the shapes, and conjectures about what made it 16k."""
    node, weights = middle("node-hbm") * GB, middle("weights-405gb") * GB
    survivor = surviving_fillings()[0]
    from_shapes = tokens_that_fill(node, weights, survivor.batch, catalog.element_bytes(survivor.precision))
    mixed = proportion((node / GB - weights / GIB) * GB)
    reported = proportion(node_bytes("reported") - weights)
    grid = 2.0 ** math.ceil(math.log2(from_shapes))
    return (
        Reading("article's own numbers", proportion(node - weights), "39k scaled by 235/640"),
        Reading("shapes and catalog", from_shapes, "the reading that gives 39k, less the weights"),
        Reading("weights in GiB, node in GB", mixed, "405e9 bytes are 377 GiB; subtracted from 640 as if they were GB"),
        Reading("next power of two", grid, "the chart's grid: the first power of two beyond the limit"),
        Reading("memory as reported", reported, "the devices report more than their label"),
    )


@finding("kv-formula")
def kv_formula() -> Finding:
    """The article writes the head dimension as hidden / heads; the rest is the law."""
    from sympy import simplify

    from reasoncost.laws import symbols

    b, S, L, d, h, kv, p = symbols("batch", "tokens", "layers", "hidden", "heads", "kv_heads", "element_bytes")
    as_written = b * S * 2 * L * (d / h * kv) * p
    return Finding(
        identity=simplify(as_written - kv_cache_bytes.expr(head_dim=d / h)) == 0,
        why="The formula is the size of the key and value tensors, with head dimension = hidden / heads.",
        would_change="An architecture whose head dimension is not hidden / heads, or that caches something else.",
        sources=("ainslie2023gqa",),
    )


@finding("kv-linear")
def kv_linear() -> Finding:
    """Linear in a variable: the derivative does not contain it, and nothing is cached for none."""
    from reasoncost.laws import symbols

    linear = all(
        symbols(name) not in kv_cache_bytes.derivative(name).free_symbols and kv_cache_bytes.expr(**{name: 0}) == 0
        for name in ("tokens", "batch")
    )
    return Finding(
        identity=linear,
        why="The derivatives with respect to length and batch are constant, and the cache of nothing is empty.",
        would_change="A cache that stops growing (a sliding window) or that sequences share (a common prefix).",
        sources=("ainslie2023gqa",),
    )


@finding("kv-full-node")
def kv_full_node() -> Finding:
    """Recovered from a small declared space: batch, precision of the cache, reading of the memory."""
    survivors = surviving_fillings()
    pairs = " or ".join(f"batch {one.batch} in {one.precision}" for one in survivors)
    lengths = [one.tokens for one in survivors]
    products = sorted({one.product for one in survivors})
    return Finding(
        reach=Reach.over(
            [one.tokens for one in fillings()],
            stated("kv-full-node"),
            (
                Assumption("batch x cache bytes", ", ".join(map(str, products)), pairs),
                Assumption(
                    "memory", "label", "80 GB read as 80e9 bytes; what the devices report gives a longer sequence"
                ),
            ),
        ),
        why=f"The figure needs a batch that is not stated: {pairs} gives {number(max(lengths))} tokens, "
        f"and no other of {len(fillings())} combinations meets it.",
        would_change="A stated batch and precision.",
        sources=("dubey2024llama3", setting.MODEL, setting.node().accelerator.name),
    )


@finding("node-hbm")
def node_hbm() -> Finding:
    """By label and as reported."""
    label, reported = node_bytes("label") / GB, node_bytes("reported") / GB
    return Finding(
        public=Interval.point(label),
        why=f"Eight devices labelled 80 GB make {label:.0f} GB; they report {reported:.1f} GB, "
        f"{reported / label - 1:.1%} more, because the label is binary in effect.",
        would_change="Reading the label as binary: the article counts with the decimal one.",
        sources=(setting.node().accelerator.name,),
    )


@finding("weights-405gb")
def weights_405gb() -> Finding:
    """From the name, or from the shapes; in one precision or another."""
    named = middle("weights-405gb") * GB
    exact = parameters()
    sizes = {
        (count, precision): weight_bytes(size, catalog.element_bytes(precision)) / GB
        for count, size in (("shapes", exact), ("name", named))
        for precision in PRECISIONS
    }
    return Finding(
        reach=Reach.over(
            list(sizes.values()),
            stated("weights-405gb"),
            (
                Assumption("bytes per weight", "1", "FP8; in 16 bit the weights alone exceed the node"),
                Assumption("parameters", "405e9", "the model's name taken as its size"),
            ),
        ),
        why=f"The shapes give {number(exact)} parameters, {sizes['shapes', 'FP8']:.2f} GB at one byte each, which "
        f"rounds to 406; the stated figure is the model's name at one byte a weight.",
        would_change="A stated precision; in 16 bit the weights take "
        f"{sizes['shapes', 'BF16']:.0f} GB and do not fit the node.",
        sources=("dubey2024llama3", setting.MODEL),
    )


@finding("kv-budget")
def kv_budget() -> Finding:
    """A subtraction."""
    left = middle("node-hbm") - middle("weights-405gb")
    return Finding(
        computed=Interval.point(left),
        why=f"{number(middle('node-hbm'))} GB less {number(middle('weights-405gb'))} GB is {number(left)} GB.",
        would_change="Counting the memory that activations, the runtime and the allocator take.",
        sources=(),
    )


def _usable() -> Finding:
    full, left = stated("kv-full-node"), middle("kv-budget") * GB
    share = left / (middle("node-hbm") * GB)
    readings = {one.name: one for one in usable_readings()}
    meeting = [one for one in readings.values() if stated("kv-usable").meets(Interval.point(one.tokens))]
    plain, shapes = readings["article's own numbers"].tokens, readings["shapes and catalog"].tokens
    excess = middle("kv-usable") / plain - 1
    return Finding(
        article=full.scaled(share),
        reach=Reach.over(
            [one.tokens for one in readings.values()],
            stated("kv-usable"),
            tuple(Assumption("conjecture", one.name, one.why) for one in meeting),
        ),
        why=f"The cache is linear in length, so {number(middle('kv-full-node'))} tokens on the whole node become "
        f"{number(plain)} on {share:.1%} of it ({number(shapes)} from the shapes); 16k is {excess:.1%} more. "
        f"For each of {chart_batch()} sequences there are {number(logged_lengths().low)} tokens in one log, and at "
        f"least {number(logged_lengths().high)} by a user's word about another engine.",
        would_change="A statement of how 16k was obtained; two conjectures give it, neither confirmed.",
        sources=("dubey2024llama3", setting.MODEL, setting.node().accelerator.name),
    )


finding("kv-usable")(_usable)
finding("kv-consistency")(_usable)

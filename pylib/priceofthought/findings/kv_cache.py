"""What was found about the article's figures for the KV cache of Llama 3.1 405B on eight H100."""

from __future__ import annotations

from priceofthought.article import setting, stated
from priceofthought.findings import finding
from priceofthought.studies.kv_cache import (
    PRECISIONS,
    chart_batch,
    fillings,
    logged_lengths,
    middle,
    node_bytes,
    parameters,
    surviving_fillings,
    usable_readings,
)
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval, number
from reasoncost.laws.attention import kv_cache_bytes
from reasoncost.laws.transformer import weight_bytes
from reasoncost.units import GB


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

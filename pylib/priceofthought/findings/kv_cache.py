"""What was found about the article's figures for the KV cache of Llama 3.1 405B on eight H100."""

from __future__ import annotations

from dataclasses import replace

from priceofthought.article import setting, stated
from priceofthought.findings import finding
from priceofthought.studies.assumptions.searches import reach, recovered
from priceofthought.studies.kv_cache import (
    batches_that_fill,
    chart_batch,
    conjectures,
    logged_lengths,
    middle,
    node_bytes,
    parameters,
)
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding
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
    recovery, batches = recovered("kv-full-node"), batches_that_fill()
    pairs = " or ".join(f"batch {batch} in {kv.upper()}" for kv, batch in batches.items()) or "none"
    products = sorted({batch * catalog.element_bytes(kv) for kv, batch in batches.items()})
    tried = reach("kv-full-node")
    return Finding(
        reach=replace(
            tried,
            assumptions=(
                Assumption("batch x cache bytes", ", ".join(map(number, products)), pairs),
                Assumption(
                    "memory", "label", "80 GB read as 80e9 bytes; what the devices report gives a longer sequence"
                ),
            ),
        ),
        why=f"The figure needs a batch that is not stated: {pairs} gives {tried.met} tokens, "
        f"and no other of {recovery.space} combinations meets it.",
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
    bytes_8, bytes_16 = (weight_bytes(parameters(), catalog.element_bytes(name)) / GB for name in ("fp8", "bf16"))
    return Finding(
        reach=reach("weights-405gb"),
        why=f"The shapes give {number(parameters())} parameters, {bytes_8:.2f} GB at one byte each, which rounds to "
        f"{bytes_8:.0f}; only the model's name, taken as its size, gives the stated figure, at one byte a weight.",
        would_change=f"A stated precision; in 16 bit the weights take {bytes_16:.0f} GB and do not fit the node.",
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


@finding("kv-usable")
@finding("kv-consistency")
def usable() -> Finding:
    full, left = stated("kv-full-node"), middle("kv-budget") * GB
    share = left / (middle("node-hbm") * GB)
    lengths = {conjecture.name: conjecture.tokens for conjecture in conjectures()}
    meeting = [guess for guess in conjectures() if stated("kv-usable").meets(Interval.point(guess.tokens))]
    plain, shapes = lengths["article's own numbers"], lengths["shapes and catalog"]
    excess = middle("kv-usable") / plain - 1
    return Finding(
        article=full.scaled(share),
        reach=replace(
            reach("kv-usable"),
            assumptions=tuple(Assumption("conjecture", guess.name, guess.why) for guess in meeting),
        ),
        why=f"The cache is linear in length, so {number(middle('kv-full-node'))} tokens on the whole node become "
        f"{number(plain)} on {share:.1%} of it ({number(shapes)} from the shapes); 16k is {excess:.1%} more. "
        f"For each of {chart_batch()} sequences there are {number(logged_lengths().low)} tokens in one log, and at "
        f"least {number(logged_lengths().high)} by a user's word about another engine.",
        would_change="A statement of how 16k was obtained; two conjectures give it, neither confirmed.",
        sources=("dubey2024llama3", setting.MODEL, setting.node().accelerator.name),
    )

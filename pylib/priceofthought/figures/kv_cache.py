"""Figures of the chapter on the KV cache."""

from __future__ import annotations

import numpy as np

from priceofthought.article import setting, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import kv_cache as found
from reasoncost.laws.attention import kv_cache_bytes
from reasoncost.units import GB, KIB

CHAPTER = "kv-cache"


@figure(
    "fig-kv-sharing",
    title="Sharing key-value heads shrinks the cache",
    chapter=CHAPTER,
    alt="Horizontal bars of cache bytes per token for the shape of Llama 3.1 405B: multi-head attention is sixteen "
    "times as large as the model's grouped-query attention with eight key-value heads, multi-query an eighth of it.",
)
def kv_sharing() -> Plot:
    """Cache per token of one shape under multi-head, grouped-query and multi-query attention."""
    model = setting.model()
    kinds = {
        f"multi-head ({model.heads})": model.heads,
        f"grouped-query ({model.kv_heads})": model.kv_heads,
        "multi-query (1)": 1,
    }
    sizes = [kv_cache_bytes(1, 1, model.layers, heads, model.head_dim, 2) / KIB for heads in kinds.values()]
    drawing, axes = style.new(7, 2.2)
    axes.barh(list(kinds), sizes, color=[style.MUTED, style.SERIES[0], style.MUTED], height=0.6)
    for row, size in enumerate(sizes):
        axes.annotate(f"{size:,.0f} KiB", (size, row), xytext=(4, 0), textcoords="offset points", va="center")
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.set_xlim(0, max(sizes) * 1.15)
    axes.set_xlabel("cache per token, KiB (16-bit elements)")
    axes.set_title("Sharing key-value heads shrinks the cache")
    table: Table = {"attention (key-value heads)": list(kinds), "cache per token (KiB)": sizes}
    caption = (
        f"Cache per token of the shape of {model.title} ({model.layers} layers, {model.heads} query heads of dimension "
        f"{model.head_dim}) in 16 bit, by the number of key-value heads. The model itself has {model.kv_heads}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-kv-length",
    title="The cache against the length of its sequences",
    chapter=CHAPTER,
    alt="Three rising straight lines of cache size against sequence length, for products of batch and bytes of 16, 64 "
    "and 256. The line for 64 crosses the node's 640 GB near 39,000 tokens and the remaining 235 GB near 14,200.",
)
def kv_length() -> Plot:
    """Cache size against length for three products of batch and element size, with both memory limits."""
    lengths = np.linspace(0, 48_000, 97)
    drawing, axes = style.new(7, 4)
    table: Table = {"sequence length (tokens)": lengths.tolist()}
    top = 800.0
    for order, (product, at, offset) in enumerate(
        ((16, 40_000, (0, -14)), (64, 30_000, (10, -6)), (256, 9_000, (10, 0)))
    ):
        sizes = product * found.token_bytes(1) * lengths / GB
        table[f"cache, batch x bytes = {product} (GB)"] = sizes.tolist()
        axes.plot(lengths, sizes, color=style.SERIES[order])
        axes.annotate(
            f"batch × bytes = {product}",
            (at, product * found.token_bytes(1) * at / GB),
            xytext=offset,
            textcoords="offset points",
            color=style.SERIES[order],
        )
    node, left = found.middle("node-hbm"), found.middle("kv-budget")
    for level, text in ((node, f"the node: {node:.0f} GB"), (left, f"beside the weights: {left:.0f} GB")):
        axes.axhline(level, color=style.MUTED, linestyle="--", linewidth=1)
        axes.annotate(text, (20_000, level), xytext=(0, 4), textcoords="offset points", color=style.MUTED)
    full, usable = (found.tokens_that_fill(node * GB, weights, 64, 1) for weights in (0, (node - left) * GB))
    axes.plot([full, usable], [node, left], "o", color=style.SERIES[1])
    axes.annotate(f"{full:,.0f}", (full, node), xytext=(-6, 6), textcoords="offset points", ha="right")
    axes.annotate(f"{usable:,.0f}", (usable, left), xytext=(-6, 6), textcoords="offset points", ha="right")
    axes.set(xlim=(0, lengths[-1]), ylim=(0, top), xlabel="sequence length, tokens", ylabel="KV cache, GB")
    axes.set_title("Only batch × bytes = 64 fills the node at 39k, and then 14k is usable")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    caption = (
        f"KV cache of Llama 3.1 405B against sequence length. With a product of batch and bytes per "
        f"element of 64 it fills {node:.0f} GB at {full:,.0f} tokens, and what the weights leave at {usable:,.0f}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-kv-products",
    title="Which batch and precision fill the node at 39k",
    chapter=CHAPTER,
    alt="Points of sequence length against the product of batch and bytes, falling along a straight line on "
    "logarithmic axes; enlarged beside it, the product 64 falls in the stated band with the memory by label only.",
)
def kv_products() -> Plot:
    """The recovered conditions of the 39,000 tokens."""
    band = stated("kv-full-node")
    drawing, (wide, near) = style.new(7, 3.4, ncols=2, width_ratios=[3, 2])
    for order, capacity in enumerate(("label", "reported")):
        points = sorted({(one.product, one.tokens) for one in found.fillings() if one.capacity == capacity})
        for axes in (wide, near) if capacity == "label" else (near,):
            axes.plot(*zip(*points, strict=True), "os"[order], color=style.SERIES[order], markersize=5)
    ticks = [2**power for power in range(0, 11, 2)]
    wide.set(xscale="log", yscale="log", xlabel="batch × bytes per cached element", ylabel="tokens that fill the node")
    wide.set_xticks(ticks, [str(tick) for tick in ticks])
    wide.minorticks_off()
    survivor = found.surviving_fillings()[0]
    other = next(one for one in found.fillings() if one.capacity == "reported" and one.product == survivor.product)
    near.axhspan(band.low, band.high, color=style.FILL[1], linewidth=0)
    near.set(xlim=(survivor.product - 16, survivor.product + 48), ylim=(0.93 * band.low, 1.09 * band.high))
    near.set_xticks([survivor.product])
    near.yaxis.set_major_formatter("{x:,.0f}")
    for one, color in ((survivor, style.SERIES[0]), (other, style.SERIES[1])):
        label = f"{one.tokens:,.0f}\nmemory by {one.capacity}" if one is survivor else f"{one.tokens:,.0f}\nas reported"
        near.annotate(label, (one.product, one.tokens), xytext=(8, -4), textcoords="offset points", color=color)
    wide.set_title("One product of batch and bytes gives the stated length")
    near.set_xlabel(f"the product {survivor.product}, enlarged")
    rows = found.fillings()
    table: Table = {
        "memory": [one.capacity for one in rows],
        "cache precision": [one.precision for one in rows],
        "batch": [one.batch for one in rows],
        "batch x bytes": [one.product for one in rows],
        "tokens that fill the node": [one.tokens for one in rows],
    }
    met = found.surviving_fillings()
    pairs = " and ".join(f"batch {one.batch} in {one.precision}" for one in met)
    caption = (
        f"Sequence length at which the cache alone fills eight H100, for {len(rows)} combinations of batch, precision "
        f"and reading of the memory. {pairs.capitalize()} meet the stated figure; the memory must be read by its label."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-kv-usable",
    title="Five ways to a usable length",
    chapter=CHAPTER,
    alt="Dots for five ways to compute the usable sequence length. The article's own numbers and the shapes give about "
    "14,300 and 14,200 tokens, outside the stated band around 16,000; two conjectures fall inside it.",
)
def kv_usable() -> Plot:
    """The usable length by the article's own numbers, by the shapes, and by three conjectures."""
    band, readings = stated("kv-usable"), found.usable_readings()
    drawing, axes = style.new(7, 2.8)
    axes.axvspan(band.low, band.high, color=style.FILL[1], linewidth=0)
    for row, one in enumerate(readings):
        color = style.SERIES[0] if row < 2 else style.MUTED
        axes.plot(one.tokens, row, "o", color=color)
        axes.annotate(f"{one.tokens:,.0f}", (one.tokens, row), xytext=(0, 7), textcoords="offset points", ha="center")
    axes.set_yticks(range(len(readings)), [one.name for one in readings])
    axes.set_ylim(len(readings) - 0.5, -0.9)
    axes.grid(False, axis="y")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.margins(x=0.1)
    axes.set_xlabel("usable tokens per sequence (band: the stated figure)")
    axes.set_title("The article's own numbers do not give 16k")
    table: Table = {
        "reading": [one.name for one in readings],
        "usable tokens": [one.tokens for one in readings],
        "how": [one.why for one in readings],
    }
    plain = readings[0].tokens
    caption = (
        f"Usable sequence length once the weights are loaded. The article's own numbers give {plain:,.0f} tokens; the "
        f"band is its stated figure. Grey: conjectures about what made it 16k, none of them confirmed."
    )
    return Plot(drawing, table, caption)

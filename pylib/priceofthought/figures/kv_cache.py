"""Figures of the chapter on the KV cache."""

from __future__ import annotations

import numpy as np

from priceofthought.article import setting, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import kv_cache
from priceofthought.studies.assumptions.searches import asked
from reasoncost import catalog
from reasoncost.audit.recovery.search import figures
from reasoncost.laws.attention import kv_cache_bytes
from reasoncost.units import GB, KIB

CHAPTER = "kv-cache"


@figure("fig-kv-sharing", title="Sharing key-value heads shrinks the cache", chapter=CHAPTER)
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
        style.note(axes, f"{size:,.0f} KiB", (size, row), (4, 0), va="center")
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.set_xlim(0, max(sizes) * 1.15)
    axes.set_xlabel("cache per token, KiB (16-bit elements)")
    table: Table = {"attention (key-value heads)": list(kinds), "cache per token (KiB)": sizes}
    caption = (
        f"Cache per token of the shape of {model.title} ({model.layers} layers, {model.heads} query heads of dimension "
        f"{model.head_dim}) in 16 bit, by the number of key-value heads. The model itself has {model.kv_heads}."
    )
    bars = ", ".join(f"{kind} {size:,.0f} KiB" for kind, size in zip(kinds, sizes, strict=True))
    alt = (
        f"Horizontal bars of the cache per token for the shape of {model.title}, by attention and its number of "
        f"key-value heads: {bars}. The model's own is the one in the middle."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-kv-length", title="The cache against the length of its sequences", chapter=CHAPTER)
def kv_length() -> Plot:
    """Cache size against length for three products of batch and element size, with both memory limits."""
    lengths = np.linspace(0, 48_000, 97)
    drawing, axes = style.new(7, 4)
    table: Table = {"sequence length (tokens)": lengths.tolist()}
    top = 800.0
    recovered = int(kv_cache.chart_batch() * catalog.element_bytes("bf16"))
    products = (recovered // 4, recovered, 4 * recovered)
    for order, (product, at, offset) in enumerate(
        zip(products, (40_000, 30_000, 9_000), ((0, -14), (10, -6), (10, 0)), strict=True)
    ):
        sizes = product * kv_cache.token_bytes(1) * lengths / GB
        table[f"cache, batch x bytes = {product} (GB)"] = sizes.tolist()
        axes.plot(lengths, sizes, color=style.SERIES[order])
        style.note(
            axes,
            f"batch × bytes = {product}",
            (at, product * kv_cache.token_bytes(1) * at / GB),
            offset,
            style.SERIES[order],
        )
    node, left = kv_cache.middle("node-hbm"), kv_cache.middle("kv-budget")
    for level, text in ((node, f"the node: {node:.0f} GB"), (left, f"beside the weights: {left:.0f} GB")):
        axes.axhline(level, color=style.MUTED, linestyle="--", linewidth=1)
        style.note(axes, text, (20_000, level), (0, 4), style.MUTED)
    full, usable = (kv_cache.tokens_that_fill(node * GB, weights, recovered, 1) for weights in (0, (node - left) * GB))
    axes.plot([full, usable], [node, left], "o", color=style.SERIES[1])
    style.note(axes, f"{full:,.0f}", (full, node), (-6, 6), ha="right")
    style.note(axes, f"{usable:,.0f}", (usable, left), (-6, 6), ha="right")
    axes.set(xlim=(0, lengths[-1]), ylim=(0, top), xlabel="sequence length, tokens", ylabel="KV cache, GB")
    axes.set_title(
        f"Only batch × bytes = {recovered} fills the node at {full / 1000:.0f}k, and then {usable / 1000:.0f}k is "
        "usable"
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    caption = (
        f"KV cache of {setting.model().title} against sequence length. With a product of batch and bytes per element "
        f"of {recovered} it fills {node:.0f} GB at {full:,.0f} tokens, and what the weights leave at {usable:,.0f}."
    )
    alt = (
        f"Three rising straight lines of cache size against sequence length, for products of batch and bytes of "
        f"{listed(products)}. The line for {recovered} crosses the node's {node:.0f} GB at {full:,.0f} tokens and the "
        f"remaining {left:.0f} GB at {usable:,.0f}."
    )
    return Plot(drawing, table, caption, alt)


@figure(
    "fig-kv-products",
    title=f"Which batch and precision fill the node at {stated('kv-full-node').middle / 1000:.0f}k",
    chapter=CHAPTER,
)
def kv_products() -> Plot:
    """The recovered conditions of the 39,000 tokens."""
    band, (question,) = stated("kv-full-node"), asked(("kv-full-node",))
    rows = list(question.space.combinations())
    lengths = figures(question).ravel().tolist()
    products = [int(row["batch"]) * catalog.element_bytes(row["kv"]) for row in rows]
    fits = kv_cache.batches_that_fill()
    fitting = kv_cache.chart_batch() * catalog.element_bytes("bf16")
    drawing, (wide, near) = style.new(7, 3.4, ncols=2, width_ratios=[3, 2])
    by_memory = {
        memory: dict(
            sorted((size, at) for size, at, row in zip(products, lengths, rows, strict=True) if row["memory"] == memory)
        )
        for memory in question.space.axis("memory").labels
    }
    plain, binary, reported = by_memory
    wide.plot(*zip(*by_memory[plain].items(), strict=True), "o", color=style.SERIES[0], markersize=5)
    for order, (memory, marker, offset, align) in enumerate(
        ((plain, "o", (8, -4), "left"), (reported, "s", (8, -12), "left"), (binary, "^", (-8, 0), "right"))
    ):
        near.plot(*zip(*by_memory[memory].items(), strict=True), marker, color=style.SERIES[order], markersize=5)
        at = by_memory[memory][fitting]
        style.note(near, f"{at:,.0f}\n{memory}", (fitting, at), offset, style.SERIES[order], ha=align)
    ticks = [2**power for power in range(0, 11, 2)]
    wide.set(xscale="log", yscale="log", xlabel="batch × bytes per cached element", ylabel="tokens that fill the node")
    wide.set_xticks(ticks, [str(tick) for tick in ticks])
    wide.minorticks_off()
    near.axhspan(band.low, band.high, color=style.FILL[1], linewidth=0)
    near.set(xlim=(fitting - 32, fitting + 32), ylim=(0.93 * band.low, 1.09 * band.high))
    near.set_xticks([fitting], [f"{fitting:.0f}"])
    near.yaxis.set_major_formatter("{x:,.0f}")
    wide.set_title("One product of batch and bytes gives the stated length")
    near.set_xlabel(f"the product {fitting:.0f}, enlarged")
    table: Table = {
        "memory": [row["memory"] for row in rows],
        "cache precision": [row["kv"] for row in rows],
        "batch": [int(row["batch"]) for row in rows],
        "batch x bytes": products,
        "tokens that fill the node": lengths,
    }
    pairs = " and ".join(f"batch {batch} in {kv.upper()}" for kv, batch in fits.items())
    caption = (
        f"Sequence length at which the cache alone fills {setting.NODE}, for {len(rows)} combinations of batch, "
        f"precision and reading of the memory. Only {pairs} meet the stated figure; the memory must be read by its "
        "label, and decimal."
    )
    others = " and ".join(f"{by_memory[memory][fitting]:,.0f} with {memory}" for memory in (binary, reported))
    alt = (
        "Points of sequence length against the product of batch and bytes, falling along a straight line on "
        f"logarithmic axes. Enlarged beside it, at the product {fitting:.0f}: {by_memory[plain][fitting]:,.0f} tokens "
        f"with {plain}, {others}; the stated band is {band}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-kv-usable", title="Five ways to a usable length", chapter=CHAPTER)
def kv_usable() -> Plot:
    """The usable length by the article's own numbers, by the shapes, and by three conjectures."""
    band, readings = stated("kv-usable"), kv_cache.conjectures()
    drawing, axes = style.new(7, 2.8)
    axes.axvspan(band.low, band.high, color=style.FILL[1], linewidth=0)
    for row, reading in enumerate(readings):
        color = style.SERIES[0] if row < 2 else style.MUTED
        axes.plot(reading.tokens, row, "o", color=color)
        style.note(axes, f"{reading.tokens:,.0f}", (reading.tokens, row), (0, 7), ha="center")
    axes.set_yticks(range(len(readings)), [reading.name for reading in readings])
    axes.set_ylim(len(readings) - 0.5, -0.9)
    axes.grid(False, axis="y")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.margins(x=0.1)
    axes.set_xlabel("usable tokens per sequence (band: the stated figure)")
    axes.set_title(f"The article's own numbers do not give {band.middle / 1000:.0f}k")
    table: Table = {
        "reading": [reading.name for reading in readings],
        "usable tokens": [reading.tokens for reading in readings],
        "how": [reading.why for reading in readings],
    }
    plain = readings[0].tokens
    caption = (
        f"Usable sequence length once the weights are loaded. The article's own numbers give {plain:,.0f} tokens; the "
        f"band is its stated figure. Grey: conjectures about what made it {band.middle / 1000:.0f}k, none of them "
        "confirmed."
    )
    dots = "; ".join(f"{reading.name} {reading.tokens:,.0f}" for reading in readings)
    alt = (
        f"Dots for {len(readings)} ways to compute the usable sequence length, in tokens: {dots}. The stated band is "
        f"{band}."
    )
    return Plot(drawing, table, caption, alt)

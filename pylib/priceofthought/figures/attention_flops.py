"""Figures of the chapter on attention FLOPs."""

from __future__ import annotations

import math

import numpy as np

from priceofthought.article import find, setting
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import attention_flops, today
from priceofthought.studies.assumptions.searches import recovered
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws.attention import (
    sdpa_flops_causal,
    sdpa_flops_full,
    sdpa_flops_per_token,
    windowed_sdpa_flops_causal,
)
from reasoncost.units import PETA, TERA

CHAPTER = "attention-flops"
LARGEST = 24.0
"""Diameter of a circle that stands for all combinations of its kind, points."""
_WINDOW_LABELS = {
    "gemma-2-27b": (14_000, 0.78),
    "gpt-oss-120b": (60, 0.62),
    "gemma-3-27b": (400, 0.3),
    "mistral-7b-v0.1": (90_000, 0.22),
}
"""Models with windows, and where their curves are named."""


@figure("fig-flops-per-token", title="FLOPs of one token against its context", chapter=CHAPTER)
def flops_per_token() -> Plot:
    """Weights and attention for one new token of Llama 3.1 405B."""
    model, lengths = setting.model(), np.geomspace(256, 1_048_576, 97)
    weights = np.full_like(lengths, today.weight_flops(setting.MODEL) / TERA)
    attention = sdpa_flops_per_token(model.heads, model.layers, model.head_dim, lengths) / TERA
    drawing, axes = style.new(7, 3.8)
    for order, (values, text, at) in enumerate(
        ((weights, "weights", (300, 1.0)), (attention, "attention", (6_000, 0.03)))
    ):
        axes.plot(lengths, values, color=style.SERIES[order])
        axes.annotate(text, at, color=style.SERIES[order])
    axes.plot(lengths, weights + attention, color=style.MUTED, linestyle="--", linewidth=1)
    axes.annotate("both", (300_000, 4.6), color=style.MUTED, ha="right")
    stated, parity = attention_flops.stated_length(), today.attention_parity_tokens(setting.MODEL)
    level = weights[0]
    axes.plot([parity], [level], "o", color=style.INK)
    style.note(axes, f"{parity:,.0f} tokens", (parity, level), (6, -14))
    axes.axvline(stated, color=style.MUTED, linewidth=1)
    style.note(
        axes, f"{stated:,.0f}: {attention_flops.share_of_attention(stated):.1%}", (stated, 0.004), (4, 0), style.MUTED
    )
    axes.set(xscale="log", yscale="log", xlabel="context, tokens", ylabel="TFLOP for one new token")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Attention is small change until the context is very long")
    table: Table = {
        "context (tokens)": lengths.tolist(),
        "weights (TFLOP)": weights.tolist(),
        "attention (TFLOP)": attention.tolist(),
    }
    caption = (
        f"FLOPs of one new token of {model.title}. Attention equals the weights at {parity:,.0f} tokens of context. At "
        f"{stated:,.0f} tokens it adds {attention_flops.share_of_attention(stated):.1%}."
    )
    alt = (
        f"Two lines on logarithmic axes against the context: FLOPs of the weights, level at {level:.1f} TFLOP, and "
        f"FLOPs of attention, rising in proportion to the context. They meet at {parity:,.0f} tokens; at {stated:,.0f} "
        f"tokens attention takes {attention_flops.share_of_attention(stated):.1%} of what the weights take."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-flops-sequence", title="Attention FLOPs of a whole sequence", chapter=CHAPTER)
def flops_sequence() -> Plot:
    """Totals over a sequence: the weights, the causal half and the full square."""
    model, lengths = setting.model(), np.geomspace(1_024, 1_048_576, 81)
    shape = (model.heads, model.layers, model.head_dim)
    lines = {
        "weights": lengths * today.weight_flops(setting.MODEL) / PETA,
        "attention, causal": sdpa_flops_causal(*shape, lengths) / PETA,
        "attention, full square": sdpa_flops_full(*shape, lengths) / PETA,
    }
    drawing, axes = style.new(7, 3.8)
    for order, (text, values) in enumerate(lines.items()):
        axes.plot(lengths, values, color=style.SERIES[order])
        axes.annotate(text, ((1_100, 3), (16_000, 0.3), (1_020, 0.32))[order], color=style.SERIES[order])
    axes.set(xscale="log", yscale="log", xlabel="length of the sequence, tokens", ylabel="PFLOP in all")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Quadratic in all: the causal half and the full square")
    table: Table = {"length (tokens)": lengths.tolist()}
    table |= {f"{text} (PFLOP)": values.tolist() for text, values in lines.items()}
    caption = (
        f"FLOPs of a whole sequence through {model.title}. Attention grows with the square of the length, the weights "
        f"in proportion to it. The causal count is half of the full one but for half a diagonal."
    )
    alt = (
        "Three lines on logarithmic axes against the length of a sequence. Attention, full and causal, rises with "
        "slope two, the causal one half of the full; the weights rise with slope one and are overtaken last by the "
        "causal."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-flops-window", title="What a window leaves of the attention FLOPs", chapter=CHAPTER)
def flops_window() -> Plot:
    """Windowed over full causal attention for models with local layers."""
    lengths = np.geomspace(64, 1_048_576, 113)
    drawing, axes = style.new(7, 3.8)
    table: Table = {"length (tokens)": lengths.tolist()}
    limits = []
    for order, name in enumerate(_WINDOW_LABELS):
        model = catalog.model(name)
        layers = (model.global_layers, model.local_layers)
        windowed = windowed_sdpa_flops_causal(model.heads, *layers, model.head_dim, model.window, lengths)
        ratio = windowed / sdpa_flops_causal(model.heads, model.layers, model.head_dim, lengths)
        axes.plot(lengths, ratio, color=style.SERIES[order])
        axes.annotate(
            f"{model.title}\n{model.global_layers} of {model.layers} layers global",
            _WINDOW_LABELS[name],
            color=style.SERIES[order],
        )
        limits.append(f"{model.title} {model.global_layers / model.layers:.0%}")
        axes.axhline(model.global_layers / model.layers, color=style.SERIES[order], linestyle=":", linewidth=1)
        table[f"{name}, share of full attention"] = ratio.tolist()
    axes.set(xscale="log", ylim=(-0.03, 1.08), xlabel="length of the sequence, tokens")
    axes.set_ylabel("attention FLOPs, share of full attention")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("A window changes the coefficient, unless no layer is global")
    caption = (
        "Causal attention FLOPs of models with sliding windows, relative to full attention in all their layers. "
        "Dotted: the share of global layers, the limit of each curve."
    )
    alt = (
        "Curves of attention FLOPs relative to full attention against sequence length, for models with windows. Beyond "
        f"its window each falls towards its share of global layers: {', '.join(limits)}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-flops-limit", title="Lengths at which the FLOPs run out, by kind of limit", chapter=CHAPTER)
def flops_limit() -> Plot:
    """The declared space, by kind of limit and octave of the length."""
    stated, spread = find("flops-limit").figure_stated, attention_flops.limit_lengths()
    recovery, met = recovered("flops-limit"), attention_flops.kinds_met()
    drawing, axes = style.new(7, 3)
    axes.axvspan(stated.low, stated.high, color=style.FILL[1], linewidth=0)
    rows, ends = [], {}
    for order, (kind, lengths) in enumerate(spread.items()):
        given = lengths[~np.isnan(lengths)]
        ends[kind] = (given.min(), given.max())
        octaves, counts = np.unique(np.round(np.log2(given)), return_counts=True)
        middles = 2**octaves  # of a power of two, as the stated octave is
        for middle, count in zip(middles.tolist(), counts.tolist(), strict=True):
            size = LARGEST * (count / given.size) ** 0.5
            axes.plot(middle, order, "o", color=style.SERIES[order], markersize=size, markeredgewidth=0)
            rows.append((kind, middle, count))
    axes.set_yticks(range(len(spread)), list(spread))
    axes.set_ylim(len(spread) - 0.5, -0.5)
    axes.grid(False, axis="y")
    axes.set(xscale="log", xlabel="length at the limit, tokens (band: the stated figure)")
    axes.set_title(f"Reading prompts, and little else, runs out near {attention_flops.stated_length():,.0f}")
    kinds_of, middles_of, counts_of = zip(*rows, strict=True)
    table: Table = {"limit": kinds_of, "octave about (tokens)": middles_of, "combinations": counts_of}
    none = sum(int(np.isnan(lengths).sum()) for lengths in spread.values())
    caption = (
        f"Length at which {setting.NODE} runs out of FLOPs with {setting.model().title}, for {recovery.space:,} "
        f"combinations of conditions under four kinds of limit; {none:,} have no such length. A circle's area is the "
        f"share of its kind that falls in an octave. {recovery.survivors:,} combinations meet the stated figure."
    )
    kinds = "; ".join(f"{kind}, {Interval(low, high)}" for kind, (low, high) in ends.items())
    within = listed([f"{count:,}" for count in met.values()])
    alt = (
        f"Circles by octave of sequence length, in tokens on a logarithmic axis, by kind of limit: {kinds}. Of these "
        f"{within} combinations lie in the stated band."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-flops-parity", title="Where attention overtakes the weights, by model", chapter=CHAPTER)
def flops_parity() -> Plot:
    """The length of parity for the models of the catalog."""
    lengths = {catalog.model(name).title: today.attention_parity_tokens(name) for name in catalog.models()}
    never = [title for title, length in lengths.items() if math.isinf(length)]
    ordered = sorted(((title, lengths[title]) for title in lengths.keys() - never), key=lambda item: item[1])
    titles, values = [title for title, _ in ordered], [length for _, length in ordered]
    drawing, axes = style.new(7, 5.2)
    axes.axvline(attention_flops.stated_length(), color=style.MUTED, linewidth=1)
    here = setting.model().title
    for row, (title, value) in enumerate(ordered):
        color = style.SERIES[1] if title == here else style.SERIES[0]
        axes.plot([value], [row], "o", color=color)
        offset, align = (-7, "right") if value < attention_flops.stated_length() else (7, "left")
        style.note(axes, f"{value:,.0f}", (value, row), (offset, 0), color, va="center", ha=align)
    axes.set_yticks(range(len(titles)), titles)
    axes.set_ylim(len(titles) - 0.4, -0.6)
    axes.set(xscale="log", xlim=(1_300, 900_000), xlabel="context at which attention equals the weights, tokens")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(False, axis="y")
    axes.set_title("Sparse models with latent attention get there first")
    table: Table = {"model": titles, "context at parity (tokens)": values}
    caption = (
        f"Context at which one new token's attention takes as many FLOPs as its way through the weights. Line: "
        f"{attention_flops.stated_length():,.0f} tokens. Latent attention is counted as computed in the latent space. "
        f"Never: {', '.join(never)}, whose layers are all local."
    )
    below = [title for title, length in ordered if length < attention_flops.stated_length()]
    alt = (
        f"Dots of the context at which attention takes as many FLOPs as the active weights, for {len(titles)} models: "
        f"from {titles[0]} at {values[0]:,.0f} tokens to {titles[-1]} at {values[-1]:,.0f}; {here} at "
        f"{lengths[here]:,.0f}. Below the line at {attention_flops.stated_length():,.0f} tokens: "
        f"{', '.join(below) or 'none'}."
    )
    return Plot(drawing, table, caption, alt)

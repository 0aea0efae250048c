"""Figures of the chapter that asks the article's questions of today's models and nodes."""

from __future__ import annotations

import math

import numpy as np

from priceofthought.article import find, setting
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import today
from priceofthought.studies.today import relief as found
from reasoncost import catalog
from reasoncost.records import given
from reasoncost.serving.demand import sequence_bytes
from reasoncost.units import KIB

CHAPTER = "today"


def _title(model: str) -> str:
    return catalog.model(model).title


@figure(
    "fig-today-cache",
    title="Cache per token against length, by kind of attention",
    chapter=CHAPTER,
    alt="Lines of cache per token against sequence length on logarithmic axes. Grouped-query models are flat, Llama "
    "3.1 405B at about 500 KiB; latent attention is flat near 70 KiB; the windowed models fall with length, Gemma 3 "
    "27B from about 500 to about 80 KiB.",
)
def cache_per_token() -> Plot:
    """Cache per token of each model, over the length of the sequence."""
    lengths = np.geomspace(64, 131_072, 45)
    drawing, axes = style.new(7, 4.2)
    table: Table = {"sequence length (tokens)": lengths.tolist()}
    shown = [name for name in today.MODELS if name != "kimi-k2"]
    for order, name in enumerate(shown):
        model = catalog.model(name)
        sizes = [
            sequence_bytes(model, length, catalog.element_bytes(today.BASE.kv)) / length / KIB for length in lengths
        ]
        table[f"{model.title} (KiB per token)"] = sizes
        axes.plot(lengths, sizes, color=style.SERIES[order])
        label = f"{model.title}, {_title('kimi-k2')}" if model.mla else model.title
        axes.annotate(
            label,
            (lengths[-1], sizes[-1]),
            xytext=(5, -7 if model.mla else 0),
            textcoords="offset points",
            color=style.SERIES[order],
            va="center",
            annotation_clip=False,
        )
    axes.set(
        xscale="log", yscale="log", xlabel="sequence length, tokens", ylabel="cache per token, KiB (16-bit elements)"
    )
    axes.set_ylim(28, 620)
    axes.set_yticks([32, 64, 128, 256, 512], ["32", "64", "128", "256", "512"])
    axes.set_xticks([100, 1000, 10_000, 100_000], ["100", "1,000", "10,000", "100,000"])
    axes.minorticks_off()
    axes.set_title("Share heads, cache a latent, or forget")
    for length in (today.SHORT, today.LONG):
        axes.axvline(length, color=style.MUTED, linestyle="--", linewidth=1)
        axes.annotate(f"{length:,}", (length, 29), xytext=(3, 0), textcoords="offset points", color=style.MUTED)
    caption = (
        f"Cache per token in 16 bit. Only windowed attention changes with length. Dashed: the article's two answers, "
        f"{today.SHORT:,} and {today.LONG:,} tokens."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-today-users",
    title="Users per accelerator at the article's length and speed",
    chapter=CHAPTER,
    alt="A table of seven models by six nodes with the number of users per accelerator at 7,661 tokens and 30 tokens "
    "per second. Capacity binds on H100, H200, B200 and GB200, bandwidth on MI300X and GB300; DeepSeek-V3 and Kimi K2 "
    "do not fit eight H100.",
)
def users_per_accelerator() -> Plot:
    """What each node serves of each model, and what binds."""
    fills = {"capacity": style.FILL[0], "bandwidth": style.FILL[1]}
    drawing, axes = style.new(7, 3.4)
    rows = [(model, node, today.served(model, node)) for model in today.MODELS for node in today.NODES]
    for model, node, one in rows:
        column, row = today.NODES.index(node), today.MODELS.index(model)
        if one.batch:
            axes.fill_between(
                (column - 0.48, column + 0.48), row - 0.46, row + 0.46, color=fills[one.bound], linewidth=0
            )
        axes.text(column, row, f"{one.users_per_accelerator:,.1f}" if one.batch else "no fit", ha="center", va="center")
    axes.set_xticks(range(len(today.NODES)), today.NODES, fontsize=8.5)
    axes.set_yticks(range(len(today.MODELS)), [_title(name) for name in today.MODELS])
    axes.set(xlim=(-0.5, len(today.NODES) - 0.5), ylim=(len(today.MODELS) - 0.5, -0.5))
    axes.grid(False)
    axes.set_xlabel(f"users per accelerator, each with {today.LONG:,} tokens at {setting.SPEED} tokens/s")
    axes.set_title("Capacity (blue) binds, or bandwidth (orange)")
    table: Table = {
        "model": [_title(model) for model, _, _ in rows],
        "node": [node for _, node, _ in rows],
        "users": [one.batch for _, _, one in rows],
        "users per accelerator": [one.users_per_accelerator for _, _, one in rows],
        "bound": [one.bound for _, _, one in rows],
    }
    caption = (
        f"Largest batch at {today.LONG:,} tokens and {setting.SPEED} tokens/s for each user, over the accelerators of "
        "the node. Blue: capacity binds; orange: bandwidth. Assumed: 8-bit weights, 16-bit cache, full "
        "utilisation, perfect overlap, no communication."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-today-penalty",
    title="What a token of the long answer costs over one of the short",
    chapter=CHAPTER,
    alt="Dots for seven models on three nodes between 1 and 10 times. QwQ and Qwen3 stand at the proportional limit of "
    "9.9, gpt-oss at 8.6, Llama 3.1 405B near 3, DeepSeek-V3 between 4 and 6, Kimi K2 between 5 and 10, and Gemma 3 "
    "at 2.7 on every node.",
)
def penalties() -> Plot:
    """The penalty per token for the long answer, by model and node."""
    nodes = ("8xH200", "GB200-NVL72", "GB300-NVL72")
    drawing, axes = style.new(7, 4.8)
    claimed = find("cost-per-token-5x").figure_stated.low
    for level, text in ((claimed, "the article: more than 5"), (today.PROPORTIONAL, "cache alone")):
        axes.axvline(level, color=style.MUTED, linestyle="--", linewidth=1)
        axes.annotate(
            text, (level, -0.75), xytext=(-4, 0), textcoords="offset points", color=style.MUTED, ha="right", va="center"
        )
    rows = [
        (model, node, given(today.penalty(model, node), f"{model} on {node}: penalty"))
        for model in today.MODELS
        for node in nodes
    ]
    for model, node, value in rows:
        order = nodes.index(node)
        height = today.MODELS.index(model) + 0.28 * (order - 1)
        axes.plot(value, height, "os^"[order], color=style.SERIES[order], markersize=6)
        if model == "deepseek-v3":
            axes.annotate(
                node,
                (value, height),
                xytext=(-9 if order else 9, 0),
                textcoords="offset points",
                color=style.SERIES[order],
                ha="right" if order else "left",
                va="center",
                fontsize=8.5,
            )
    axes.set_yticks(range(len(today.MODELS)), [_title(name) for name in today.MODELS])
    axes.set(xlim=(1, 10.6), ylim=(len(today.MODELS) - 0.5, -1))
    axes.grid(False, axis="y")
    axes.set_xlabel(f"accelerator time per token: {today.LONG:,} over {today.SHORT:,} tokens, times")
    axes.set_title("A smaller cache does not shrink the penalty; a window does")
    table: Table = {
        "model": [_title(model) for model, _, _ in rows],
        "node": [node for _, node, _ in rows],
        "penalty (times)": [value for _, _, value in rows],
    }
    caption = (
        f"Accelerator time per token at the largest batch that keeps {setting.SPEED} tokens/s, long answer over short. "
        f"If the cache is all that costs, the ratio is that of the lengths, {today.PROPORTIONAL:.1f}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-today-attention",
    title="Where attention computes as much as the weights",
    chapter=CHAPTER,
    alt="One row per model on a logarithmic axis of length, with a dot where attention's FLOPs equal those of the "
    "weights and a bar up to the model's context. DeepSeek-V3 crosses first, near 4,300 tokens, then Kimi K2 near "
    "7,500 and Qwen3 near 14,000; Gemma 3 would only beyond its context.",
)
def attention_parity() -> Plot:
    """The length of parity of each model, beside the context it was configured for."""
    names = sorted(today.MODELS, key=today.attention_parity_tokens)
    drawing, axes = style.new(7, 3.2)
    parities = [today.attention_parity_tokens(name) for name in names]
    contexts = [catalog.model(name).context for name in names]
    for row, (parity, context) in enumerate(zip(parities, contexts, strict=True)):
        axes.plot((500, context), (row, row), color=style.GRID, linewidth=5, solid_capstyle="butt")
        color = style.SERIES[0] if parity < context else style.MUTED
        axes.plot(parity, row, "o", color=color)
        axes.annotate(f"{parity:,.0f}", (parity, row), xytext=(0, 6), textcoords="offset points", ha="center")
    axes.axvline(today.LONG, color=style.MUTED, linestyle="--", linewidth=1)
    axes.annotate(
        f"{today.LONG:,}",
        (today.LONG, len(names) - 0.5),
        xytext=(4, 2),
        textcoords="offset points",
        color=style.MUTED,
        va="bottom",
    )
    axes.set_yticks(range(len(names)), [_title(name) for name in names])
    axes.set(xscale="log", xlim=(500, 1e6), ylim=(len(names) - 0.5, -0.8))
    axes.set_xticks([1000, 10_000, 100_000, 1_000_000], ["1,000", "10,000", "100,000", "1,000,000"])
    axes.minorticks_off()
    axes.grid(False, axis="y")
    axes.set_xlabel("length at which attention computes as much as the weights, tokens")
    axes.set_title("Few active weights and latent attention: attention rules early")
    table: Table = {
        "model": [_title(name) for name in names],
        "length of parity (tokens)": parities,
        "context (tokens)": contexts,
    }
    leading = sum(parity < today.LONG for parity in parities)
    caption = (
        f"Length at which the attention FLOPs of one decoded token equal those of the weights; the bars end at the "
        f"models' contexts. At {today.LONG:,} tokens (dashed) attention leads in {leading} of {len(names)} models."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-today-frontier",
    title="Throughput of an accelerator against the speed of a user",
    chapter=CHAPTER,
    alt="Tokens per second and accelerator against tokens per second and user on logarithmic axes, for Llama 3.1 405B "
    "at 7,661 tokens. Eight H100 end near 65 tokens per second and user, eight GB200 near 156, a GB200 NVL72 near "
    "1,400. With its exchange counted the NVL72 lies below eight GB200 up to about 100 and reaches far beyond after.",
)
def frontier() -> Plot:
    """Throughput per accelerator of the reference model, over the speed each user is promised."""
    speeds = np.geomspace(5, 1500, 70)
    curves = (
        ("eight H100", found.OLD, False, style.SERIES[0], "-"),
        ("eight of the NVL72's GB200", found.EIGHT, False, style.SERIES[2], "-"),
        ("NVL72 as one", found.NEW, False, style.SERIES[1], "-"),
        ("NVL72 as one, exchange counted", found.NEW, True, style.SERIES[1], "--"),
    )
    drawing, axes = style.new(7, 4.2)
    table: Table = {"speed (tokens/s per user)": speeds.tolist()}
    for label, node, linked, color, line in curves:
        rates = [found.on(node, today.BASE, linked, speed=float(speed)).tokens_per_accelerator for speed in speeds]
        table[f"{label} (tokens/s per accelerator)"] = rates
        axes.plot(speeds, [rate or math.nan for rate in rates], color=color, linestyle=line)
        below = linked or node == found.EIGHT
        axes.annotate(
            label, (speeds[0], rates[0]), xytext=(0, -13 if below else 4), textcoords="offset points", color=color
        )
        last = max(index for index, rate in enumerate(rates) if rate)
        axes.plot(speeds[last], rates[last], "o", color=color, markersize=4)
    axes.axvline(setting.SPEED, color=style.MUTED, linestyle=":", linewidth=1)
    axes.set(
        xscale="log", yscale="log", xlabel="speed of each user, tokens/s", ylabel="throughput, tokens/s per accelerator"
    )
    axes.set_ylim(top=3500)
    axes.set_title("A new chip lifts the curve, a larger domain stretches it")
    caption = (
        f"{_title(setting.MODEL)} at {today.LONG:,} tokens, largest batch at each speed. Dashed: with two "
        f"all-reduces a layer at the links' full rate. Dotted: {setting.SPEED} tokens/s."
    )
    return Plot(drawing, table, caption)

"""Figures of the chapter that asks the article's questions of today's models and nodes."""

from __future__ import annotations

import math

import numpy as np

from priceofthought.article import find, setting
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import today
from priceofthought.studies.today import LONG_ANSWER_TOKENS, SHORT_ANSWER_TOKENS
from priceofthought.studies.today.relief import EIGHT, NEW, OLD, on
from reasoncost import catalog
from reasoncost.records import given
from reasoncost.serving.demand import sequence_bytes
from reasoncost.units import KIB

CHAPTER = "today"


def _title(model: str) -> str:
    return catalog.model(model).title


@figure("fig-today-cache", title="Cache per token against length, by kind of attention", chapter=CHAPTER)
def cache_per_token() -> Plot:
    """Cache per token of each model, over the length of the sequence."""
    lengths = np.geomspace(64, 131_072, 45)
    drawing, axes = style.new(7, 4.2)
    table: Table = {"sequence length (tokens)": lengths.tolist()}
    lines = []
    shown = [name for name in today.MODELS if name != "kimi-k2"]
    for order, name in enumerate(shown):
        model = catalog.model(name)
        sizes = [
            sequence_bytes(model, length, catalog.element_bytes(today.BASE.kv)) / length / KIB for length in lengths
        ]
        table[f"{model.title} (KiB per token)"] = sizes
        ends = (f"{sizes[0]:,.0f}", f"{sizes[-1]:,.0f}")
        lines.append(f"{model.title} {'level at ' if ends[0] == ends[1] else ''}{' to '.join(dict.fromkeys(ends))}")
        axes.plot(lengths, sizes, color=style.SERIES[order])
        label = f"{model.title}, {_title('kimi-k2')}" if model.mla else model.title
        style.note(
            axes,
            label,
            (lengths[-1], sizes[-1]),
            (5, -7 if model.mla else 0),
            style.SERIES[order],
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
    for length in (SHORT_ANSWER_TOKENS, LONG_ANSWER_TOKENS):
        axes.axvline(length, color=style.MUTED, linestyle="--", linewidth=1)
        style.note(axes, f"{length:,}", (length, 29), (3, 0), style.MUTED)
    caption = (
        f"Cache per token in 16 bit. Only windowed attention changes with length. Dashed: the article's two answers, "
        f"{SHORT_ANSWER_TOKENS:,} and {LONG_ANSWER_TOKENS:,} tokens."
    )
    alt = (
        f"Lines of cache per token against sequence length on logarithmic axes, in KiB, from {lengths[0]:,.0f} to "
        f"{lengths[-1]:,.0f} tokens: {'; '.join(lines)}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-today-users", title="Users per accelerator at the article's length and speed", chapter=CHAPTER)
def users_per_accelerator() -> Plot:
    """What each node serves of each model, and what binds."""
    fills = {"capacity": style.FILL[0], "bandwidth": style.FILL[1]}
    drawing, axes = style.new(7, 3.4)
    rows = [(model, node, today.served(model, node)) for model in today.MODELS for node in today.NODES]
    for model, node, served in rows:
        column, row = today.NODES.index(node), today.MODELS.index(model)
        if served.batch:
            axes.fill_between(
                (column - 0.48, column + 0.48), row - 0.46, row + 0.46, color=fills[served.bound], linewidth=0
            )
        axes.text(
            column, row, f"{served.users_per_accelerator:,.1f}" if served.batch else "no fit", ha="center", va="center"
        )
    axes.set_xticks(range(len(today.NODES)), today.NODES, fontsize=8.5)
    axes.set_yticks(range(len(today.MODELS)), [_title(name) for name in today.MODELS])
    axes.set(xlim=(-0.5, len(today.NODES) - 0.5), ylim=(len(today.MODELS) - 0.5, -0.5))
    axes.grid(False)
    axes.set_xlabel(f"users per accelerator, each with {LONG_ANSWER_TOKENS:,} tokens at {setting.SPEED} tokens/s")
    axes.set_title("Capacity (blue) binds, or bandwidth (orange)")
    table: Table = {
        "model": [_title(model) for model, _, _ in rows],
        "node": [node for _, node, _ in rows],
        "users": [served.batch for _, _, served in rows],
        "users per accelerator": [served.users_per_accelerator for _, _, served in rows],
        "bound": [served.bound for _, _, served in rows],
    }
    caption = (
        f"Largest batch at {LONG_ANSWER_TOKENS:,} tokens and {setting.SPEED} tokens/s for each user, over the "
        "accelerators of the node. Blue: capacity binds; orange: bandwidth. Assumed: 8-bit weights, 16-bit cache, full "
        "utilisation, perfect overlap, no communication."
    )
    bound_at = {(node, served.bound) for _, node, served in rows if served.batch}
    binding = {bound: [node for node in today.NODES if (node, bound) in bound_at] for bound in fills}
    unfit = [f"{_title(model)} on {node}" for model, node, served in rows if not served.batch]
    alt = (
        f"A table of {len(today.MODELS)} models by {len(today.NODES)} nodes with the users per accelerator at "
        f"{LONG_ANSWER_TOKENS:,} tokens and {setting.SPEED} tokens per second. What binds: "
        + "; ".join(f"{bound} on {listed(nodes)}" for bound, nodes in binding.items() if nodes)
        + f". No fit: {', '.join(unfit) or 'none'}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-today-penalty", title="What a token of the long answer costs over one of the short", chapter=CHAPTER)
def penalties() -> Plot:
    """The penalty per token for the long answer, by model and node."""
    nodes = ("8xH200", "GB200-NVL72", "GB300-NVL72")
    drawing, axes = style.new(7, 4.8)
    claimed = find("cost-per-token-5x").figure_stated.low
    for level, text in ((claimed, "the article: more than 5"), (today.PROPORTIONAL, "cache alone")):
        axes.axvline(level, color=style.MUTED, linestyle="--", linewidth=1)
        style.note(axes, text, (level, -0.75), (-4, 0), style.MUTED, ha="right", va="center")
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
            style.note(
                axes,
                node,
                (value, height),
                (-9 if order else 9, 0),
                style.SERIES[order],
                ha="right" if order else "left",
                va="center",
                fontsize=8.5,
            )
    axes.set_yticks(range(len(today.MODELS)), [_title(name) for name in today.MODELS])
    axes.set(xlim=(1, 10.6), ylim=(len(today.MODELS) - 0.5, -1))
    axes.grid(False, axis="y")
    axes.set_xlabel(f"accelerator time per token: {LONG_ANSWER_TOKENS:,} over {SHORT_ANSWER_TOKENS:,} tokens, times")
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
    ranges = {
        model: dict.fromkeys(f"{end(values):.1f}" for end in (min, max))
        for model in today.MODELS
        if (values := [value for name, _, value in rows if name == model and value is not None])
    }
    dots = "; ".join(f"{_title(model)} {' to '.join(ends)}" for model, ends in ranges.items())
    alt = (
        f"Dots for {len(today.MODELS)} models on {len(nodes)} nodes, in times: {dots}. Dashed lines mark the article's "
        f"{claimed:g} and the {today.PROPORTIONAL:.1f} of the cache alone."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-today-attention", title="Where attention computes as much as the weights", chapter=CHAPTER)
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
        style.note(axes, f"{parity:,.0f}", (parity, row), (0, 6), ha="center")
    axes.axvline(LONG_ANSWER_TOKENS, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(
        axes, f"{LONG_ANSWER_TOKENS:,}", (LONG_ANSWER_TOKENS, len(names) - 0.5), (4, 2), style.MUTED, va="bottom"
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
    leading = sum(parity < LONG_ANSWER_TOKENS for parity in parities)
    caption = (
        "Length at which the attention FLOPs of one decoded token equal those of the weights; the bars end at the "
        f"models' contexts. At {LONG_ANSWER_TOKENS:,} tokens (dashed) attention leads in {leading} of {len(names)} "
        "models."
    )
    dots = "; ".join(f"{_title(name)} {parity:,.0f}" for name, parity in zip(names, parities, strict=True))
    beyond = [_title(name) for name, parity, end in zip(names, parities, contexts, strict=True) if parity > end]
    alt = (
        "One row per model on a logarithmic axis of length, with a dot where attention's FLOPs equal those of the "
        f"weights and a bar up to the model's context. In tokens: {dots}. Beyond its context: "
        f"{', '.join(beyond) or 'none'}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-today-frontier", title="Throughput of an accelerator against the speed of a user", chapter=CHAPTER)
def frontier() -> Plot:
    """Throughput per accelerator of the reference model, over the speed each user is promised."""
    speeds = np.geomspace(5, 1500, 70)
    curves = (
        ("eight H100", OLD, False, style.SERIES[0], "-"),
        ("eight of the NVL72's GB200", EIGHT, False, style.SERIES[2], "-"),
        ("NVL72 as one", NEW, False, style.SERIES[1], "-"),
        ("NVL72 as one, communication counted", NEW, True, style.SERIES[1], "--"),
    )
    drawing, axes = style.new(7, 4.2)
    table: Table = {"speed (tokens/s per user)": speeds.tolist()}
    frontiers = {}
    for label, node, linked, color, line in curves:
        rates = [on(node, today.BASE, linked, speed=float(speed)).tokens_per_accelerator for speed in speeds]
        table[f"{label} (tokens/s per accelerator)"] = rates
        frontiers[node, linked] = np.array(rates)
        axes.plot(speeds, [rate or math.nan for rate in rates], color=color, linestyle=line)
        below = linked or node == EIGHT
        style.note(axes, label, (speeds[0], rates[0]), (0, -13 if below else 4), color)
        last = max(index for index, rate in enumerate(rates) if rate)
        axes.plot(speeds[last], rates[last], "o", color=color, markersize=4)
    axes.axvline(setting.SPEED, color=style.MUTED, linestyle=":", linewidth=1)
    axes.set(
        xscale="log", yscale="log", xlabel="speed of each user, tokens/s", ylabel="throughput, tokens/s per accelerator"
    )
    axes.set_ylim(top=3500)
    axes.set_title("A new chip lifts the curve, a larger domain stretches it")
    caption = (
        f"{_title(setting.MODEL)} at {LONG_ANSWER_TOKENS:,} tokens, largest batch at each speed. Dashed: with two "
        f"all-reduces a layer at the links' full rate. Dotted: {setting.SPEED} tokens/s."
    )
    ends = {node: today.speed_at(setting.MODEL, node, 1) for node in (OLD, EIGHT, NEW)}
    crossing = max(speeds[frontiers[NEW, True] < frontiers[EIGHT, False]])
    alt = (
        "Throughput of an accelerator against the speed of each user on logarithmic axes. The curves end, in tokens "
        f"per second and user: {listed(f'{node} at {end:,.0f}' for node, end in ends.items())}. With its "
        f"communication counted the {NEW} lies below the {EIGHT} up to {crossing:,.0f}, and reaches far beyond after."
    )
    return Plot(drawing, table, caption, alt)

"""Figures of the chapter on the roofline of a decode step."""

from __future__ import annotations

from typing import Any

import numpy as np

from priceofthought.article import setting
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import roofline as found
from reasoncost.laws import roofline
from reasoncost.serving import Assumptions, Demand, Supply, Workload, demand, max_batch, supply

CHAPTER = "roofline"
LENGTHS = {found.SHORT: style.SERIES[0], found.LONG: style.SERIES[1]}
"""The article's two answers and their colours."""


def _machine(arithmetic: str = "fp8") -> Supply:
    return supply(setting.node(), Assumptions(arithmetic=arithmetic))


def _needs(tokens: float) -> Demand:
    node = setting.node()
    return demand(setting.model(), tokens, node.count, Assumptions())


def _note(axes: Any, text: str, at: tuple[float, float], offset: tuple[float, float], color: str, **more: Any) -> None:
    axes.annotate(text, at, xytext=offset, textcoords="offset points", color=color, **more)


@figure(
    "fig-roofline",
    title="Decoding on the roofline",
    chapter=CHAPTER,
    alt="Arithmetic intensity against batch on logarithmic axes, two rising curves that level off, and two dashed "
    "ridge lines. At 775 tokens the curve crosses both ridges. At 7,661 tokens it levels off below both, at any batch.",
)
def decode_roofline() -> Plot:
    """How far decoding climbs towards the ridge at the two lengths, as the batch grows."""
    batches = np.geomspace(1, 10_000, 161)
    drawing, axes = style.new(7, 4)
    table: Table = {"batch (sequences)": batches.tolist()}
    limits = {}
    for claim, color in LENGTHS.items():
        tokens, needs = found.answer_tokens(claim), _needs(found.answer_tokens(claim))
        reached = roofline.decode_intensity(batches, needs.token, needs.weights, needs.sequence)
        limits[claim] = needs.token / needs.sequence
        axes.plot(batches, reached, color=color)
        lift = 7 if claim == found.SHORT else -15
        _note(axes, f"{tokens:,} tokens", (batches[-1], reached[-1]), (-4, lift), color, ha="right")
        table[f"intensity at {tokens} tokens (FLOP/byte)"] = reached.tolist()
    for name in ("fp8", "bf16"):
        machine = _machine(name)
        ridge = roofline.ridge_point(machine.peak, 1, machine.bandwidth, 1)
        axes.axhline(ridge, color=style.MUTED, linestyle="--", linewidth=1)
        _note(axes, f"ridge in {name.upper()}: {ridge:,.0f}", (1.2, ridge), (0, 4), style.MUTED)
        table[f"ridge in {name} (FLOP/byte)"] = [ridge] * len(batches)
    axes.set(xscale="log", yscale="log", ylim=(1, 4000), xlabel="batch, sequences")
    axes.set_ylabel("FLOP for each byte read")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Long answers never reach the ridge, at any batch")
    caption = (
        f"Arithmetic intensity of decoding Llama 3.1 405B with 8-bit weights and a 16-bit cache, against the ridges of "
        f"an H100. However large the batch, it stays below {limits[found.LONG]:,.0f} FLOP per byte at "
        f"{found.answer_tokens(found.LONG):,} tokens and below {limits[found.SHORT]:,.0f} at "
        f"{found.answer_tokens(found.SHORT)}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-interactivity-throughput",
    title="Interactivity against throughput",
    chapter=CHAPTER,
    alt="Two falling curves of the node's throughput against each user's speed. The one for 775 tokens lies far above "
    "the one for 7,661. Dots where the node's memory is full cut both curves off; at 30 tokens per second both cross a "
    "dashed line.",
)
def interactivity_throughput() -> Plot:
    """The trade of speed against throughput at both lengths, and where capacity cuts it off."""
    machine = _machine()
    drawing, axes = style.new(7, 4)
    table: Table = {}
    for claim, color in LENGTHS.items():
        tokens, needs = found.answer_tokens(claim), _needs(found.answer_tokens(claim))
        batches = np.unique(np.geomspace(1, 3000, 240).round())
        times = _times(needs, machine)
        step = roofline.overlapped_step(batches, *times, 0, 0)
        speed, all_users = roofline.interactivity(step), roofline.throughput(batches, step)
        capacity = roofline.batch_by_capacity(machine.memory, needs.weights, needs.sequence)
        fits = batches <= capacity
        axes.plot(speed[fits], all_users[fits], color=color)
        axes.plot(speed[~fits], all_users[~fits], color=color, linestyle=":", linewidth=1.2)
        edge = roofline.overlapped_step(capacity, *times, 0, 0)
        axes.plot(1 / edge, capacity / edge, "o", color=color)
        offset, align = ((-5, 6), "left") if claim == found.SHORT else ((-4, -28), "right")
        _note(axes, f"memory full\nat {capacity:,.0f} users", (1 / edge, capacity / edge), offset, color, ha=align)
        steep = int(np.argmin(abs(speed - 60)))
        _note(axes, f"{tokens:,} tokens", (speed[steep], all_users[steep]), (-8, -10), color, ha="right")
        table[f"users, {tokens} tokens"] = batches.tolist()
        table[f"speed, {tokens} tokens (tokens/s per user)"] = speed.tolist()
        table[f"throughput, {tokens} tokens (tokens/s)"] = all_users.tolist()
    axes.axvline(setting.SPEED, color=style.MUTED, linestyle="--", linewidth=1)
    _note(axes, f"{setting.SPEED} tokens/s", (setting.SPEED, 60), (4, 0), style.MUTED)
    axes.set(yscale="log", ylim=(40, 60_000), xlim=(0, 80), xlabel="interactivity, tokens/s for each user")
    axes.set_ylabel("throughput, tokens/s of the node")
    axes.set_title("Speed for one is paid for by the number of users")
    caption = (
        f"Throughput against interactivity for Llama 3.1 405B on {setting.NODE}, full utilisation, perfect overlap, "
        "8-bit weights and a 16-bit cache. Dotted: batches whose cache does not fit beside the weights."
    )
    return Plot(drawing, table, caption)


def _times(needs: Demand, machine: Supply) -> tuple[float, float, float]:
    """Seconds for the weights, for a sequence's cache and for a token's arithmetic."""
    return (
        roofline.read_seconds(needs.weights, machine.bandwidth, 1),
        roofline.read_seconds(needs.sequence, machine.bandwidth, 1),
        roofline.compute_seconds(needs.token, machine.peak, 1),
    )


@figure(
    "fig-max-batch-length",
    title="Largest batch against length",
    chapter=CHAPTER,
    alt="Three falling bounds on the batch against answer length on logarithmic axes. Capacity is lowest, bandwidth "
    "lies at about twice as many, compute is flat near 600. The article's point at 7,661 tokens lies between capacity "
    "and bandwidth; its point at 775 tokens lies below all three.",
)
def max_batch_length() -> Plot:
    """Each bound against length at the stated speed, and the two stated batches."""
    model, node = setting.model(), setting.node()
    lengths = np.geomspace(300, 30_000, 61)
    answers = [max_batch(model, node, Workload(length, setting.SPEED)) for length in lengths]
    drawing, axes = style.new(7, 4.2)
    table: Table = {"answer (tokens)": lengths.tolist()}
    for order, name in enumerate(("capacity", "bandwidth", "compute")):
        bounds = [answer.bounds[name] for answer in answers]
        axes.plot(lengths, bounds, color=style.SERIES[order])
        at = {"capacity": 48, "bandwidth": 48, "compute": 52}[name]
        below = name == "capacity"
        _note(
            axes,
            name,
            (lengths[at], bounds[at] or 0),
            (-6, -14) if below else (4, 6),
            style.SERIES[order],
            ha="right" if below else "left",
        )
        table[f"bound by {name} (sequences)"] = bounds
    for claim in LENGTHS:
        tokens, batch = found.answer_tokens(claim), found.stated_batch(claim)
        axes.plot(tokens, batch, "D", color=style.INK, markersize=6)
        _note(axes, f"article: {batch}", (tokens, batch), (-8, -16), style.INK, ha="right")
    axes.set(xscale="log", yscale="log", xlabel="answer, tokens", ylabel="largest batch, sequences")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("The stated batches lie on no plain bound")
    plain = {claim: found.solve(claim).max_batch for claim in LENGTHS}
    caption = (
        f"Bounds on the batch at {setting.SPEED} tokens/s for each user, full utilisation, 8-bit weights, 16-bit "
        f"cache, memory by label. Plain assumptions give {plain[found.LONG]} at {found.answer_tokens(found.LONG):,} "
        f"tokens and {plain[found.SHORT]} at {found.answer_tokens(found.SHORT):,}, both bound by capacity."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-affine-offset",
    title="What a user costs besides the cache",
    chapter=CHAPTER,
    alt="A curve of the quotient of the two batches against a user's fixed cost in tokens of cache. It starts at 9.9 "
    "for the cache alone, passes the stated quotient of 5.1 near 900 tokens, and falls to about 3 at the 2,600 of a "
    "node at full utilisation without overlap.",
)
def affine_offset() -> Plot:
    """The quotient of the two maximum batches in every affine model, by the one constant it depends on."""
    short, long = found.answer_tokens(found.SHORT), found.answer_tokens(found.LONG)
    fixed = np.linspace(0, 3000, 121)
    quotient = roofline.affine_quotient(fixed, short, long)
    band, whole, eights = found.cost_ratio(), found.offsets(), found.offsets(8)
    drawing, axes = style.new(7, 3.6)
    axes.axvspan(eights.low, eights.high, color=style.FILL[0], linewidth=0)
    axes.axvspan(whole.low, whole.high, color=style.FILL[1], linewidth=0)
    axes.plot(fixed, quotient, color=style.SERIES[0])
    middle = (whole.low + whole.high) / 2
    plain = found.plain_offset()
    marks = (
        (0.0, "cache alone"),
        (middle, f"stated: {whole.low:,.0f} to {whole.high:,.0f}"),
        (plain, "full utilisation, no overlap"),
    )
    for at, text in marks:
        value = roofline.affine_quotient(at, short, long)
        axes.plot(at, value, "o", color=style.INK)
        shift = (10, 4) if at < plain else (-40, 24)
        _note(axes, f"{text}: {value:.1f}×", (at, value), shift, style.INK, ha="left" if at < plain else "center")
    axes.set(xlim=(-60, 3000), ylim=(2, 10.5), xlabel="fixed cost of a user, tokens of cache")
    axes.set_ylabel("batch at the short over the long answer")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Something worth 900 tokens of cache brings 9.9 down to 5.1")
    table: Table = {"fixed cost (tokens of cache)": fixed.tolist(), "quotient of the batches": quotient.tolist()}
    caption = (
        f"The quotient of the batches at {short} and {long:,} tokens in any model whose cost is affine in length. The "
        f"stated quotient lies between {band.low:.2f} and {band.high:.2f}; the bands are the offsets it allows, for "
        "whole batches and, wider, for multiples of eight."
    )
    return Plot(drawing, table, caption)

"""Figures of the chapter on the roofline of a decode step."""

from __future__ import annotations

import numpy as np

from priceofthought.article import setting
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import roofline
from priceofthought.studies.roofline import LONG_BATCH_CLAIM, SHORT_BATCH_CLAIM
from reasoncost.laws.roofline import (
    affine_quotient,
    batch_by_capacity,
    compute_seconds,
    decode_intensity,
    interactivity,
    overlapped_step,
    read_seconds,
    ridge_point,
    throughput,
)
from reasoncost.serving import Assumptions, Demand, Supply, Workload, demand, max_batch, supply

CHAPTER = "roofline"
LENGTHS = {SHORT_BATCH_CLAIM: style.SERIES[0], LONG_BATCH_CLAIM: style.SERIES[1]}
"""The article's two answers and their colours."""
BOUNDS = ("capacity", "bandwidth", "compute")
"""The bounds drawn, one by each resource."""


def _machine(arithmetic: str = "fp8") -> Supply:
    return supply(setting.node(), Assumptions(arithmetic=arithmetic))


def _needs(tokens: float) -> Demand:
    node = setting.node()
    return demand(setting.model(), tokens, node.count, Assumptions())


@figure("fig-roofline", title="Decoding on the roofline", chapter=CHAPTER)
def decode_roofline() -> Plot:
    """How far decoding climbs towards the ridge at the two lengths, as the batch grows."""
    batches = np.geomspace(1, 10_000, 161)
    drawing, axes = style.new(7, 4)
    table: Table = {"batch (sequences)": batches.tolist()}
    limits, ridges = {}, {}
    for claim, color in LENGTHS.items():
        tokens, needs = roofline.answer_tokens(claim), _needs(roofline.answer_tokens(claim))
        reached = decode_intensity(batches, needs.token, needs.weights, needs.sequence)
        limits[claim] = needs.token / needs.sequence
        axes.plot(batches, reached, color=color)
        lift = 7 if claim == SHORT_BATCH_CLAIM else -15
        style.note(axes, f"{tokens:,} tokens", (batches[-1], reached[-1]), (-4, lift), color, ha="right")
        table[f"intensity at {tokens} tokens (FLOP/byte)"] = reached.tolist()
    for name in ("fp8", "bf16"):
        machine = _machine(name)
        ridge = ridge_point(machine.peak, 1, machine.bandwidth, 1)
        ridges[name.upper()] = ridge
        axes.axhline(ridge, color=style.MUTED, linestyle="--", linewidth=1)
        style.note(axes, f"ridge in {name.upper()}: {ridge:,.0f}", (1.2, ridge), (0, 4), style.MUTED)
        table[f"ridge in {name} (FLOP/byte)"] = [ridge] * len(batches)
    axes.set(xscale="log", yscale="log", ylim=(1, 4000), xlabel="batch, sequences")
    axes.set_ylabel("FLOP for each byte read")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    short, long = (roofline.answer_tokens(claim) for claim in (SHORT_BATCH_CLAIM, LONG_BATCH_CLAIM))
    axes.set_title("Long answers never reach the ridge, at any batch")
    caption = (
        f"Arithmetic intensity of decoding {setting.model().title} with 8-bit weights and a 16-bit cache, against the "
        f"ridges of an H100. However large the batch, it stays below {limits[LONG_BATCH_CLAIM]:,.0f} FLOP per byte at "
        f"{long:,} tokens and below {limits[SHORT_BATCH_CLAIM]:,.0f} at {short}."
    )
    alt = (
        "Arithmetic intensity against batch on logarithmic axes, two rising curves that level off, and two dashed "
        f"ridge lines, at {' and '.join(f'{ridge:,.0f} FLOP per byte in {name}' for name, ridge in ridges.items())}. "
        f"The curve for {short:,} tokens levels off at {limits[SHORT_BATCH_CLAIM]:,.0f}, the one for {long:,} at "
        f"{limits[LONG_BATCH_CLAIM]:,.0f}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-interactivity-throughput", title="Interactivity against throughput", chapter=CHAPTER)
def interactivity_throughput() -> Plot:
    """The trade of speed against throughput at both lengths, and where capacity cuts it off."""
    machine = _machine()
    drawing, axes = style.new(7, 4)
    table: Table = {}
    full = {}
    for claim, color in LENGTHS.items():
        tokens, needs = roofline.answer_tokens(claim), _needs(roofline.answer_tokens(claim))
        batches = np.unique(np.geomspace(1, 3000, 240).round())
        times = _times(needs, machine)
        step = overlapped_step(batches, *times, 0, 0)
        speed, all_users = interactivity(step), throughput(batches, step)
        capacity = batch_by_capacity(machine.memory, needs.weights, needs.sequence)
        full[f"{tokens:,}"] = capacity
        fits = batches <= capacity
        axes.plot(speed[fits], all_users[fits], color=color)
        axes.plot(speed[~fits], all_users[~fits], color=color, linestyle=":", linewidth=1.2)
        edge = overlapped_step(capacity, *times, 0, 0)
        axes.plot(1 / edge, capacity / edge, "o", color=color)
        offset, align = ((-5, 6), "left") if claim == SHORT_BATCH_CLAIM else ((-4, -28), "right")
        style.note(axes, f"memory full\nat {capacity:,.0f} users", (1 / edge, capacity / edge), offset, color, ha=align)
        steep = int(np.argmin(abs(speed - 60)))
        style.note(axes, f"{tokens:,} tokens", (speed[steep], all_users[steep]), (-8, -10), color, ha="right")
        table[f"users, {tokens} tokens"] = batches.tolist()
        table[f"speed, {tokens} tokens (tokens/s per user)"] = speed.tolist()
        table[f"throughput, {tokens} tokens (tokens/s)"] = all_users.tolist()
    axes.axvline(setting.SPEED, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(axes, f"{setting.SPEED} tokens/s", (setting.SPEED, 60), (4, 0), style.MUTED)
    axes.set(yscale="log", ylim=(40, 60_000), xlim=(0, 80), xlabel="interactivity, tokens/s for each user")
    axes.set_ylabel("throughput, tokens/s of the node")
    axes.set_title("Speed for one is paid for by the number of users")
    caption = (
        f"Throughput against interactivity for {setting.model().title} on {setting.NODE}, full utilisation, perfect "
        "overlap, 8-bit weights and a 16-bit cache. Dotted: batches whose cache does not fit beside the weights."
    )
    alt = (
        f"Two falling curves of the node's throughput against each user's speed, for {listed(full)} tokens; the longer "
        "answer's lies lower. Dots where the node's memory is full, at "
        f"{listed(f'{users:,.0f}' for users in full.values())} users, cut them off. A dashed line marks "
        f"{setting.SPEED} tokens per second."
    )
    return Plot(drawing, table, caption, alt)


def _times(needs: Demand, machine: Supply) -> tuple[float, float, float]:
    """Seconds for the weights, for a sequence's cache and for a token's arithmetic."""
    return (
        read_seconds(needs.weights, machine.bandwidth, 1),
        read_seconds(needs.sequence, machine.bandwidth, 1),
        compute_seconds(needs.token, machine.peak, 1),
    )


@figure("fig-max-batch-length", title="Largest batch against length", chapter=CHAPTER)
def max_batch_length() -> Plot:
    """Each bound against length at the stated speed, and the two stated batches."""
    model, node = setting.model(), setting.node()
    lengths = np.geomspace(300, 30_000, 61)
    answers = [max_batch(model, node, Workload(length, setting.SPEED)) for length in lengths]
    drawing, axes = style.new(7, 4.2)
    table: Table = {"answer (tokens)": lengths.tolist()}
    for order, name in enumerate(BOUNDS):
        bounds = [answer.bounds[name] for answer in answers]
        axes.plot(lengths, bounds, color=style.SERIES[order])
        at = {"capacity": 48, "bandwidth": 48, "compute": 52}[name]
        below = name == "capacity"
        style.note(
            axes,
            name,
            (lengths[at], bounds[at] or 0),
            (-6, -14) if below else (4, 6),
            style.SERIES[order],
            ha="right" if below else "left",
        )
        table[f"bound by {name} (sequences)"] = bounds
    for claim in LENGTHS:
        tokens, batch = roofline.answer_tokens(claim), roofline.stated_batch(claim)
        axes.plot(tokens, batch, "D", color=style.INK, markersize=6)
        style.note(axes, f"article: {batch}", (tokens, batch), (-8, -16), style.INK, ha="right")
    axes.set(xscale="log", yscale="log", xlabel="answer, tokens", ylabel="largest batch, sequences")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("The stated batches lie on no plain bound")
    plain = {claim: roofline.solve(claim) for claim in LENGTHS}
    points = [
        f"At {roofline.answer_tokens(claim):,} tokens: "
        + ", ".join(f"{name} {bound:,.0f}" for name, bound in answer.bounds.items() if name in BOUNDS)
        + f", the article {roofline.stated_batch(claim)}."
        for claim, answer in plain.items()
    ]
    short, long = (roofline.answer_tokens(claim) for claim in (SHORT_BATCH_CLAIM, LONG_BATCH_CLAIM))
    caption = (
        f"Bounds on the batch at {setting.SPEED} tokens/s for each user, full utilisation, 8-bit weights, 16-bit "
        f"cache, memory by label. Plain assumptions give {plain[LONG_BATCH_CLAIM].max_batch} at {long:,} "
        f"tokens and {plain[SHORT_BATCH_CLAIM].max_batch} at {short:,}, both bound by capacity."
    )
    alt = (
        "Three bounds on the batch against answer length on logarithmic axes, and the article's two points. "
        + " ".join(points)
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-affine-offset", title="What a user costs besides the cache", chapter=CHAPTER)
def affine_offset() -> Plot:
    """The quotient of the two maximum batches in every affine model, by the one constant it depends on."""
    short, long = roofline.answer_tokens(SHORT_BATCH_CLAIM), roofline.answer_tokens(LONG_BATCH_CLAIM)
    fixed = np.linspace(0, 3000, 121)
    quotient = affine_quotient(fixed, short, long)
    band, whole, eights = roofline.cost_ratio(), roofline.offsets(), roofline.offsets(8)
    drawing, axes = style.new(7, 3.6)
    axes.axvspan(eights.low, eights.high, color=style.FILL[0], linewidth=0)
    axes.axvspan(whole.low, whole.high, color=style.FILL[1], linewidth=0)
    axes.plot(fixed, quotient, color=style.SERIES[0])
    middle = (whole.low + whole.high) / 2
    plain = roofline.plain_offset()
    marks = (
        (0.0, "cache alone"),
        (middle, f"stated: {whole.low:,.0f} to {whole.high:,.0f}"),
        (plain, "full utilisation, no overlap"),
    )
    quotients = [affine_quotient(at, short, long) for at, _ in marks]
    for (at, text), value in zip(marks, quotients, strict=True):
        axes.plot(at, value, "o", color=style.INK)
        shift = (10, 4) if at < plain else (-40, 24)
        style.note(axes, f"{text}: {value:.1f}×", (at, value), shift, style.INK, ha="left" if at < plain else "center")
    axes.set(xlim=(-60, 3000), ylim=(2, 10.5), xlabel="fixed cost of a user, tokens of cache")
    axes.set_ylabel("batch at the short over the long answer")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(
        f"Something worth {round(middle, -2):,.0f} tokens of cache brings {quotients[0]:.1f} down to {quotients[1]:.1f}"
    )
    table: Table = {"fixed cost (tokens of cache)": fixed.tolist(), "quotient of the batches": quotient.tolist()}
    caption = (
        f"The quotient of the batches at {short} and {long:,} tokens in any model whose cost is affine in length. The "
        f"stated quotient lies between {band.low:.2f} and {band.high:.2f}; the bands are the offsets it allows, for "
        "whole batches and, wider, for multiples of eight."
    )
    alt = (
        "A curve of the quotient of the two batches against a user's fixed cost in tokens of cache. It starts at "
        f"{quotients[0]:.1f} for the cache alone, passes the stated quotient of {quotients[1]:.1f} at {middle:,.0f} "
        f"tokens, and falls to {quotients[2]:.1f} at the {plain:,.0f} of a node at full utilisation without overlap."
    )
    return Plot(drawing, table, caption, alt)

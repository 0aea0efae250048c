"""Figures of the chapter on over-training."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from priceofthought.article import find, setting
from priceofthought.data import experiments
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed, span
from priceofthought.studies.overtraining import (
    CHEAPER,
    COMPUTE,
    Trade,
    interval_of,
    payback,
    published_trades,
    refit,
    refitted_trade,
    resampled_bought,
    testbed_trades,
)
from priceofthought.studies.today import size_family
from reasoncost import catalog
from reasoncost.laws import scaling

CHAPTER = "overtraining"
SHOWN = {
    "besiroglu2024": "Chinchilla, replication",
    "hoffmann2022": "Chinchilla, as printed",
    "gadre2024-redpajama": "RedPajama",
    "gadre2024-c4": "C4, over-trained",
}
"""The published fits drawn in colour; the others lie between them."""


def _shown() -> list[tuple[str, Trade, str]]:
    trades = {trade.name: trade for trade in published_trades()}
    return [(label, trades[name], style.SERIES[order]) for order, (name, label) in enumerate(SHOWN.items())]


def _plain_ticks(axis: Any, ticks: Sequence[float]) -> None:
    axis.set_ticks(ticks, [f"{tick:,g}" for tick in ticks])
    axis.axes.minorticks_off()


@figure("fig-overtraining-price", title="The price of a smaller model of equal loss", chapter=CHAPTER)
def price() -> Plot:
    """Compute multiplier against shrinkage for the published fits, solid within the range of over-trained runs."""
    drawing, axes = style.new(7, 4.4)
    longest, top = refit.longest_overtraining(), 2_000.0
    table: Table = {"smaller (times)": np.geomspace(1, 20, 200).tolist()}
    smaller = np.array(table["smaller (times)"])
    for trade in published_trades():
        multipliers = scaling.compute_multiplier(1 / smaller, trade.alpha, trade.beta)
        table[f"{trade.title} (times the compute)"] = [float(multiple) for multiple in multipliers]
        if trade.name not in SHOWN:
            axes.plot(smaller, multipliers, color=style.MUTED, linewidth=0.8)
    for order, (label, trade, color) in enumerate(_shown()):
        axes.annotate(label, (0.03, 0.93 - 0.065 * order), xycoords="axes fraction", color=color)
        ends = trade.smaller_within(longest)
        near = np.geomspace(1, ends, 60)
        far = np.geomspace(ends, 1 / trade.floor * 0.9999, 400)
        axes.plot(near, scaling.compute_multiplier(1 / near, trade.alpha, trade.beta), color=color, linewidth=2.4)
        axes.plot(far, scaling.compute_multiplier(1 / far, trade.alpha, trade.beta), color=color, linestyle="--")
        axes.plot(ends, trade.price(ends), "o", color=color, markersize=4)
    stated = find("overtraining").figure_stated
    axes.axhline(COMPUTE, color=style.MUTED, linestyle=":", linewidth=1)
    axes.plot([CHEAPER, CHEAPER], [stated.low, stated.high], color=style.INK, linewidth=4, solid_capstyle="butt")
    axes.annotate(
        "the claim",
        (CHEAPER, stated.low),
        xytext=(12, 7),
        fontweight="bold",
        arrowprops={"arrowstyle": "-", "color": style.INK, "linewidth": 0.8},
    )
    axes.set(xscale="log", yscale="log", xlim=(1, 20), ylim=(1, top))
    axes.set(xlabel="times smaller than the compute-optimal model", ylabel="times its training compute")
    _plain_ticks(axes.xaxis, (1, 2, 3, 4, 5, 6, 8, 10, 15, 20))
    _plain_ticks(axes.yaxis, (1, 3, 10, 30, 100, 300, 1000))
    axes.set_title("The fits agree where there is evidence, and part where the claim is")
    reached = [trade.smaller_within(longest) for trade in published_trades()]
    caption = (
        f"Training compute that a smaller model needs for the loss of the compute-optimal one, by {len(reached)} "
        f"published fits (in grey those that run beside the four named). Solid up to {longest:.0f} times the optimal "
        f"tokens per parameter, the longest over-training in the data, reached at {min(reached):.1f} to "
        f"{max(reached):.1f} times smaller; dashed beyond. Bar: the claim."
    )
    limits = [1 / trade.floor for trade in published_trades()]
    alt = (
        "Curves of training compute against how many times smaller the model is, on logarithmic axes, for "
        f"{len(reached)} fits. The evidence ends at {span(reached, '.1f')} times smaller; beyond, the curves part and "
        f"turn vertical at {span(limits, '.1f')} times. The claim is {CHEAPER} times smaller at {COMPUTE} times the "
        "compute."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-overtraining-bought", title="What a hundred times the compute buys", chapter=CHAPTER)
def bought() -> Plot:
    """Shrinkage at the article's compute for every fit, its floor, and the refit's interval."""
    own = [refitted_trade(), *testbed_trades()]
    rows = [*published_trades(), *own]
    drawing, axes = style.new(7, 4.4)
    interval = interval_of(resampled_bought())
    for row, trade in enumerate(rows):
        color = style.SERIES[1] if trade in own else style.SERIES[0]
        at, floor = trade.bought(), 1 / trade.floor
        axes.plot([at, floor], [row, row], color=style.GRID, linewidth=1.2)
        axes.plot(floor, row, "|", color=color, markersize=11)
        axes.plot(at, row, "o", color=color)
        if trade.name == "refit":
            axes.plot([interval.low, interval.high], [row, row], color=color, linewidth=3)
        style.note(axes, f"{at:.1f}", (at, row), (0, 6), ha="center", fontsize=8.5)
        price = trade.price()
        text = "no price" if math.isinf(price) else f"{price:,.0f}×"
        axes.annotate(text, (1.01, row), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    axes.annotate(
        "10× smaller for", (1.01, -0.9), xycoords=("axes fraction", "data"), va="center", fontsize=9, fontweight="bold"
    )
    axes.axvline(CHEAPER, color=style.MUTED, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(rows)), [trade.label for trade in rows], fontsize=8.5)
    axes.set(
        ylim=(len(rows) - 0.5, -1.3),
        xlim=(4, 18.5),
        xlabel=f"times smaller at {COMPUTE} times the compute (tick: limit)",
    )
    axes.grid(False, axis="y")
    axes.set_title("A hundredfold buys six to twelve times")
    table: Table = {
        "fit": [trade.title for trade in rows],
        "exponent alpha": [trade.alpha for trade in rows],
        "exponent beta": [trade.beta for trade in rows],
        "smaller at 100 times the compute (times)": [trade.bought() for trade in rows],
        "limit at any compute (times smaller)": [1 / trade.floor for trade in rows],
        "compute for 10 times smaller (times)": [trade.price() for trade in rows],
    }
    caption = (
        f"How many times smaller a model of equal loss {COMPUTE} times the compute buys (dots), how small any compute "
        f"gets it (ticks), and the price of {CHEAPER} times smaller (right). Blue: as published; orange: fitted here, "
        f"the bar is the 95 percent interval over resamples of Chinchilla's runs, {interval.low:.1f} to "
        f"{interval.high:.1f}."
    )
    short = sum(1 / trade.floor < CHEAPER for trade in rows)
    alt = (
        f"A row for each of {len(rows)} fits: a dot where {COMPUTE} times the compute leads, from "
        f"{span([trade.bought() for trade in rows], '.1f')} times smaller, and a tick at the limit that no compute "
        f"passes, which for {short} fits lies left of the line at {CHEAPER}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-overtraining-bootstrap", title="The refit's uncertainty about what a hundredfold buys", chapter=CHAPTER)
def bootstrap() -> Plot:
    """Distribution over the resamples of what the compute buys and of the limit."""
    bought = resampled_bought()
    limits = 1 / scaling.size_floor(*refit.read().exponents())
    drawing, axes = style.new(7, 3)
    bins = np.arange(4, 10.51, 0.1)
    counts = []
    for values, color, label, at in (
        (bought, style.SERIES[0], f"at {COMPUTE} times\nthe compute", 5.4),
        (limits, style.SERIES[1], "at any compute", 7.6),
    ):
        count, _ = np.histogram(values, bins)
        counts.append(count)
        axes.stairs(count, bins, color=color, linewidth=1.6)
        axes.annotate(label, (at, count.max() * 0.8), color=color, ha="right" if at < 6 else "left")
    axes.axvline(CHEAPER, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(axes, "the claim", (CHEAPER, counts[0].max() * 0.5), (-4, 0), ha="right")
    axes.set(xlim=(4, 10.5), xlabel="times smaller than the compute-optimal model", ylabel="resamples")
    axes.set_title("By Chinchilla's own runs, tenfold lies beyond every resample")
    table: Table = {
        "times smaller, from": bins[:-1].tolist(),
        "resamples at 100 times the compute": counts[0].tolist(),
        "resamples at any compute": counts[1].tolist(),
    }
    inner, outer = interval_of(bought), interval_of(limits)
    caption = (
        f"{len(bought):,} resamples of the runs behind Chinchilla, each fitted anew. A hundredfold compute makes the "
        f"model {inner.low:.1f} to {inner.high:.1f} times smaller, any compute {outer.low:.1f} to {outer.high:.1f} "
        f"times (95 percent). In {np.mean(limits >= CHEAPER):.0%} of the resamples tenfold has a price."
    )
    alt = (
        f"Two histograms over {len(bought):,} bootstrap resamples: how many times smaller {COMPUTE} times the compute "
        f"makes the model, with median {np.median(bought):.1f}, and the limit at any compute, with median "
        f"{np.median(limits):.1f} and at most {limits.max():.1f}. A line marks the claim, {CHEAPER}."
    )
    return Plot(drawing, table, caption, alt)


@figure(
    "fig-overtraining-testbed", title="A law fitted near the optimum, held against over-trained runs", chapter=CHAPTER
)
def testbed() -> Plot:
    """Prediction error by degree of over-training, for fits near the optimum and fits to all runs."""
    drawing, axes = style.new(7, 3.6)
    table: Table = {}
    for fit in refit.read().testbed:
        near = fit.limit < refit.longest_overtraining()
        errors = fit.errors()
        table["tokens per parameter (times 20)"] = list(errors)
        kind = "fitted near the optimum" if near else "fitted to all runs"
        table[f"{fit.corpus}, {kind} (relative error)"] = list(errors.values())
        percent = [100 * error for error in errors.values()]
        axes.plot(list(errors), percent, "o-", markersize=3.5, color=style.SERIES[1 if near else 0], linewidth=1.2)
    axes.axhline(0, color=style.MUTED, linewidth=1)
    axes.axvspan(0.25, 1, color=style.FILL[1], linewidth=0)
    axes.set_ylim(top=3.5)
    axes.annotate("fitted here", (0.5, -12), ha="center", color=style.SERIES[1])
    axes.annotate("fitted to runs in the band", (9, -11.5), ha="right", color=style.SERIES[1])
    axes.annotate("fitted to all runs", (9, 2.2), ha="right", color=style.SERIES[0])
    axes.set(
        xscale="log",
        xlabel="over-training: tokens per parameter, in multiples of 20",
        ylabel="predicted loss, percent off",
    )
    _plain_ticks(axes.xaxis, (0.25, 0.5, 1, 2, 4, 8, 16, 32))
    axes.set_title("Extrapolated into over-training, the law promises too much")
    fits = [fit for fit in refit.read().testbed if fit.limit == 1]
    worst = [fit.errors()[refit.longest_overtraining()] for fit in fits]
    caption = (
        f"Mean error of the predicted loss over {len(experiments.overtrained_models())} models of the over-training "
        f"testbed, by how far they are over-trained; three corpora. Fitted to the {fits[0].runs} runs a corpus with at "
        f"most 20 tokens per parameter (band), the law promises losses that are {-max(worst):.0%} to {-min(worst):.0%} "
        f"too low at the far end."
    )
    everywhere = [fit for fit in refit.read().testbed if fit.limit > 1]
    off = max(abs(error) for fit in everywhere for error in fit.errors().values())
    alt = (
        f"Error of the predicted loss against over-training, for {len(fits)} corpora. Laws fitted to at most 20 tokens "
        f"per parameter promise a loss {-max(worst):.0%} to {-min(worst):.0%} too low at "
        f"{refit.longest_overtraining():.0f} times that; laws fitted to all runs stay within {off:.1%} of the loss."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-overtraining-shapes", title="What shrinks when a real model shrinks", chapter=CHAPTER)
def shapes() -> Plot:
    """Ratios of parameters, FLOPs, served users and cache over context length within one family."""
    contexts = np.geomspace(512, 65_536, 15).round()
    big = size_family.MODELS[0]
    drawing, panels = style.new(7, 3.6, ncols=2)
    table: Table = {"context (tokens)": contexts.tolist()}
    kinds = {"parameters": "--", "flops": "-", "users": "-", "cache": "--"}
    names = {"parameters": "parameters", "flops": "FLOPs per token", "users": "users per node", "cache": "cache"}
    places = {"parameters": 14, "flops": 2, "users": 2, "cache": 2}
    for panel, small in zip(panels, size_family.MODELS[1:], strict=True):
        savings = [size_family.saving_by_size(big, small, float(context)) for context in contexts]
        title = catalog.model(small).title.split()[-1]
        for order, (kind, line) in enumerate(kinds.items()):
            ratios = [float(getattr(saving, kind)) for saving in savings]
            table[f"405B over {title}: {names[kind]} (ratio)"] = ratios
            panel.plot(contexts, ratios, line, color=style.SERIES[order])
            at = places[kind]
            style.note(
                panel,
                names[kind],
                (contexts[at], ratios[at]),
                (0, 5 if kind != "flops" else -14),
                style.SERIES[order],
                ha="right" if at > 7 else "left",
            )
        panel.set(xscale="log", yscale="log", xlabel="context, tokens")
        panel.set_ylim(top=1.2 * savings[0].parameters)
        panel.set_title(f"405B to {title}: {savings[0].parameters:.0f}× fewer parameters")
        _plain_ticks(panel.xaxis, (512, 2048, 8192, 32768))
    _plain_ticks(panels[0].yaxis, (1, 2, 3, 4, 5, 6))
    _plain_ticks(panels[1].yaxis, (2, 5, 10, 20, 50))
    panels[0].set_ylabel("times less (users: times more)")
    context = 8_192
    last = [size_family.saving_by_size(big, small, context) for small in size_family.MODELS[1:]]
    whole, *smaller = (catalog.model(name).title for name in size_family.MODELS)
    caption = (
        f"Llama 3.1 405B against 70B and 8B on {setting.NODE} at {setting.SPEED} tokens per second and user, 8-bit "
        f"weights, 16-bit cache. With {context:,} tokens of context, {last[0].parameters:.1f} times fewer parameters "
        f"serve {last[0].users:.1f} times the users, {last[1].parameters:.0f} times fewer serve {last[1].users:.0f} "
        "times."
    )
    alt = (
        f"Two panels of ratios against context, {whole} over {listed(smaller)}. At {context:,} tokens, in the first "
        "and the second: "
        + "; ".join(
            f"{name} {listed(f'{getattr(saving, kind):.1f}' for saving in last)}" for kind, name in names.items()
        )
        + ". The ratio of parameters is level."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-overtraining-lifetime", title="Lifetime compute against the volume of inference", chapter=CHAPTER)
def lifetime() -> Plot:
    """Lifetime FLOPs of the best size and of the hundredfold-trained model, relative to the compute-optimal fit."""
    volumes = np.geomspace(0.1, 100_000, 241)
    drawing, axes = style.new(7, 4)
    table: Table = {"inference tokens (times the training tokens)": volumes.tolist()}
    low, high = (payback.volume(bound, 1) for bound in (payback.fleet().low, payback.fleet().high))
    axes.axvspan(low, high, color=style.FILL[0], linewidth=0)
    axes.annotate("the stated fleet,\none year", (math.sqrt(low * high), 8), ha="center", va="center", fontsize=9)
    for label, trade, color in (_shown()[0], _shown()[-1]):
        sizes = scaling.size_ratio_for_inference(volumes, trade.alpha, trade.beta)
        best = [payback.lifetime(trade, 1 / size, volume) for size, volume in zip(sizes, volumes, strict=True)]
        hundred = [payback.lifetime(trade, trade.bought(), volume) for volume in volumes]
        table[f"{label}: best size (lifetime compute, ratio)"] = best
        table[f"{label}: {COMPUTE} times the compute (lifetime compute, ratio)"] = hundred
        axes.plot(volumes, best, color=color)
        axes.plot(volumes, hundred, "--", color=color)
        axes.plot(payback.pays_from(trade, trade.bought()), 1, "o", color=color)
        style.note(axes, label, (volumes[-1], best[-1]), (2, 0), color, va="center", fontsize=9, annotation_clip=False)
    axes.axhline(1, color=style.MUTED, linewidth=1)
    axes.annotate("100 times the compute", (0.12, 22), fontsize=9)
    axes.annotate("best size for the volume", (0.12, 0.5), fontsize=9)
    axes.set(xscale="log", yscale="log", ylim=(0.06, 110), xlim=(0.1, 100_000))
    axes.set(xlabel="inference tokens over the training tokens of the optimum", ylabel="lifetime compute, ratio")
    _plain_ticks(axes.xaxis, (0.1, 1, 10, 100, 1000, 10_000, 100_000))
    _plain_ticks(axes.yaxis, (0.1, 0.3, 1, 3, 10, 30, 100))
    axes.set_title("Where a hundredfold first pays, a sixfold saves three quarters")
    trades = published_trades()
    pays = [payback.pays_from(trade, trade.bought()) for trade in trades]
    there = [payback.best_for(trade, pay) for trade, pay in zip(trades, pays, strict=True)]
    prices = [trade.price(size) for trade, size in zip(trades, there, strict=True)]
    caption = (
        f"Training and inference compute of a smaller model of equal loss, over that of the compute-optimal one, for "
        f"two fits. A hundredfold training (dashed) breaks even at {min(pays):,.0f} to {max(pays):,.0f} times the "
        f"training tokens over all fits; the best size for that volume takes {min(prices):.1f} to {max(prices):.1f} "
        f"times the compute."
    )
    best_at = [payback.best_from(trade, trade.bought()) for trade in trades]
    alt = (
        "Curves of lifetime compute relative to the compute-optimal model, over the volume of inference. The best size "
        f"for each volume saves from the start; {COMPUTE} times the training costs more until {span(pays, ',.0f')} "
        f"times the training tokens and is best only at {span(best_at, ',.0f')} times."
    )
    return Plot(drawing, table, caption, alt)

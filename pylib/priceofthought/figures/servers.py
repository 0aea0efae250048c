"""Figures of the chapter that holds the laws against implementations and measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies.servers.answers import ratios, stated_ratio
from priceofthought.studies.servers.bound import Bound, valid
from priceofthought.studies.servers.capacity import memory_breakdowns
from priceofthought.studies.servers.estimate import FITTED, fit_set, trials
from reasoncost.units import GIB

CHAPTER = "servers"

SORTS: dict[str, tuple[str, ...]] = {
    "one sequence alone": ("bandwidth",),
    "a stated batch": ("step", "static"),
    "a batch the server chose": ("throughput",),
}
"""What the measurements are, in a reader's words, by their kinds."""


@figure("fig-reality-bound", title="Measured speed against the bound", chapter=CHAPTER)
def bound() -> Plot:
    """Every valid measurement against its bound."""
    drawing, axes = style.new(7, 5)
    limits = (8, 400_000)
    axes.plot(limits, limits, color=style.INK, linewidth=1)
    style.note(axes, "the bound", (30_000, 30_000), (-8, 4), ha="right")
    places = {"one sequence alone": (60, 14), "a stated batch": (2600, 60), "a batch the server chose": (9000, 300)}
    for order, (name, kinds) in enumerate(SORTS.items()):
        rows = [bound for bound in valid() if bound.measurement.kind in kinds]
        points = ([bound.most_tokens_per_second for bound in rows], [bound.tokens_per_second for bound in rows])
        axes.plot(*points, "os^"[order], color=style.SERIES[order], markersize=3.5, linewidth=0)
        axes.annotate(f"{name} ({len(rows)})", places[name], color=style.SERIES[order])
    axes.set(xscale="log", yscale="log", xlim=limits, ylim=limits)
    axes.set_xlabel("bound: output tokens per second of the system")
    axes.set_ylabel("measured: output tokens per second")
    axes.set_title("No measurement lies above its bound")
    rows = sorted(valid(), key=lambda bound: bound.measurement.id)
    table: Table = {
        "measurement": [bound.measurement.id for bound in rows],
        "model": [str(bound.measurement.model) for bound in rows],
        "accelerator": [str(bound.measurement.accelerator) for bound in rows],
        "accelerators": [bound.measurement.accelerators or 1 for bound in rows],
        "batch (sequences)": [bound.batch for bound in rows],
        "context (tokens)": [bound.context for bound in rows],
        "binds": [bound.regime for bound in rows],
        "bound (tokens/s)": [bound.most_tokens_per_second for bound in rows],
        "measured (tokens/s)": [bound.tokens_per_second for bound in rows],
        "share of the bound": [bound.share for bound in rows],
    }
    shares = [bound.share for bound in rows]
    caption = (
        f"Output tokens per second of {len(rows)} published measurements against the roofline's bound for their stated "
        f"conditions. The greatest share of a bound that was reached is {max(shares):.0%}, the median "
        f"{np.median(shares):.0%}. Runs that emit several tokens a step, and simulated ones, are left out."
    )
    nearer, farther = np.quantile(1 / np.array(shares), (0.25, 0.75))
    alt = (
        "Scatter of measured against greatest possible output tokens per second on logarithmic axes. "
        f"{sum(share <= 1 for share in shares)} of {len(rows)} points lie on or below the diagonal, which is the "
        f"bound: half of them by a factor of {nearer:.1f} to {farther:.1f}, the nearest by {1 / max(shares):.1f}."
    )
    return Plot(drawing, table, caption, alt)


def _bins(values: Sequence[float], edges: Sequence[float]) -> list[tuple[float, float]]:
    """The neighbouring edges between which some value lies."""
    return [(low, high) for low, high in pairwise(edges) if any(low <= value < high for value in values)]


def _columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A table by columns from its rows."""
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))


def _spread(shares: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(shares, [0.1, 0.5, 0.9])
    return float(low), float(middle), float(high)


@figure("fig-reality-shares", title="Which share of the bound is reached", chapter=CHAPTER)
def shares() -> Plot:
    """Share of the bound by number of accelerators, batch and context."""
    drawing, panels = style.new(7, 3.2, ncols=3, sharey=True)
    views: list[tuple[str, Callable[[Bound], float], list[float]]] = [
        ("accelerators", lambda bound: bound.measurement.accelerators or 1, [1, 2, 4, 8, 16]),
        ("sequences in the batch", lambda bound: bound.batch, [1, 8, 32, 128, 512, 2048, 8192]),
        ("context, tokens", lambda bound: bound.context, [64, 512, 2048, 8192, 32768]),
    ]
    rows = fit_set()
    quantiles: list[tuple[Any, ...]] = []
    for axes, (name, of, edges) in zip(panels, views, strict=True):
        places = []
        for place, (low, high) in enumerate(_bins([of(bound) for bound in rows], edges)):
            inside = [bound.share for bound in rows if low <= of(bound) < high]
            ten, middle, ninety = _spread(inside)
            axes.plot([place, place], [ten, ninety], color=style.SERIES[0], linewidth=2)
            axes.plot(place, middle, "o", color=style.SERIES[0])
            places.append(f"{low:g}" if name == "accelerators" else f"{low:,.0f}")
            quantiles.append((name, low, high, len(inside), ten, middle, ninety))
        axes.set_xticks(range(len(places)), places, rotation=0 if name == "accelerators" else 40)
        axes.set_xlabel(name if name == "accelerators" else f"{name} (from)")
        axes.grid(False, axis="x")
        axes.set_ylim(0, 1)
        axes.set_xlim(-0.5, len(places) - 0.5)
    panels[0].set_ylabel("share of the bound")
    panels[0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    panels[0].set_title("Splitting a model over accelerators costs speed")
    table = _columns(("by", "from", "below", "measurements", "10%", "median", "90%"), quantiles)
    alone, eight = (np.median([row.share for row in rows if row.measurement.accelerators == count]) for count in (1, 8))
    caption = (
        f"Share of the bound that {len(rows)} measurements with fully stated conditions reach within one scale-up "
        f"domain: median, and the range from the tenth to the ninetieth percentile. The median is {alone:.0%} on one "
        f"accelerator and {eight:.0%} on eight. Batches are stated, or what the memory holds."
    )
    medians = {
        name.partition(",")[0]: ", ".join(f"{row[5]:.0%}" for row in quantiles if row[0] == name)
        for name in dict.fromkeys(table["by"])
    }
    alt = (
        "Three panels of the share of the bound that is reached, median and spread. The medians from left to right: "
        + "; ".join(f"by {name}, {values}" for name, values in medians.items())
        + "."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-reality-errors", title="How far four estimates are off", chapter=CHAPTER)
def errors() -> Plot:
    """Distribution of the errors of the estimates, each system estimated by a fit to all others."""
    drawing, axes = style.new(7, 3.8)
    axes.set_xlim(0, 1)
    table: Table = {"share of measurements": (shares := np.linspace(0.05, 0.95, 19)).tolist()}
    for order, (name, trial) in enumerate(trials().items()):
        reached = np.sort(trial.errors)
        axes.plot(reached, np.arange(1, len(reached) + 1) / len(reached), color=style.SERIES[order])
        axes.annotate(f"{name}: {trial.median_error:.0%}", (0.32, 0.14 + 0.09 * order), color=style.SERIES[order])
        table[f"error, {name}"] = [trial.error_below(share) for share in shares]
    axes.axhline(0.5, color=style.MUTED, linestyle="--", linewidth=1)
    axes.set_ylim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("relative error of the estimated time of a step (labels: median)")
    axes.set_ylabel("share of measurements below it")
    axes.set_title("Four coefficients turn a bound into an estimate")
    systems = len({bound.system for bound in fit_set()})
    caption = (
        f"Relative error of four estimates on {len(fit_set())} measurements of {systems} systems. Every system is "
        f"estimated with coefficients fitted to the others only. With all-reduces, nine in ten are within "
        f"{trials()[FITTED].error_below(0.9):.0%}."
    )
    medians = ", ".join(f"{name} {trial.median_error:.0%}" for name, trial in trials().items())
    alt = (
        f"Cumulative curves of the relative error of {len(trials())} estimates of the time of a step, on systems that "
        f"their fit has not seen. Median errors: {medians}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-reality-accelerators", title="Where the estimate still fails", chapter=CHAPTER)
def accelerators() -> Plot:
    """Estimated over measured time by accelerator."""
    rows = list(zip(fit_set(), trials()[FITTED].ratio, strict=True))
    names = list(dict.fromkeys(str(bound.measurement.accelerator) for bound, _ in rows))
    drawing, axes = style.new(7, 2.6)
    axes.axvline(1, color=style.INK, linewidth=1)
    quantiles: list[tuple[Any, ...]] = []
    names.sort(key=lambda name: -_spread([ratio for bound, ratio in rows if bound.measurement.accelerator == name])[1])
    for row, name in enumerate(names):
        inside = [ratio for bound, ratio in rows if bound.measurement.accelerator == name]
        low, middle, high = _spread(inside)
        axes.plot([low, high], [row, row], color=style.SERIES[0], linewidth=2)
        axes.plot(middle, row, "o", color=style.SERIES[0])
        quantiles.append((name, len(inside), low, middle, high))
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0.3, 1.5)
    axes.grid(False, axis="y")
    axes.set_xlabel("estimated over measured time of a step (median, 10–90%)")
    axes.set_title("The newest parts were slower than the estimate")
    table = _columns(("accelerator", "measurements", "10%", "median", "90%"), quantiles)
    caption = (
        "Estimated over measured time of a step, by accelerator, with the fit that includes all-reduces and has not "
        "seen the system. Left of the line the measured system was slower than the estimate."
    )
    medians = ", ".join(f"{name} {middle:.2f}" for name, _, _, middle, _ in quantiles)
    alt = (
        "Estimated over measured time of a step by accelerator, median and spread, beside a line at one, where the "
        f"estimate is right. The medians from the top: {medians}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-reality-memory", title="Where the memory of one accelerator went", chapter=CHAPTER)
def memory() -> Plot:
    """What four start-up logs say about the memory of one accelerator."""
    rows = memory_breakdowns()
    titles = [_title(ledger.measurement) for ledger in rows]
    drawing, axes = style.new(7, 3.4)
    colors = (style.MUTED, style.GRID, style.FILL[1], style.SERIES[1], style.SERIES[0])
    left = np.zeros(len(rows))
    cached = [ledger.cache / ledger.memory for ledger in rows]
    table: Table = {"start": titles}
    for name, color in zip(rows[0].parts, colors, strict=True):
        share = np.array([ledger.parts[name] / ledger.memory for ledger in rows])
        axes.barh(titles, share, left=left, color=color, height=0.55)
        table[f"{name} (GiB)"] = [ledger.parts[name] / GIB for ledger in rows]
        left += share
    for row, part in enumerate(cached):
        style.note(axes, f"{part:.0%}", (1, row), (4, 0), va="center")
    axes.invert_yaxis()
    axes.set_xlim(0, 1.07)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if value <= 1 else "")
    axes.grid(False, axis="y")
    axes.set_xlabel("share of one accelerator's memory (number: the cache)")
    axes.set_title("Little of the memory ends up as cache")
    drawing.legend(
        [axes.containers[order][0] for order in range(len(colors))],
        list(rows[0].parts),
        loc="outside lower center",
        ncols=3,
        fontsize=9,
    )
    caption = (
        "Where the memory of one accelerator went in four logged starts of vLLM. The cache, at the right end, gets "
        f"{min(cached):.0%} to {max(cached):.0%}."
    )
    alt = (
        f"Stacked bars of one accelerator's memory for {len(rows)} logged starts, from left to right: "
        f"{'; '.join(rows[0].parts)}. The cache takes {min(cached):.0%} to {max(cached):.0%}."
    )
    return Plot(drawing, table, caption, alt)


def _title(measurement: Any) -> str:
    longest = f"{measurement.details['longest_sequence']:,.0f}"
    accelerators = f"{measurement.accelerators}x{measurement.accelerator.partition('-')[0]}"
    return f"{measurement.published_model}\n{accelerators}, up to {longest}"


@figure("fig-reality-ratios", title="How many times the tokens reasoning takes", chapter=CHAPTER)
def token_ratios() -> Plot:
    """Ratios of output tokens, reasoning over plain."""
    rows = ratios()
    drawing, axes = style.new(7, 2.4)
    for row, source in enumerate(rows):
        color = style.SERIES[1] if row == 0 else style.SERIES[0] if source.same_tasks else style.MUTED
        axes.plot(source.ratio, row, "o", color=color)
        style.note(axes, f"{source.ratio:.1f}", (source.ratio, row), (8, 0), va="center")
    axes.axvline(stated_ratio(), color=style.MUTED, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(rows)), [source.name for source in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 20)
    axes.grid(False, axis="y")
    axes.set_xlabel("output tokens, reasoning over plain (grey: on different tasks)")
    axes.set_title("The puzzle's ratio is an ordinary one")
    table: Table = {
        "source": [source.name for source in rows],
        "ratio": [source.ratio for source in rows],
        "same tasks": [source.same_tasks for source in rows],
        "what": [source.note for source in rows],
    }
    caption = (
        f"Output tokens of reasoning models over those of plain ones. The article's puzzle gives {stated_ratio():.1f}; "
        f"published averages run from {min(source.ratio for source in rows[1:]):.1f} to "
        f"{max(source.ratio for source in rows[1:]):.1f}."
    )
    dots = "; ".join(f"{source.name} {source.ratio:.1f}" for source in rows)
    alt = f"Dots of the ratio of reasoning to plain output tokens from {len(rows)} sources: {dots}."
    return Plot(drawing, table, caption, alt)

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
from priceofthought.studies.servers.capacity import ledgers
from priceofthought.studies.servers.estimate import FITTED, fit_set, trials
from reasoncost.units import GIB

CHAPTER = "servers"

SORTS: dict[str, tuple[str, ...]] = {
    "one sequence alone": ("bandwidth",),
    "a stated batch": ("step", "static"),
    "a batch the server chose": ("throughput",),
}
"""What the measurements are, in a reader's words, by their kinds."""


@figure(
    "fig-reality-bound",
    title="Measured speed against the bound",
    chapter=CHAPTER,
    alt="Scatter of measured against greatest possible output tokens per second on logarithmic axes, over four orders "
    "of magnitude. All points lie below the diagonal, most by a factor of two to five.",
)
def bound() -> Plot:
    """Every valid measurement against its bound."""
    drawing, axes = style.new(7, 5)
    limits = (8, 400_000)
    axes.plot(limits, limits, color=style.INK, linewidth=1)
    axes.annotate("the bound", (30_000, 30_000), xytext=(-8, 4), textcoords="offset points", ha="right")
    places = {"one sequence alone": (60, 14), "a stated batch": (2600, 60), "a batch the server chose": (9000, 300)}
    for order, (name, kinds) in enumerate(SORTS.items()):
        rows = [one for one in valid() if one.measurement.kind in kinds]
        points = ([one.most_tokens_per_second for one in rows], [one.tokens_per_second for one in rows])
        axes.plot(*points, "os^"[order], color=style.SERIES[order], markersize=3.5, linewidth=0)
        axes.annotate(f"{name} ({len(rows)})", places[name], color=style.SERIES[order])
    axes.set(xscale="log", yscale="log", xlim=limits, ylim=limits)
    axes.set_xlabel("bound: output tokens per second of the system")
    axes.set_ylabel("measured: output tokens per second")
    axes.set_title("No measurement lies above its bound")
    rows = sorted(valid(), key=lambda one: one.measurement.id)
    table: Table = {
        "measurement": [one.measurement.id for one in rows],
        "model": [str(one.measurement.model) for one in rows],
        "accelerator": [str(one.measurement.accelerator) for one in rows],
        "accelerators": [one.measurement.accelerators or 1 for one in rows],
        "batch (sequences)": [one.batch for one in rows],
        "context (tokens)": [one.context for one in rows],
        "binds": [one.regime for one in rows],
        "bound (tokens/s)": [one.most_tokens_per_second for one in rows],
        "measured (tokens/s)": [one.tokens_per_second for one in rows],
        "share of the bound": [one.share for one in rows],
    }
    shares = [one.share for one in rows]
    caption = (
        f"Output tokens per second of {len(rows)} published measurements against the roofline's bound for their stated "
        f"conditions. The greatest share of a bound that was reached is {max(shares):.0%}, the median "
        f"{np.median(shares):.0%}. Runs that emit several tokens a step, and simulated ones, are left out."
    )
    return Plot(drawing, table, caption)


def _bins(values: Sequence[float], edges: Sequence[float]) -> list[tuple[float, float]]:
    """The neighbouring edges between which some value lies."""
    return [(low, high) for low, high in pairwise(edges) if any(low <= value < high for value in values)]


def _columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A table by columns from its rows."""
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))


def _spread(shares: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(shares, [0.1, 0.5, 0.9])
    return float(low), float(middle), float(high)


@figure(
    "fig-reality-shares",
    title="Which share of the bound is reached",
    chapter=CHAPTER,
    alt="Three panels of the share of the bound reached, median and spread, against the number of accelerators, the "
    "batch and the context. The share falls from one or two accelerators to four and eight; batch and context show no "
    "steady trend.",
)
def shares() -> Plot:
    """Share of the bound by number of accelerators, batch and context."""
    drawing, panels = style.new(7, 3.2, ncols=3, sharey=True)
    views: list[tuple[str, Callable[[Bound], float], list[float]]] = [
        ("accelerators", lambda one: one.measurement.accelerators or 1, [1, 2, 4, 8, 16]),
        ("sequences in the batch", lambda one: one.batch, [1, 8, 32, 128, 512, 2048, 8192]),
        ("context, tokens", lambda one: one.context, [64, 512, 2048, 8192, 32768]),
    ]
    rows = fit_set()
    found: list[tuple[Any, ...]] = []
    for axes, (name, of, edges) in zip(panels, views, strict=True):
        places = []
        for place, (low, high) in enumerate(_bins([of(one) for one in rows], edges)):
            inside = [one.share for one in rows if low <= of(one) < high]
            ten, middle, ninety = _spread(inside)
            axes.plot([place, place], [ten, ninety], color=style.SERIES[0], linewidth=2)
            axes.plot(place, middle, "o", color=style.SERIES[0])
            places.append(f"{low:g}" if name == "accelerators" else f"{low:,.0f}")
            found.append((name, low, high, len(inside), ten, middle, ninety))
        axes.set_xticks(range(len(places)), places, rotation=0 if name == "accelerators" else 40)
        axes.set_xlabel(name if name == "accelerators" else f"{name} (from)")
        axes.grid(False, axis="x")
        axes.set_ylim(0, 1)
        axes.set_xlim(-0.5, len(places) - 0.5)
    panels[0].set_ylabel("share of the bound")
    panels[0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    panels[0].set_title("Splitting a model over accelerators costs speed")
    table = _columns(("by", "from", "below", "measurements", "10%", "median", "90%"), found)
    one, eight = (np.median([row.share for row in rows if row.measurement.accelerators == count]) for count in (1, 8))
    caption = (
        f"Share of the bound that {len(rows)} measurements with fully stated conditions reach within one scale-up "
        f"domain: median, and the range from the tenth to the ninetieth percentile. The median is {one:.0%} on one "
        f"accelerator and {eight:.0%} on eight. Batches are stated, or what the memory holds."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-reality-errors",
    title="How far four estimates are off",
    chapter=CHAPTER,
    alt="Cumulative curves of the relative error of four estimates on systems their fit has not seen. The plain bound "
    "is off by some 70 percent; one efficiency, three coefficients and a fourth for all-reduces come ever closer.",
)
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
    systems = len({one.system for one in fit_set()})
    caption = (
        f"Relative error of four estimates on {len(fit_set())} measurements of {systems} systems. Every system is "
        f"estimated with coefficients fitted to the others only. With all-reduces, nine in ten are within "
        f"{trials()[FITTED].error_below(0.9):.0%}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-reality-accelerators",
    title="Where the estimate still fails",
    chapter=CHAPTER,
    alt="Ratio of estimated to measured time by accelerator, median and spread. A100, H100 and H200 lie around one; "
    "B200, GB200 and MI355X lie below one: they were slower than the estimate.",
)
def accelerators() -> Plot:
    """Estimated over measured time by accelerator."""
    rows = list(zip(fit_set(), trials()[FITTED].ratio, strict=True))
    names = list(dict.fromkeys(str(one.measurement.accelerator) for one, _ in rows))
    drawing, axes = style.new(7, 2.6)
    axes.axvline(1, color=style.INK, linewidth=1)
    found: list[tuple[Any, ...]] = []
    names.sort(key=lambda name: -_spread([ratio for one, ratio in rows if one.measurement.accelerator == name])[1])
    for row, name in enumerate(names):
        inside = [ratio for one, ratio in rows if one.measurement.accelerator == name]
        low, middle, high = _spread(inside)
        axes.plot([low, high], [row, row], color=style.SERIES[0], linewidth=2)
        axes.plot(middle, row, "o", color=style.SERIES[0])
        found.append((name, len(inside), low, middle, high))
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0.3, 1.5)
    axes.grid(False, axis="y")
    axes.set_xlabel("estimated over measured time of a step (median, 10–90%)")
    axes.set_title("The newest parts were slower than the estimate")
    table = _columns(("accelerator", "measurements", "10%", "median", "90%"), found)
    caption = (
        "Estimated over measured time of a step, by accelerator, with the fit that includes all-reduces and has not "
        "seen the system. Left of the line the measured system was slower than the estimate."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-reality-memory",
    title="Where the memory of one accelerator went",
    chapter=CHAPTER,
    alt="Stacked bars of one accelerator's memory for four logged starts. The cache takes between 6 and 16 percent; "
    "weights beyond the stated format, memory left alone and a part not broken down take the rest.",
)
def memory() -> Plot:
    """What four start-up logs say about the memory of one accelerator."""
    rows = ledgers()
    titles = [_title(one.measurement) for one in rows]
    drawing, axes = style.new(7, 3.4)
    colors = (style.MUTED, style.GRID, style.FILL[1], style.SERIES[1], style.SERIES[0])
    left = np.zeros(len(rows))
    table: Table = {"start": titles}
    for name, color in zip(rows[0].parts, colors, strict=True):
        share = np.array([one.parts[name] / one.memory for one in rows])
        axes.barh(titles, share, left=left, color=color, height=0.55)
        table[f"{name} (GiB)"] = [one.parts[name] / GIB for one in rows]
        left += share
    for row, one in enumerate(rows):
        axes.annotate(f"{one.cache / one.memory:.0%}", (1, row), xytext=(4, 0), textcoords="offset points", va="center")
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
        f"{min(one.cache / one.memory for one in rows):.0%} to {max(one.cache / one.memory for one in rows):.0%}."
    )
    return Plot(drawing, table, caption)


def _title(one: Any) -> str:
    longest = f"{one.details['longest_sequence']:,.0f}"
    return f"{one.published_model}\n{one.accelerators}x{one.accelerator.partition('-')[0]}, up to {longest}"


@figure(
    "fig-reality-ratios",
    title="How many times the tokens reasoning takes",
    chapter=CHAPTER,
    alt="Dots of the ratio of reasoning to plain output tokens from five sources: between about six and eighteen, with "
    "the article's puzzle near ten.",
)
def token_ratios() -> Plot:
    """Ratios of output tokens, reasoning over plain."""
    rows = ratios()
    drawing, axes = style.new(7, 2.4)
    for row, one in enumerate(rows):
        color = style.SERIES[1] if row == 0 else style.SERIES[0] if one.same_tasks else style.MUTED
        axes.plot(one.ratio, row, "o", color=color)
        axes.annotate(f"{one.ratio:.1f}", (one.ratio, row), xytext=(8, 0), textcoords="offset points", va="center")
    axes.axvline(stated_ratio(), color=style.MUTED, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(rows)), [one.name for one in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, 20)
    axes.grid(False, axis="y")
    axes.set_xlabel("output tokens, reasoning over plain (grey: on different tasks)")
    axes.set_title("The puzzle's ratio is an ordinary one")
    table: Table = {
        "source": [one.name for one in rows],
        "ratio": [one.ratio for one in rows],
        "same tasks": [one.same_tasks for one in rows],
        "what": [one.note for one in rows],
    }
    caption = (
        f"Output tokens of reasoning models over those of plain ones. The article's puzzle gives {stated_ratio():.1f}; "
        f"published averages run from {min(one.ratio for one in rows[1:]):.1f} to "
        f"{max(one.ratio for one in rows[1:]):.1f}."
    )
    return Plot(drawing, table, caption)

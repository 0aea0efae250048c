"""Figures of the chapter on training by reasoning."""

from __future__ import annotations

import numpy as np

from priceofthought.article import find, setting, source, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import training
from priceofthought.studies.training import hosts, llama_run, runs
from reasoncost import catalog
from reasoncost.laws.training import compute_saved, parity_generated_tokens
from reasoncost.units import TRILLION

CHAPTER = "training"


@figure("fig-berry-totals", title="What hundreds of trillions need", chapter=CHAPTER)
def berry_totals() -> Plot:
    """Totals over the stated ranges, with the pre-training set and the stock of public text beside them."""
    few, many = stated("berry-trajectories").low, stated("berry-trajectories").high
    problems, lengths = stated("berry-problems").middle, np.geomspace(few, many, 61)
    totals = {
        "pre-training set of Llama 3.1": llama_run.published("tokens"),
        "a hundred trillion": stated("berry-total-tokens").low,
        "all public text": source("public-text-stock").figure,
    }
    drawing, axes = style.new(6.4, 4.6)
    lower = np.clip(totals["a hundred trillion"] / problems / lengths, few, many)
    axes.fill_between(lengths, lower, many, color=style.FILL[0], linewidth=0)
    table: Table = {"tokens per trajectory": lengths.tolist()}
    for order, (name, total) in enumerate(totals.items()):
        needed = total / problems / lengths
        axes.plot(lengths, needed, color=style.SERIES[order])
        at = (1_060, 1_960, 4_300)[order]
        style.note(axes, f"{name}: {total / TRILLION:,.4g}T", (at, total / problems / at), (8, 4), style.SERIES[order])
        table[f"trajectories per problem for {total / TRILLION:,.4g}T tokens ({name})"] = needed.tolist()
    axes.set(xscale="log", yscale="log", xlim=(few, many), ylim=(few, many))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:,.0f}")
        axis.set_minor_formatter("")
        axis.set_ticks([1_000, 2_000, 5_000, 10_000])
    axes.set(xlabel="tokens per trajectory", ylabel="trajectories per problem")
    axes.set_title("Hundreds of trillions are the upper half of the stated range")
    caption = (
        f"Trajectories and lengths that the article's thousands admit, for {problems:,.0f} problems. Shaded: totals of "
        f"a hundred trillion tokens and more. They need {training.needed_per_problem():,.0f} tokens a problem."
    )
    lines = ", ".join(f"{name} {total / TRILLION:,.4g}T" for name, total in totals.items())
    alt = (
        f"The plane of trajectories per problem against tokens per trajectory, both from {few:,.0f} to {many:,.0f} on "
        f"logarithmic axes. Lines of equal totals cut it, in tokens: {lines}. The shaded upper right is the "
        f"totals from {stated('berry-total-tokens').low / TRILLION:,.0f}T up."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-posttraining-parity", title="Generated tokens at which post-training equals pre-training", chapter=CHAPTER)
def posttraining_parity() -> Plot:
    """Parity against selectivity, for recipes."""
    candidates = np.geomspace(1, 1000, 91)
    drawing, axes = style.new(7, 3.8)
    table: Table = {"candidates for each answer learned from": candidates.tolist()}
    ends = []
    recipes = (
        (0, 1, "no verifier"),
        (1, 1, "one verifier"),
        (4, 1, "four verifiers"),
        (4, 3, "four, generator thrice"),
    )
    for order, (verifiers, size, text) in enumerate(recipes):
        tokens = parity_generated_tokens(1, candidates, verifiers, size)
        ends.append(f"{text}, {tokens[0]:.2f} to {tokens[-1]:.2f}")
        axes.plot(candidates, tokens, color=style.SERIES[order])
        style.note(axes, text, (1_000, tokens[-1]), (5, -3), style.SERIES[order])
        table[f"generated per pre-training token, {text}"] = tokens.tolist()
    axes.axhline(1, color=style.MUTED, linestyle="--", linewidth=1)
    axes.annotate("as many as were pre-trained on", (20, 1.04), color=style.MUTED)
    axes.set(xscale="log", xlim=(1, 8_000), ylim=(0, 3.3), xlabel="candidates for each answer learned from")
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.minorticks_off()
    axes.set_ylabel("generated tokens per pre-training token")
    axes.set_title("At three times the pre-training set, generation alone costs as much")
    caption = (
        "Generated tokens for each pre-training token at which post-training takes as many FLOPs as pre-training. The "
        "size of the model does not matter; selecting hard makes learning cheap, verifiers and a larger generator cost "
        "more."
    )
    alt = (
        "Curves of generated tokens per pre-training token against candidates for each answer learned from. They rise "
        f"and level off: {'; '.join(ends)}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-verifier-budget", title="CPU time there is to verify a trajectory", chapter=CHAPTER)
def verifier_budget() -> Plot:
    """Cores per accelerator, and core time per trajectory, for the article's three systems."""
    rows = [hosts.host(name) for name in hosts.SYSTEMS]
    names = [host.name for host in rows]
    drawing, (left, right) = style.new(7.2, 2.4, ncols=2, sharey=True)
    for axes, values, label in (
        (left, [host.cores for host in rows], "CPU cores per accelerator"),
        (right, [host.seconds for host in rows], "core-seconds per trajectory"),
    ):
        axes.barh(names, values, color=style.SERIES[0], height=0.55)
        for row, value in enumerate(values):
            style.note(axes, f"{value:,.0f}", (value, row), (4, 0), va="center")
        axes.set(xlabel=label, xlim=(0, 1.18 * max(values)))
        axes.grid(False, axis="y")
    left.invert_yaxis()
    left.set_title("More cores per accelerator, less time per trajectory")
    table: Table = {
        "system": names,
        "cores per accelerator": [host.cores for host in rows],
        "tokens per second and accelerator": [host.rate for host in rows],
        "core-seconds per trajectory": [host.seconds for host in rows],
    }
    caption = (
        "CPU cores beside each accelerator, and the core time that is there for each trajectory of "
        f"{hosts.trajectory_tokens():,.0f} tokens, if {setting.model().title} generates with the largest "
        f"batch that keeps {setting.SPEED} tokens per second and user, as fast as the roofline lets that batch run."
    )
    bars = "; ".join(f"{host.name} {host.cores:,.0f} and {host.seconds:,.0f}" for host in rows)
    alt = (
        f"Two panels of bars for {len(rows)} systems: CPU cores for each accelerator, and core-seconds for each "
        f"trajectory. {bars}. More cores can leave less time, where accelerators generate faster."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-run-length", title="How long training runs take", chapter=CHAPTER)
def run_length() -> Plot:
    """The run of Llama 3.1 405B computed twice, its window, and other published runs."""
    others = {run.name: run.days for run in runs.published_runs() if not run.name.startswith("Llama")}
    mfu = llama_run.published("mfu")
    days = {
        "Llama 3.1 405B: window of interruptions": llama_run.window_days(),
        f"Llama 3.1 405B: FLOPs at {mfu:.0%} of the peak": llama_run.days_at(mfu),
        "Llama 3.1 405B: booked hours, at least": llama_run.booked_days(),
        **others,
    }
    stated = find("run-length").figure_stated.scaled(runs.DAYS_PER_MONTH)
    drawing, axes = style.new(7, 2.9)
    axes.axvspan(stated.low, stated.high, color=style.FILL[1], linewidth=0)
    limit = find("orion-run-length").figure_stated.low * runs.DAYS_PER_MONTH
    axes.axvline(limit, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(axes, "three months", (limit, -0.45), (4, 0), style.MUTED)
    for row, (name, value) in enumerate(days.items()):
        color = style.MUTED if "window" in name else style.SERIES[0]
        axes.plot([value], [row], "o", color=color)
        style.note(axes, f"{value:,.0f}", (value, row), (7, 0), color, va="center")
    axes.set_yticks(range(len(days)), list(days))
    axes.set(ylim=(len(days) - 0.5, -0.8), xlim=(0, 135), xlabel="days (band: one to two months)")
    axes.grid(False, axis="y")
    axes.set_title(f"{llama_run.window_days():.0f} days are a window, not the run")
    table: Table = {"run": list(days), "length (days)": list(days.values())}
    caption = (
        f"Lengths of training runs. On {llama_run.published('accelerators'):,.0f} H100 the booked hours of "
        f"Llama 3.1 405B last {llama_run.booked_days():.0f} days; in the {llama_run.window_days():.0f} days of the "
        f"window it would have had to reach {llama_run.window_share():.0%} of the peak."
    )
    dots = "; ".join(f"{name}, {value:,.0f}" for name, value in days.items())
    alt = f"Dots in days. {dots}. A band marks {stated.low:.0f} to {stated.high:.0f} days, a line {limit:.0f}."
    return Plot(drawing, table, caption, alt)


@figure("fig-algorithmic-progress", title="By a third, or to a third", chapter=CHAPTER)
def algorithmic_progress() -> Plot:
    """Share saved in a year against the halving time, with both published intervals."""
    months = np.linspace(2, 26, 97)
    saved = compute_saved(runs.MONTHS, months)
    stated = find("algorithmic-progress").figure_stated
    drawing, axes = style.new(7, 3.6)
    axes.axhspan(stated.low, stated.high, color=style.FILL[1], linewidth=0)
    style.note(axes, "by a third, as stated", (2.2, stated.high), (0, -13))
    axes.plot(months, saved, color=style.SERIES[0])
    intervals: list[str] = []
    for order, (name, text) in enumerate(((runs.HALVING, "95%"), (runs.LATER_HALVING, "90%, later version"))):
        low, high = catalog.bounds(name)
        level = (0.12, 0.04)[order]
        intervals.append(f"{low:.0f} to {high:.0f} ({text})")
        axes.plot([low, high], [level, level], "|-", color=style.SERIES[order + 1], markersize=10)
        style.note(
            axes,
            intervals[order],
            (high, level),
            (6, -4),
            style.SERIES[order + 1],
        )
    best = catalog.number(runs.HALVING)
    axes.plot([best], [runs.saved(best)], "o", color=style.INK)
    style.note(
        axes,
        f"{best:.0f} months: {runs.saved(best):.0%} saved, {1 - runs.saved(best):.0%} left",
        (best, runs.saved(best)),
        (8, 4),
    )
    axes.set(xlim=(1, 33), ylim=(0, 1), xlabel="months in which the compute for a given loss halves")
    axes.set_ylabel("share of compute saved in a year")
    axes.set_title("The estimate fits a cut to a third, not by a third")
    table: Table = {"halving time (months)": months.tolist(), "share saved in a year": saved.tolist()}
    caption = (
        "Compute saved in a year by algorithmic progress, against its halving time. The published estimate of "
        f"{best:.0f} months leaves {1 - runs.saved(best):.0%}. Bars: its 95 percent interval, and the 90 "
        "percent interval of the later version, whose slow end lies beyond the stated third."
    )
    crossing = float(np.interp(stated.middle, saved[::-1], months[::-1]))
    alt = (
        f"A falling curve of the share of compute saved in a year against the halving time. At {best:.0f} months it is "
        f"{runs.saved(best):.0%}. The stated third is saved at {crossing:.0f} months; the published intervals "
        f"are {listed(intervals)}."
    )
    return Plot(drawing, table, caption, alt)

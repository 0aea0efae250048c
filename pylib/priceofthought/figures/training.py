"""Figures of the chapter on training by reasoning."""

from __future__ import annotations

import numpy as np

from priceofthought.article import find, setting, source, stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import training as found
from priceofthought.studies.training import hosts, llama_run, runs
from reasoncost import catalog
from reasoncost.laws.training import compute_saved, parity_generated_tokens
from reasoncost.units import TRILLION

CHAPTER = "training"


@figure(
    "fig-berry-totals",
    title="What hundreds of trillions need",
    chapter=CHAPTER,
    alt="The plane of trajectories per problem against tokens per trajectory, both from one to ten thousand on "
    "logarithmic axes. Lines of equal totals cut it; hundreds of trillions fill its upper right half.",
)
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
        axes.annotate(
            f"{name}: {total / TRILLION:,.4g}T",
            (at, total / problems / at),
            xytext=(8, 4),
            textcoords="offset points",
            color=style.SERIES[order],
        )
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
        f"a hundred trillion tokens and more. They need {found.needed_per_problem():,.0f} tokens a problem."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-posttraining-parity",
    title="Generated tokens at which post-training equals pre-training",
    chapter=CHAPTER,
    alt="Curves of generated tokens per pre-training token against candidates for each answer learned from. They rise "
    "from below one and level off: at three with no verifier, lower with more verifiers or a larger generator.",
)
def posttraining_parity() -> Plot:
    """Parity against selectivity, for recipes."""
    candidates = np.geomspace(1, 1000, 91)
    drawing, axes = style.new(7, 3.8)
    table: Table = {"candidates for each answer learned from": candidates.tolist()}
    recipes = (
        (0, 1, "no verifier"),
        (1, 1, "one verifier"),
        (4, 1, "four verifiers"),
        (4, 3, "four, generator thrice"),
    )
    for order, (verifiers, size, text) in enumerate(recipes):
        tokens = parity_generated_tokens(1, candidates, verifiers, size)
        axes.plot(candidates, tokens, color=style.SERIES[order])
        axes.annotate(text, (1_000, tokens[-1]), xytext=(5, -3), textcoords="offset points", color=style.SERIES[order])
        table[f"generated per pre-training token, {text}"] = tokens.tolist()
    axes.axhline(1, color=style.MUTED, linestyle="--", linewidth=1)
    axes.annotate("as many as were pre-trained on", (20, 1.04), color=style.MUTED)
    axes.set(xscale="log", xlim=(1, 8_000), ylim=(0, 3.3), xlabel="candidates for each answer learned from")
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.minorticks_off()
    axes.set_ylabel("generated tokens per pre-training token")
    axes.set_title("At three times the pre-training set, generation alone costs as much")
    caption = (
        "Generated tokens for each pre-training token at which post-training takes as many FLOPs as pre-training. "
        "The size "
        "of the model does not matter; selecting hard makes learning cheap, verifiers and a larger generator cost more."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-verifier-budget",
    title="CPU time there is to verify a trajectory",
    chapter=CHAPTER,
    alt="Two panels of bars for three systems. CPU cores for each accelerator: 13, 36 and 6. Core-seconds for each "
    "trajectory: 27, 19 and 12. The rack with most cores has less time than the node, because it generates faster.",
)
def verifier_budget() -> Plot:
    """Cores per accelerator, and core time per trajectory, for the article's three systems."""
    rows = [hosts.host(name) for name in hosts.SYSTEMS]
    names = [one.name for one in rows]
    drawing, (left, right) = style.new(7.2, 2.4, ncols=2, sharey=True)
    for axes, values, label in (
        (left, [one.cores for one in rows], "CPU cores per accelerator"),
        (right, [one.seconds for one in rows], "core-seconds per trajectory"),
    ):
        axes.barh(names, values, color=style.SERIES[0], height=0.55)
        for row, value in enumerate(values):
            axes.annotate(f"{value:,.0f}", (value, row), xytext=(4, 0), textcoords="offset points", va="center")
        axes.set(xlabel=label, xlim=(0, 1.18 * max(values)))
        axes.grid(False, axis="y")
    left.invert_yaxis()
    left.set_title("More cores per accelerator, less time per trajectory")
    table: Table = {
        "system": names,
        "cores per accelerator": [one.cores for one in rows],
        "tokens per second and accelerator": [one.rate for one in rows],
        "core-seconds per trajectory": [one.seconds for one in rows],
    }
    caption = (
        "CPU cores beside each accelerator, and the core time that is there for each trajectory of "
        f"{hosts.trajectory_tokens():,.0f} tokens, if {setting.model().title} generates with the largest batch that "
        f"keeps {setting.SPEED} tokens per second and user, as fast as the roofline lets that batch run."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-run-length",
    title="How long training runs take",
    chapter=CHAPTER,
    alt="Dots in days. The observation window of 54 days lies below both computed lengths of the run of Llama 3.1 "
    "405B, 68 and 78 days; DeepSeek-V3 took 54 and BLOOM 116. A band marks one to two months.",
)
def run_length() -> Plot:
    """The run of Llama 3.1 405B computed twice, its window, and other published runs."""
    others = {one.name: one.days for one in runs.published_runs() if not one.name.startswith("Llama")}
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
    axes.annotate("three months", (limit, -0.45), xytext=(4, 0), textcoords="offset points", color=style.MUTED)
    for row, (name, value) in enumerate(days.items()):
        color = style.MUTED if "window" in name else style.SERIES[0]
        axes.plot([value], [row], "o", color=color)
        axes.annotate(
            f"{value:,.0f}", (value, row), xytext=(7, 0), textcoords="offset points", va="center", color=color
        )
    axes.set_yticks(range(len(days)), list(days))
    axes.set(ylim=(len(days) - 0.5, -0.8), xlim=(0, 135), xlabel="days (band: one to two months)")
    axes.grid(False, axis="y")
    axes.set_title(f"{llama_run.window_days():.0f} days are a window, not the run")
    table: Table = {"run": list(days), "length (days)": list(days.values())}
    caption = (
        f"Lengths of training runs. On {llama_run.published('accelerators'):,.0f} H100 the booked hours of Llama 3.1 "
        "405B "
        f"last {llama_run.booked_days():.0f} days; in the {llama_run.window_days():.0f} days of the window it "
        "would "
        f"have had to reach {llama_run.window_share():.0%} of the peak."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-algorithmic-progress",
    title="By a third, or to a third",
    chapter=CHAPTER,
    alt="A falling curve of the share of compute saved in a year against the halving time. At 8 months it is 65 "
    "percent. The stated third crosses the curve only near 20 months, beyond the 95 percent interval of 5 to 14, but "
    "within the later 90 percent interval of 2 to 22.",
)
def algorithmic_progress() -> Plot:
    """Share saved in a year against the halving time, with both published intervals."""
    months = np.linspace(2, 26, 97)
    saved = compute_saved(runs.MONTHS, months)
    stated = find("algorithmic-progress").figure_stated
    drawing, axes = style.new(7, 3.6)
    axes.axhspan(stated.low, stated.high, color=style.FILL[1], linewidth=0)
    axes.annotate("by a third, as stated", (2.2, stated.high), xytext=(0, -13), textcoords="offset points")
    axes.plot(months, saved, color=style.SERIES[0])
    for order, (name, text) in enumerate(((runs.HALVING, "95%"), (runs.LATER_HALVING, "90%, later version"))):
        low, high = catalog.bounds(name)
        level = (0.12, 0.04)[order]
        axes.plot([low, high], [level, level], "|-", color=style.SERIES[order + 1], markersize=10)
        axes.annotate(
            f"{low:.0f} to {high:.0f} ({text})",
            (high, level),
            xytext=(6, -4),
            textcoords="offset points",
            color=style.SERIES[order + 1],
        )
    best = catalog.number(runs.HALVING)
    axes.plot([best], [runs.saved(best)], "o", color=style.INK)
    axes.annotate(
        f"{best:.0f} months: {runs.saved(best):.0%} saved, {1 - runs.saved(best):.0%} left",
        (best, runs.saved(best)),
        xytext=(8, 4),
        textcoords="offset points",
    )
    axes.set(xlim=(1, 33), ylim=(0, 1), xlabel="months in which the compute for a given loss halves")
    axes.set_ylabel("share of compute saved in a year")
    axes.set_title("The estimate fits a cut to a third, not by a third")
    table: Table = {"halving time (months)": months.tolist(), "share saved in a year": saved.tolist()}
    caption = (
        "Compute saved in a year by algorithmic progress, against its halving time. The published estimate of "
        f"{best:.0f} "
        f"months leaves {1 - runs.saved(best):.0%}. Bars: its 95 percent interval, and the 90 percent interval of the "
        "later version, whose slow end lies beyond the stated third."
    )
    return Plot(drawing, table, caption)

"""The figures of the chapter on coverage, votes and verifiers."""

from __future__ import annotations

import numpy as np

from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import sampling as found
from priceofthought.studies.pricing import GPT, PREVIEW, answer_tokens
from priceofthought.studies.sampling import simulation
from reasoncost.laws import sampling

CHAPTER = "sampling"


@figure(
    "fig-coverage-published",
    title="Published coverage needs problems of many difficulties",
    chapter=CHAPTER,
    alt="Coverage against samples, one to ten thousand. Published points rise slowly over several decades. A single "
    "success for all problems would rise to one at once; a beta population fits the points, a power law of the "
    "logarithm nearly.",
)
def coverage_published() -> Plot:
    """Three published series, with a single success, a power law and a beta population through their ends."""
    counts = np.unique(np.round(np.geomspace(1, 10_000, 61)))
    drawing, axes = style.new(7, 4.2)
    names = {
        found.SOFTWARE: "SWE-bench Lite",
        found.MATH_COVERAGE: "MATH, Llama 3 8B",
        found.PYTHIA: "MATH, Pythia 160M",
    }
    table: Table = {"samples": counts.tolist()}
    for order, (item, name) in enumerate(names.items()):
        points = found.published(item)
        lines = {"-": found.beta_population(item), "--": found.power_law(item)}
        if item == found.SOFTWARE:
            lines[":"] = found.one_success(item)
        for dashes, population in lines.items():
            covered = [population.coverage(int(k)) for k in counts]
            axes.plot(counts, covered, color=style.SERIES[order], linestyle=dashes, linewidth=1.5)
            table[f"{name}: {population.name}"] = covered
        axes.plot([p.samples for p in points], [p.share for p in points], "o", color=style.SERIES[order])
        axes.annotate(name, ((400, 0.5), (1_000, 0.84), (1_500, 0.3))[order], color=style.SERIES[order])
    axes.annotate(
        "one success\nfor all problems",
        (9, 0.8),
        xytext=(-8, 0),
        textcoords="offset points",
        ha="right",
        color=style.SERIES[0],
    )
    axes.set(
        xscale="log",
        xlim=(1, 14_000),
        ylim=(0, 1.05),
        xlabel="samples",
        ylabel="share of problems solved by any sample",
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title("Published coverage needs problems of many difficulties")
    held = found.published(found.SOFTWARE)[1]
    fits = found.beta_population(found.SOFTWARE), found.power_law(found.SOFTWARE)
    guesses = [fit.coverage(held.samples) for fit in fits]
    caption = (
        "Published coverage (points), with a beta population (lines) and a power law for its logarithm (dashed) "
        f"through the first and last point of each series. The point in between, {held.share:.1%} at {held.samples} "
        f"samples, is predicted: the beta population gives {guesses[0]:.1%}, the power law {guesses[1]:.1%}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-coverage-selection",
    title="Coverage climbs, selection does not",
    chapter=CHAPTER,
    alt="Share of problems solved against samples. Coverage climbs towards one; best-of-N with an imperfect verifier "
    "levels off near one half; a vote between two answers stays near a fifth. Published selection stays at 40 percent.",
)
def coverage_selection() -> Plot:
    """One population of problems under coverage, best-of-N and a vote, with the published points."""
    item = found.MATH_COVERAGE
    counts = np.unique(2 * np.round(np.geomspace(1, 10_001, 29) / 2 - 0.5) + 1)
    covered = [found.beta_population(item).coverage(int(k)) for k in counts]
    chosen = [found.mean_over(item, sampling.best_of_n, accept_right=0.9, accept_wrong=0.1, samples=k) for k in counts]
    voted = [found.mean_over(item, sampling.majority_accuracy, votes=votes) for votes in counts]
    drawing, axes = style.new(7, 4)
    axes.plot(counts, covered, color=style.SERIES[0])
    axes.plot(counts, chosen, color=style.SERIES[1])
    axes.plot(counts, voted, color=style.SERIES[2])
    for series, color in ((item, style.SERIES[0]), (found.MATH_SELECTION, style.SERIES[3])):
        points = found.published(series)
        axes.plot([p.samples for p in points], [p.share for p in points], "o", color=color)
    first = found.published(found.MATH_SELECTION)[0]
    axes.annotate("coverage: a perfect verifier", (30, 0.8), ha="right", color=style.SERIES[0])
    axes.annotate("best-of-N, verifier 90% / 10%", (40, 0.53), color=style.SERIES[1])
    axes.annotate("majority, two answers", (40, 0.15), color=style.SERIES[2])
    axes.annotate(
        "published selection",
        (first.samples, first.share),
        xytext=(8, -12),
        textcoords="offset points",
        color=style.SERIES[3],
    )
    axes.set(xscale="log", xlim=(1, 14_000), ylim=(0, 1.05), xlabel="samples", ylabel="share of problems solved")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title("Coverage climbs, selection does not")
    table: Table = {
        "samples": counts.tolist(),
        "coverage": covered,
        "best-of-N (verifier accepts 90% right, 10% wrong)": chosen,
        "majority of two answers": voted,
    }
    gained = found.selection_gap()
    caption = (
        "A population of problems fitted to the published coverage of Llama 3 8B on MATH (points on the upper line), "
        f"under three ways to use its samples. From the first published point to the last coverage gains "
        f"{100 * gained[0]:.1f} percentage points and the best published selection {100 * gained[1]:.1f}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-votes-accuracy",
    title="A vote sharpens what is already so",
    chapter=CHAPTER,
    alt="Accuracy of a vote against the success of one sample, S-shaped curves for 1, 5, 25 and 101 votes. With two "
    "answers they cross at one half; with ten equally likely wrong answers they cross far to the left.",
)
def votes_accuracy() -> Plot:
    """Accuracy of the vote for two answers, and where wrong votes scatter over ten."""
    successes = np.linspace(0, 1, 51)
    drawing, (two, many) = style.new(7.4, 3.6, ncols=2, sharey=True)
    table: Table = {"success of one sample": successes.tolist()}
    wrong = 10
    for order, votes in enumerate((1, 5, 25, 101)):
        majority = sampling.majority_accuracy(successes, votes)
        plurality = [sampling.plurality_accuracy([float(p), *[float(1 - p) / wrong] * wrong], votes) for p in successes]
        two.plot(successes, majority, color=style.SERIES[order])
        many.plot(successes, plurality, color=style.SERIES[order])
        table |= {f"{votes} votes, two answers": majority.tolist(), f"{votes} votes, {wrong} wrong answers": plurality}
        at = (0.8, 0.7, 0.3, 0.42)[order]
        two.annotate(
            str(votes),
            (at, float(sampling.majority_accuracy(at, votes))),
            xytext=(4, -10) if order < 2 else (-4, 6),
            textcoords="offset points",
            ha="left" if order < 2 else "right",
            color=style.SERIES[order],
        )
    for axes, threshold in ((two, 1 / 2), (many, 1 / (wrong + 1))):
        axes.axvline(threshold, color=style.MUTED, linewidth=1, linestyle="--")
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="success of one sample")
    two.set_ylabel("accuracy of the vote")
    two.annotate("two answers", (0.04, 0.92))
    many.annotate(f"{wrong} wrong answers,\nequally likely", (0.96, 0.1), ha="right")
    two.set_title("A vote sharpens what is already so")
    caption = (
        "Accuracy of 1, 5, 25 and 101 votes against the success of one sample. More votes help to the right of the "
        f"dashed line only: one half with two answers, one in {wrong + 1} where {wrong} wrong answers are equally "
        f"likely."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-verifier-ceiling",
    title="A verifier that errs sets a ceiling",
    chapter=CHAPTER,
    alt="Accuracy of best-of-N against samples for a success of five percent. With a perfect verifier it climbs to "
    "one; with false-positive rates of 1, 5 and 20 percent it levels off lower and lower.",
)
def verifier_ceiling() -> Plot:
    """Best-of-N against samples for verifiers of several false-positive rates."""
    success, right = 0.05, 0.9
    counts = np.unique(np.round(np.geomspace(1, 10_000, 61)))
    drawing, axes = style.new(7, 3.6)
    table: Table = {"samples": counts.tolist()}
    for order, wrong in enumerate((0, 0.01, 0.05, 0.2)):
        values = sampling.best_of_n(success, right, wrong, counts)
        table[f"accuracy, {wrong:.0%} false positives"] = values.tolist()
        axes.plot(counts, values, color=style.SERIES[order])
        axes.annotate(
            "no false positives"
            if not wrong
            else f"{wrong:.0%}: at most {sampling.verifier_precision(success, right, wrong):.0%}",
            (counts[-1], values[-1]),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            color=style.SERIES[order],
        )
    axes.set(xscale="log", xlim=(1, 10_000), ylim=(0, 1.1), xlabel="samples", ylabel="accuracy of the chosen sample")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("A verifier that errs sets a ceiling that no number of samples lifts")
    caption = (
        f"Best-of-N on a problem that one sample solves with {success:.0%}, by a verifier that accepts {right:.0%} of "
        f"right samples and the marked share of wrong ones."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-step-estimates",
    title="Hard labels flatter weak steps",
    chapter=CHAPTER,
    alt="Mean label of a step against its true value. The soft label lies on the diagonal, with a band of one standard "
    "deviation for eight roll-outs. Hard labels of 4, 8 and 64 roll-outs bend far above it.",
)
def step_estimates() -> Plot:
    """Means of hard and soft labels against the value of the step."""
    values = np.linspace(0, 1, 101)
    spread = sampling.soft_estimate_deviation(values, 8)
    drawing, axes = style.new(6, 3.8)
    axes.fill_between(values, values - spread, values + spread, color=style.FILL[0], linewidth=0)
    axes.plot(values, values, color=style.SERIES[0])
    axes.annotate("soft, ± one standard\ndeviation at 8", (0.62, 0.42), color=style.SERIES[0], va="top")
    table: Table = {"value of the step": values.tolist(), "soft label, deviation at 8 roll-outs": spread.tolist()}
    for order, rollouts in enumerate((4, 8, 64), start=1):
        labels = sampling.hard_estimate(values, rollouts)
        table[f"hard label, {rollouts} roll-outs"] = labels.tolist()
        axes.plot(values, labels, color=style.SERIES[order])
        at = (0.2, 0.14, 0.03)[order - 1]
        axes.annotate(
            f"hard, {rollouts}",
            (at, float(sampling.hard_estimate(at, rollouts))),
            xytext=(6, -6),
            textcoords="offset points",
            color=style.SERIES[order],
        )
    axes.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="value of the step", ylabel="mean label")
    axes.set_title("Hard labels flatter weak steps, more so with more roll-outs")
    caption = (
        "Mean label of a step against the probability that a roll-out from it ends right. With eight roll-outs a step "
        f"worth one in ten is labelled good with {sampling.hard_estimate(0.1, 8):.0%}."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-error-chains",
    title="Errors accumulate, unless they are repaired",
    chapter=CHAPTER,
    alt="Probability that a chain is in error against its length, for four error rates per token. Without repair every "
    "curve climbs to one; with repair at one token in a hundred the curves level off far below.",
)
def error_chains() -> Plot:
    """Error of a chain against its length, with and without repair."""
    lengths = np.geomspace(10, 10**6, 101)
    repair = 1e-2
    drawing, axes = style.new(7, 4)
    table: Table = {"tokens": lengths.tolist()}
    for order, error in enumerate((1e-3, 1e-4, 1e-5, 1e-6)):
        lost = sampling.error_accumulation(error, lengths)
        kept = sampling.error_with_repair(error, repair, lengths)
        table |= {f"e = {error:g}, no repair": lost.tolist(), f"e = {error:g}, repaired at 1%": kept.tolist()}
        axes.plot(lengths, lost, color=style.SERIES[order])
        axes.plot(lengths, kept, color=style.SERIES[order], linestyle="--")
        half = float(sampling.chain_length(0.5, error))
        axes.annotate(
            f"$10^{{{round(np.log10(error))}}}$",
            (half, 0.5),
            xytext=(5, -4),
            textcoords="offset points",
            color=style.SERIES[order],
        )
    for model in (GPT, PREVIEW):
        tokens = answer_tokens(model)
        axes.axvline(tokens, color=style.MUTED, linewidth=1, linestyle=":")
        axes.annotate(
            f"{model}: {tokens:,.0f}",
            (tokens, 1.0),
            xytext=(-3, 0),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="top",
            color=style.MUTED,
        )
    axes.set(
        xscale="log",
        xlim=(10, 10**6),
        ylim=(0, 1.02),
        xlabel="length of the chain, tokens",
        ylabel="probability of an error",
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("Errors accumulate, unless they are repaired")
    caption = (
        "Probability that a chain is in error, by the error per token (marked). Solid: no error is ever repaired. "
        f"Dashed: each token repairs an error with probability {repair:g}, and the curves level off."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-votes-repair",
    title="Votes repair a chain until it is more often wrong than right",
    chapter=CHAPTER,
    alt="Votes needed for 99 percent against chain length at one error in a hundred thousand tokens. With two answers "
    "they rise from one beyond all bounds near 69,000 tokens; where wrong answers scatter they stay low for longer.",
)
def votes_repair() -> Plot:
    """Fewest votes that are right with 99 percent, against the length of the chain."""
    error, target, most, wrong = 1e-5, 0.99, 10_001, 10
    wall = float(sampling.chain_length(0.5, error))
    lengths = np.unique(np.concatenate([np.geomspace(1000, 200_000, 46), wall * (1 - np.geomspace(0.3, 0.005, 20))]))
    needed = [sampling.fewest_votes(float(1 - sampling.error_accumulation(error, n)), target, most) for n in lengths]
    right = 1 - sampling.error_accumulation(error, lengths)
    scattered = sampling.votes_needed(right, (1 - right) / wrong, (1 - target) / wrong)
    drawing, axes = style.new(7, 3.8)
    shown = [(n, votes) for n, votes in zip(lengths, needed, strict=True) if votes]
    axes.plot(*zip(*shown, strict=True), color=style.SERIES[0])
    axes.plot(lengths, scattered, color=style.SERIES[1], linestyle="--")
    axes.axvline(wall, color=style.MUTED, linestyle=":", linewidth=1)
    axes.annotate(
        "two answers", (40_000, 60), xytext=(-6, 4), textcoords="offset points", ha="right", color=style.SERIES[0]
    )
    axes.annotate(f"{wrong} wrong answers:\nsurely enough", (200_000, 9), ha="right", va="top", color=style.SERIES[1])
    axes.annotate(
        f"{wall:,.0f} tokens:\nevery second chain is wrong",
        (wall, 5000),
        xytext=(-26, 0),
        textcoords="offset points",
        va="top",
        ha="right",
        color=style.MUTED,
    )
    axes.set(xscale="log", yscale="log", xlim=(1000, 200_000), ylim=(0.8, 10_000))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set(xlabel="length of the chain, tokens", ylabel="votes for 99% accuracy")
    axes.set_title("Votes repair a chain until it is more often wrong than right")
    table: Table = {
        "chain (tokens)": lengths.tolist(),
        "fewest votes, two answers": needed,
        f"votes that surely suffice, {wrong} wrong answers": scattered.tolist(),
    }
    caption = (
        f"Votes that are right with {target:.0%} if one token in {1 / error:,.0f} brings an error that is never "
        f"repaired. With two answers no number of votes helps beyond {wall:,.0f} tokens; where wrong answers scatter, "
        f"some number still does."
    )
    return Plot(drawing, table, caption)


@figure(
    "fig-simulation",
    title="Seeded simulations agree with the closed forms",
    chapter=CHAPTER,
    alt="For ten cases the closed form less the simulated mean, within the band of the simulation.",
)
def simulation_agrees() -> Plot:
    """Closed forms against seeded simulations."""
    cases = found.simulated_cases()
    drawing, axes = style.new(7, 0.34 * len(cases) + 1.1)
    for row, (_, closed, simulated) in enumerate(cases):
        axes.plot(
            [simulated.low - simulated.mean, simulated.high - simulated.mean],
            [row, row],
            color=style.MUTED,
            linewidth=4,
        )
        axes.plot(closed - simulated.mean, row, "o", color=style.SERIES[0])
    axes.axvline(0, color=style.INK, linewidth=1)
    axes.set_yticks(range(len(cases)), [name for name, _, _ in cases])
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.set_xlabel("closed form less simulated mean (bar: the simulation's 99.9% band)")
    axes.set_title("Seeded simulations agree with the closed forms")
    table: Table = {
        "case": [name for name, _, _ in cases],
        "closed form": [closed for _, closed, _ in cases],
        "simulated": [simulated.mean for _, _, simulated in cases],
        "band, low": [simulated.low for _, _, simulated in cases],
        "band, high": [simulated.high for _, _, simulated in cases],
    }
    caption = (
        f"{len(cases)} closed forms against seeded simulations of {found.TRIALS:,} trials each. A band leaves out the "
        f"truth once in a thousand times ({simulation.STANDARD_ERRORS} standard errors either way)."
    )
    return Plot(drawing, table, caption)

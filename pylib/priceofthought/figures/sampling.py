"""The figures of the chapter on coverage, votes and verifiers."""

from __future__ import annotations

import numpy as np

from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.figures.show import listed
from priceofthought.studies import sampling
from priceofthought.studies.pricing import GPT, PREVIEW, answer_tokens
from priceofthought.studies.sampling import simulation
from reasoncost.laws.sampling import (
    best_of_n,
    chain_length,
    error_accumulation,
    error_with_repair,
    fewest_votes,
    hard_estimate,
    majority_accuracy,
    plurality_accuracy,
    soft_estimate_deviation,
    verifier_precision,
    votes_needed,
)

CHAPTER = "sampling"


@figure("fig-coverage-published", title="Published coverage needs problems of many difficulties", chapter=CHAPTER)
def coverage_published() -> Plot:
    """Three published series, with a single success, a power law and a beta population through their ends."""
    counts = np.unique(np.round(np.geomspace(1, 10_000, 61)))
    drawing, axes = style.new(7, 4.2)
    names = {
        sampling.SOFTWARE: "SWE-bench Lite",
        sampling.MATH_COVERAGE: "MATH, Llama 3 8B",
        sampling.PYTHIA: "MATH, Pythia 160M",
    }
    table: Table = {"samples": counts.tolist()}
    for order, (item, name) in enumerate(names.items()):
        points = sampling.published(item)
        lines = {"-": sampling.beta_population(item), "--": sampling.power_law(item)}
        if item == sampling.SOFTWARE:
            lines[":"] = sampling.one_success(item)
        for dashes, population in lines.items():
            covered = [population.coverage(int(k)) for k in counts]
            axes.plot(counts, covered, color=style.SERIES[order], linestyle=dashes, linewidth=1.5)
            table[f"{name}: {population.name}"] = covered
        axes.plot([p.samples for p in points], [p.share for p in points], "o", color=style.SERIES[order])
        axes.annotate(name, ((400, 0.5), (1_000, 0.84), (1_500, 0.3))[order], color=style.SERIES[order])
    style.note(axes, "one success\nfor all problems", (9, 0.8), (-8, 0), style.SERIES[0], ha="right")
    axes.set(
        xscale="log",
        xlim=(1, 14_000),
        ylim=(0, 1.05),
        xlabel="samples",
        ylabel="share of problems solved by any sample",
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    held = sampling.published(sampling.SOFTWARE)[1]
    fits = sampling.beta_population(sampling.SOFTWARE), sampling.power_law(sampling.SOFTWARE)
    guesses = [fit.coverage(held.samples) for fit in fits]
    caption = (
        "Published coverage (points), with a beta population (lines) and a power law for its logarithm (dashed) "
        f"through the first and last point of each series. The point in between, {held.share:.1%} at {held.samples} "
        f"samples, is predicted: the beta population gives {guesses[0]:.1%}, the power law {guesses[1]:.1%}."
    )
    ends = "; ".join(
        f"{name} from {first.share:.0%} to {last.share:.0%} at {last.samples:,}"
        for name, (first, *_, last) in ((name, sampling.published(item)) for item, name in names.items())
    )
    alt = (
        f"Coverage against samples, up to {counts[-1]:,.0f} on a logarithmic axis. Published points rise: "
        f"{ends}. A beta population fits them, a power law nearly; one success for all would reach "
        f"{sampling.one_success(sampling.SOFTWARE).coverage(held.samples):.0%} after {held.samples}, not "
        f"{held.share:.0%}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-coverage-selection", title="Coverage climbs, selection does not", chapter=CHAPTER)
def coverage_selection() -> Plot:
    """One population of problems under coverage, best-of-N and a vote, with the published points."""
    item = sampling.MATH_COVERAGE
    counts = np.unique(2 * np.round(np.geomspace(1, 10_001, 29) / 2 - 0.5) + 1)
    covered = [sampling.beta_population(item).coverage(int(k)) for k in counts]
    chosen = [sampling.mean_over(item, best_of_n, accept_right=0.9, accept_wrong=0.1, samples=k) for k in counts]
    voted = [sampling.mean_over(item, majority_accuracy, votes=votes) for votes in counts]
    drawing, axes = style.new(7, 4)
    axes.plot(counts, covered, color=style.SERIES[0])
    axes.plot(counts, chosen, color=style.SERIES[1])
    axes.plot(counts, voted, color=style.SERIES[2])
    for series, color in ((item, style.SERIES[0]), (sampling.MATH_SELECTION, style.SERIES[3])):
        points = sampling.published(series)
        axes.plot([p.samples for p in points], [p.share for p in points], "o", color=color)
    first, *_, last = sampling.published(sampling.MATH_SELECTION)
    axes.annotate("coverage: a perfect verifier", (30, 0.8), ha="right", color=style.SERIES[0])
    axes.annotate("best-of-N, verifier 90% / 10%", (40, 0.53), color=style.SERIES[1])
    axes.annotate("majority, two answers", (40, 0.15), color=style.SERIES[2])
    style.note(axes, "published selection", (first.samples, first.share), (8, -12), style.SERIES[3])
    axes.set(xscale="log", xlim=(1, 14_000), ylim=(0, 1.05), xlabel="samples", ylabel="share of problems solved")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    table: Table = {
        "samples": counts.tolist(),
        "coverage": covered,
        "best-of-N (verifier accepts 90% right, 10% wrong)": chosen,
        "majority of two answers": voted,
    }
    gained = sampling.selection_gap()
    caption = (
        "A population of problems fitted to the published coverage of Llama 3 8B on MATH (points on the upper line), "
        f"under three ways to use its samples. From the first published point to the last coverage gains "
        f"{100 * gained[0]:.1f} percentage points and the best published selection {100 * gained[1]:.1f}."
    )
    alt = (
        f"Share of problems solved against samples. After {counts[-1]:,.0f} samples coverage has climbed to "
        f"{covered[-1]:.0%}; best-of-N with an imperfect verifier stands at {chosen[-1]:.0%}, a vote between two "
        f"answers at {voted[-1]:.0%}. Published selection goes from {first.share:.0%} to {last.share:.0%}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-votes-accuracy", title="A vote sharpens what is already so", chapter=CHAPTER)
def votes_accuracy() -> Plot:
    """Accuracy of the vote for two answers, and where wrong votes scatter over ten."""
    successes = np.linspace(0, 1, 51)
    drawing, (two, many) = style.new(7.4, 3.6, ncols=2, sharey=True)
    table: Table = {"success of one sample": successes.tolist()}
    wrong, sizes = 10, (1, 5, 25, 101)
    for order, votes in enumerate(sizes):
        majority = majority_accuracy(successes, votes)
        plurality = [plurality_accuracy([float(p), *[float(1 - p) / wrong] * wrong], votes) for p in successes]
        two.plot(successes, majority, color=style.SERIES[order])
        many.plot(successes, plurality, color=style.SERIES[order])
        table |= {f"{votes} votes, two answers": majority.tolist(), f"{votes} votes, {wrong} wrong answers": plurality}
        at = (0.8, 0.7, 0.3, 0.42)[order]
        style.note(
            two,
            str(votes),
            (at, float(majority_accuracy(at, votes))),
            (4, -10) if order < 2 else (-4, 6),
            style.SERIES[order],
            ha="left" if order < 2 else "right",
        )
    for axes, threshold in ((two, 1 / 2), (many, 1 / (wrong + 1))):
        axes.axvline(threshold, color=style.MUTED, linewidth=1, linestyle="--")
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="success of one sample")
    two.set_ylabel("accuracy of the vote")
    two.annotate("two answers", (0.04, 0.92))
    many.annotate(f"{wrong} wrong answers,\nequally likely", (0.96, 0.1), ha="right")
    caption = (
        f"Accuracy of {listed(sizes)} votes against the success of one sample. More votes help to the right of the "
        f"dashed line only: one half with two answers, one in {wrong + 1} where {wrong} wrong answers are equally "
        f"likely."
    )
    alt = (
        f"Accuracy of a vote against the success of one sample, S-shaped curves for {listed(sizes)} votes. With two "
        f"answers they cross at {1 / 2:.0%}; with {wrong} equally likely wrong answers they cross far to the left, at "
        f"{1 / (wrong + 1):.0%}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-verifier-ceiling", title="A verifier that errs sets a ceiling", chapter=CHAPTER)
def verifier_ceiling() -> Plot:
    """Best-of-N against samples for verifiers of several false-positive rates."""
    success, right, rates = 0.05, 0.9, (0, 0.01, 0.05, 0.2)
    counts = np.unique(np.round(np.geomspace(1, 10_000, 61)))
    drawing, axes = style.new(7, 3.6)
    table: Table = {"samples": counts.tolist()}
    ends = []
    for order, wrong in enumerate(rates):
        values = best_of_n(success, right, wrong, counts)
        ends.append(values[-1])
        table[f"accuracy, {wrong:.0%} false positives"] = values.tolist()
        axes.plot(counts, values, color=style.SERIES[order])
        style.note(
            axes,
            "no false positives"
            if not wrong
            else f"{wrong:.0%}: at most {verifier_precision(success, right, wrong):.0%}",
            (counts[-1], values[-1]),
            (0, 4),
            style.SERIES[order],
            ha="right",
        )
    axes.set(xscale="log", xlim=(1, 10_000), ylim=(0, 1.1), xlabel="samples", ylabel="accuracy of the chosen sample")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_title("A verifier that errs sets a ceiling that no number of samples lifts")
    caption = (
        f"Best-of-N on a problem that one sample solves with {success:.0%}, by a verifier that accepts {right:.0%} of "
        f"right samples and the marked share of wrong ones."
    )
    alt = (
        f"Accuracy of best-of-N against samples for a success of {success:.0%}. Without false positives it climbs to "
        f"{ends[0]:.0%}; with false-positive rates of {listed(f'{rate:.0%}' for rate in rates[1:])} it levels off at "
        f"{listed(f'{end:.0%}' for end in ends[1:])}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-step-estimates", title="Hard labels flatter weak steps", chapter=CHAPTER)
def step_estimates() -> Plot:
    """Means of hard and soft labels against the value of the step."""
    values = np.linspace(0, 1, 101)
    soft, hard, weak = 8, (4, 8, 64), 0.1
    spread = soft_estimate_deviation(values, soft)
    drawing, axes = style.new(6, 3.8)
    axes.fill_between(values, values - spread, values + spread, color=style.FILL[0], linewidth=0)
    axes.plot(values, values, color=style.SERIES[0])
    axes.annotate(f"soft, ± one standard\ndeviation at {soft}", (0.62, 0.42), color=style.SERIES[0], va="top")
    table: Table = {"value of the step": values.tolist(), f"soft label, deviation at {soft} rollouts": spread.tolist()}
    for order, rollouts in enumerate(hard, start=1):
        labels = hard_estimate(values, rollouts)
        table[f"hard label, {rollouts} rollouts"] = labels.tolist()
        axes.plot(values, labels, color=style.SERIES[order])
        at = (0.2, 0.14, 0.03)[order - 1]
        style.note(axes, f"hard, {rollouts}", (at, float(hard_estimate(at, rollouts))), (6, -6), style.SERIES[order])
    axes.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="value of the step", ylabel="mean label")
    flattered = [hard_estimate(weak, rollouts) for rollouts in hard]
    axes.set_title("Hard labels flatter weak steps, more so with more rollouts")
    caption = (
        "Mean label of a step against the probability that a rollout from it ends right. With eight rollouts a step "
        f"worth one in ten is labelled good with {hard_estimate(0.1, 8):.0%}."
    )
    alt = (
        "Mean label of a step against its true value. The soft label lies on the diagonal, with a band of one standard "
        f"deviation for {soft} rollouts. Hard labels of {listed(hard)} rollouts bend far above it: a step of value "
        f"{weak:.0%} gets {listed(f'{sampled:.0%}' for sampled in flattered)}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-error-chains", title="Errors accumulate, unless they are repaired", chapter=CHAPTER)
def error_chains() -> Plot:
    """Error of a chain against its length, with and without repair."""
    lengths = np.geomspace(10, 10**6, 101)
    repair, errors = 1e-2, (1e-3, 1e-4, 1e-5, 1e-6)
    lost_ends, kept_ends = [], []
    drawing, axes = style.new(7, 4)
    table: Table = {"tokens": lengths.tolist()}
    for order, error in enumerate(errors):
        lost = error_accumulation(error, lengths)
        kept = error_with_repair(error, repair, lengths)
        table |= {f"e = {error:g}, no repair": lost.tolist(), f"e = {error:g}, repaired at {repair:.0%}": kept.tolist()}
        lost_ends.append(lost[-1])
        kept_ends.append(kept[-1])
        axes.plot(lengths, lost, color=style.SERIES[order])
        axes.plot(lengths, kept, color=style.SERIES[order], linestyle="--")
        half = float(chain_length(0.5, error))
        style.note(axes, f"$10^{{{round(np.log10(error))}}}$", (half, 0.5), (5, -4), style.SERIES[order])
    for model in (GPT, PREVIEW):
        tokens = answer_tokens(model)
        axes.axvline(tokens, color=style.MUTED, linewidth=1, linestyle=":")
        style.note(
            axes, f"{model}: {tokens:,.0f}", (tokens, 1.0), (-3, 0), style.MUTED, rotation=90, ha="right", va="top"
        )
    axes.set(
        xscale="log",
        xlim=(10, 10**6),
        ylim=(0, 1.02),
        xlabel="length of the chain, tokens",
        ylabel="probability of an error",
    )
    axes.xaxis.set_major_formatter("{x:,.0f}")
    caption = (
        "Probability that a chain is in error, by the error per token (marked). Solid: no error is ever repaired. "
        f"Dashed: each token repairs an error with probability {repair:g}, and the curves level off."
    )
    alt = (
        f"Probability that a chain is in error against its length up to {lengths[-1]:,.0f} tokens, for {len(errors)} "
        f"error rates per token. At that length the curves stand at {listed(f'{end:.0%}' for end in lost_ends)} "
        f"without repair and, with repair at {repair:.0%} of the tokens, have levelled off at "
        f"{listed(f'{end:.1%}' for end in kept_ends)}."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-votes-repair", title="Votes repair a chain until it is more often wrong than right", chapter=CHAPTER)
def votes_repair() -> Plot:
    """Fewest votes that are right with 99 percent, against the length of the chain."""
    error, target, most, wrong = 1e-5, 0.99, 10_001, 10
    wall = float(chain_length(0.5, error))
    lengths = np.unique(np.concatenate([np.geomspace(1000, 200_000, 46), wall * (1 - np.geomspace(0.3, 0.005, 20))]))
    needed = [fewest_votes(float(1 - error_accumulation(error, n)), target, most) for n in lengths]
    right = 1 - error_accumulation(error, lengths)
    scattered = votes_needed(right, (1 - right) / wrong, (1 - target) / wrong)
    drawing, axes = style.new(7, 3.8)
    shown = [(n, votes) for n, votes in zip(lengths, needed, strict=True) if votes]
    axes.plot(*zip(*shown, strict=True), color=style.SERIES[0])
    axes.plot(lengths, scattered, color=style.SERIES[1], linestyle="--")
    axes.axvline(wall, color=style.MUTED, linestyle=":", linewidth=1)
    style.note(axes, "two answers", (40_000, 60), (-6, 4), style.SERIES[0], ha="right")
    axes.annotate(f"{wrong} wrong answers:\nsurely enough", (200_000, 9), ha="right", va="top", color=style.SERIES[1])
    style.note(
        axes,
        f"{wall:,.0f} tokens:\nevery second chain is wrong",
        (wall, 5000),
        (-26, 0),
        style.MUTED,
        va="top",
        ha="right",
    )
    axes.set(xscale="log", yscale="log", xlim=(1000, 200_000), ylim=(0.8, 10_000))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set(xlabel="length of the chain, tokens", ylabel=f"votes for {target:.0%} accuracy")
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
    alt = (
        f"Votes needed for {target:.0%} against chain length at one error in {1 / error:,.0f} tokens, on logarithmic "
        f"axes. With two answers they rise from {shown[0][1]} beyond all bounds near {wall:,.0f} tokens; with {wrong} "
        f"wrong answers {scattered[-1]:,.0f} surely suffice at {lengths[-1]:,.0f} tokens."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-simulation", title="Seeded simulations agree with the closed forms", chapter=CHAPTER)
def simulation_agrees() -> Plot:
    """Closed forms against seeded simulations."""
    cases = sampling.simulated_cases()
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
    table: Table = {
        "case": [name for name, _, _ in cases],
        "closed form": [closed for _, closed, _ in cases],
        "simulated": [simulated.mean for _, _, simulated in cases],
        "band, low": [simulated.low for _, _, simulated in cases],
        "band, high": [simulated.high for _, _, simulated in cases],
    }
    caption = (
        f"{len(cases)} closed forms against seeded simulations of {sampling.TRIALS:,} trials each. A band leaves out "
        f"the truth once in a thousand times ({simulation.STANDARD_ERRORS} standard errors either way)."
    )
    agreeing = sum(simulated.agrees_with(closed) for _, closed, simulated in cases)
    alt = (
        f"A row for each of {len(cases)} cases: a dot for the closed form less the simulated mean, over a bar for the "
        f"band of the simulation. {agreeing} dots lie within their bars."
    )
    return Plot(drawing, table, caption, alt)

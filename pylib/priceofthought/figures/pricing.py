"""The figures of the chapter on the price of a query."""

from __future__ import annotations

import numpy as np

from priceofthought.article import stated
from priceofthought.figures import style
from priceofthought.figures.registry import Plot, Table, figure
from priceofthought.studies import pricing
from priceofthought.studies.pricing import puzzle

CHAPTER = "pricing"


@figure("fig-query-prompt", title="The longer the prompt, the smaller the ratio", chapter=CHAPTER)
def query_prompt() -> Plot:
    """The ratio of query costs over all prompt lengths, and enlarged where the stated figure lies."""
    band, bare = stated("query-cost-o1-preview"), pricing.puzzle_tokens()
    shortest, longest = pricing.preview_prompt(band.high), pricing.preview_prompt(band.low)
    lengths = np.unique(np.concatenate([np.geomspace(1, 1e6, 181), [bare], np.arange(1, 301)]))
    ratios = np.array([pricing.preview_ratio(float(length)) for length in lengths])
    limit = pricing.price_ratios(pricing.PREVIEW, pricing.GPT)["input"]
    drawing, (wide, near) = style.new(7, 3.6, ncols=2, width_ratios=[1, 1])
    for axes in (wide, near):
        axes.axhspan(band.low, band.high, color=style.FILL[1], linewidth=0)
        axes.plot(lengths, ratios, color=style.SERIES[0])
        axes.plot(bare, pricing.preview_ratio(bare), "o", color=style.SERIES[1])
    wide.axhline(limit, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(wide, f"ratio of prices: {limit:.0f}×", (1, limit), (2, 4))
    wide.set(
        xscale="log", xlim=(1, lengths[-1]), ylim=(0, 65), xlabel="prompt, tokens", ylabel="times the cost on GPT-4o"
    )
    near.set(xlim=(0, 300), ylim=(55, 60), xlabel="prompt, tokens (enlarged)")
    style.note(
        near,
        f"the puzzle alone:\n{bare:.0f} tokens, {pricing.preview_ratio(bare):.1f}×",
        (bare, pricing.preview_ratio(bare)),
        (10, 4),
        style.SERIES[1],
    )
    style.note(
        near,
        f"the stated figure:\n{shortest:.0f} to {longest:.0f} tokens",
        (shortest, band.low),
        (0, -6),
        va="top",
        ha="center",
    )
    wide.set_title(f"{band.middle:.0f}× needs a longer prompt than the puzzle")
    table: Table = {"prompt (tokens)": lengths.tolist(), "cost over GPT-4o's (times)": ratios.tolist()}
    caption = (
        f"Cost of the article's query to o1-preview over its cost to GPT-4o, against the length of the prompt. The "
        f"band is the stated figure; the puzzle alone gives {pricing.preview_ratio(bare):.1f} times."
    )
    alt = (
        "Falling curve of the ratio of query costs against prompt length on a logarithmic axis: "
        f"{pricing.preview_ratio(0):.1f} for an empty prompt, {pricing.preview_ratio(bare):.1f} for the puzzle's "
        f"{bare:.0f} tokens, inside the stated band from {shortest:.0f} to {longest:.0f} tokens, and towards "
        f"{limit:.0f} for very long prompts."
    )
    return Plot(drawing, table, caption, alt)


@figure(
    "fig-query-mini", title=f"What {stated('query-cost-o1-mini').middle:.0f} times demands of o1-mini", chapter=CHAPTER
)
def query_mini() -> Plot:
    """Tokens o1-mini needs for the stated ratio, against each baseline."""
    band = stated("query-cost-o1-mini")
    lengths = np.geomspace(200, 4000, 60)
    drawing, axes = style.new(7, 4)
    table: Table = {"answer of the baseline (tokens)": lengths.tolist()}
    for order, (baseline, name) in enumerate(((pricing.GPT, "GPT-4o"), (pricing.GPT_MINI, "GPT-4o mini"))):
        low, middle, high = (
            [pricing.mini_answer(baseline, float(length), ratio) for length in lengths]
            for ratio in (band.low, band.middle, band.high)
        )
        axes.fill_between(lengths, low, high, color=style.FILL[order], linewidth=0)
        axes.plot(lengths, middle, color=style.SERIES[order])
        style.note(axes, f"against {name}", (lengths[36], middle[36]), (0, 8), style.SERIES[order], ha="right")
        table[f"o1-mini against {name} (tokens)"] = middle
    base, preview = pricing.answer_tokens(pricing.GPT), pricing.answer_tokens(pricing.PREVIEW)
    axes.plot(lengths, lengths, color=style.MUTED, linestyle=":", linewidth=1)
    style.note(axes, "equal lengths", (3000, 3000), (0, -6), style.MUTED, va="top")
    axes.axhline(preview, color=style.MUTED, linestyle="--", linewidth=1)
    style.note(axes, f"o1-preview: {preview:,.0f}", (4000, preview), (0, 4), style.MUTED, ha="right")
    needed = [pricing.mini_answer(baseline, base, band.middle) for baseline in (pricing.GPT, pricing.GPT_MINI)]
    axes.plot([base, base], needed, "o", color=style.INK, markersize=5)
    for tokens in needed:
        style.note(axes, f"{tokens:,.0f}", (base, tokens), (8, -8))
    ticks = [200, 500, 1000, 2000, 4000]
    axes.set(xscale="log", yscale="log", xlim=(200, 4000), ylim=(150, 100_000))
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set(xlabel="answer of the baseline, tokens", ylabel=f"answer of o1-mini that gives {band.middle:.0f}×, tokens")
    axes.set_title(f"{band.middle:.0f}× needs a very long answer, or hardly a longer one")
    caption = (
        f"Billed tokens that o1-mini must have written for the stated ratio, by baseline and length of its answer. At "
        f"GPT-4o's {base:.0f} tokens it is {needed[0]:,.0f} against GPT-4o and {needed[1]:,.0f} against GPT-4o mini."
    )
    alt = (
        "Two rising lines on logarithmic axes: tokens o1-mini must have written against tokens of the baseline's "
        f"answer. At {base:.0f} tokens the line against GPT-4o lies {needed[0] / base:.1f} times above equality, the "
        f"one against GPT-4o mini {needed[1] / base:.1f} times."
    )
    return Plot(drawing, table, caption, alt)


@figure("fig-puzzle", title="All placements of one pair of parentheses", chapter=CHAPTER)
def puzzle_placements() -> Plot:
    """The value of the expression for every placement."""
    expression, target = pricing.equation()
    numbers, _ = puzzle.parse(expression)
    tried = puzzle.placements(expression)
    drawing, axes = style.new(6, 4.2)
    pairs = [(first, last) for first in range(len(numbers)) for last in range(first + 1, len(numbers))]
    for (first, last), placement in zip(pairs, tried, strict=True):
        right = placement.value == target
        if right:
            axes.plot(last, first, "s", color=style.FILL[1], markersize=30)
        axes.text(
            last,
            first,
            f"{placement.value:,}",
            ha="center",
            va="center",
            color=style.SERIES[1] if right else style.INK,
            fontweight="bold" if right else "normal",
        )
    axes.set_xticks(range(1, len(numbers)), [str(number) for number in numbers[1:]])
    axes.set_yticks(range(len(numbers) - 1), [str(number) for number in numbers[:-1]])
    axes.set(xlim=(0.4, len(numbers) - 0.4), ylim=(len(numbers) - 1.5, -0.6))
    axes.grid(False)
    axes.set(xlabel="last number inside the parentheses", ylabel="first number inside")
    solved = puzzle.solutions(expression, target)
    axes.set_title(f"{len(solved)} of {len(tried)} placements gives {target}")
    table: Table = {
        "first number inside": [numbers[first] for first, _ in pairs],
        "last number inside": [numbers[last] for _, last in pairs],
        "expression": [placement.text for placement in tried],
        "value": [placement.value for placement in tried],
    }
    caption = (
        f"Value of the expression for every placement of one pair of parentheses. Only {solved[0].text} gives {target}."
    )
    inside = [
        f"from {numbers[first]} to {numbers[last]}"
        for (first, last), placement in zip(pairs, tried, strict=True)
        if placement.value == target
    ]
    alt = (
        f"A triangle of {len(tried)} values, one for each first and last number inside the parentheses. {len(inside)} "
        f"of them is {target}, highlighted: {' and '.join(inside)}."
    )
    return Plot(drawing, table, caption, alt)

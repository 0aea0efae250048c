"""What was found about the article's prices, and about the puzzle that its query was."""

from __future__ import annotations

from dataclasses import replace

from priceofthought.article import evidence, stated
from priceofthought.findings import finding
from priceofthought.studies.assumptions.searches import reach, recovered
from priceofthought.studies.pricing import (
    GPT,
    GPT_MINI,
    MINI,
    PREVIEW,
    answer_tokens,
    equation,
    mini_answer,
    preview_prompt,
    preview_ratio,
    price_ratios,
    puzzle,
    puzzle_tokens,
)
from reasoncost.audit.finding import Assumption, Finding
from reasoncost.interval import Interval, number


def _price_ratio(models: tuple[str, ...], baseline: str) -> Finding:
    ratios = {(model, kind): ratio for model in models for kind, ratio in price_ratios(model, baseline).items()}
    kinds = ", ".join(dict.fromkeys(kind for _, kind in ratios))
    return Finding(
        computed=Interval.hull(round(ratio, 9) for ratio in ratios.values()),
        why=f"By the list prices of December 2024, the price of {' and '.join(models)} is "
        f"{number(round(max(ratios.values()), 9))} times that of {baseline} for every kind of token ({kinds}).",
        would_change="A price table of that month that shows other prices.",
        sources=(*models, baseline),
    )


@finding("price-ratio-o1")
def price_ratio_o1() -> Finding:
    """The full o1 was listed at the price of o1-preview."""
    return _price_ratio(("o1", PREVIEW), GPT)


@finding("price-ratio-o1-mini")
def price_ratio_o1_mini() -> Finding:
    """The small pair."""
    return _price_ratio((MINI,), GPT_MINI)


@finding("same-size")
def same_size() -> Finding:
    """Nothing published; the estimates that exist differ and name no method."""
    (estimate,) = evidence("same-size")
    preview, gpt = estimate.number("o1_preview_parameters"), estimate.number("gpt_4o_parameters")
    return Finding(
        why=f"OpenAI has published no size of either model. The one public estimate found gives o1-preview "
        f"{preview / gpt:.1f} times the parameters of GPT-4o, but names no method, so it decides nothing.",
        would_change="A statement by OpenAI about the size or the base model of o1.",
        sources=(estimate.id,),
    )


@finding("query-cost-o1-preview")
def query_cost_o1_preview() -> Finding:
    """The article states answers, prices and the puzzle; the rest of the prompt is free."""
    figure = stated("query-cost-o1-preview")
    bare, none = preview_ratio(puzzle_tokens()), preview_ratio(0)
    shortest, longest = preview_prompt(figure.high), preview_prompt(figure.low)
    met = recovered("query-cost-o1-preview").axes
    prompts, counts = ([label for label, survivors in met[axis].items() if survivors] for axis in ("prompt", "counts"))
    return Finding(
        computed=Interval.point(bare),
        reach=replace(
            reach("query-cost-o1-preview"),
            assumptions=(
                Assumption(
                    "prompt tokens",
                    ", ".join(prompts),
                    f"the puzzle alone has {puzzle_tokens():.0f}; the rest would be instructions around it",
                ),
                Assumption("stated counts", ", ".join(counts), "what the counts of tokens count"),
            ),
        ),
        why=f"The puzzle alone as the prompt gives {bare:.1f}x, an empty prompt {none:.1f}x. The stated figure needs a "
        f"prompt of {shortest:.0f} to {longest:.0f} tokens.",
        would_change="The prompt as it was sent, or the token counts as they were billed.",
        sources=(PREVIEW, GPT, "puzzle-prompt-tokens"),
    )


@finding("query-cost-o1-mini")
def query_cost_o1_mini() -> Finding:
    """Neither the tokens of o1-mini nor the baseline are stated."""
    figure = stated("query-cost-o1-mini")
    tokens = {baseline: mini_answer(baseline, answer_tokens(GPT), figure.middle) for baseline in (GPT, GPT_MINI)}
    times = {baseline: needed / answer_tokens(GPT) for baseline, needed in tokens.items()}
    against_preview = tokens[GPT] / answer_tokens(PREVIEW)
    return Finding(
        reach=replace(
            reach("query-cost-o1-mini"),
            assumptions=(
                Assumption(
                    "baseline and answer",
                    f"{GPT} and {number(tokens[GPT])} tokens",
                    f"{against_preview:.1f} times what o1-preview needed",
                ),
                Assumption(
                    "or",
                    f"{GPT_MINI} and {times[GPT_MINI]:.2f} times its answer",
                    "a reasoning model that writes hardly more than one without reasoning",
                ),
            ),
        ),
        why=f"Against {GPT} the figure needs {number(tokens[GPT])} tokens from o1-mini, {against_preview:.1f} times "
        f"o1-preview's; against {GPT_MINI} it needs only {times[GPT_MINI]:.2f} times the baseline's answer.",
        would_change="The token counts of o1-mini and of its baseline, neither of which is published.",
        sources=(MINI, GPT, GPT_MINI, "o1-mini-token-spread"),
    )


@finding("qwq-puzzle")
def qwq_puzzle() -> Finding:
    """Every placement is tried."""
    expression, target = equation()
    tried, solved = puzzle.placements(expression), puzzle.solutions(expression, target)
    nearest = min(tried, key=lambda one: abs(one.value - target))
    how_many = {0: "none", 1: "exactly one"}.get(len(solved), str(len(solved)))
    return Finding(
        computed=Interval.point(nearest.value),
        why=f"Of {len(tried)} placements of one pair of parentheses {how_many} gives {target}: {nearest.text}.",
        would_change="Nothing: the search is exhaustive.",
        sources=tuple(one.id for one in evidence("qwq-puzzle")),
    )


@finding("qwq-words")
def qwq_words() -> Finding:
    """The transcript is public; its words were counted."""
    (transcript,) = evidence("qwq-words")
    letters = transcript.number("words_made_of_letters")
    return Finding(
        public=transcript.interval,
        why=f"The published transcript has {number(transcript.figure)} runs of characters between white space "
        f"before its final answer, of which {number(letters)} are words made of letters.",
        would_change="Another rule of counting: numerals and operators count as words here.",
        sources=(transcript.id,),
    )


@finding("hidden-tokens-billed")
def hidden_tokens_billed() -> Finding:
    """The vendor says so."""
    found = evidence("hidden-tokens-billed")
    return Finding(
        fact=any(one.supports is True and one.kind == "primary" for one in found) or None,
        why=found[0].statement,
        would_change="A different billing rule in the vendor's documentation of December 2024.",
        sources=tuple(one.id for one in found),
    )

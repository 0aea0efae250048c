"""What was found about the article's prices, and about the puzzle that its query was."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reasoncost import catalog
from reasoncost.audit import puzzle
from reasoncost.audit.claims import find, stated
from reasoncost.audit.evidence import evidence
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.laws.pricing import answer_for_ratio, prompt_for_ratio, query_cost_ratio

PREVIEW, GPT, MINI, GPT_MINI = "o1-preview", "gpt-4o", "o1-mini", "gpt-4o-mini"
"""The two reasoning models of the article's query, each followed by its baseline."""

LONGEST_PROMPT = 10
"""Prompts are tried up to this many times the puzzle's own length."""
LONGEST_ANSWER, STEPS_PER_DECADE = 2, 100
"""Answers of o1-mini are tried up to this many decades above the baseline's, in equal logarithmic steps."""


def puzzle_tokens() -> float:
    """Tokens of the puzzle as a prompt, without any message around it."""
    return catalog.number("puzzle-prompt-tokens")


def answer_tokens(model: str) -> float:
    """Billed tokens of the article's run of the puzzle."""
    return stated(f"tokens-{model}").middle


def prices(model: str, baseline: str) -> tuple[float, float, float, float]:
    """Input and output price of a model, then of its baseline, in December 2024."""
    one, other = catalog.price(model), catalog.price(baseline)
    return one.input.value, one.output.value, other.input.value, other.output.value


def price_ratios(model: str, baseline: str) -> dict[str, float]:
    """How many times the baseline's list price a model asks, for each kind of token."""
    one, other = catalog.price(model), catalog.price(baseline)
    found = {"input": one.input.value / other.input.value, "output": one.output.value / other.output.value}
    if one.cached_input and other.cached_input:
        found["cached input"] = one.cached_input.value / other.cached_input.value
    return found


def preview_ratio(prompt: float) -> float:
    """Cost of the article's query to o1-preview over its cost to GPT-4o, by the length of the prompt."""
    tokens = answer_tokens(PREVIEW), answer_tokens(GPT)
    return float(query_cost_ratio(prompt, *tokens, *prices(PREVIEW, GPT)))


def preview_prompt(ratio: float) -> float:
    """Length of the prompt at which that ratio comes out."""
    return float(prompt_for_ratio(ratio, answer_tokens(PREVIEW), answer_tokens(GPT), *prices(PREVIEW, GPT)))


def mini_answer(baseline: str, baseline_tokens: float, ratio: float) -> float:
    """Tokens that o1-mini must have produced for that ratio against a baseline's answer to the bare puzzle."""
    return float(answer_for_ratio(ratio, puzzle_tokens(), baseline_tokens, *prices(MINI, baseline)))


@dataclass(frozen=True, slots=True)
class Query:
    """One set of unstated conditions of the o1-preview query and the ratio of costs it gives."""

    prompt: float
    counts: str
    ratio: float


@functools.cache
def preview_queries() -> tuple[Query, ...]:
    """Every prompt from the bare puzzle up, with the stated counts taken as answers, or as whole sequences."""
    found = []
    answers = answer_tokens(PREVIEW), answer_tokens(GPT)
    for prompt in range(int(puzzle_tokens()), int(LONGEST_PROMPT * puzzle_tokens()) + 1):
        found.append(Query(prompt, "answer", preview_ratio(prompt)))
        within = (tokens - prompt for tokens in answers)
        found.append(Query(prompt, "whole sequence", query_cost_ratio(prompt, *within, *prices(PREVIEW, GPT))))
    return tuple(found)


def surviving_queries() -> tuple[Query, ...]:
    """The conditions that give the article's figure."""
    figure = stated("query-cost-o1-preview")
    return tuple(one for one in preview_queries() if figure.meets(Interval.point(one.ratio)))


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
    prompts = [one.prompt for one in surviving_queries()]
    counts = ", ".join(sorted({one.counts for one in surviving_queries()}))
    return Finding(
        computed=Interval.point(bare),
        reach=Reach.over(
            [one.ratio for one in preview_queries()],
            figure,
            (
                Assumption(
                    "prompt tokens",
                    f"{min(prompts):.0f} to {max(prompts):.0f}",
                    f"the puzzle alone has {puzzle_tokens():.0f}; the rest would be instructions around it",
                ),
                Assumption("stated counts", counts, "the counts are tokens of the answer, not of the whole sequence"),
            ),
        ),
        why=f"The puzzle alone as the prompt gives {bare:.1f}x, an empty prompt {none:.1f}x. The stated figure needs a "
        f"prompt of {shortest:.0f} to {longest:.0f} tokens.",
        would_change="The prompt as it was sent, or the token counts as they were billed.",
        sources=(PREVIEW, GPT, "puzzle-prompt-tokens"),
    )


@functools.cache
def mini_queries() -> tuple[tuple[str, float, float], ...]:
    """Baseline, length of o1-mini's answer in answers of the baseline, and ratio of costs; the bare puzzle."""
    base_tokens = answer_tokens(GPT)
    longer = [10 ** (step / STEPS_PER_DECADE) for step in range(LONGEST_ANSWER * STEPS_PER_DECADE + 1)]
    return tuple(
        (
            baseline,
            times,
            float(query_cost_ratio(puzzle_tokens(), times * base_tokens, base_tokens, *prices(MINI, baseline))),
        )
        for baseline in (GPT, GPT_MINI)
        for times in longer
    )


@finding("query-cost-o1-mini")
def query_cost_o1_mini() -> Finding:
    """Neither the tokens of o1-mini nor the baseline are stated."""
    figure = stated("query-cost-o1-mini")
    tokens = {baseline: mini_answer(baseline, answer_tokens(GPT), figure.middle) for baseline in (GPT, GPT_MINI)}
    times = {baseline: needed / answer_tokens(GPT) for baseline, needed in tokens.items()}
    against_preview = tokens[GPT] / answer_tokens(PREVIEW)
    return Finding(
        reach=Reach.over(
            [ratio for _, _, ratio in mini_queries()],
            figure,
            (
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


def equation() -> tuple[str, int]:
    """The puzzle: its expression and its target."""
    expression, target = find("qwq-puzzle").quote.split("=")
    return expression.strip(), int(target)


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

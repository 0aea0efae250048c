"""What can be computed about the article's prices, and about the puzzle that its query was."""

from __future__ import annotations

from priceofthought.article import find, stated
from reasoncost import catalog
from reasoncost.laws.pricing import answer_for_ratio, prompt_for_ratio, query_cost_ratio

PREVIEW, GPT, MINI, GPT_MINI = "o1-preview", "gpt-4o", "o1-mini", "gpt-4o-mini"
"""The two reasoning models of the article's query, each followed by its baseline."""


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


def equation() -> tuple[str, int]:
    """The puzzle: its expression and its target."""
    expression, target = find("qwq-puzzle").quote.split("=")
    return expression.strip(), int(target)

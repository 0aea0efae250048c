"""The price of a query, beside the same query to another model."""

from __future__ import annotations

from calculators.spec import Calculator, Choice, Curve, Input, Plot, Row, Shown
from reasoncost import catalog
from reasoncost.law.plan import Plan, Rule, Step
from reasoncost.laws.pricing import query_cost, query_cost_ratio

PRICE = "USD per million"
BASELINE = {
    "output_tokens": "baseline_output_tokens",
    "input_price": "baseline_input_price",
    "output_price": "baseline_output_price",
}


def _choice(name: str, label: str, prefix: str, value: str) -> Choice:
    """The list prices of December 2024, as inputs whose names begin with the prefix."""
    rows = {
        key: Row(key, {f"{prefix}input_price": price.input.value, f"{prefix}output_price": price.output.value})
        for key, price in catalog.prices().items()
    }
    return Choice(name, label, rows, value)


CALCULATOR = Calculator(
    name="query-price",
    title="Price of a query",
    choices=(_choice("model", "Model", "", "o1-preview"), _choice("baseline", "Compared with", "baseline_", "gpt-4o")),
    inputs=(
        Input("input_tokens", "Prompt", 1000, "tokens", slider=(1, 200_000), whole=True),
        Input("output_tokens", "Answer, hidden reasoning included", 5000, "tokens", slider=(1, 100_000), whole=True),
        Input("input_price", "Price of the prompt", 0, PRICE),
        Input("output_price", "Price of the answer", 0, PRICE),
        Input("baseline_output_tokens", "Answer of the other", 500, "tokens", slider=(1, 100_000), whole=True),
        Input("baseline_input_price", "Price of the prompt, other", 0, PRICE),
        Input("baseline_output_price", "Price of the answer, other", 0, PRICE),
    ),
    plan=Plan(
        (
            Step("cost", query_cost),
            Step("baseline_cost", query_cost, BASELINE),
            Step("ratio", query_cost_ratio),
        )
    ),
    shown={
        "cost": Shown("Price of the query", "USD", main=True),
        "baseline_cost": Shown("Price of the same query to the other", "USD"),
        "ratio": Shown("How many times the other's price", main=True),
    },
    verdict=(
        Rule("The query costs less than it does at the other.", "ratio", below=1),
        Rule("The query costs at least as much as it does at the other.", "ratio"),
    ),
    plot=Plot(
        over="output_tokens",
        low=10,
        high=100_000,
        axis="USD",
        curves=(Curve("cost", "this model"), Curve("baseline_cost", "the other")),
        caption="Price of the query over the length of its answer.",
    ),
    left_out="discounts for cached prompts and for batches, fees for each request; both models are taken to split the "
    "prompt into equally many tokens",
)

"""Pricing: what a query costs at a list price, and how two models' costs for one query stand to each other."""

from reasoncost.law import law


@law(symbol="c_q", unit="USD", coefficient="Mtoken", source="definition")
def query_cost(input_tokens, output_tokens, input_price, output_price):
    """Price in USD of one query; prices are in USD per million tokens.

    Output tokens are those billed, so hidden reasoning tokens count. Discounts for cached input or for batches, and
    fees per request, are left out.

    >>> query_cost(input_tokens=1000, output_tokens=5000, input_price=15, output_price=60)
    0.315
    """
    return (input_tokens * input_price + output_tokens * output_price) / 10**6


@law(symbol=r"\rho", unit="1", source="definition")
def query_cost_ratio(
    input_tokens,
    output_tokens,
    baseline_output_tokens,
    input_price,
    output_price,
    baseline_input_price,
    baseline_output_price,
):
    """How many times a baseline's price for one prompt a model asks; each has its own answer length and prices.

    Monotonic in the prompt: from the ratio of the two answers' prices at an empty prompt to the ratio of the input
    prices at an endless one. Both models must split the prompt into equally many tokens.
    """
    baseline = query_cost(input_tokens, baseline_output_tokens, baseline_input_price, baseline_output_price)
    return query_cost(input_tokens, output_tokens, input_price, output_price) / baseline


def _some_prompt(
    cost_ratio,
    output_tokens,
    baseline_output_tokens,
    input_price,
    output_price,
    baseline_input_price,
    baseline_output_price,
):
    answers = output_tokens * output_price - cost_ratio * baseline_output_tokens * baseline_output_price
    prompts = cost_ratio * baseline_input_price - input_price
    return (prompts != 0) & (answers * prompts >= 0)


@law(symbol="T_{in}", unit="1", source="query_cost_ratio, solved for the prompt", domain=_some_prompt)
def prompt_for_ratio(
    cost_ratio,
    output_tokens,
    baseline_output_tokens,
    input_price,
    output_price,
    baseline_input_price,
    baseline_output_price,
):
    """Length of the prompt at which the query costs `cost_ratio` times the baseline's.

    Has no value for ratios that no prompt gives: those outside the two limits named in query_cost_ratio.
    """
    beyond_answers = output_tokens * output_price - cost_ratio * baseline_output_tokens * baseline_output_price
    return beyond_answers / (cost_ratio * baseline_input_price - input_price)


@law(
    symbol="T_{out}",
    unit="1",
    source="query_cost_ratio, solved for the answer",
    domain=lambda cost_ratio, input_tokens, baseline_output_tokens, input_price, output_price, base_in, base_out: (
        cost_ratio * (input_tokens * base_in + baseline_output_tokens * base_out) >= input_tokens * input_price
    ),
)
def answer_for_ratio(
    cost_ratio,
    input_tokens,
    baseline_output_tokens,
    input_price,
    output_price,
    baseline_input_price,
    baseline_output_price,
):
    """Billed output tokens at which the query costs `cost_ratio` times the baseline's.

    Has no value where the prompt alone costs more than that.
    """
    baseline = input_tokens * baseline_input_price + baseline_output_tokens * baseline_output_price
    return (cost_ratio * baseline - input_tokens * input_price) / output_price

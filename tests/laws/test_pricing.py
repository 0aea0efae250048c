"""The pricing laws: a bill worked out by hand, inverses, limits, and what has no value."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws import by_subject
from reasoncost.laws.pricing import answer_for_ratio, prompt_for_ratio, query_cost, query_cost_ratio
from reasoncost.units import InputError

PRICES = 15, 60, Fraction(5, 2), 10
tokens = st.integers(1, 10**6)


@pytest.mark.parametrize("law", by_subject()["pricing"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


def test_a_bill_by_hand():
    # 1,000 tokens in at 15 dollars a million are 1.5 cents, 7,661 out at 60 are 45.966 cents
    assert query_cost(1000, 7661, 15, 60) == pytest.approx(0.47466)
    assert query_cost(0, 0, 15, 60) == 0


def test_the_articles_ratio_is_exact_on_rationals():
    assert query_cost_ratio(Fraction(0), 7661, 775, *PRICES) == Fraction(6 * 7661, 775)
    assert query_cost_ratio(Fraction(47), 7661, 775, *PRICES) == Fraction(6 * (47 + 4 * 7661), 47 + 4 * 775)


@given(tokens, tokens, tokens)
def test_the_two_inverses_undo_the_ratio(prompt, answer, base):
    prices = [float(price) for price in PRICES]
    ratio = query_cost_ratio(prompt, answer, base, *prices)
    assert answer_for_ratio(ratio, prompt, base, *prices) == pytest.approx(answer, rel=1e-6)
    if abs(answer / base - 1) > 1e-3:
        assert prompt_for_ratio(ratio, answer, base, *prices) == pytest.approx(prompt, rel=1e-3, abs=1e-3)


@given(tokens, tokens, tokens, tokens)
def test_the_ratio_lies_between_its_limits(prompt, more, answer, base):
    at_none, here, further = (
        query_cost_ratio(length, answer, base, 15, 60, 2.5, 10) for length in (0, prompt, prompt + more)
    )
    low, high = sorted((6.0, at_none))
    assert low * (1 - 1e-12) <= here <= high * (1 + 1e-12)
    assert abs(further - 6) <= abs(here - 6) + 1e-9


def test_no_prompt_gives_a_ratio_beyond_the_limits():
    for ratio in (5.9, 6.0, 59.4):
        with pytest.raises(InputError, match="prompt_for_ratio has no value"):
            prompt_for_ratio(ratio, 7661, 775, 15, 60, 2.5, 10)
    assert np.isnan(prompt_for_ratio(np.array([60.0, 57.0]), 7661, 775, 15, 60, 2.5, 10)).tolist() == [True, False]


def test_no_answer_is_cheaper_than_its_prompt():
    with pytest.raises(InputError, match="answer_for_ratio has no value"):
        answer_for_ratio(0.1, 1000, 10, 15, 60, 2.5, 10)


@pytest.mark.parametrize("bad", [-1, "many", None, True, float("nan")])
def test_bad_input(bad):
    with pytest.raises(InputError, match="query_cost: input_tokens"):
        query_cost(bad, 1, 1, 1)

"""The puzzle's solver against Python's own arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priceofthought.studies.pricing.puzzle import evaluate, parse, placements, solutions
from reasoncost.units import InputError

PUZZLE = "1 + 2 * 3 + 4 * 5 + 6 * 7 + 8 * 9"
expressions = st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99)), min_size=1, max_size=7).map(
    lambda tail: "5" + "".join(f" {sign} {number}" for sign, number in tail)
)


def test_the_articles_puzzle_has_one_solution():
    assert len(placements(PUZZLE)) == 36
    (only,) = solutions(PUZZLE, 479)
    assert only.text == "1 + 2 * (3 + 4 * 5 + 6) * 7 + 8 * 9"
    assert 1 + 2 * (3 + 4 * 5 + 6) * 7 + 8 * 9 == 479


@given(expressions)
def test_values_are_pythons(expression):
    assert evaluate(*parse(expression)) == eval(expression)
    tried = placements(expression)
    count = len(parse(expression)[0])
    assert len({placement.text for placement in tried}) == count * (count - 1) // 2
    assert all(eval(placement.text) == placement.value for placement in tried)


def test_no_solution():
    assert solutions("1 + 1", 5) == ()


@pytest.mark.parametrize("bad", ["", "1 +", "2 / 3", "(1 + 2)", "x", "1 2", "__import__('os')"])
def test_bad_input(bad):
    with pytest.raises(InputError, match="whole numbers"):
        parse(bad)

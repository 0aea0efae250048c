"""The dimension check accepts every law there is, and refuses what does not agree."""

import pytest

import reasoncost.laws
from reasoncost.law import Quantity, law, ops
from reasoncost.law.dimensions import DimensionError


@pytest.mark.parametrize("name", reasoncost.laws.registry())
def test_every_law_has_the_units_it_declares(name):
    reasoncost.laws.find(name).check_dimensions()


def test_a_sum_of_unlike_terms_is_refused():
    @law(symbol="x", unit="byte", source="test")
    def wrong(memory: Quantity, bandwidth: Quantity) -> Quantity:
        return memory + bandwidth

    with pytest.raises(DimensionError, match="wrong"):
        wrong.check_dimensions()


def test_a_result_of_another_unit_is_refused():
    @law(symbol="x", unit="byte", source="test")
    def wrong(memory: Quantity, bandwidth: Quantity) -> Quantity:
        return memory / bandwidth

    with pytest.raises(DimensionError, match="not the declared byte"):
        wrong.check_dimensions()


def test_an_exponent_with_a_unit_is_refused():
    @law(symbol="x", unit="1", source="test")
    def wrong(tokens: Quantity, memory: Quantity) -> Quantity:
        return tokens**memory

    with pytest.raises(DimensionError, match="wrong"):
        wrong.check_dimensions()


def test_a_logarithm_of_bytes_is_refused():
    @law(symbol="x", unit="1", source="test")
    def wrong(memory: Quantity) -> Quantity:
        return ops.log(memory)

    with pytest.raises(DimensionError, match="wrong"):
        wrong.check_dimensions()


def test_a_missing_coefficient_is_refused():
    @law(symbol="x", unit="FLOP", source="test")
    def wrong(parameters: Quantity) -> Quantity:
        return 2 * parameters

    with pytest.raises(DimensionError, match="not the declared FLOP"):
        wrong.check_dimensions()


def test_hours_added_to_seconds_are_refused():
    @law(symbol="x", unit="second", source="test")
    def wrong(latency: Quantity, failure_rate: Quantity) -> Quantity:
        return latency + 1 / failure_rate

    with pytest.raises(DimensionError, match="wrong computes"):
        wrong.check_dimensions()


def test_a_bare_conversion_without_its_unit_is_refused():
    @law(symbol="x", unit="1/second", source="test")
    def wrong(failure_rate: Quantity) -> Quantity:
        return failure_rate / 3600

    @law(symbol="x", unit="1/second", coefficient="hour/second", source="test")
    def right(failure_rate: Quantity) -> Quantity:
        return failure_rate / 3600

    with pytest.raises(DimensionError, match="wrong computes"):
        wrong.check_dimensions()
    right.check_dimensions()


def test_the_larger_of_two_times_is_a_time():
    @law(symbol="x", unit="second", source="test")
    def right(memory: Quantity, bandwidth: Quantity, weight_memory: Quantity) -> Quantity:
        slower = ops.maximum(memory / bandwidth, weight_memory / bandwidth)
        return ops.where(slower > memory / bandwidth, slower, ops.minimum(slower, memory / bandwidth))

    right.check_dimensions()

"""The scaling laws against exact references, their properties, and their limits."""

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from reasoncost.laws import by_subject, scaling, symbols
from reasoncost.units import InputError

HOFFMANN = {"E": 1.69, "A": 406.4, "B": 410.7, "alpha": 0.34, "beta": 0.28}
EXPONENTS = [(0.34, 0.28), (0.3478, 0.3658), (0.2424, 0.2424), (0.29, 0.23)]

exponent = st.floats(0.1, 1.0)
depth = st.floats(0.01, 0.99)
"""How far from the optimum (0) to the floor (1) a size ratio lies, on the logarithmic scale."""


def ratio_at(depth: float, alpha: float, beta: float) -> float:
    return float(scaling.size_floor(alpha, beta)) ** depth


@pytest.mark.parametrize("law", by_subject()["scaling"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


def test_loss_of_chinchilla_itself():
    # Hoffmann et al. 2022: 70B parameters, 1.4T tokens; by hand: 1.69 + 0.0835 + 0.1632
    assert scaling.loss(70e9, 1.4e12, **HOFFMANN) == pytest.approx(1.9367, abs=1e-4)


@pytest.mark.parametrize(("alpha", "beta"), EXPONENTS)
@pytest.mark.parametrize("ratio", [0.2, 0.5, 0.9, 3])
def test_multipliers_against_fifty_digits(alpha, beta, ratio):
    with mpmath.workdps(50):
        k, a, b = (mpmath.mpf(x) for x in (ratio, alpha, beta))
        left = 1 - (k**-a - 1) * b / a
        data, floor = left ** (-1 / b), (1 + a / b) ** (-1 / a)
    assert scaling.size_floor(alpha, beta) == pytest.approx(float(floor), rel=1e-13)
    assert scaling.data_multiplier(ratio, alpha, beta) == pytest.approx(float(data), rel=1e-12)
    assert scaling.compute_multiplier(ratio, alpha, beta) == pytest.approx(float(k * data), rel=1e-12)


@pytest.mark.parametrize("compute", [1e20, 3.8e25])
def test_optimum_is_where_a_search_finds_it(compute):
    def loss_at(log_parameters):
        parameters = np.exp(log_parameters)
        return scaling.loss(parameters, compute / 6 / parameters, **HOFFMANN)

    minimum = minimize_scalar(loss_at, bounds=(15, 35), method="bounded", options={"xatol": 1e-9})
    terms = {name: HOFFMANN[name] for name in ("A", "B", "alpha", "beta")}
    parameters = scaling.optimal_parameters(compute, **terms)
    assert parameters == pytest.approx(np.exp(minimum.x), rel=1e-4)
    assert 6 * parameters * scaling.optimal_tokens(compute, **terms) == pytest.approx(compute, rel=1e-12)


@given(exponent, exponent, depth, st.floats(18, 30), st.floats(0.1, 4))
def test_equal_loss_whatever_the_scale_and_coefficients(alpha, beta, depth, decade, log_b):
    ratio = ratio_at(depth, alpha, beta)
    A, B = 400.0, 10**log_b
    terms = {"A": A, "B": B, "alpha": alpha, "beta": beta}
    n, d = scaling.optimal_parameters(10**decade, **terms), scaling.optimal_tokens(10**decade, **terms)
    smaller = scaling.loss(n * ratio, d * scaling.data_multiplier(ratio, alpha, beta), E=0, **terms)
    assert smaller == pytest.approx(scaling.loss(n, d, E=0, **terms), rel=1e-9)


@given(exponent, exponent)
def test_at_the_optimum_nothing_changes_and_the_rate_is_zero(alpha, beta):
    assert scaling.data_multiplier(1, alpha, beta) == 1
    assert scaling.compute_multiplier(1, alpha, beta) == 1
    assert scaling.exchange_rate(1, alpha, beta) == 0


def test_derivative_of_the_compute_multiplier_is_zero_at_the_optimum():
    k = symbols("size_ratio")
    slope = scaling.compute_multiplier.derivative("size_ratio")
    assert sympy.simplify(slope.subs(k, 1)) == 0
    rate = -k * sympy.diff(sympy.expand_log(sympy.log(scaling.compute_multiplier.expr()), force=True), k)
    assert sympy.simplify(rate - scaling.exchange_rate.expr()) == 0


@given(exponent, exponent, depth)
def test_the_optimum_is_the_cheapest(alpha, beta, depth):
    ratio = ratio_at(depth, alpha, beta)
    assert scaling.compute_multiplier(ratio, alpha, beta) > 1
    assert scaling.compute_multiplier(1 / ratio, alpha, beta) > 1
    assert scaling.exchange_rate(ratio, alpha, beta) > 0 > scaling.exchange_rate(1 / ratio, alpha, beta)


def test_the_smaller_model_itself_reaches_the_optimal_loss():
    """The optimum for 6e23 FLOPs with Chinchilla's coefficients, and a model of half its size."""
    fit = {"A": 406.4, "B": 410.7, "alpha": 0.34, "beta": 0.28}
    size, data = (law(6e23, **fit) for law in (scaling.optimal_parameters, scaling.optimal_tokens))
    half, more = (law(0.5, 6e23, **fit) for law in (scaling.smaller_parameters, scaling.smaller_tokens))
    assert half == size / 2
    assert scaling.loss(half, more, E=1.69, **fit) == pytest.approx(scaling.loss(size, data, E=1.69, **fit), rel=1e-12)
    with pytest.raises(InputError, match="smaller_tokens has no value"):
        scaling.smaller_tokens(0.09, 6e23, **fit)


def test_beyond_the_floor_there_is_no_value():
    floor = scaling.size_floor(0.3478, 0.3658)
    assert floor == pytest.approx(0.1464, abs=1e-4)
    for multiplier in (scaling.data_multiplier, scaling.compute_multiplier, scaling.exchange_rate):
        with pytest.raises(InputError, match="no value"):
            multiplier(0.1, 0.3478, 0.3658)
        with pytest.raises(InputError):
            multiplier(floor, 0.3478, 0.3658)
        multipliers = multiplier(np.array([0.1, floor, 0.2]), 0.3478, 0.3658)
        assert list(np.isnan(multipliers)) == [True, True, False]
        assert multipliers.dtype == np.float64


def test_the_price_grows_without_limit_towards_the_floor():
    floor = scaling.size_floor(0.34, 0.28)
    prices = scaling.compute_multiplier(floor * (1 + np.array([1e-1, 1e-3, 1e-6, 1e-9])), 0.34, 0.28)
    assert np.all(np.diff(prices) > 0)
    assert prices[-1] > 1e30


@given(exponent, exponent, depth)
@settings(max_examples=50)
def test_inverses(alpha, beta, depth):
    ratio = ratio_at(depth, alpha, beta)
    for law, inverse in (
        (scaling.compute_multiplier, scaling.size_ratio_for_compute),
        (scaling.optimal_inference_ratio, scaling.size_ratio_for_inference),
    ):
        assert inverse(law(ratio, alpha, beta), alpha, beta) == pytest.approx(ratio, rel=1e-6)


def test_inverses_broadcast_and_reject_what_they_cannot_answer():
    ratios = scaling.size_ratio_for_compute(np.array([1, 10, 100]), 0.34, 0.28)
    assert ratios[0] == pytest.approx(1, abs=1e-6)
    assert ratios[2] == pytest.approx(1 / 7.99, abs=1e-3)
    with pytest.raises(InputError, match="at least 1"):
        scaling.size_ratio_for_compute(0.5, 0.34, 0.28)
    with pytest.raises(InputError, match="not negative"):
        scaling.size_ratio_for_inference(-1, 0.34, 0.28)


@given(exponent, exponent, depth)
def test_lifetime_break_even(alpha, beta, depth):
    ratio = ratio_at(depth, alpha, beta)
    volume = scaling.breakeven_inference_ratio(ratio, alpha, beta)
    smaller = scaling.lifetime_flops(ratio, scaling.data_multiplier(ratio, alpha, beta), volume)
    assert smaller == pytest.approx(scaling.lifetime_flops(1, 1, volume), rel=1e-9)


@pytest.mark.parametrize(("alpha", "beta"), EXPONENTS)
@pytest.mark.parametrize("volume", [0.5, 10, 300])
def test_best_size_for_a_volume_is_where_a_search_finds_it(alpha, beta, volume):
    def cost(log_ratio):
        ratio = np.exp(log_ratio)
        return np.log(scaling.lifetime_flops(ratio, scaling.data_multiplier(ratio, alpha, beta), volume))

    low = np.log(scaling.size_floor(alpha, beta)) * 0.9999
    minimum = minimize_scalar(cost, bounds=(low, 0), method="bounded", options={"xatol": 1e-10})
    assert scaling.size_ratio_for_inference(volume, alpha, beta) == pytest.approx(np.exp(minimum.x), rel=1e-4)


@pytest.mark.parametrize("value", [0, -1, float("nan"), "1"])
def test_bad_exponents(value):
    with pytest.raises(InputError, match="alpha"):
        scaling.size_floor(value, 0.3)

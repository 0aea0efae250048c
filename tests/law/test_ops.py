"""The operations of a body answer in kind: numbers, arrays, symbols."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.law import ops

UNARY = ("floor", "exp", "log", "expm1", "log1p")
positive = st.floats(1e-9, 300)
x = sympy.Symbol("x", positive=True)


@pytest.mark.parametrize("name", UNARY)
@given(value=positive)
def test_numbers_arrays_and_symbols_agree(name, value):
    operation = getattr(ops, name)
    number = operation(value)
    assert isinstance(number, int | float)
    assert operation(np.array([value]))[0] == pytest.approx(number, rel=1e-12)
    exact = operation(x).subs(x, sympy.Rational(*value.as_integer_ratio())).rewrite(sympy.exp)
    assert float(exact.evalf(30)) == pytest.approx(number, rel=1e-12)


@given(positive, positive, positive)
def test_extremes(a, b, c):
    assert ops.maximum(a, b, c) == max(a, b, c) == ops.maximum(np.array([a]), b, c)[0]
    assert ops.minimum(a, b, c) == min(a, b, c) == ops.minimum(a, np.array([b]), c)[0]
    symbols = sympy.symbols("a b c", positive=True)
    values = dict(zip(symbols, (a, b, c), strict=True))
    assert float(ops.maximum(*symbols).subs(values)) == max(a, b, c)
    assert float(ops.minimum(*symbols).subs(values)) == min(a, b, c)


def test_where():
    assert ops.where(2 > 1, "yes", "no") == "yes"
    assert ops.where(np.array([True, False]), 1, 2).tolist() == [1, 2]
    assert ops.where(x > 3, 1, 2).subs(x, 4) == 1
    assert ops.where(x > 3, 1, 2).subs(x, 2) == 2
    assert ops.where(True, x, 0) == x


def test_exactness_survives_extremes_and_floor():
    assert ops.maximum(10**40, 1) == 10**40
    assert ops.floor(Fraction(7, 2)) == 3
    assert ops.minimum(Fraction(1, 3), Fraction(1, 2)) == Fraction(1, 3)


@given(st.integers(0, 300), st.integers(0, 300))
def test_binomial_counts(total, chosen):
    assert ops.binomial(total, chosen) == math.comb(total, chosen)
    assert ops.binomial(sympy.Integer(total), chosen) == math.comb(total, chosen)

"""The operations beyond arithmetic that a law's body may use.

Each takes numbers (mpmath numbers among them), arrays (NumPy, Dask, or any that follow NumPy's array-function protocol,
pint quantities among them) or SymPy expressions, and answers in kind.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np


def is_symbolic(value: Any) -> bool:
    """Whether `value` is a SymPy object; asks nothing of SymPy where it was never imported."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(value, sympy.Basic)


def is_precise(value: Any) -> bool:
    """Whether `value` is an mpmath number; asks nothing of mpmath where it was never imported."""
    mpmath = sys.modules.get("mpmath")
    return mpmath is not None and isinstance(value, mpmath.mpf)


def is_array(value: Any) -> bool:
    """Whether `value` follows NumPy's array-function protocol (a NumPy scalar does not count)."""
    return hasattr(value, "__array_function__") and not isinstance(value, np.generic)


def _dispatch(values: tuple[Any, ...]) -> str:
    if any(is_symbolic(value) for value in values):
        return "symbolic"
    return "array" if any(is_array(value) or isinstance(value, np.generic) for value in values) else "number"


def _unary(value: Any, symbolic: str, array: Any, number: Any) -> Any:
    match _dispatch((value,)):
        case "symbolic":
            import sympy
            from sympy.codegen import cfunctions

            # expm1 and log1p stand apart in SymPy, among the functions of C; they print as Math.expm1 and Math.log1p.
            return getattr(sympy if hasattr(sympy, symbolic) else cfunctions, symbolic)(value)
        case "array":
            return array(value)
        case _ if is_precise(value):
            return getattr(sys.modules["mpmath"], symbolic)(value)
        case _:
            return number(value)


def maximum(*values: Any) -> Any:
    """The largest of the values, elementwise."""
    match _dispatch(values):
        case "symbolic":
            import sympy

            return sympy.Max(*values)
        case "array":
            return functools.reduce(np.maximum, values)
        case _:
            return max(values)


def minimum(*values: Any) -> Any:
    """The smallest of the values, elementwise."""
    match _dispatch(values):
        case "symbolic":
            import sympy

            return sympy.Min(*values)
        case "array":
            return functools.reduce(np.minimum, values)
        case _:
            return min(values)


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`, elementwise."""
    match _dispatch((condition, then, otherwise)):
        case "symbolic":
            import sympy

            return sympy.Piecewise((then, condition), (otherwise, True))
        case "array":
            return np.where(condition, then, otherwise)
        case _:
            return then if condition else otherwise


def floor(value: Any) -> Any:
    """The largest whole number not above the value."""
    whole = _unary(value, "floor", np.floor, math.floor)
    return int(whole) if is_precise(whole) else whole


def exp(value: Any) -> Any:
    """e to the value."""
    return _unary(value, "exp", np.exp, math.exp)


def log(value: Any) -> Any:
    """The natural logarithm."""
    return _unary(value, "log", np.log, math.log)


def expm1(value: Any) -> Any:
    """exp(value) - 1, exact for small values."""
    return _unary(value, "expm1", np.expm1, math.expm1)


def log1p(value: Any) -> Any:
    """log(1 + value), exact for small values."""
    return _unary(value, "log1p", np.log1p, math.log1p)


def sqrt(value: Any) -> Any:
    """The square root."""
    return _unary(value, "sqrt", np.sqrt, math.sqrt)


def binomial(total: Any, chosen: Any) -> Any:
    """The number of ways to choose a whole number; any `total`, exact for rationals.

    Numbers or SymPy only: a law over arrays declares a stable evaluation.
    """
    if _dispatch((total, chosen)) == "symbolic":
        import sympy

        return sympy.binomial(total, chosen)
    if total == int(total) >= 0:
        ways = math.comb(int(total), int(chosen))
        return Fraction(ways) if isinstance(total, Fraction) else ways  # a quotient of two integers would be a float
    return math.prod((total - i) / (i + 1) for i in range(int(chosen)))


def total(term: Callable[[Any], Any], first: Any, last: Any) -> Any:
    """The sum of `term` from the whole number `first` to `last`, both included; SymPy or numbers only."""
    if _dispatch((first, last)) == "symbolic":
        import sympy

        index = sympy.Symbol("i", integer=True, nonnegative=True)
        return sympy.Sum(term(index), (index, first, last))
    return sum(term(index) for index in range(int(first), int(last) + 1))

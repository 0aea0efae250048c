"""A law in SymPy: the same formula as its numbers, its derivative, LaTeX and JavaScript."""

import contextlib
import json
import random
import shutil
import subprocess

import mpmath
import pytest
import sympy

import reasoncost.laws
from reasoncost.law import Quantity, ops
from reasoncost.laws import symbols
from reasoncost.laws.attention import kv_cache_bytes, sdpa_flops_per_token, windowed_sdpa_flops_per_token
from reasoncost.units import InputError

NODE = shutil.which("node")


def points(law, count=6):
    """Seeded exact points inside the law's domain, as rationals that floats hold exactly."""
    drawn = random.Random(law.name)
    drawn_points = []
    for _ in range(500):
        point = []
        for p in law.parameters:
            low, high = p.low, min(p.high, p.low + 64)
            point.append(sympy.Rational(round((low + (high - low) * drawn.uniform(0.05, 0.95)) * 256), 256))
        try:
            law(*(float(value) for value in point))
        except InputError:
            continue
        drawn_points.append(point)
        if len(drawn_points) == count:
            break
    return drawn_points


@pytest.mark.parametrize("name", reasoncost.laws.registry())
def test_numbers_agree_with_the_expression_at_thirty_digits(name):
    law = reasoncost.laws.find(name)
    expression = law.expr()
    for point in points(law):
        given = {p.sympy(): sympy.Float(value, 40) for p, value in zip(law.parameters, point, strict=True)}
        exact = float(expression.evalf(30, subs=given))
        assert law(*(float(value) for value in point)) == pytest.approx(exact, rel=1e-9, abs=1e-12)


def extremes(law, count=40):
    """Seeded points with small probabilities and large numbers, at which the law has a value that is not too large."""
    drawn = random.Random(law.name)
    drawn_points = []
    for _ in range(2000):
        point = [
            p.high * 10 ** -drawn.uniform(0, 14) if p.high <= 1 else float(round(10 ** drawn.uniform(0, 7)))
            for p in law.parameters
        ]
        with contextlib.suppress(InputError, OverflowError):
            if 0 < abs(law(*point)) < 1e300:
                drawn_points.append(point)
        if len(drawn_points) == count:
            break
    return drawn_points


@pytest.mark.skipif(NODE is None, reason="needs a JavaScript engine")
def test_javascript_agrees_with_sixty_digits_or_at_least_as_well_as_the_numbers_do():
    programs, wanted = [], []
    for law in reasoncost.laws.registry().values():
        try:
            printed = law.javascript()
        except InputError:  # an operation that JavaScript lacks
            continue
        body = sympy.lambdify([p.sympy() for p in law.parameters], law.expr(), "mpmath")
        for point in points(law) + extremes(law):
            floats = [float(value) for value in point]
            programs.append(f"({printed})({', '.join(map(repr, floats))})")
            with mpmath.workdps(60):
                wanted.append((law.name, floats, body(*map(mpmath.mpf, floats)), law(*floats)))
    script = f"console.log(JSON.stringify([{', '.join(programs)}]))"
    done = subprocess.run([NODE, "-"], input=script, capture_output=True, text=True, check=True)
    for (name, floats, exact, number), returned in zip(wanted, json.loads(done.stdout), strict=True):
        assert returned is not None, (name, floats)
        assert abs(returned - exact) <= max(1e-9 * abs(exact), 2 * abs(number - exact)), (name, floats)


@pytest.mark.parametrize("name", reasoncost.laws.registry())
def test_latex_states_the_symbol_and_every_parameter(name):
    law = reasoncost.laws.find(name)
    left, _, right = law.latex().partition(" = ")
    assert left == law.symbol
    for p in law.parameters:
        assert sympy.latex(p.sympy()) in right, p.name


def test_derivative():
    heads, layers, head_dim = symbols("heads", "layers", "head_dim")
    assert sdpa_flops_per_token.derivative("tokens") == 4 * heads * layers * head_dim
    with pytest.raises(InputError, match="no parameter batch"):
        sdpa_flops_per_token.derivative("batch")


def test_fixing_parameters():
    assert kv_cache_bytes.expr(batch=1, layers=126, kv_heads=8, head_dim=128, element_bytes=2) == 516096 * symbols(
        "tokens"
    )
    with pytest.raises(InputError, match="no parameter colour"):
        kv_cache_bytes.expr(colour=1)


def test_calling_with_symbols_is_the_expression():
    shape = symbols("heads", "layers", "head_dim", "tokens")
    assert sdpa_flops_per_token(*shape) == sdpa_flops_per_token.expr()


def test_piecewise_bodies_print_as_javascript():
    assert "Math.min(tokens, window)" in windowed_sdpa_flops_per_token.javascript()


def test_what_javascript_lacks_is_refused():
    @reasoncost.law.law(symbol="x", unit="1", source="test")
    def ways(tokens: Quantity, window: Quantity) -> Quantity:
        return ops.binomial(tokens, window)

    with pytest.raises(InputError, match=r"^ways has no JavaScript: double precision would not do for its binomial$"):
        ways.javascript()

    @reasoncost.law.law(symbol="x", unit="1", source="test")
    def twisted(tokens: Quantity) -> Quantity:
        return sympy.gamma(tokens)

    with pytest.raises(InputError, match=r"^twisted has no JavaScript for gamma$"):
        twisted.javascript()


def test_only_laws_that_count_combinations_have_no_javascript():
    refused = set()
    for name, law in reasoncost.laws.registry().items():
        try:
            law.javascript()
        except InputError:
            refused.add(name)
    assert refused == {"pass_at_k", "beta_coverage", "majority_accuracy"}

"""A law in SymPy: the same formula as its numbers, its derivative, LaTeX and JavaScript."""

import json
import random
import shutil
import subprocess

import pytest
import sympy

import reasoncost.laws
from reasoncost.law import Quantity, law, ops
from reasoncost.laws import symbols
from reasoncost.laws.attention import kv_cache_bytes, sdpa_flops_per_token, windowed_sdpa_flops_per_token
from reasoncost.units import InputError

NODE = shutil.which("node")


def points(one, count=6):
    """Seeded exact points inside the law's domain, as rationals that floats hold exactly."""
    drawn = random.Random(one.name)
    found = []
    for _ in range(500):
        point = []
        for p in one.parameters:
            low, high = p.low, min(p.high, p.low + 64)
            point.append(sympy.Rational(round((low + (high - low) * drawn.uniform(0.05, 0.95)) * 256), 256))
        try:
            one(*(float(value) for value in point))
        except InputError:
            continue
        found.append(point)
        if len(found) == count:
            break
    return found


@pytest.mark.parametrize("name", reasoncost.laws.registry())
def test_numbers_agree_with_the_expression_at_thirty_digits(name):
    one = reasoncost.laws.find(name)
    expression = one.expr()
    for point in points(one):
        given = {p.sympy(): sympy.Float(value, 40) for p, value in zip(one.parameters, point, strict=True)}
        exact = float(expression.evalf(30, subs=given))
        assert one(*(float(value) for value in point)) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@pytest.mark.skipif(NODE is None, reason="needs a JavaScript engine")
def test_javascript_agrees_with_the_numbers():
    programs, wanted = [], []
    for one in reasoncost.laws.registry().values():
        try:
            printed = one.javascript()
        except InputError:  # an operation that JavaScript lacks
            continue
        for point in points(one):
            floats = [float(value) for value in point]
            programs.append(f"({printed})({', '.join(map(repr, floats))})")
            wanted.append((one.name, one(*floats)))
    script = f"console.log(JSON.stringify([{', '.join(programs)}]))"
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    for (name, value), found in zip(wanted, json.loads(done.stdout), strict=True):
        assert found == pytest.approx(value, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("name", reasoncost.laws.registry())
def test_latex_states_the_symbol_and_every_parameter(name):
    one = reasoncost.laws.find(name)
    left, _, right = one.latex().partition(" = ")
    assert left == one.symbol
    for p in one.parameters:
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
    @law(symbol="x", unit="1", source="test")
    def ways(tokens: Quantity, window: Quantity) -> Quantity:
        return ops.binomial(tokens, window)

    with pytest.raises(InputError, match="ways has no JavaScript"):
        ways.javascript()

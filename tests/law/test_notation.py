"""The notation: one meaning a name, one name a symbol."""

import math

import numpy as np
import pytest

import reasoncost.laws
from reasoncost.law import define, notation
from reasoncost.law.notation import Parameter, parameter
from reasoncost.laws import symbols


def test_every_parameter_of_every_law_is_described():
    for law in reasoncost.laws.registry().values():
        for p in law.parameters:
            assert notation()[p.name] is p
            assert p.meaning, p.name


def test_symbols_are_distinct():
    found = [p.symbol for p in notation().values()]
    assert len(set(found)) == len(found)


def test_every_name_is_used_by_a_law():
    used = {p.name for law in reasoncost.laws.registry().values() for p in law.parameters}
    assert set(notation()) == used


@pytest.mark.parametrize(("name", "symbol"), [("tokens", "Q"), ("other", "S")])
def test_a_taken_name_or_symbol_is_refused(name, symbol):
    with pytest.raises(ValueError, match="already"):
        define(name, symbol, "1", "test")
    assert "other" not in notation()


def test_domains():
    share = Parameter("share", "f", "1", "test", high=1, low_open=True)
    assert share.domain == "(0, 1]"
    assert [bool(share.admits(v)) for v in (0, 0.5, 1, 1.5, math.nan)] == [False, True, True, False, False]
    assert share.admits(np.array([0.0, 0.5, math.nan])).tolist() == [False, True, False]
    assert Parameter("n", "n", "1", "test").domain == "[0, ∞)"
    assert Parameter("z", "z", "1", "test", high=1, high_open=True).domain == "[0, 1)"


def test_symbols_come_singly_or_as_a_tuple():
    assert symbols("tokens") == parameter("tokens").sympy()
    assert symbols("tokens", "heads") == (symbols("tokens"), symbols("heads"))
    assert symbols("tokens").is_positive
    assert Parameter("z", "z", "1", "test", low=-1).sympy().is_positive is None


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="'colour' is not in the notation"):
        symbols("colour")

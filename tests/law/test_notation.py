"""The notation: one meaning a name, one name a symbol."""

import math
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import reasoncost.laws
from reasoncost.law import define, notation
from reasoncost.law.notation import Parameter, parameter
from reasoncost.laws import symbols

SAME_QUANTITY = {
    "weight_bytes": "weight_memory",
    "allreduce_bytes_per_token": "token_traffic",
    "cache_copies": "copies",
    "copied_cache_bytes": "sequence_memory",
    "decode_flops": "token_flops",
    "sdpa_flops_per_token": "attention_flops",
    "smaller_parameters": "parameters",
    "smaller_tokens": "tokens",
    "interactivity": "speed",
    "ridge_point": "ridge",
    "step_budget": "budget",
    "batch_by_capacity": "capacity_batch",
    "batch_by_bandwidth": "bandwidth_batch",
    "batch_by_compute": "compute_batch",
    "affine_offset": "user_offset",
    "query_cost_ratio": "cost_ratio",
    "prompt_for_ratio": "input_tokens",
    "answer_for_ratio": "output_tokens",
    "rival_bound": "failure",
    "votes_needed": "votes",
    "rollouts_needed": "rollouts",
}
"""Laws whose result is what a parameter of other laws means: these pairs, and no others, share a symbol."""


def test_every_parameter_of_every_law_is_described():
    for law in reasoncost.laws.registry().values():
        for p in law.parameters:
            assert notation()[p.name] is p
            assert p.meaning, p.name


def test_symbols_are_distinct():
    for described in (notation(), reasoncost.laws.registry()):
        symbols_used = [parameter.symbol for parameter in described.values()]
        assert len(set(symbols_used)) == len(symbols_used)


def test_a_result_shares_a_symbol_only_with_the_parameter_that_means_the_same():
    named = {p.symbol: p for p in notation().values()}
    sharing = {law.name: named[law.symbol] for law in reasoncost.laws.registry().values() if law.symbol in named}
    assert {name: p.name for name, p in sharing.items()} == SAME_QUANTITY
    for name, p in sharing.items():
        assert reasoncost.laws.find(name).unit == p.unit


def test_every_name_is_used_by_a_law():
    used = {p.name for law in reasoncost.laws.registry().values() for p in law.parameters}
    assert set(notation()) == used


@pytest.mark.parametrize(("name", "symbol"), [("tokens", "Q"), ("other", "S")])
def test_a_taken_name_or_symbol_is_refused(name, symbol):
    with pytest.raises(ValueError, match="already"):
        define(name, symbol, "1", "test")
    assert "other" not in notation()


def test_a_line_break_in_a_symbol_is_refused():
    with pytest.raises(ValueError, match="'other' has two backslashes"):
        define("other", r"\\tau", "1", "test")
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


def test_every_law_is_used_outside_its_own_test():
    """By another law, the library, a calculator or a chapter; the glossary's link and the page of laws do not count."""
    root = Path(__file__).resolve().parents[2]
    places = [
        *(root / "pylib").rglob("*.py"),
        *(root / "book" / "_ext").rglob("*.py"),
        *(root / "chapters").glob("*.md"),
    ]
    text = "\n".join(place.read_text(encoding="utf-8") for place in places)
    uses = Counter(re.findall(r"\w+", re.sub(r'"""[\s\S]*?"""', "", text)))
    assert [name for name in reasoncost.laws.registry() if uses[name] < 2] == []

import pytest

from reasoncost import catalog
from reasoncost.serving.parameters import (
    active_parameter_count,
    multiplied_parameters,
    parameter_count,
    parameter_parts,
)

MODELS = tuple(catalog.models().values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_counts_equal_those_recorded_in_the_catalog(model):
    assert parameter_count(model) == model.counted_total.value
    assert active_parameter_count(model) == model.counted_active.value


def test_parts_of_llama_3_1_405b():
    parts = parameter_parts(catalog.model("llama-3.1-405b"))
    assert parts.embedding == parts.head == 2_101_346_304
    assert parts.vectors == 253 * 16_384
    assert parts.experts == parts.router == 0


def test_the_head_is_multiplied_even_where_it_is_the_input_table():
    gemma = catalog.model("gemma-2-27b")
    parts = parameter_parts(gemma)
    assert parts.head == 0
    assert multiplied_parameters(gemma) == parts.total - parts.vectors


def test_the_input_table_is_only_looked_up():
    llama = catalog.model("llama-3.1-8b")
    assert multiplied_parameters(llama) == parameter_count(llama) - 525_336_576 - 65 * 4096


@pytest.mark.parametrize("experts", [0, 1, 8])
def test_experts_add_in_proportion(experts):
    mixtral = catalog.model("mixtral-8x7b")
    none, some = parameter_parts(mixtral, 0), parameter_parts(mixtral, experts)
    assert some.total - none.total == experts * 32 * 3 * 4096 * 14_336

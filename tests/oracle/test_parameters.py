"""Parameter counts by the laws against the record of a transformer library."""

import pytest

from priceofthought.data.oracle import oracle
from reasoncost import catalog
from reasoncost.serving.parameters import active_parameter_count, parameter_count, parameter_parts

NAMES = tuple(catalog.models())


def test_every_model_of_the_catalog_is_in_the_record():
    assert tuple(oracle().models) == NAMES
    assert {"torch", "transformers"} == set(oracle().versions)


@pytest.mark.parametrize("name", NAMES)
def test_total(name):
    assert parameter_count(catalog.model(name)) == oracle().models[name].parameters


@pytest.mark.parametrize("name", NAMES)
def test_active(name):
    model, counted = catalog.model(name), oracle().models[name]
    idle = counted.expert_parameters * (model.moe.experts - model.moe.top_k) // model.moe.experts if model.moe else 0
    assert active_parameter_count(model) == counted.parameters - idle


@pytest.mark.parametrize("name", NAMES)
def test_experts(name):
    model, counted = catalog.model(name), oracle().models[name]
    with_bias = model.moe is not None and model.moe.expert_bias
    biases = model.layers * model.moe.experts * (2 * model.moe.expert_ffn + model.hidden) if with_bias else 0
    assert parameter_parts(model).experts + biases == counted.expert_parameters

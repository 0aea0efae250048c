"""A transformer's weights: published parameter counts, matrices counted one by one, and precision."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws.transformer import (
    attention_parameters,
    gated_ffn_parameters,
    llama_parameters,
    weight_bytes,
    weight_flops_per_token,
)

size = st.integers(1, 10**4)


@pytest.mark.parametrize(
    ("layers", "hidden", "heads", "kv_heads", "ffn", "vocab", "published"),
    [
        (32, 4096, 32, 8, 14336, 128256, 8_030_261_248),
        (80, 8192, 64, 8, 28672, 128256, 70_553_706_496),
        (126, 16384, 128, 8, 53248, 128256, 405_853_388_800),
        (32, 4096, 32, 32, 11008, 32000, 6_738_415_616),
        (32, 4096, 32, 8, 14336, 32000, 7_241_732_096),
    ],
    ids=["llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "llama-2-7b", "mistral-7b"],
)
def test_published_parameter_counts(layers, hidden, heads, kv_heads, ffn, vocab, published):
    assert llama_parameters(layers, hidden, heads, kv_heads, 128, ffn, vocab, 2) == published


@given(*[size] * 8)
def test_parameters_are_the_sum_of_the_matrices(layers, hidden, heads, kv_heads, head_dim, ffn, vocab, embeddings):
    layer = [
        (hidden, heads * head_dim),
        (hidden, kv_heads * head_dim),
        (hidden, kv_heads * head_dim),
        (heads * head_dim, hidden),
        (hidden, ffn),
        (hidden, ffn),
        (ffn, hidden),
        (hidden, 1),
        (hidden, 1),
    ]
    matrices = layers * sum(math.prod(each) for each in layer)
    whole = embeddings * vocab * hidden + matrices + hidden
    assert llama_parameters(layers, hidden, heads, kv_heads, head_dim, ffn, vocab, embeddings) == whole


@given(size, size, size, size)
def test_multi_head_attention_has_four_square_projections(layers, heads, head_dim, ffn):
    hidden = heads * head_dim
    assert attention_parameters(layers, hidden, heads, heads, head_dim) == 4 * layers * hidden**2
    assert gated_ffn_parameters(layers, hidden, ffn) == 3 * layers * hidden * ffn


@given(st.integers(0, 10**13))
def test_weights_in_bytes_and_flops(parameters):
    assert weight_bytes(parameters, 1) == parameters
    assert weight_bytes(parameters, 2) == weight_flops_per_token(parameters) == 2 * parameters


def test_half_a_byte_a_weight():
    assert weight_bytes(405_853_388_800, 0.5) == 202_926_694_400

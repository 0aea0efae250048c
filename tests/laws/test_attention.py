"""Attention: bytes and FLOPs counted one by one, published values, and how the laws scale."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws.attention import (
    kv_cache_bytes,
    mla_cache_bytes,
    mla_sdpa_flops_per_token,
    parity_tokens,
    prompt_length_within,
    sdpa_flops_causal,
    sdpa_flops_full,
    sdpa_flops_per_token,
    windowed_kv_cache_bytes,
    windowed_sdpa_flops_causal,
    windowed_sdpa_flops_per_token,
)
from reasoncost.laws.transformer import weight_flops_per_token

small = st.integers(1, 6)
count = st.integers(1, 10**6)
shape = {"heads": count, "layers": count, "head_dim": count, "tokens": count}


def matrix_product_flops(rows, inner, columns):
    """Multiplications and additions of a matrix product, counted as its three loops do them."""
    flops = 0
    for _ in range(rows):
        for _ in range(columns):
            for _ in range(inner):
                flops += 2
    return flops


@given(small, small, small, st.integers(0, 8))
def test_per_token_counts_two_matrix_products(heads, layers, head_dim, tokens):
    scores = matrix_product_flops(1, head_dim, tokens)
    mixture = matrix_product_flops(1, tokens, head_dim)
    assert sdpa_flops_per_token(heads, layers, head_dim, tokens) == heads * layers * (scores + mixture)


@given(small, small, small, st.integers(0, 8))
def test_full_counts_the_square(heads, layers, head_dim, tokens):
    square = matrix_product_flops(tokens, head_dim, tokens) + matrix_product_flops(tokens, tokens, head_dim)
    assert sdpa_flops_full(heads, layers, head_dim, tokens) == heads * layers * square


@given(count, count, count, st.integers(0, 300))
def test_causal_sums_the_tokens(heads, layers, head_dim, tokens):
    grown = sum(sdpa_flops_per_token(heads, layers, head_dim, seen) for seen in range(1, tokens + 1))
    assert sdpa_flops_causal(heads, layers, head_dim, tokens) == grown


def test_llama_405b_against_published_counts():
    """516,096 bytes of cache per token in 16 bit; 4 x 128 x 126 x 128 FLOPs per token and cached position."""
    assert kv_cache_bytes(1, 1, 126, 8, 128, 2) == 516_096
    assert sdpa_flops_per_token(128, 126, 128, 1) == 8_257_536


def test_deepseek_v3_latent_cache_per_token():
    """70.272 KB per token in 16 bit, as published beside 516.096 KB for Llama 3.1 405B (arXiv 2505.09343, table 1)."""
    assert mla_cache_bytes(1, 1, 61, 512, 64, 2) == 70_272


@given(**shape)
def test_linear_per_token_quadratic_in_all(heads, layers, head_dim, tokens):
    once = sdpa_flops_per_token(heads, layers, head_dim, tokens)
    assert sdpa_flops_per_token(heads, layers, head_dim, 3 * tokens) == 3 * once
    assert sdpa_flops_full(heads, layers, head_dim, 3 * tokens) == 9 * sdpa_flops_full(heads, layers, head_dim, tokens)


@given(**shape)
def test_causal_is_half_of_full_and_half_a_diagonal(heads, layers, head_dim, tokens):
    full = sdpa_flops_full(heads, layers, head_dim, tokens)
    diagonal = sdpa_flops_per_token(heads, layers, head_dim, tokens)
    assert 2 * sdpa_flops_causal(heads, layers, head_dim, tokens) == full + diagonal


@given(count, count, count, count, count, count, count)
def test_a_window_changes_nothing_until_it_is_full(heads, global_layers, local_layers, head_dim, tokens, window, kv):
    flops = windowed_sdpa_flops_per_token(heads, global_layers, local_layers, head_dim, window, tokens)
    cache = windowed_kv_cache_bytes(1, tokens, window, global_layers, local_layers, kv, head_dim, 2)
    everywhere = sdpa_flops_per_token(heads, global_layers + local_layers, head_dim, tokens)
    all_kept = kv_cache_bytes(1, tokens, global_layers + local_layers, kv, head_dim, 2)
    if tokens <= window:
        assert (flops, cache) == (everywhere, all_kept)
    else:
        assert flops == everywhere - 4 * heads * local_layers * head_dim * (tokens - window)
        assert cache == all_kept - 4 * local_layers * kv * head_dim * (tokens - window)


@given(small, small, small, small, small, small)
def test_caches_hold_what_the_arrays_hold(batch, tokens, layers, kv_heads, head_dim, latent_dim):
    keys = np.zeros((layers, batch, kv_heads, tokens, head_dim), dtype=np.float16)
    assert kv_cache_bytes(batch, tokens, layers, kv_heads, head_dim, 2) == 2 * keys.nbytes
    latent = np.zeros((layers, batch, tokens, latent_dim), dtype=np.float16)
    rotary = np.zeros((layers, batch, tokens, head_dim), dtype=np.float16)
    assert mla_cache_bytes(batch, tokens, layers, latent_dim, head_dim, 2) == latent.nbytes + rotary.nbytes


def test_arrays_over_lengths():
    lengths = np.array([0, 1, 4096])
    assert sdpa_flops_per_token(128, 126, 128, lengths) == pytest.approx([0, 8_257_536, 8_257_536 * 4096], rel=1e-15)


@given(count, st.integers(0, 50), st.integers(0, 50), count, st.integers(1, 80), st.integers(0, 120))
def test_windowed_causal_sums_the_tokens(heads, global_layers, local_layers, head_dim, window, tokens):
    shape = (heads, global_layers, local_layers, head_dim, window)
    grown = sum(windowed_sdpa_flops_per_token(*shape, seen) for seen in range(1, tokens + 1))
    assert windowed_sdpa_flops_causal(*shape, tokens) == grown


@given(count, count, count, count)
def test_parity_is_where_attention_equals_weights(parameters, heads, layers, head_dim):
    length = parity_tokens(parameters, heads, layers, head_dim)
    attention = sdpa_flops_per_token(heads, layers, head_dim, length)
    assert attention == pytest.approx(weight_flops_per_token(parameters), rel=1e-12)


@given(st.integers(1, 100), st.integers(1, 100), st.integers(1, 100))
def test_parity_lies_at_six_widths_for_the_classic_shape(heads, layers, head_dim):
    hidden = heads * head_dim
    classic = 12 * layers * hidden**2
    assert parity_tokens(classic, heads, layers, head_dim) == 6 * hidden


@given(small, small, small, small, st.integers(0, 8))
def test_latent_attention_counts_its_two_matrix_products(heads, layers, latent, rope, tokens):
    scores = matrix_product_flops(1, latent + rope, tokens)
    mixture = matrix_product_flops(1, tokens, latent)
    assert mla_sdpa_flops_per_token(heads, layers, latent, rope, tokens) == heads * layers * (scores + mixture)


def test_a_short_prompt_keeps_its_digits() -> None:
    """Where attention is next to nothing, root and weights are nearly equal, and no difference of theirs is taken."""
    length = prompt_length_within(669, 5e8, 2)
    assert length == pytest.approx(669 / 5e8, rel=1e-12)
    assert 5e8 * length + length**2 == pytest.approx(669, rel=1e-12)
    assert prompt_length_within(1e16, 8e11, 8e6) == pytest.approx(11_803.3989, abs=0.0001)

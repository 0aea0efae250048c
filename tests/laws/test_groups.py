"""Laws of groups of layers: entries counted one by one, the older laws as special cases, and sums term by term."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws import attention, by_subject, groups
from reasoncost.units import InputError

few = st.integers(1, 9)
length = st.integers(0, 400)


@pytest.mark.parametrize("law", by_subject()["groups"], ids=lambda law: law.name)
def test_dimensions_agree(law):
    law.check_dimensions()


@given(length, st.integers(1, 50), few)
def test_entries_are_the_complete_runs_of_the_last_positions(tokens, window, rate):
    kept = list(range(tokens))[-window:]
    complete = [kept[i : i + rate] for i in range(0, len(kept), rate) if len(kept[i : i + rate]) == rate]
    assert groups.cache_entries(tokens, window, rate) == len(complete)


def test_a_mean_length_keeps_its_fraction_where_nothing_is_compressed():
    assert groups.cache_entries(3830.5, 8192, 1) == 3830.5
    assert groups.cache_entries(3830.5, 8192, 4) == 957


@given(few, length, st.integers(1, 300), few, few, few, few)
def test_the_older_caches_are_one_group_or_two(batch, tokens, window, near, far, kv_heads, head_dim):
    entry = 2 * groups.key_value_elements(kv_heads, head_dim, head_dim)
    full = groups.grouped_cache_bytes(far, entry, tokens, tokens, 1, 0, batch)
    assert full == attention.kv_cache_bytes(batch, tokens, far, kv_heads, head_dim, 2)
    local = groups.grouped_cache_bytes(near, entry, tokens, window, 1, 0, batch)
    assert full + local == attention.windowed_kv_cache_bytes(batch, tokens, window, far, near, kv_heads, head_dim, 2)
    latent = groups.grouped_cache_bytes(far, (kv_heads + head_dim) * 2, tokens, tokens, 1, 0, batch)
    assert latent == attention.mla_cache_bytes(batch, tokens, far, kv_heads, head_dim, 2)


@given(few, few, few, few, length, st.integers(1, 300))
def test_the_older_flops_are_cases(heads, layers, head_dim, rope, tokens, window):
    flops = groups.grouped_attention_flops(layers, heads, head_dim, head_dim, tokens, tokens, 1)
    assert flops == attention.sdpa_flops_per_token(heads, layers, head_dim, tokens)
    capped = groups.grouped_attention_flops(layers, heads, head_dim, head_dim, tokens, window, 1)
    assert capped == attention.windowed_sdpa_flops_per_token(heads, 0, layers, head_dim, window, tokens)
    latent = groups.grouped_attention_flops(layers, heads, head_dim + rope, head_dim, tokens, tokens, 1)
    assert latent == attention.mla_sdpa_flops_per_token(heads, layers, head_dim, rope, tokens)


@given(length, st.integers(1, 300), few)
def test_summed_entries_sum_the_entries(tokens, window, rate):
    one_by_one = sum(groups.cache_entries(t, window, rate) for t in range(1, tokens + 1))
    assert groups.summed_entries(Fraction(tokens), window, rate) == one_by_one


@given(length, st.integers(1, 200), st.integers(1, 300), few)
def test_the_mean_is_the_mean_of_what_is_kept(prompt, answer, window, rate):
    kept = [groups.cache_entries(t, window, rate) for t in range(prompt + 1, prompt + answer + 1)]
    assert groups.mean_entries(prompt, answer, window, Fraction(rate)) == Fraction(sum(kept), answer)


def test_the_mean_of_a_filling_window_is_below_the_window_at_the_mean():
    """A window of 100 over an answer of 200: half of it fills, (1 + ... + 100 + 100 * 100) / 200 = 75.25, not 100."""
    assert groups.mean_entries(0, 200, 100, 1) == 75.25
    assert groups.cache_entries(100.5, 100, 1) == 100


def test_no_answer_has_no_mean():
    with pytest.raises(InputError, match="mean_entries"):
        groups.mean_entries(5, 0, 3, 1)


@given(length, few)
def test_a_chunk_begins_anew(tokens, window):
    seen = len([p for p in range(tokens) if p // window == (tokens - 1) // window])
    assert groups.chunk_positions(tokens, window) == seen


@given(few, few, few, few, st.integers(0, 50), few, few)
def test_capacity_inverts_the_cache_where_it_grows_evenly(layers, entry, batch, state, tokens, weights, rate):
    used = weights + groups.grouped_cache_bytes(layers, entry, tokens * rate, tokens * rate, rate, state, batch)
    slope = Fraction(layers * entry, rate)
    assert groups.grouped_capacity_tokens(Fraction(used), weights, batch, layers * state, slope) == tokens * rate


def test_states_of_qwen_deltanet_layers():
    """48 heads of 128 x 128 in 4 bytes, and 3 inputs of (2 x 16 + 48) x 128 channels: 3,268,608 bytes a layer."""
    state = groups.state_bytes(48, 128, 128, 4)
    assert state + groups.tail_bytes(10_240, 4, 4) == 3_268_608


@given(few, few, few, few)
def test_state_flops_count_matrix_vector_products(layers, heads, state_dim, value_dim):
    one = 2 * state_dim * value_dim  # a multiplication and an addition for each element
    assert groups.state_flops(layers, heads, state_dim, value_dim, 3) == layers * heads * 3 * one


@given(few, few, few, length, few)
def test_an_indexer_scores_every_entry(layers, heads, dim, tokens, rate):
    assert groups.index_flops(layers, heads, dim, tokens, rate) == sum([2 * dim] * (layers * heads * (tokens // rate)))


@given(st.integers(1, 1000), st.sampled_from([(4, 32, 8), (4, 16, 8), (8, 128 * 128, 32), (4, 128, 16), (16, 1, 0)]))
def test_blocks_take_their_elements_and_their_scales(blocks, form):
    bits, block, scale_bits = form
    stored = blocks * (block * bits + scale_bits)
    assert 8 * groups.block_format_bytes(blocks * block, bits, Fraction(block), scale_bits) == stored


def test_experts_of_gpt_oss_120b_in_mxfp4():
    """114,661,785,600 weights of 4 bits, 32 to a scale of 8: 17/32 byte each."""
    assert groups.block_format_bytes(114_661_785_600, 4, 32, 8) == 114_661_785_600 * 17 // 32

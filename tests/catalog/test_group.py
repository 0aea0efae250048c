"""Groups of layers: published caches, what is read against what is held, and what fits, held to counting."""

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost import catalog
from reasoncost.catalog.group import KINDS, LayerGroup, attention_flops, cache_bytes, fitting_tokens
from reasoncost.units import MIB, InputError

DELTA = LayerGroup("linear", 48, value_dim=128, state_heads=48, state_dim=128, channels=10_240, kernel=4, rule="delta")
FULL = LayerGroup("full", 16, 24, 4, 256, 256)
SPARSE = LayerGroup(
    "sparse", 61, 128, value_dim=128, latent_dim=512, rope_dim=64, index_heads=64, index_dim=128, picked=2048
)
HALF = LayerGroup(
    "compressed", 30, 128, 1, 512, 512, 128, 4, True, index_heads=64, index_dim=128, picked=1024
)  # DeepSeek-V4-Pro's layers with an entry for four positions
HEAVY = LayerGroup("compressed", 31, 128, 1, 512, 512, 128, 128, True)


def test_a_logged_cache_of_a_hybrid():
    """Qwen3.6-27B in llama.cpp (lmstudio-ai/lmstudio-bug-tracker#1862): 16,384.00 and, for four, 598.50 MiB."""
    assert FULL.cache_bytes(262_144) == 16_384 * MIB
    assert replace(DELTA, tail_format="fp32").cache_bytes(262_144, batch=4) == 598.5 * MIB
    assert DELTA.cache_bytes(1) == DELTA.cache_bytes(262_144)


def test_an_indexer_holds_all_and_reads_few():
    assert SPARSE.cache_bytes(100_000) == 61 * 100_000 * (1152 + 128)
    assert SPARSE.read_bytes(100_000) == 61 * (2048 * 1152 + 100_000 * 128)
    assert SPARSE.read_bytes(1000) == SPARSE.cache_bytes(1000)


def test_compressed_layers_count_window_entries_and_index_keys():
    """61 layers of DeepSeek-V4-Pro at 2^20 positions, term by term."""
    near = 128 * 1024
    assert HALF.cache_bytes(1_048_576) == 30 * (near + 262_144 * (1024 + 128))
    assert HEAVY.cache_bytes(1_048_576) == 31 * (near + 8192 * 1024)
    assert HALF.read_bytes(1_048_576) == 30 * (near + 1024 * 1024 + 262_144 * 128)
    assert HEAVY.attention_flops(1_048_576) == 31 * 4 * 128 * 512 * (128 + 8192)


def test_an_entry_of_four_positions_waits_for_the_fourth():
    assert [replace(HALF, layers=1, window=None).cache_bytes(n) for n in (3, 4, 7)] == [0, 1152, 1152]


def test_a_chunk_is_set_aside_whole_and_read_from_its_start():
    chunk = LayerGroup("chunk", 1, 40, 8, 128, 128, 8192)
    assert chunk.cache_bytes(8193) == 8192 * 4096
    assert chunk.read_bytes(8193) == 4096
    assert chunk.attention_flops(8193) == 4 * 40 * 128


def test_a_shared_layer_holds_nothing_and_reads():
    owner = LayerGroup("window", 1, 8, 2, 256, 256, 512)
    shared = replace(owner, kind="shared", shares_with="window")
    assert shared.cache_bytes(1000) == 0
    assert shared.read_bytes(1000) == owner.read_bytes(1000) == 512 * 2048
    assert shared.attention_flops(1000) == owner.attention_flops(1000)


def test_states_cost_the_same_at_every_length():
    assert DELTA.attention_flops(1) == DELTA.attention_flops(10**6) == 48 * 48 * 3 * 2 * 128 * 128


def test_the_cache_s_format_does_not_touch_index_keys_and_states():
    assert SPARSE.cache_bytes(1000, Fraction(1)) == 61 * 1000 * (576 + 128)
    assert DELTA.cache_bytes(1000, Fraction(1)) == DELTA.cache_bytes(1000)
    assert FULL.cache_bytes(32, Fraction(17, 32)) == 16 * 32 * 2048 * 17 // 32


GROUPS = [FULL, DELTA, SPARSE, HALF, HEAVY, LayerGroup("window", 5, 8, 2, 64, 32, 100)]
some = st.lists(st.sampled_from(GROUPS), min_size=1, max_size=4)


@given(some, st.integers(0, 2000), st.integers(1, 3), st.integers(0, 10**6))
def test_what_fits_fits_and_one_more_does_not(groups, tokens, batch, weights):
    memory = weights + cache_bytes(groups, tokens, batch=batch)
    fitting = fitting_tokens(groups, memory, weights, batch)
    if fitting == math.inf:
        assert cache_bytes(groups, 10**9, batch=batch) <= memory
    else:
        assert weights + cache_bytes(groups, fitting, batch=batch) <= memory
        assert weights + cache_bytes(groups, fitting + 1, batch=batch) > memory


def test_nothing_fits_where_weights_or_states_do_not():
    assert fitting_tokens([FULL], 10, 11) == 0
    assert fitting_tokens([DELTA, FULL], 10**6) == 0


@given(st.sampled_from(GROUPS), st.integers(0, 500), st.integers(1, 300))
def test_the_mean_over_an_answer_is_the_mean_of_its_steps(group, prompt, answer):
    steps = [group.cache_bytes(n) for n in range(prompt + 1, prompt + answer + 1)]
    assert group.mean_cache_bytes(prompt, answer) == Fraction(sum(steps), answer)


@pytest.mark.parametrize("model", catalog.models().values(), ids=lambda model: model.name)
def test_catalog_models_have_all_their_layers_in_groups(model):
    assert sum(group.layers for group in model.groups) == model.layers
    assert attention_flops(model.groups, 1) > 0


def test_gpt_oss_keeps_a_window_in_every_other_layer():
    """73,728 bytes for each of the first 128 positions (hf-mem#60), half of it after."""
    groups = catalog.model("gpt-oss-120b").groups
    assert [group.kind for group in groups] == ["window", "full"]
    assert cache_bytes(groups, 128) == 128 * 73_728
    assert cache_bytes(groups, 129) - cache_bytes(groups, 128) == 36_864


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "round"}, f"kind 'round' is not one of {', '.join(KINDS)}"),
        ({"layers": 0}, "layers: must be above 0, not 0"),
        ({"heads": 0}, "heads: must be above 0"),
        ({"kv_heads": 0}, "kv_heads: must be above 0"),
        ({"kind": "latent"}, "latent_dim: must be above 0"),
        ({"kind": "window"}, "window must be given"),
        ({"window": 0}, "window: must be above 0"),
        ({"kind": "sparse"}, "picked must be given"),
        ({"kind": "shared"}, "shares_with must be given"),
        ({"kind": "linear"}, "state_heads: must be above 0"),
        ({"kind": "linear", "state_heads": 1, "state_dim": 1}, "rule '' is not one of delta, mamba2"),
        ({"index_format": "fp3"}, "no number format is called 'fp3'"),
    ],
)
def test_a_group_that_cannot_be_is_refused(changes, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        replace(FULL, **changes)

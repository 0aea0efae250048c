"""The laws against the record of a transformer library: equal integers, or a difference explained to the last unit."""

import pytest

from priceofthought.data.oracle import oracle
from priceofthought.studies.servers.implementations import comparisons, small_cache_bytes


@pytest.mark.parametrize("comparison", comparisons(), ids=lambda row: f"{row.model}: {row.quantity}")
def test_settled(comparison):
    assert comparison.settled


@pytest.mark.parametrize("family", oracle().small)
def test_small_models_cache_what_the_laws_say(family):
    small = oracle().small[family]
    assert small_cache_bytes(small) == small.cache_bytes


def test_what_differs_is_what_is_known_to_differ():
    differing = {}
    for comparison in comparisons():
        if not comparison.agrees:
            differing.setdefault(comparison.quantity, set()).add(comparison.model)
    windowed = {"mistral-7b-v0.1", "gemma-2-27b", "gemma-3-27b", "gpt-oss-120b", "gpt-oss-20b"}
    latent = {"deepseek-v2", "deepseek-v3", "deepseek-r1", "kimi-k2"}
    assert differing == {
        "cache bytes": windowed,
        "FLOPs in attention, prompt": set(oracle().models),
        "FLOPs in weights, one step": latent,
        "FLOPs in attention, one step": latent,
    }

"""The same laws on Dask arrays: lazy, and the same numbers as NumPy."""

import numpy as np
import pytest

from reasoncost.law import Quantity, law, ops
from reasoncost.laws.attention import kv_cache_bytes, windowed_sdpa_flops_per_token

dask = pytest.importorskip("dask.array")

TOKENS = np.arange(-2, 10_000, 7)


def test_a_law_stays_lazy_and_agrees_with_numpy():
    lazy = kv_cache_bytes(32, dask.from_array(TOKENS, chunks=500), 126, 8, 128, 2)
    assert isinstance(lazy, dask.Array)
    np.testing.assert_array_equal(lazy.compute(), kv_cache_bytes(32, TOKENS, 126, 8, 128, 2))
    assert np.isnan(lazy.compute()[0])


def test_minimum_and_broadcasting_agree_with_numpy():
    windows = np.array([[128.0], [4096.0]])
    lazy = windowed_sdpa_flops_per_token(32, 10, 52, 128, windows, dask.from_array(TOKENS, chunks=500))
    assert isinstance(lazy, dask.Array)
    np.testing.assert_array_equal(lazy.compute(), windowed_sdpa_flops_per_token(32, 10, 52, 128, windows, TOKENS))


def test_every_operation_stays_lazy():
    @law(symbol="y", unit="1", source="test", domain=lambda tokens: tokens < 9_000)
    def mixed(tokens: Quantity) -> Quantity:
        grown = ops.exp(-tokens / 10**4) + ops.log(tokens + 1) + ops.expm1(-tokens) + ops.log1p(tokens)
        return ops.where(tokens > 10, ops.maximum(ops.floor(tokens / 3), 5), grown)

    lazy = mixed(dask.from_array(TOKENS, chunks=500))
    assert isinstance(lazy, dask.Array)
    np.testing.assert_allclose(lazy.compute(), mixed(TOKENS), rtol=1e-14)
    assert np.isnan(mixed(TOKENS)).sum() == (TOKENS < 0).sum() + (TOKENS >= 9_000).sum()

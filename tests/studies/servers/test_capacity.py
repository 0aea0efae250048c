import pytest

from priceofthought.studies import kv_cache
from priceofthought.studies.servers import regimes
from priceofthought.studies.servers.answers import ratios, stated_ratio
from priceofthought.studies.servers.capacity import (
    capacities,
    capacity,
    growth_per_token,
    memory_breakdowns,
    mixed_weights,
)
from reasoncost.units import GIB, InputError


@pytest.mark.parametrize("breakdown", memory_breakdowns(), ids=lambda breakdown: breakdown.measurement.id)
def test_every_byte_has_a_place(breakdown):
    assert sum(breakdown.parts.values()) == pytest.approx(breakdown.memory)
    assert min(breakdown.parts.values()) > 0


@pytest.mark.parametrize("breakdown", memory_breakdowns(), ids=lambda breakdown: breakdown.measurement.id)
def test_logged_cache_sizes_are_what_the_shapes_say(breakdown):
    if "cache_gib" in breakdown.measurement.details:
        assert breakdown.cache / GIB == pytest.approx(breakdown.measurement.details["cache_gib"], abs=0.005)


def test_plain_budget_of_the_405b():
    logged = capacity("cap-vllm6746")
    assert logged.plain == pytest.approx((8 * 85_520_809_984 - 405_853_388_800) / 516_096)
    assert logged.share == pytest.approx(0.147, abs=0.001)
    assert all(row.share < 1 for row in capacities())


def test_unknown_row():
    with pytest.raises(InputError):
        capacity("cap-nothing")


def test_the_rest_grows_with_the_longest_sequence():
    assert growth_per_token() == pytest.approx((3.81 - 2.89) * GIB / 9000, rel=0.01)


def test_meta_kept_all_but_the_feed_forward_blocks_in_16_bit():
    assert mixed_weights() / GIB == pytest.approx((405.853 + 76.089) * 1e9 / 8 / GIB, rel=1e-3)


def test_logged_lengths_at_the_charts_batch():
    assert kv_cache.chart_batch() == 32
    assert kv_cache.logged_lengths().low == pytest.approx(79_392 / 32)
    assert kv_cache.logged_lengths().high == pytest.approx(300_000 / 32)


def test_fitted_batches_are_far_below_the_stated_ones():
    assert regimes.fitted_batch("tokens-gpt-4o").max_batch < 368
    assert regimes.fitted_batch("tokens-o1-preview").max_batch < 72
    assert regimes.fitted_batch("tokens-gpt-4o", 0.8).max_batch > regimes.fitted_batch("tokens-gpt-4o").max_batch


def test_the_cost_ratio_does_not_hang_on_the_latency():
    short, long = (
        regimes.fitted_batch(claim, 0.8).bounds["together"] for claim in ("tokens-gpt-4o", "tokens-o1-preview")
    )
    assert short / long == pytest.approx(regimes.fitted_cost_ratio())
    assert 1 < regimes.fitted_cost_ratio() < 5


def test_ratios():
    assert stated_ratio() == pytest.approx(7661 / 775)
    assert [round(ratio.ratio, 1) for ratio in ratios()] == [9.9, 8, 18, 5.8, 12.8]

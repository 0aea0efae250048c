import pytest

from priceofthought.studies.servers import bound, regimes
from priceofthought.studies.servers.bound import bandwidth_bound, bounds, unpredicted, valid
from reasoncost import catalog


def by_id(name):
    return next(row for row in bounds() if row.measurement.id == name)


@pytest.mark.parametrize("row", valid(), ids=lambda row: row.measurement.id)
def test_no_valid_measurement_exceeds_its_bound(row):
    assert row.share <= 1


def test_what_is_left_out_is_said():
    multi = {row.measurement.id for row in bounds()} - {row.measurement.id for row in valid()}
    assert multi == {
        "ixapp-dsr1-h200-mtp-8k1k-c32",
        "ixapp-dsr1-h200-mtp-8k1k-c64",
        "ixapp-dsr1-h200-mtp-8k1k-c128",
        "lmsys-ep72-simMTP",
    }
    assert set(unpredicted()) == {"mlperf-v5.1-AMD-Llama-2-70B-FP8-8xMI325X-Offline", "flashmla-bw"}
    every = [row for row in catalog.measurements() if row.kind in bound.PREDICTED]
    assert len(every) == len(bounds()) + len(unpredicted())


def test_a_single_sequence_by_hand():
    """Llama 2 7B in 16 bit on one A100: 6.607e9 multiplied weights over 2,039 GB/s, and 100 cached tokens."""
    row = by_id("gptfast-Llama-2-7B-BF16-tp1")
    assert row.batch == 1
    weights = 6_607_077_376 * 2 / 2.039e12
    cache = 2 * 32 * 32 * 128 * 2 * 100 / 2.039e12
    assert row.least == pytest.approx(weights + cache)
    assert row.share == pytest.approx((weights + cache) * 104.9)
    assert row.communication_time == 0


def test_a_saturated_server_by_hand():
    """Llama 3.1 405B in FP8 on eight H200, 128 tokens in, 2,048 out."""
    row = by_id("trtllm-v0.17-Llama-3.1-405B-FP8-8xH200-128/2048")
    context = 128 + 1024
    batch = (8 * 150_754_820_096 - 405_853_388_800) / (context * 258_048)
    assert row.batch == pytest.approx(batch)
    decode = 2 * 403_747_897_344 + 4 * 128 * 126 * 128 * context
    prompt = 128 * 2 * (403_747_897_344 - 2_101_346_304) + 2 * 128 * 126 * 128 * 128 * 129
    assert row.arithmetic == pytest.approx(batch * (decode + prompt / 2048) / (8 * 1.979e15))
    assert row.read == pytest.approx((403_747_897_344 + batch * context * 258_048) / (8 * 4.8e12))
    sent = 4 * 126 * 16_384 * 2 * 7 / 8 * (128 + 2048) / 2048
    assert row.communication == pytest.approx(batch * sent / 450e9)


def test_throughput_tells_how_many_decode_together():
    """Eight requests at a time, of which 7.64 decode: 74.6 tokens/s x 8 accelerators x 12.8 ms."""
    assert by_id("ix870-dsr1-h200-c8").batch == pytest.approx(74.6 * 8 * 0.0128)


def test_latent_caches_are_copied_to_every_accelerator():
    row, mla = by_id("ix870-dsr1-h200-c64"), 576 * 61 * 2 * 1400
    assert row.cache_time == pytest.approx(8 * mla / (8 * 4.8e12))


def test_spread_experts_are_one_accelerator():
    """DeepSeek's own servers: two of 256 experts a layer on each, all of attention, no output head."""
    row, model = by_id("deepseek-prod"), catalog.model("deepseek-v3")
    experts = 58 * 2 * 3 * 7168 * 2048
    assert row.batch == 128
    assert row.weight_time * 3.35e12 > experts
    assert row.weight_time * 3.35e12 < experts + 20e9
    assert row.cache_time == pytest.approx(576 * model.layers * 2 * 4989 / 3.35e12)


def test_all_that_wait_for_a_user_are_bound_by_bandwidth():
    steps = [row for row in valid() if row.measurement.kind in ("step", "bandwidth")]
    assert bandwidth_bound(steps) == (46, 46)
    assert bandwidth_bound([]) == (0, 0)


def test_what_binds_full_memories_depends_on_the_lengths():
    by_lengths = regimes.saturated_by_lengths()
    assert sum(map(len, by_lengths.values())) == regimes.saturated_bandwidth_bound()[1]
    assert bandwidth_bound(by_lengths[128, 128]) == (0, 34)
    assert bandwidth_bound(by_lengths[128, 4096]) == (22, 34)
    assert next(iter(by_lengths)) == (2048, 128)


def test_a_view_explains_all_of_what_it_copies():
    copied = {"copy": lambda row: row.share**2, "count": lambda row: row.measurement.accelerators}
    explained = regimes.share_explained(copied)
    assert explained["copy"] == pytest.approx(1)
    assert explained["count"] < 0.5

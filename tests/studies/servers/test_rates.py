import pytest

from priceofthought.studies.servers.rates import kernels, prompts


@pytest.mark.parametrize("rate", kernels() + prompts(), ids=lambda rate: rate.measurement.id)
def test_nothing_runs_above_its_peak(rate):
    assert 0 < rate.share <= 1


def test_flash_mla():
    shares = {rate.measurement.id: rate.share for rate in kernels()}
    assert shares["flashmla-bw"] == pytest.approx(3000 / 3350)
    assert shares["flashmla-flops"] == pytest.approx(660 / 989)


def test_a_prompt_by_hand():
    """DeepSeek's profile: 62,713 tokens a second and node, in prompts of 4,096 tokens."""
    share = next(rate.share for rate in prompts() if rate.measurement.id == "prefill-DeepSeek_profile-4096")
    weights = 2 * (36_624_596_992 - 926_679_040)
    seen = 2 * 128 * 61 * (192 + 128) / 2 * 4097
    assert share == pytest.approx(62_713 * (weights + seen) / (8 * 1.979e15))

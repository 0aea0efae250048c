"""The article's questions asked of today's models and nodes, against values worked out by hand."""

import math

import pytest

from priceofthought.article import setting
from priceofthought.ledger import entry
from priceofthought.studies import today
from priceofthought.studies.today import relief
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws.attention import parity_tokens
from reasoncost.serving import Assumptions

LLAMA = 405_853_388_800


def test_native_weights() -> None:
    assert today.native_weight_bytes(catalog.model(setting.MODEL)) == 2 * LLAMA
    oss = catalog.model("gpt-oss-120b")
    experts = 36 * 128 * 3 * 2880 * 2880
    assert today.native_weight_bytes(oss) == experts / 2 + 2 * (oss.counted_total.value - experts)


def test_turnover_is_bandwidth_over_memory_and_shrinks_with_utilisation() -> None:
    assert today.turnover_speed("H100-SXM") == pytest.approx(3.35e12 / 80e9)
    assert today.turnover_speed("H100-SXM", Assumptions(mbu=0.5)) == pytest.approx(0.5 * 3.35e12 / 80e9)


@pytest.mark.parametrize("node", today.NODES)
@pytest.mark.parametrize("model", today.MODELS)
def test_the_turnover_speed_tells_capacity_from_bandwidth(model: str, node: str) -> None:
    served = today.served(model, node)
    turnover = today.turnover_speed(catalog.node(node).accelerator.name)
    assert served.bound == ("capacity" if turnover > setting.SPEED or not served.batch else "bandwidth")


def test_the_reference_on_eight_h100() -> None:
    sequence = 516_096 * 7661
    served = today.served(setting.MODEL, "8xH100")
    assert served.batch == math.floor((640e9 - LLAMA) / sequence) == 59
    assert served.step == pytest.approx((LLAMA + 59 * sequence) / (8 * 3.35e12))
    assert served.accelerator_seconds == pytest.approx(8 * served.step / 59)
    assert served.tokens_per_accelerator * served.accelerator_seconds == pytest.approx(1)
    assert today.speed_at(setting.MODEL, "8xH100", 59) == pytest.approx(1 / served.step)


def test_what_does_not_fit_is_not_served() -> None:
    served = today.served("deepseek-v3", "8xH100")
    assert (served.batch, served.step, served.accelerator_seconds, served.tokens_per_accelerator) == (0, None, None, 0)
    assert today.penalty("deepseek-v3", "8xH100") is None
    assert today.held_sequences("deepseek-v3", "8xH100", today.LONG_ANSWER_TOKENS) < 0
    assert today.longest_answer("deepseek-v3", "8xH100", 1) == 0
    assert today.gain("deepseek-v3", "8xH200", "8xH100") is None


@pytest.mark.parametrize("node", today.NODES)
@pytest.mark.parametrize("model", today.MODELS)
def test_the_penalty_lies_between_one_and_the_ratio_of_the_lengths(model: str, node: str) -> None:
    value = today.penalty(model, node)
    assert value is None or 1 < value < 1.001 * today.PROPORTIONAL


def test_a_window_bounds_the_penalty_by_its_caches() -> None:
    positions = [
        10 * length + 52 * min(length, 1024) for length in (today.LONG_ANSWER_TOKENS, today.SHORT_ANSWER_TOKENS)
    ]
    assert today.penalty("gemma-3-27b", "8xH200") == pytest.approx(positions[0] / positions[1], rel=1e-3)


def test_the_longest_answer_is_the_last_that_is_served() -> None:
    longest = today.longest_answer(setting.MODEL, "8xH100", 59)
    assert today.served(setting.MODEL, "8xH100", longest).batch >= 59
    assert today.served(setting.MODEL, "8xH100", longest + 1).batch < 59
    assert longest == math.floor((640e9 - LLAMA) / (59 * 516_096))


def test_where_attention_meets_the_weights() -> None:
    assert today.growth("deepseek-v3").flops == 2 * 128 * 61 * (576 + 512)
    assert today.growth("deepseek-v3").intensity == pytest.approx(128 * (576 + 512) / 576)
    assert today.growth("gpt-oss-120b").bytes == 2 * 18 * 8 * 64 * 2
    multiplied = LLAMA - 128_256 * 16_384 - (2 * 126 + 1) * 16_384
    assert today.attention_parity_tokens(setting.MODEL) == pytest.approx(2 * multiplied / (4 * 128 * 126 * 128))
    assert today.attention_parity_tokens(setting.MODEL) == pytest.approx(parity_tokens(multiplied, 128, 126, 128))


def test_the_relief_at_the_base() -> None:
    base = relief.relief()
    sequence = 516_096 * 7661
    assert base.whole.batch == math.floor((72 * 186e9 - LLAMA) / sequence)
    assert base.eight.batch == math.floor((8 * 186e9 - LLAMA) / sequence)
    assert today.gain(setting.MODEL, relief.NEW, relief.OLD) == base.undivided
    assert base.ratio == base.undivided == pytest.approx((base.whole.batch / 72) / (59 / 8))
    assert relief.power_ratio() == pytest.approx(1200 / 700)


def test_the_exchange_limits_the_undivided_system() -> None:
    linked = relief.relief(linked=True)
    traffic = 4 * 126 * 16_384 * 2 * 71 / 72
    assert linked.whole.batch == math.floor(900e9 / 30 / traffic)
    assert linked.ratio > linked.undivided


def test_the_verdict_follows_from_the_whole_space() -> None:
    settled = entry("nvl72-relief")
    ratios, between = ([each.ratio for each in relief.reliefs(old)] for old in (relief.OLD, relief.BETWEEN))
    assert len(ratios) == len(between) == 2**8
    assert settled.finding is not None
    assert settled.finding.computed == Interval(min(between), max(ratios))
    assert settled.finding.reach is not None
    assert settled.finding.reach.share == sum(ratio >= 2 for ratio in ratios + between) / 2**9
    assert min(ratios) > 2
    assert settled.verdict == "conditional"
    assert min(each.ratio for each in relief.reliefs(relief.BETWEEN)) < 2


def test_parity_of_latent_and_windowed_attention_and_without_global_layers() -> None:
    """What is counted, without vectors and without an input table that is no output head, over FLOPs a position."""
    latent = (37_552_282_624 - 129_280 * 7_168 - 1_006_592) / (128 * 61 * (576 + 512))
    windowed = (2 * (27_009_002_240 - 1_354_496) - 4 * 32 * 52 * 128 * 1024) / (4 * 32 * 10 * 128)
    assert today.attention_parity_tokens("deepseek-v3") == pytest.approx(latent)
    assert today.attention_parity_tokens("gemma-3-27b") == pytest.approx(windowed)
    assert today.attention_parity_tokens("mistral-7b-v0.1") == math.inf


def test_attention_equals_the_weights_at_the_parity_length() -> None:
    for model in today.MODELS:
        assert today.attention_over_weights(model, today.attention_parity_tokens(model)) == pytest.approx(1)
    assert today.attention_over_weights("deepseek-v3") == pytest.approx(1.777, abs=0.001)

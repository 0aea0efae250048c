"""What was found about attention FLOPs: the lengths satisfy the limits they come from, and the verdicts follow."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import attention_flops as found
from priceofthought.studies import today

WEIGHTS = 2 * 405_853_388_800
POSITION = 4 * 128 * 126 * 128


def conditions(limit):
    """Counted, batch, peak and the last condition of a limit, read back from its words."""
    counted, batch, arithmetic, last = limit.conditions.split(", ")
    precision, used = arithmetic.split(" at ")
    peak = 8 * {"bf16": 989e12, "fp8": 1979e12}[precision] * int(used.rstrip("%")) / 100
    return counted, int(batch.split()[1]), peak, float(last.split()[0])


def test_decoding_limits_exhaust_the_peak():
    for one in found.limits():
        if one.reading == found.DECODE:
            counted, batch, peak, speed = conditions(one)
            weights = WEIGHTS if counted == "with weights" else 0
            if one.tokens is None:
                assert batch * speed * weights >= peak
            else:
                assert batch * speed * (weights + POSITION * one.tokens) == pytest.approx(peak, rel=1e-9)


def test_prompts_take_their_time():
    for one in found.limits():
        if one.reading == found.PREFILL:
            counted, batch, peak, seconds = conditions(one)
            weights = WEIGHTS if counted.startswith("with weights") else 0
            seen = one.tokens * one.tokens if "full" in counted else one.tokens * (one.tokens + 1) / 2
            assert batch * (weights * one.tokens + POSITION * seen) == pytest.approx(peak * seconds, rel=1e-9)


def test_the_ridge_of_prompts():
    """989e12 / 3.35e12 = 295 FLOPs a byte; 16-bit weights do one FLOP a byte and token."""
    ridge = {one.conditions: one.tokens for one in found.limits() if one.reading == found.RIDGE}
    assert ridge["batch 1, weights in bf16, arithmetic in bf16"] == pytest.approx(295.2, abs=0.1)
    assert ridge["batch 4, weights in bf16, arithmetic in bf16"] == pytest.approx(295.2 / 4, abs=0.1)


def test_only_prompts_meet_the_stated_length():
    assert {one.reading for one in found.surviving_limits()} == {found.PREFILL}
    assert found.stated_length() == 4096
    reach = entry("flops-limit").finding.reach
    assert reach.share == len(found.surviving_limits()) / len(found.limits())


def test_the_share_of_attention_is_one_at_parity():
    assert found.share_of_attention(today.attention_parity_tokens("llama-3.1-405b")) == pytest.approx(1)
    assert f"equals them at {today.attention_parity_tokens('llama-3.1-405b'):,.0f}" in entry("flops-limit").finding.why


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("sdpa-formula", "proved"),
        ("sdpa-linear", "proved"),
        ("sdpa-quadratic", "proved"),
        ("flops-limit", "conditional"),
        ("local-global", "proved"),
    ],
)
def test_verdicts(claim, verdict):
    assert entry(claim).verdict == verdict

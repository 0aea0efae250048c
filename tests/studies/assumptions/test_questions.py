"""The questions' figures against hand-computed values, and the invariants against the laws they invert."""

import math

import numpy as np
import pytest

from priceofthought.studies import pricing
from priceofthought.studies.assumptions import invariants
from priceofthought.studies.assumptions.searches import SEARCHES, asked
from reasoncost.audit.recovery.space import Mesh
from reasoncost.laws import roofline
from reasoncost.laws.attention import decode_length_within, prompt_length_within, sdpa_flops_per_token


def figure(claim, **labels):
    """The figure at the plain values, some of them replaced."""
    (question,) = asked([claim])
    chosen = {axis.name: (labels.get(axis.name, axis.plain),) for axis in question.space.axes}
    space = question.space.narrowed(chosen)
    return float(np.squeeze(question.predict(Mesh(space, (0,) * len(space.axes), space.shape))))


def test_plain_batches_are_those_of_the_solver():
    assert figure("max-batch-o1-preview") == 59
    assert figure("max-batch-gpt-4o") == 585
    assert figure("max-batch-gpt-4o", combine="sum", capacity="ignored") == 273


def test_lengths_are_those_of_chapter_one():
    assert abs(figure("kv-full-node", batch="32") - 640e9 / (32 * 516_096)) < 1e-6
    assert figure("kv-budget", parameters="405e9") == 235
    usable = figure("kv-usable", batch="32")
    assert abs(usable - 14_177.8) < 0.1
    assert figure("kv-usable", batch="32", read="next power of two") == 2**14
    mixed = (640e9 - 405_853_388_800 / 1.073741824) / (32 * 516_096)
    assert math.isclose(figure("kv-usable", batch="32", subtracted="GiB from GB"), mixed)


def test_ratios_are_those_of_chapter_four():
    assert math.isclose(figure("query-cost-o1-preview"), pricing.preview_ratio(47))
    mini = (47 * 3 + 950 * 12) / (47 * 0.15 + 775 * 0.6)
    assert math.isclose(figure("query-cost-o1-mini", answer="950"), mini)


def test_limit_by_hand():
    tokens = (8 * 1979e12 / (16 * 30) - 2 * 405_853_388_800) / (4 * 128 * 126 * 128)
    assert math.isclose(figure("flops-limit", batch="16"), tokens)


def test_prompts_take_their_time():
    """Weights for every token, attention over half of those before it, at half the peak in two seconds."""
    tokens = figure("flops-limit", limit="prompt 2 s", batch="4", mfu="0.5")
    flops = 2 * 405_853_388_800 * tokens + 4 * 128 * 126 * 128 * tokens**2 / 2
    assert math.isclose(4 * flops, 8 * 1979e12 * 0.5 * 2)


def test_the_ridge_and_parity_by_hand():
    """989e12 / 3.35e12 = 295 FLOPs a byte; 16-bit weights do one FLOP a byte and token."""
    ridge = figure("flops-limit", limit="ridge bf16", batch="4", arithmetic="bf16")
    assert abs(ridge - 295.2 / 4) < 0.1
    assert math.isclose(figure("flops-limit", limit="parity"), 2 * 405_853_388_800 / (4 * 128 * 126 * 128))
    for limit in ("ridge fp8", "parity"):
        assert math.isnan(figure("flops-limit", limit=limit, counted="attention alone"))


def test_weights_by_hand():
    assert math.isclose(figure("weights-405gb"), 405.8533888)
    assert math.isclose(figure("weights-405gb", parameters="405e9", weights="bf16"), 810)


def test_lengths_within_a_budget_use_it_up():
    position = sdpa_flops_per_token(128, 126, 128, 1)
    length = decode_length_within(1e13, 8e11, position)
    assert math.isclose(8e11 + sdpa_flops_per_token(128, 126, 128, length), 1e13)
    length = prompt_length_within(1e16, 8e11, position)
    assert math.isclose(8e11 * length + position * length**2 / 2, 1e16)


@pytest.mark.parametrize("claim", sorted(SEARCHES.questions))
def test_every_question_has_a_stated_figure_and_an_answer(claim):
    assert not math.isnan(figure(claim))


def test_rates_without_overlap_give_both_batches():
    weights, tokens_long, tokens_short = 405_853_388_800, 7661, 775
    found = invariants.serial()
    steps = []
    for batch, tokens in ((72, tokens_long), (368, tokens_short)):
        read = weights + batch * tokens * 516_096
        work = batch * (2 * weights + 4 * 128 * 126 * 128 * tokens)
        steps.append((read, work))
    determinant = steps[0][0] * steps[1][1] - steps[1][0] * steps[0][1]
    per_byte = (steps[1][1] - steps[0][1]) / 30 / determinant
    per_flop = (steps[0][0] - steps[1][0]) / 30 / determinant
    assert found.bandwidth.low <= 1 / per_byte <= found.bandwidth.high
    assert found.arithmetic.low <= 1 / per_flop <= found.arithmetic.high
    for read, work in steps:
        assert math.isclose(read * per_byte + work * per_flop, 1 / 30)


def test_rates_with_overlap_just_allow_the_stated_batches():
    found = invariants.overlapped()
    budget = roofline.step_budget(30, 0)
    held, cache = 405_853_388_800, 7661 * 516_096
    times = (roofline.read_seconds(size, found.bandwidth.low, 1) for size in (held, cache))
    assert math.isclose(roofline.batch_by_bandwidth(budget, *times), 72)
    assert math.isclose(found.memory.low, held + 72 * cache)


def test_no_sixteen_bit_arithmetic_on_the_article_s_node():
    assert invariants.least_arithmetic() == 368 * 30 * 2 * 405_853_388_800
    assert invariants.least_arithmetic() > 8 * 989e12

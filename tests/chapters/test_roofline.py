"""What the chapter on one decode step and the largest batch must come to, read from its record."""

from __future__ import annotations

from .record import numbers, record

CHAPTER = record("roofline")
LONG, SHORT = 7_661, 775


def test_the_answers_are_those_of_the_article() -> None:
    assert CHAPTER.value("long_tokens:,") == f"{LONG:,}"
    assert CHAPTER.value("short_tokens:,") == f"{SHORT:,}"


def test_bandwidth_binds_at_every_batch_beyond_these_lengths() -> None:
    """Within a token of 2,736 with FP8 arithmetic and a 16-bit cache, and of 11,950 the other way round."""
    table = CHAPTER.output("bandwidth_bound_beyond")
    rows = [line.split() for line in table.splitlines()]
    beyond = {(row[0], row[2]): numbers(row[-2])[0] for row in rows}
    assert abs(beyond["bf16", "fp8"] - 2_736) <= 1
    assert abs(beyond["fp8", "bf16"] - 11_950) <= 1
    assert min(beyond["bf16", "fp8"], beyond["bf16", "bf16"]) > SHORT
    assert max(beyond["bf16", "fp8"], beyond["bf16", "bf16"]) < LONG
    assert beyond["fp8", "fp8"] < LONG < beyond["fp8", "bf16"]


def test_memory_comes_first_in_most_cases_at_the_long_answer_and_in_fewer_than_half_at_the_short_one() -> None:
    first, cases, share = numbers(CHAPTER.output("cases = roofline.balances()"))
    assert first > cases / 2
    assert share < 0.5
    assert CHAPTER.value("len(cases) - len(others)") == f"{first:.0f}"


def test_the_node_holds_59_and_585_users_and_capacity_is_the_limit_in_both() -> None:
    long, short = (line for line in CHAPTER.output('("long answer", long)').splitlines() if "max batch" in line)
    assert long == "long answer: max batch 59, bound by capacity"
    assert short == "short answer: max batch 585, bound by capacity"
    left, token = 640e9 - 405_853_388_800, 516_096
    assert [left // (token * tokens) for tokens in (LONG, SHORT)] == [59, 585]


def test_the_stated_batch_needs_551592_slots_and_has_455342() -> None:
    """72 sequences of 7,661 tokens; 235 GB over 516,096 bytes, to the token."""
    held, room = numbers(CHAPTER.output("held ="))
    assert held == 72 * LONG == 551_592
    assert abs(room - 235e9 / 516_096) <= 0.5
    assert CHAPTER.value("held / room - 1:.0%") == "21%"


def test_the_ratio_of_the_batches_is_about_five_and_that_of_the_lengths_about_ten() -> None:
    """368 / 73 to 369 / 72, both batches rounded down; to the second digit."""
    low, high, lengths = numbers(CHAPTER.output("ratio = roofline.cost_ratio()").replace("'", " "))
    assert abs(low - 368 / 73) <= 0.005
    assert abs(high - 369 / 72) <= 0.005
    assert abs(lengths - LONG / SHORT) <= 0.005


def test_the_offset_of_the_weights_is_above_what_the_batches_allow() -> None:
    low, high, weights = (
        numbers(CHAPTER.value(f"{name}:,.0f"))[0] for name in ("whole.low", "whole.high", "weights_offset")
    )
    assert abs(low - (72 * LONG - 369 * SHORT) / (369 - 72)) <= 0.5
    assert abs(high - (73 * LONG - 368 * SHORT) / (368 - 73)) <= 0.5
    assert weights > high


def test_sixteen_is_given_at_every_length_and_every_speed() -> None:
    lines = CHAPTER.output('recovered("batch-16")').splitlines()
    assert len(lines) == 6 + 4
    assert all(numbers(line)[1] > 0 for line in lines)


def test_capacity_limits_the_long_answer_below_a_speed_and_bandwidth_above_it() -> None:
    slower, faster = CHAPTER.output("limit = 1000 / long.step_ms").splitlines()[-2:]
    assert slower.endswith("capacity is the limit")
    assert faster.endswith("bandwidth is the limit")


def test_22_sequences_touch_half_of_the_experts() -> None:
    """After 21.8 uniform draws of 8 of 256 experts half of them are expected, to a tenth of an expert."""
    sequences, draws, touched = numbers(CHAPTER.output("experts_touched("))
    assert sequences == 22
    assert abs(256 * (1 - (1 - 8 / 256) ** draws) - 128) <= 0.5
    assert abs(touched - 128) <= 0.1

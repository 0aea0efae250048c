"""The roofline laws against hand-computed values, their inverses, scaling, limits and dimensions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost import laws
from reasoncost.laws import roofline
from reasoncost.units import InputError

RULES = [
    (roofline.overlapped_step, roofline.overlapped_batch),
    (roofline.prefetched_step, roofline.prefetched_batch),
    (roofline.exposed_step, roofline.exposed_batch),
    (roofline.serial_step, roofline.serial_batch),
]
times = st.floats(1e-6, 1e-1)


@pytest.mark.parametrize("law", laws.by_subject()["roofline"], ids=lambda law: law.name)
def test_dimensions_agree(law):
    law.check_dimensions()


def test_known_step_of_the_largest_llama():
    """Decode step on eight H100 with 1-byte weights and a 2-byte cache at 4,096 tokens: 15.22, 17.67 and 23.03 ms."""
    weights, cache = 405_853_388_800, 516_096 * 4096
    for batch, milliseconds in ((1, 15.22), (32, 17.67), (100, 23.03)):
        read = roofline.decode_bytes(batch, weights, cache)
        assert abs(1000 * roofline.read_seconds(read, 8 * 3.35e12, 1) - milliseconds) < 0.005


def test_allreduce_volume_of_the_largest_llama():
    sent = roofline.allreduce_bytes_per_token(126, 16384, 2, 8)
    assert sent == 252 * 32768 * 2 * 7 / 8
    assert roofline.allreduce_bytes_per_token(126, 16384, 2, 1) == 0


def test_allreduce_over_two_domains_by_hand():
    """Sixteen in two domains of eight: each sends 7/4 of the message inside and 1/8 of it between them."""
    message, fast, slow = 32768, 450e9, 50e9
    seconds = message * (7 / 4 / fast + 1 / 8 / slow)
    sent = 2 * message * 15 / 16
    assert math.isclose(sent / roofline.allreduce_bandwidth(16, 2, fast, slow), seconds, rel_tol=1e-12)
    assert roofline.allreduce_bandwidth(8, 1, fast, slow) == fast
    assert math.isclose(roofline.allreduce_bandwidth(8, 8, fast, slow), slow)


def ring(parts, reduces):
    """One pass around a ring: parts[i][j] is chunk j at member i; returns what it leaves and chunks sent by each."""
    members = len(parts)
    for step in range(members - 1):
        moved = [(i, (i - step + (0 if reduces else 1)) % members, (i + 1) % members) for i in range(members)]
        held = [parts[source][chunk] for source, chunk, _ in moved]
        for (_, chunk, target), value in zip(moved, held, strict=True):
            parts[target][chunk] = parts[target][chunk] + value if reduces else value
    return parts, members - 1


def test_a_simulated_allreduce_over_domains_sends_what_the_law_counts():
    """Three domains of four: reduce-scatter inside, all-reduce of each share between, all-gather inside."""
    domains, inside = 3, 4
    size = domains * inside
    held = np.random.default_rng(3).integers(0, 99, (domains, inside, size))
    total, fast, slow = held.sum(axis=(0, 1)), 0, 0
    for domain in range(domains):
        chunks, sent = ring([list(np.split(vector, inside)) for vector in held[domain]], reduces=True)
        held[domain] = [np.concatenate(part) for part in chunks]
        fast += sent * size / inside
    for member in range(inside):
        own = np.split(np.arange(size), inside)[(member + 1) % inside]
        shares = [list(np.split(held[domain, member, own], domains)) for domain in range(domains)]
        for reduces in (True, False):
            shares, sent = ring(shares, reduces)
            slow += sent * len(own) / domains
        for domain in range(domains):
            held[domain, member, own] = np.concatenate(shares[domain])
    for domain in range(domains):
        chunks, sent = ring([list(np.split(vector, inside)) for vector in held[domain]], reduces=False)
        held[domain] = [np.concatenate(part) for part in chunks]
        fast += sent * size / inside
    assert (held == total).all()
    sent, seconds = fast / domains + slow / inside, fast / domains / 450e9 + slow / inside / 50e9
    assert math.isclose(sent, 2 * size * (domains * inside - 1) / (domains * inside))
    assert math.isclose(roofline.allreduce_bandwidth(domains * inside, domains, 450e9, 50e9), sent / seconds)


@given(domains=st.integers(1, 20), inside=st.integers(2, 80), slow=st.floats(1e9, 1e11), faster=st.floats(1, 100))
def test_the_mean_bandwidth_lies_between_the_links(domains, inside, slow, faster):
    mean = roofline.allreduce_bandwidth(domains * inside, domains, slow * faster, slow)
    assert slow * (1 - 1e-12) <= mean <= slow * faster * (1 + 1e-12)


def test_cache_copies():
    assert roofline.cache_copies(8, 8) == 1
    assert roofline.cache_copies(4, 8) == 1
    assert roofline.cache_copies(72, 8) == 9
    assert roofline.cache_copies(8, 10) == 1.6  # two places on each of eight accelerators for ten heads
    assert roofline.cache_copies(3, 8) == 9 / 8
    assert roofline.cache_copies(12, 8) == 1.5


def test_ridge_point_of_an_h100():
    assert abs(roofline.ridge_point(989e12, 1, 3.35e12, 1) - 295.2) < 0.1


def test_intensity_tends_to_that_of_the_cache():
    assert abs(roofline.decode_intensity(10**9, 8e11, 4e11, 4e9) - 200) < 1e-3


def test_bandwidth_bound_length_balances_cache_and_arithmetic():
    length = roofline.bandwidth_bound_length(8e11, 8e6, 5e5, 300)
    assert abs(length * 5e5 * 300 - (8e11 + length * 8e6)) < 1e-3
    with pytest.raises(InputError):
        roofline.bandwidth_bound_length(8e11, 2e8, 5e5, 300)


def test_expected_experts_by_simulation():
    generator = np.random.default_rng(7)
    hits = [len(set().union(*(generator.choice(16, 3, replace=False) for _ in range(5)))) for _ in range(4000)]
    assert abs(np.mean(hits) - roofline.experts_touched(5, 16, 3)) < 0.1


def test_parameters_read_runs_from_active_to_all():
    shape = {"total_parameters": 671e9, "parameters": 37e9, "experts": 256, "top_k": 8}
    assert abs(roofline.parameters_read(batch=1, **shape) - 37e9) < 1
    assert abs(roofline.parameters_read(batch=10**5, **shape) - 671e9) < 1


@pytest.mark.parametrize(("step", "largest"), RULES, ids=[rule[0].name for rule in RULES])
@given(weight=times, cache=times, arithmetic=times, exchange=times, slack=st.floats(1.01, 100))
def test_the_largest_batch_uses_the_whole_budget(step, largest, weight, cache, arithmetic, exchange, slack):
    budget = weight * slack
    batch = largest(budget, weight, cache, arithmetic, exchange)
    assert math.isclose(step(batch, weight, cache, arithmetic, exchange, 0), budget, rel_tol=1e-9)


@given(weight=times, cache=times, arithmetic=times, exchange=times, batch=st.integers(1, 1000), latency=times)
def test_less_overlap_never_takes_less_time(weight, cache, arithmetic, exchange, batch, latency):
    seconds = [step(batch, weight, cache, arithmetic, exchange, latency) for step, _ in RULES]
    over, pre, exposed, serial = seconds
    assert latency < over <= pre * (1 + 1e-12)
    assert over <= exposed * (1 + 1e-12)
    assert max(pre, exposed) <= serial * (1 + 1e-12)
    assert serial <= 3 * over


@pytest.mark.parametrize("largest", [rule[1] for rule in RULES], ids=[rule[1].name for rule in RULES])
@given(cache=times, longer=st.floats(1, 10))
def test_longer_sequences_never_allow_a_larger_batch(largest, cache, longer):
    def batch(length):
        return largest(0.033, 0.015, cache * length, 1e-5 * length, 1e-6)

    assert batch(longer) <= batch(1) * (1 + 1e-12)


@given(speed_bound=st.floats(0, 1e6), capacity_batch=st.floats(1e-3, 1e6), granularity=st.integers(1, 64))
def test_whole_batch_is_the_largest_multiple_not_above(speed_bound, capacity_batch, granularity):
    least = min(speed_bound, capacity_batch)
    whole = roofline.whole_batch(speed_bound, capacity_batch, granularity, 0)
    assert whole % granularity == 0
    assert whole <= least < whole + granularity
    assert abs(roofline.whole_batch(speed_bound, capacity_batch, granularity, 0.5) - least) <= granularity / 2


def test_affine_offset_makes_the_two_nodes_equal():
    offset = roofline.affine_offset(775, 7661, 72, 368)
    assert abs(72 * (offset + 7661) - 368 * (offset + 775)) < 1e-6
    assert abs(roofline.affine_quotient(offset, 775, 7661) - 368 / 72) < 1e-9
    assert roofline.affine_offset(775, 7661, 50, 500) < 0


def test_arrays_give_nan_outside_the_domain():
    lengths = roofline.bandwidth_bound_length(8e11, np.array([1e6, 1e8]), 5e5, 100)
    assert np.isnan(lengths).tolist() == [False, True]


@pytest.mark.parametrize(
    "bad", [{"speed": 0, "latency": 0}, {"speed": 30, "latency": -1}, {"speed": "fast", "latency": 0}]
)
def test_bad_input_is_one_line(bad):
    with pytest.raises(InputError) as caught:
        roofline.step_budget(**bad)
    assert "\n" not in str(caught.value)


def test_the_parts_of_a_step_are_those_that_add_up_without_overlap():
    """Eight sequences: 3 s of weights, 0.5 s of cache, 0.25 s of arithmetic and 0.125 s of sending each, 2 s fixed."""
    parts = (roofline.reading_time(8, 3, 0.5), roofline.computing_time(8, 0.25), roofline.waiting_time(8, 0.125, 2))
    assert parts == (7, 2, 3)
    assert sum(parts) == roofline.serial_step(8, 3, 0.5, 0.25, 0.125, 2)
    assert max(7, 2, 1) + 2 == roofline.overlapped_step(8, 3, 0.5, 0.25, 0.125, 2)


def test_sums_of_one_token_and_one_sequence():
    assert roofline.decode_flops(2 * 405e9, 4 * 128 * 126 * 128 * 1000) == 2 * 405e9 + 8_257_536_000
    assert roofline.copied_cache_bytes(258_048, roofline.cache_copies(72, 8)) == 9 * 258_048

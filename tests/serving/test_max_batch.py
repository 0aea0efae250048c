"""The largest batch: hand-computed bounds, exact fit, every kind of attention, and the ways to have no answer."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reasoncost import catalog
from reasoncost.serving import Assumptions, Workload, demand, max_batch, supply
from reasoncost.serving.max_batch import step_seconds
from reasoncost.units import InputError

LLAMA, NODE = catalog.model("llama-3.1-405b"), catalog.node("8xH100")
N = 405_853_388_800
PER_TOKEN = 2 * 126 * 8 * 128 * 2


def solve(tokens=7661, speed=30, model=LLAMA, node=NODE, **assumptions):
    return max_batch(model, node, Workload(tokens, speed), Assumptions(**assumptions))


@pytest.mark.parametrize(("tokens", "expected"), [(7661, (59.222, 123.296, 603.12)), (775, (585.42, 1218.80, 645.07))])
def test_plain_bounds_by_hand(tokens, expected):
    capacity = (640e9 - N) / (tokens * PER_TOKEN)
    bandwidth = (8 * 3.35e12 / 30 - N) / (tokens * PER_TOKEN)
    compute = 8 * 1979e12 / 30 / (2 * N + 4 * 128 * 126 * 128 * tokens)
    answer = solve(tokens)
    for name, hand, known in zip(
        ("capacity", "bandwidth", "compute"), (capacity, bandwidth, compute), expected, strict=True
    ):
        assert math.isclose(answer.bounds[name], hand, rel_tol=1e-12)
        assert math.isclose(hand, known, rel_tol=1e-4)
    assert (answer.max_batch, answer.bound) == (math.floor(capacity), "capacity")


def test_capacity_at_4096_tokens_under_both_readings_of_the_label():
    assert solve(4096).max_batch == 110
    assert int(solve(4096, hbm="reported").bounds["capacity"]) == 131


def test_sum_by_hand():
    answer = solve(mbu=0.8, mfu=0.7, combine="sum", kv="fp8")
    weight, cache = N / (0.8 * 26.8e12), 7661 * PER_TOKEN / 2 / (0.8 * 26.8e12)
    arithmetic = (2 * N + 4 * 128 * 126 * 128 * 7661) / (0.7 * 8 * 1979e12)
    assert math.isclose(answer.bounds["together"], (1 / 30 - weight) / (cache + arithmetic), rel_tol=1e-12)
    assert answer.bound == "bandwidth"


def test_mean_context_halves_the_answer():
    mean = max_batch(LLAMA, NODE, Workload(7000, 30, prompt=500, context="mean"))
    assert mean.bounds == max_batch(LLAMA, NODE, Workload(4000, 30)).bounds


def test_granularity():
    assert solve(granularity=8).max_batch == 56
    answer = solve(granularity=64)
    assert answer.max_batch is None
    assert "below the granularity of 64" in answer.reason


@settings(deadline=None, max_examples=150)
@given(
    tokens=st.integers(1, 30_000),
    speed=st.floats(5, 60),
    mbu=st.floats(0.3, 1),
    mfu=st.floats(0.3, 1),
    combine=st.sampled_from(("max", "prefetch", "exposed", "sum")),
    link=st.sampled_from((None, 450e9)),
    latency=st.sampled_from((0, 0.002)),
    name=st.sampled_from(("llama-3.1-405b", "llama-3.1-70b", "gemma-3-27b", "deepseek-v3", "gpt-oss-120b")),
)
def test_the_answer_fits_and_one_more_does_not(tokens, speed, mbu, mfu, combine, link, latency, name):
    model, node, workload = catalog.model(name), catalog.node("8xH200"), Workload(tokens, speed)
    given = Assumptions(mbu=mbu, mfu=mfu, combine=combine, link_bandwidth=link, latency=latency)
    answer = max_batch(model, node, workload, given)
    needs, offers = demand(model, tokens, 8, given), supply(node, given)

    def good(batch, tolerance):
        fits = needs.weights + batch * needs.sequence <= offers.memory * tolerance
        return fits and step_seconds(model, node, workload, given, batch) <= tolerance / speed

    if answer.max_batch is None:
        assert not good(1, 1 - 1e-9)
        assert answer.reason
    else:
        assert good(answer.max_batch, 1 + 1e-9)
        assert not good(answer.max_batch + 1, 1 - 1e-9)


@pytest.mark.parametrize(
    ("name", "bytes_per_token"),
    [("llama-3.1-8b", 131072), ("deepseek-v3", 70272), ("gpt-oss-120b", 73728), ("gemma-2-27b", 376832)],
)
def test_cache_of_each_kind_of_attention(name, bytes_per_token):
    assert demand(catalog.model(name), 100, 1, Assumptions()).sequence == 100 * bytes_per_token


def test_windows_bound_the_cache():
    model = catalog.model("gemma-3-27b")
    beyond = [demand(model, tokens, 1, Assumptions()).sequence for tokens in (2000, 2001)]
    assert beyond[1] - beyond[0] == 81920


@pytest.mark.parametrize("name", sorted(catalog.models()))
def test_every_model_of_the_catalog_is_served(name):
    answer = max_batch(catalog.model(name), catalog.node("GB200-NVL72"), Workload(1000, 30))
    assert answer.max_batch > 0


def test_tensor_parallelism_copies_the_cache_beyond_a_head_each():
    rack = catalog.node("GB200-NVL72")
    sharded, copied = (
        demand(LLAMA, 1000, rack.count, Assumptions(cache=kind)).sequence for kind in ("sharded", "tensor")
    )
    assert copied == 9 * sharded
    assert solve(cache="tensor").bounds == solve().bounds


def test_tensor_parallelism_copies_a_latent_cache_on_every_accelerator():
    model = catalog.model("deepseek-v3")
    sharded, copied = (demand(model, 1000, 8, Assumptions(cache=kind)).sequence for kind in ("sharded", "tensor"))
    assert copied == 8 * sharded


def test_experts_read_fewer_weights_at_small_batch():
    model, node = catalog.model("deepseek-v3"), catalog.node("8xH200")
    fast = Workload(1000, 100)
    assert max_batch(model, node, fast, Assumptions(experts="all")).max_batch is None
    assert max_batch(model, node, fast).max_batch > 0


def test_two_domains_have_twice_the_capacity_bandwidth_and_arithmetic():
    one, two = supply(NODE, Assumptions()), supply(catalog.node("16xH100"), Assumptions())
    assert (two.memory, two.bandwidth, two.peak) == (2 * one.memory, 2 * one.bandwidth, 2 * one.peak)
    answer = solve(node=catalog.node("16xH100"))
    assert math.isclose(answer.bounds["capacity"], (1280e9 - N) / (7661 * PER_TOKEN), rel_tol=1e-12)
    assert "communication between accelerators, also over the network between the 2" in answer.not_modeled[0]


def test_communication_between_domains_by_hand():
    """252 all-reduces of 32 KiB a token: 7/4 of each at 450 GB/s inside a domain, 1/8 at 50 GB/s between the two."""
    answer = solve(node=catalog.node("16xH100"), link_bandwidth=450e9)
    each = 252 * 32768 * (7 / 4 / 450e9 + 1 / 8 / 50e9)
    assert math.isclose(answer.bounds["latency"], 1 / 30 / each, rel_tol=1e-12)
    said = {entry["name"]: entry["why"] for entry in answer.assumptions}["communication"]
    assert said.endswith("; 50 GB/s between the 2 scale-up domains, 293 on average")


def test_communication_between_domains_needs_a_network_that_is_known():
    assert solve(node=catalog.node("16xH800")).max_batch
    with pytest.raises(InputError, match="2 scale-up domains cannot be counted: H800 has no scale_out"):
        solve(node=catalog.node("16xH800"), link_bandwidth=200e9)


@pytest.mark.parametrize(
    ("change", "bound", "words"),
    [
        ({"weights": "bf16"}, "capacity", "the weights take 811.7 GB, the node has 640.0 GB"),
        ({"tokens": 10**6}, "capacity", "the cache of one sequence"),
        ({"speed": 80}, "bandwidth", "a batch of one takes 15.3 ms a step, 12.5 ms are allowed"),
        ({"latency": 0.04}, "latency", "the fixed latency of 40.0 ms"),
    ],
)
def test_no_solution_says_why(change, bound, words):
    answer = solve(**change)
    record = answer.to_json()
    assert answer.max_batch is None
    assert (record["max_batch"], record["bound"]) == (None, bound)
    assert words in record["reason"]
    json.dumps(record, allow_nan=False)


def test_bounds_that_bind():
    assert solve(kv="fp8", mbu=0.7).bound == "bandwidth"
    assert solve(775, kv="fp8", mfu=0.5).bound == "compute"
    assert solve(775, kv="fp8", link_bandwidth=5e10).bound == "latency"


@pytest.mark.parametrize(
    "bad",
    [
        {"weights": "int3"},
        {"mbu": 0},
        {"mfu": 1.5},
        {"combine": "mean"},
        {"granularity": 0},
        {"latency": -1},
        {"arithmetic": "fp4"},
        {"link_bandwidth": 0},
        {"mbu": math.nan},
        {"tokens": -1},
        {"speed": math.inf},
        {"tokens": 0},
    ],
)
def test_bad_input_is_one_line(bad):
    with pytest.raises(InputError) as caught:
        solve(**bad)
    assert "\n" not in str(caught.value)

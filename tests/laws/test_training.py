"""The training laws against published runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws import by_subject
from reasoncost.laws.training import (
    busy_cores,
    compute_saved,
    forward_passes_per_backward,
    labelling_seconds,
    parity_generated_tokens,
    posttraining_flops,
    posttraining_ratio,
    reached_share,
    run_seconds,
    total_generated_tokens,
    total_trajectories,
    training_flops,
)


@pytest.mark.parametrize("law", by_subject()["training"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


def test_published_training_compute():
    # Brown et al. 2020, table D.1: 3.14e23 for 175B parameters, 300B tokens; Dubey et al. 2024: 3.8e25, 405B, 15.6T
    assert training_flops(174_600 * 10**6, 300 * 10**9) == pytest.approx(3.14e23, rel=2e-3)
    assert training_flops(405_853_388_800, 156 * 10**11) == pytest.approx(3.8e25, rel=2e-3)


def test_whole_numbers_stay_exact_and_arrays_do_not_overflow():
    import numpy as np

    assert training_flops(10**12, 10**14) == 6 * 10**26
    assert training_flops(np.array([10**12]), 10**14)[0] == 6e26


count = st.integers(1, 10**6)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 12))
def test_generated_tokens_counted_one_by_one(problems, trajectories, prefix):
    """A common prefix is written once for each problem, the rest once for each trajectory."""
    rest = 3
    written = {
        (problem, None if token < prefix else trajectory, token)
        for problem in range(problems)
        for trajectory in range(trajectories)
        for token in range(prefix + rest)
    }
    length = prefix + rest
    assert total_generated_tokens(problems, trajectories, length, prefix / length) == pytest.approx(len(written))
    assert (
        total_generated_tokens(problems, trajectories, length, 0) == total_trajectories(problems, trajectories) * length
    )


@given(st.integers(0, 20), st.integers(0, 5))
def test_passes_counted_one_by_one(candidates, verifiers):
    passes = ["learn"]
    for _ in range(candidates):
        passes += ["generate"] + ["verify"] * verifiers
    assert forward_passes_per_backward(candidates, verifiers) == len(passes)


@given(count, count, st.integers(1, 1000), st.integers(0, 9), st.sampled_from([1, 2, 3]))
def test_posttraining_adds_generating_verifying_and_learning(parameters, generated, candidates, verifiers, ratio):
    forward = 2 * ratio * parameters * generated
    learned = training_flops(parameters, generated / candidates)
    whole = posttraining_flops(parameters, generated, candidates, verifiers, ratio)
    assert whole == pytest.approx(forward + verifiers * forward + learned, rel=1e-12)


@given(count, st.integers(1, 1000), st.integers(0, 9), st.floats(0.1, 10))
def test_parity_is_where_the_ratio_is_one(tokens, candidates, verifiers, ratio):
    generated = parity_generated_tokens(tokens, candidates, verifiers, ratio)
    assert posttraining_ratio(generated, tokens, candidates, verifiers, ratio) == pytest.approx(1)


def test_the_size_of_the_model_drops_out():
    from reasoncost.laws import symbols

    N = symbols("parameters")
    assert N not in (posttraining_flops.expr() / training_flops.expr()).simplify().free_symbols


def test_the_run_of_gpt_3():
    # 3.14e23 FLOPs on 1,024 A100 of 312e12 at 45 percent: Narayanan et al. 2021 estimate 34 days
    # with 8 FLOPs a parameter and token (activations recomputed); 6 of 8 of that is 25.3
    days = run_seconds(3.14e23, 1024, 312e12, 0.45) / 86_400
    assert days == pytest.approx(34 * 6 / 8, rel=0.03)
    assert reached_share(3.14e23, 1024 * days * 86_400, 312e12) == pytest.approx(0.45)


def test_a_halving_time_halves():
    assert compute_saved(8, 8) == 0.5
    assert compute_saved(24, 8) == 0.875
    assert compute_saved(0, 8) == 0


def test_cores_and_hours():
    assert busy_cores(1000, 5000, 10) == 2  # a trajectory every 5 seconds, each 10 seconds to verify
    assert labelling_seconds(75_000, 180) == 75_000 * 180

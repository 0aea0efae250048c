"""What was found about training: totals, parity, run lengths, progress, CPUs and labels, against arithmetic by hand."""

import pytest

from priceofthought.ledger import entry
from priceofthought.studies import training
from priceofthought.studies.training import hosts, labels, llama_run, runs
from reasoncost import catalog

VERDICTS = {
    "berry-problems": "unsupported",
    "berry-trajectories": "unsupported",
    "berry-trajectory-tokens": "unsupported",
    "berry-total-trajectories": "reproduced",
    "berry-total-tokens": "conditional",
    "data-growth": "unsupported",
    "generated-exceeds-pretraining": "conditional",
    "forward-backward": "reproduced",
    "posttraining-exceeds-pretraining": "conditional",
    "posttraining-once-near-pretraining": "unsupported",
    "cpu-gpu-hgx": "reproduced",
    "cpu-gpu-nvl72": "reproduced",
    "trainium-cost": "conditional",
    "cpu-gpu-trainium2": "reproduced",
    "algorithmic-progress": "conditional",
    "run-length": "conditional",
    "orion-run-length": "conditional",
    "prm800k": "confirmed",
    "math-humans": "confirmed",
    "moore-50-years": "confirmed",
    "dennard-clock": "conditional",
}


@pytest.mark.parametrize(("claim", "verdict"), VERDICTS.items())
def test_verdicts(claim, verdict):
    assert entry(claim).verdict == verdict


def test_totals():
    trajectories, tokens = training.all_trajectories(), training.all_tokens()
    assert (trajectories.low, trajectories.high) == (1e10, 1e11)
    assert (tokens.low, tokens.high) == (1e13, 1e15)
    assert training.needed_per_problem() == 1e7
    halved = training.all_tokens(shared=0.5)
    assert halved.low == pytest.approx(1e7 * 1000 * (0.5 + 500), rel=1e-12)


def test_post_training_over_pre_training():
    """Generated once and nothing else: 2N T over 6N D, a third of 1e13 / 15.6e12 and of 1e15 / 15.6e12."""
    multiple = training.posttraining_multiple(training.all_tokens())
    assert multiple.low == pytest.approx(1e13 / 15.6e12 / 3, rel=1e-9)
    assert multiple.high == pytest.approx(1e15 / 15.6e12 / 3, rel=1e-9)
    assert training.Recipe(1, 0, 1).parity == pytest.approx(6 / 8)
    assert training.Recipe(1, 4, 3).parity == pytest.approx(6 / (2 * 3 * 5 + 6))


def test_published_shares_of_post_training():
    shares = training.posttraining_shares()
    assert shares["InstructGPT 175B"] == pytest.approx(64.9 / 3640)
    assert shares["DeepSeek-V3"] == pytest.approx(5 / 2664)
    assert shares["DeepSeek-R1"] == pytest.approx(147 / 2788)


def test_an_estimate_that_exceeds_the_hours():
    assert training.r1_share_of_peak() == pytest.approx(6e23 / (147e3 * 3600 * 989e12))
    assert training.r1_share_of_peak("fp8") == pytest.approx(6e23 / (147e3 * 3600 * 1979e12))


def test_the_run_of_llama():
    assert llama_run.booked_days() == pytest.approx(30.84e6 / 16_384 / 24)
    assert llama_run.overall_share() == pytest.approx(3.8e25 / (30.84e6 * 3600 * 989e12))
    assert llama_run.window_share() == pytest.approx(3.8e25 / (54 * 86_400 * 16_384 * 989e12))
    assert llama_run.days_at(llama_run.window_share()) == pytest.approx(54)
    reached = catalog.constant("llama-3.1-405b-training-mfu")
    assert llama_run.overall_share() < reached.low < reached.high < llama_run.window_share()


def test_a_year_of_progress():
    assert runs.saved(12) == pytest.approx(0.5)
    assert runs.saved(8) == pytest.approx(1 - 2**-1.5)
    assert runs.saved(14) > entry("algorithmic-progress").claim.figure_stated.high > runs.saved(22)


def test_more_cores_but_less_time():
    node, rack = hosts.host("HGX H100"), hosts.host("GB200 NVL72")
    assert (node.cores, rack.cores) == (13, 36)
    assert rack.seconds < node.seconds
    # by hand: 286 users fit beside the weights, and their cache and the weights take 23.85 ms to read
    per_token, half = 2 * 2 * 126 * 8 * 128, hosts.trajectory_tokens() / 2
    step = (405_853_388_800 + 286 * per_token * half) / (8 * 3.35e12)
    assert node.rate == pytest.approx(286 / step / 8, rel=1e-3)
    assert node.rate > 286 * 30 / 8
    assert (node.seconds, rack.seconds) == pytest.approx((27.4, 18.8), abs=0.1)
    for host in (node, rack):
        assert host.seconds == pytest.approx(host.cores / host.rate * hosts.trajectory_tokens())


def test_rents():
    trainium, h100, *_ = hosts.rents()
    assert trainium.flops == pytest.approx(35.7608 / 16 / 0.667)
    assert h100.bandwidth == pytest.approx(41.528 / 8 / 3.35)
    assert h100.capacity == pytest.approx(41.528 / 640)


def test_labels():
    assert labels.label_hours(75_000) == pytest.approx(3_750)
    assert labels.label_years(1e10) == pytest.approx(1e10 / 20 / 1_800)

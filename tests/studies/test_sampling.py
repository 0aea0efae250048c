"""The findings on samples and votes, and the simulations, against values worked out by hand."""

import math

import numpy as np
import pytest

from priceofthought.ledger import entry
from priceofthought.studies import sampling
from priceofthought.studies.sampling import simulation


@pytest.mark.parametrize("claim", ["error-accumulation", "coverage-pass-at-k", "best-of-n", "hard-soft-estimation"])
def test_formulas_are_proved(claim):
    assert entry(claim).verdict == "proved"


@pytest.mark.parametrize("item", [sampling.SOFTWARE, sampling.MATH_COVERAGE, sampling.PYTHIA, sampling.GEMMA])
def test_fits_go_through_the_ends_of_a_series(item):
    for fit in (sampling.power_law, sampling.beta_population):
        for point in (sampling.published(item)[0], sampling.published(item)[-1]):
            assert fit(item).coverage(point.samples) == pytest.approx(point.share, rel=1e-6)


def test_the_beta_population_predicts_the_point_in_between():
    held = sampling.published(sampling.SOFTWARE)[1]
    assert (held.samples, held.share) == (5, 0.2962)
    assert sampling.beta_population(sampling.SOFTWARE).coverage(5) == pytest.approx(0.2944, abs=5e-5)
    # the power law by hand: exp(-A k^-B) through (1, 0.159) and (250, 0.56)
    decay = math.log(math.log(0.159) / math.log(0.56)) / math.log(250)
    assert sampling.power_law(sampling.SOFTWARE).coverage(5) == pytest.approx(0.159 ** (5**-decay))


def test_the_problems_of_a_population_have_its_coverage():
    for k in (1, 10, 100):
        mean = sampling.mean_over(sampling.MATH_COVERAGE, sampling.sampling.coverage, k=k)
        assert mean == pytest.approx(sampling.beta_population(sampling.MATH_COVERAGE).coverage(k), abs=1e-5)


def test_published_gaps():
    covered, selected = sampling.selection_gap()
    assert covered == pytest.approx(0.953 - 0.798)
    assert selected == pytest.approx(0.398 - 0.387)
    covered, selected = sampling.selection_gap(*sampling.MATH_REVISED)
    assert covered == pytest.approx(0.9844 - 0.829)
    assert selected == pytest.approx(0.4141 - 0.405)
    assert sampling.o1_scores() == {"single_sample": 0.74, "consensus_of_64": 0.83, "reranked_of_1000": 0.93}


def test_silent_corruptions_are_among_the_noticed_failures():
    noticed, silent = sampling.noticed_failures()
    assert (noticed, silent) == (419, 6)


def test_hardware_errors_per_token():
    # 419 failures over 54 days of 16,384 devices; eight devices take a thirtieth of a second for a token
    assert sampling.hardware_error() == pytest.approx(419 / (54 * 24 * 16384) * 8 / 30 / 3600)


def test_simulations_agree_with_the_closed_forms():
    for name, closed, simulated in sampling.simulated_cases():
        assert simulated.agrees_with(closed), name
        assert simulated.high - simulated.low < 0.03, name


def test_simulations_tell_wrong_closed_forms_apart():
    assert not simulation.simulate_coverage(0.05, 20, 20_000, 1).agrees_with(0.05 * 20 / 1.5)
    assert not simulation.simulate_chain(0.001, 0.01, 500, 20_000, 2).agrees_with(1 - 0.999**500)
    assert not simulation.simulate_best_of_n(0.1, 0.9, 0.1, 10, 20_000, 3).agrees_with(1 - 0.9**10)


def test_simulations_are_seeded():
    first, same, other = (simulation.simulate_soft_estimate(0.3, 8, 1000, seed).mean for seed in (1, 1, 2))
    assert first == same != other


def test_a_tie_counts_in_part():
    simulated = simulation.simulate_plurality((0.5, 0.5), 2, 20_000, 4)
    assert simulated.agrees_with(0.5)


def test_the_band_of_a_mean():
    simulated = simulation.band(np.array([0.0, 1.0, 1.0, 0.0]))
    assert simulated.mean == 0.5
    assert simulated.high - simulated.mean == pytest.approx(simulation.STANDARD_ERRORS * math.sqrt(1 / 3) / 2)

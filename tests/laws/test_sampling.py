"""The sampling laws: exact rationals, enumeration of every outcome, limits, and what has no value."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoncost.laws import by_subject, sampling
from reasoncost.units import InputError

shares = st.fractions(0, 1, max_denominator=50)
inner = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)
small = st.integers(1, 30)


@pytest.mark.parametrize("law", by_subject()["sampling"], ids=lambda law: law.name)
def test_dimensions(law):
    law.check_dimensions()


# Coverage and its estimate


@given(shares, st.integers(0, 40))
def test_coverage_is_its_exact_body(success, k):
    exact = sampling.coverage(success, k)
    assert exact == 1 - (1 - success) ** k
    assert sampling.coverage(float(success), k) == pytest.approx(float(exact), rel=1e-12, abs=1e-300)


def test_coverage_of_rare_successes_keeps_its_digits():
    assert sampling.coverage(1e-15, 3) == pytest.approx(3e-15, rel=1e-12)
    assert sampling.error_accumulation(1e-12, 10**6) == pytest.approx(9.999995e-7, rel=1e-12)
    assert sampling.coverage(1, 0) == 0
    assert sampling.coverage(1, 5) == 1


@given(st.integers(1, 60), st.data())
def test_pass_at_k_is_its_exact_body(samples, data):
    correct, k = data.draw(st.integers(0, samples)), data.draw(st.integers(0, samples))
    exact = 1 - Fraction(math.comb(samples - correct, k), math.comb(samples, k))
    assert sampling.pass_at_k(samples, correct, k) == pytest.approx(float(exact), rel=1e-12, abs=1e-300)
    assert sampling.pass_at_k.expr(samples=samples, correct=correct, k=k) == pytest.approx(float(exact))


@pytest.mark.parametrize(
    ("correct", "k"), [(1, 1), (3, 10**5), (10**5, 3), (500, 2000), (10**6, 1), (0, 10**6), (7, 10**6 - 3)]
)
def test_pass_at_k_of_a_million_samples(correct, k):
    samples = 10**6
    exact = 1 - math.prod(Fraction(samples - k - i, samples - i) for i in range(correct)) if correct < 1000 else None
    if exact is None:
        exact = 1 - math.prod(Fraction(samples - correct - i, samples - i) for i in range(k))
    assert sampling.pass_at_k(samples, correct, k) == pytest.approx(float(exact), rel=1e-12)


@given(inner, st.integers(1, 12), st.data())
def test_pass_at_k_is_unbiased(success, samples, data):
    k = data.draw(st.integers(1, samples))
    mean = sum(
        math.comb(samples, c)
        * success**c
        * (1 - success) ** (samples - c)
        * (1 - Fraction(math.comb(samples - c, k), math.comb(samples, k)))
        for c in range(samples + 1)
    )
    assert mean == sampling.coverage(success, k)


@pytest.mark.parametrize("bad", [(10, 11, 1), (10, 1, 11), (10, 1.5, 2), (0, 0, 0), (10, -1, 2)])
def test_pass_at_k_outside_its_domain(bad):
    with pytest.raises(InputError, match="pass_at_k"):
        sampling.pass_at_k(*bad)
    assert np.isnan(sampling.pass_at_k(np.array([bad[0]]), *bad[1:])[0])


def test_arrays_broadcast_and_stay_lazy_where_they_are():
    estimates = sampling.pass_at_k(100, np.array([0, 5, 100]), np.array([[1], [10]]))
    assert estimates.shape == (2, 3)
    assert estimates[0].tolist() == pytest.approx([0, 0.05, 1])


# Populations


@given(
    st.fractions(Fraction(1, 10), 5, max_denominator=10),
    st.fractions(Fraction(1, 10), 5, max_denominator=10),
    st.integers(0, 30),
)
def test_beta_coverage_is_the_mean_over_the_beta_distribution(beta_a, beta_b, k):
    # E[(1 - p)^k] is the product of (b + i) / (a + b + i)
    missing = math.prod((beta_b + i) / (beta_a + beta_b + i) for i in range(k))
    assert sampling.beta_coverage(beta_a, beta_b, k) == 1 - missing
    coverage = sampling.beta_coverage(float(beta_a), float(beta_b), k)
    assert coverage == pytest.approx(float(1 - missing), rel=1e-12, abs=1e-300)


def test_a_beta_population_misses_by_a_power_law():
    missing = [1 - sampling.beta_coverage(0.4, 2.0, k) for k in (10**4, 10**5)]
    assert math.log10(missing[0] / missing[1]) == pytest.approx(0.4, abs=1e-4)


def test_power_law_coverage_at_one_sample_is_its_scale():
    assert sampling.power_law_coverage(1.5, 0.3, 1) == math.exp(-1.5)
    assert sampling.power_law_coverage(1.5, 0.3, 10**30) == pytest.approx(1)


# Votes


def enumerated(probabilities, votes):
    """The accuracy of a plurality by going through every outcome of every vote."""
    won = Fraction(0)
    for outcome in itertools.product(range(len(probabilities)), repeat=votes):
        counts = [outcome.count(answer) for answer in range(len(probabilities))]
        if counts[0] == max(counts):
            won += math.prod(probabilities[answer] for answer in outcome) / counts.count(max(counts))
    return won


@given(shares, st.sampled_from([1, 3, 5, 7]))
def test_majority_accuracy_is_every_outcome_counted(success, votes):
    exact = enumerated((success, 1 - success), votes)
    assert sampling.majority_accuracy(success, votes) == exact
    assert sampling.majority_accuracy(float(success), votes) == pytest.approx(float(exact), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("success", [0.01, 0.3, 0.499, 0.5, 0.51, 0.9])
@pytest.mark.parametrize("votes", [1, 11, 101, 1001])
def test_majority_accuracy_of_many_votes(success, votes):
    exact = sampling.majority_accuracy(Fraction(success), votes)
    assert sampling.majority_accuracy(success, votes) == pytest.approx(float(exact), rel=1e-11)


@given(inner, st.integers(0, 40))
def test_two_more_votes_help_above_one_half_only(success, half):
    votes = 2 * half + 1
    gain = sampling.majority_accuracy(success, votes + 2) - sampling.majority_accuracy(success, votes)
    tie = math.comb(votes, half) * (success * (1 - success)) ** (half + 1)
    assert gain == tie * (2 * success - 1)


@given(inner, st.sampled_from([1, 5, 21]))
def test_majorities_of_right_and_wrong_make_one(success, votes):
    assert sampling.majority_accuracy(success, votes) + sampling.majority_accuracy(1 - success, votes) == 1


@pytest.mark.parametrize("votes", [0, 2, 4.5])
def test_a_majority_needs_an_odd_number(votes):
    with pytest.raises(InputError, match="majority_accuracy"):
        sampling.majority_accuracy(0.6, votes)


@pytest.mark.parametrize("votes", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("weights", [(5, 5), (4, 3, 3), (3, 4, 3), (2, 2, 2, 4), (10, 0), (0, 5, 5), (1, 2, 3, 4)])
def test_plurality_is_every_outcome_counted(weights, votes):
    probabilities = [Fraction(weight, 10) for weight in weights]
    accuracy = sampling.plurality_accuracy([float(p) for p in probabilities], votes)
    assert accuracy == pytest.approx(float(enumerated(probabilities, votes)), abs=1e-13)


def test_plurality_of_two_answers_is_the_majority():
    for votes in (1, 9, 101):
        accuracy = sampling.plurality_accuracy([0.55, 0.45], votes)
        assert accuracy == pytest.approx(sampling.majority_accuracy(0.55, votes), rel=1e-11)


def test_a_modal_wrong_answer_wins_in_the_end():
    below, above = [0.3, 0.35, 0.35], [0.4, 0.3, 0.3]
    assert sampling.plurality_accuracy(below, 301) < sampling.plurality_accuracy(below, 11) < 0.33
    assert sampling.plurality_accuracy(above, 301) > sampling.plurality_accuracy(above, 11) > 0.45


@pytest.mark.parametrize("bad", [([], 3), ([0.5, 0.4], 3), ([1.5, -0.5], 3), ([0.5, 0.5], 0), ([0.5, 0.5], 2.5)])
def test_plurality_of_no_distribution(bad):
    with pytest.raises(InputError, match="plurality_accuracy"):
        sampling.plurality_accuracy(*bad)


@given(st.integers(1, 19), st.integers(1, 19), st.integers(1, 41))
def test_the_rival_bound_bounds(success, rival, votes):
    success, rival = sorted((success, rival), reverse=True)
    if success + rival > 20:
        return
    bound = sampling.rival_bound(success / 20, rival / 20, votes)
    lost = 0.0
    for right in range(votes + 1):
        for wrong in range(right, votes - right + 1):
            ways = math.comb(votes, right) * math.comb(votes - right, wrong)
            rest = (20 - success - rival) ** (votes - right - wrong)
            lost += ways * success**right * rival**wrong * rest / 20**votes
    assert lost <= bound * (1 + 1e-9)


def test_votes_needed_suffice_and_have_no_value_without_a_lead():
    needed = math.ceil(sampling.votes_needed(0.6, 0.4, 0.01))
    assert sampling.rival_bound(0.6, 0.4, needed) <= 0.01 < sampling.rival_bound(0.6, 0.4, needed - 1)
    with pytest.raises(InputError, match="votes_needed has no value"):
        sampling.votes_needed(0.4, 0.4, 0.01)


@pytest.mark.parametrize(("success", "target"), [(0.6, 0.99), (0.51, 0.9), (0.9, 0.5), (0.75, 0.999)])
def test_fewest_votes(success, target):
    votes = sampling.fewest_votes(success, target)
    assert sampling.majority_accuracy(success, votes) >= target
    assert votes == 1 or sampling.majority_accuracy(success, votes - 2) < target


def test_no_number_of_votes_helps_at_or_below_one_half():
    assert sampling.fewest_votes(0.5, 0.51) is None
    assert sampling.fewest_votes(0.3, 0.4) is None
    assert sampling.fewest_votes(0.5000001, 0.999, most=1000) is None


# Verifiers


@given(inner, shares, shares, st.integers(1, 5))
def test_best_of_n_is_every_outcome_counted(success, accept_right, accept_wrong, samples):
    chosen = Fraction(0)
    kinds = {
        (True, True): success * accept_right,
        (True, False): success * (1 - accept_right),
        (False, True): (1 - success) * accept_wrong,
        (False, False): (1 - success) * (1 - accept_wrong),
    }
    for outcome in itertools.product(kinds, repeat=samples):
        pool = [right for right, accepted in outcome if accepted] or [right for right, _ in outcome]
        chosen += math.prod(kinds[sample] for sample in outcome) * Fraction(sum(pool), len(pool))
    accuracy = sampling.best_of_n(float(success), float(accept_right), float(accept_wrong), samples)
    assert accuracy == pytest.approx(float(chosen), rel=1e-12, abs=1e-15)
    if accept_right + accept_wrong > 0:
        assert sampling.best_of_n(success, accept_right, accept_wrong, samples) == chosen


@given(inner, inner, small)
def test_verifiers_at_their_limits(success, rate, samples):
    assert sampling.best_of_n(success, Fraction(1), Fraction(0), samples) == sampling.coverage(success, samples)
    assert sampling.best_of_n(success, rate, rate, samples) == success
    ceiling = sampling.verifier_precision(float(success), 1.0, float(rate))
    assert sampling.best_of_n(float(success), 1.0, float(rate), 10**7) == pytest.approx(ceiling)


# Steps and chains


@given(inner, small)
def test_hard_and_soft_estimates(value, rollouts):
    assert sampling.hard_estimate(value, rollouts) == sampling.coverage(value, rollouts)
    outcomes = range(rollouts + 1)
    odds = [math.comb(rollouts, c) * value**c * (1 - value) ** (rollouts - c) for c in outcomes]
    variance = sum(odd * (Fraction(c, rollouts) - value) ** 2 for c, odd in zip(outcomes, odds, strict=True))
    deviation = sampling.soft_estimate_deviation(float(value), rollouts)
    assert deviation == pytest.approx(math.sqrt(variance))
    assert sampling.rollouts_needed(float(value), deviation) == pytest.approx(rollouts)


@given(inner, st.integers(0, 200))
def test_errors_accumulate_one_token_at_a_time(error, tokens):
    before, after = (sampling.error_accumulation(error, length) for length in (tokens, tokens + 1))
    assert after == before + (1 - before) * error


@given(st.fractions(Fraction(1, 100), Fraction(1, 2)), st.fractions(0, Fraction(1, 2)), st.integers(0, 20))
def test_repair_is_a_markov_chain(error, repair, tokens):
    state = Fraction(0)
    for _ in range(tokens):
        state = state * (1 - repair) + (1 - state) * error
    assert sampling.error_with_repair(error, repair, tokens) == state


def test_repair_levels_off_and_no_repair_accumulates():
    assert sampling.error_with_repair(1e-4, 1e-3, 10**9) == pytest.approx(1 / 11)
    assert sampling.error_with_repair(1e-4, 0, 5000) == pytest.approx(sampling.error_accumulation(1e-4, 5000))


@given(st.floats(1e-12, 0.5), st.floats(0.01, 0.99))
def test_chain_length_is_where_the_chain_has_that_chance(error, success):
    tokens = sampling.chain_length(success, error)
    assert 1 - sampling.error_accumulation(error, tokens) == pytest.approx(success, rel=1e-9)
    assert sampling.chain_length(success, 0) == math.inf

"""Sampling: what trying a problem several times gives, with a verifier, with a vote, and with neither.

Samples are independent given the problem, each right with the same probability. Where problems differ, the laws of
populations average over them.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from reasoncost.law import Quantity, law, ops
from reasoncost.units import SECONDS_PER_HOUR, InputError


def _whole(value):
    return value % 1 == 0


def _elementwise(evaluate: Callable[..., float]) -> Callable[..., Quantity]:
    """A function of numbers as one of numbers or arrays, through array protocols; nan wherever an argument is nan."""

    def guarded(*values: float) -> float:
        return math.nan if any(math.isnan(value) for value in values) else evaluate(*map(float, values))

    def stable(*values):
        if any(ops.is_array(value) for value in values):
            over: Any = np.frompyfunc(guarded, len(values), 1)
            return over(*values).astype(np.float64)
        return guarded(*values)

    return stable


def _some(probability: float, tries: float) -> float:
    """1 - (1 - probability) ** tries, without cancellation."""
    if tries == 0:
        return 0.0
    return 1.0 if probability == 1 else -math.expm1(tries * math.log1p(-probability))


# One problem, any sample right


@law(symbol="C_k", unit="1", source="brown2024monkeys; article line 181")
def coverage(success, k):
    """Probability that at least one of k samples is right, each being right with probability `success`.

    What a perfect verifier makes of k samples. With k = 1 it is `success`: pass@1.
    """
    return 1 - (1 - success) ** k


coverage.numeric(_elementwise(_some))


@law(
    symbol=r"\widehat{C}_k",
    unit="1",
    source="chen2021codex",
    domain=lambda samples, correct, k: (
        (correct <= samples) & (k <= samples) & _whole(samples) & _whole(correct) & _whole(k)
    ),
)
def pass_at_k(samples, correct, k):
    """Estimate of coverage at k from `samples` samples of which `correct` were right; unbiased for k <= samples.

    The share of all subsets of k samples that hold a right one. Putting correct / samples for `success` in
    `coverage` instead is biased downwards.

    >>> round(pass_at_k(samples=10, correct=3, k=2), 4)
    0.5333
    """
    return 1 - ops.binomial(samples - correct, k) / ops.binomial(samples, k)


@pass_at_k.numeric
@_elementwise
def _pass_at_k(samples: float, correct: float, k: float) -> float:
    """One minus a product of as many factors as the smaller of `correct` and k, its logarithm summed."""
    if correct + k > samples:
        return 1.0
    fewer, more = sorted((correct, k))
    factors = np.log1p(-more / (samples - np.arange(fewer)))
    return -math.expm1(math.fsum(factors))


# Populations of problems


@law(symbol=r"C_{\beta}", unit="1", source="schaeffer2025monkeys", domain=lambda beta_a, beta_b, k: _whole(k))
def beta_coverage(beta_a, beta_b, k):
    """Mean coverage over problems whose success follows a beta distribution of shape (`beta_a`, `beta_b`).

    The mean of (1 - success)^k is B(a, b + k) / B(a, b). For large k what is missing falls as k^-a: a power law of
    the population, though every single problem's coverage approaches one exponentially.
    """
    return 1 - ops.binomial(beta_b + k - 1, k) / ops.binomial(beta_a + beta_b + k - 1, k)


@beta_coverage.numeric
@_elementwise
def _beta_coverage(beta_a: float, beta_b: float, k: float) -> float:
    return -math.expm1(math.fsum(np.log1p(-beta_a / (beta_a + beta_b + np.arange(k)))))


@law(symbol="C_{pow}", unit="1", source="brown2024monkeys")
def power_law_coverage(scale, decay, k):
    """Coverage whose logarithm is a power law in k: the fit of the repeated-sampling paper, no derivation behind it."""
    return ops.exp(-scale * k ** (-decay))


# Votes


@law(
    symbol="A_v",
    unit="1",
    source="wang2022selfconsistency; condorcet1785essai",
    domain=lambda success, votes: votes % 2 == 1,
)
def majority_accuracy(success, votes):
    """Probability that most of an odd number of votes are right, where there are only two answers.

    Two answers are the worst case for a given `success`: all wrong votes fall together. Tends to 1 above a success
    of one half, to 0 below it.

    >>> majority_accuracy(success=0.75, votes=3)
    0.84375
    """
    return ops.total(
        lambda i: ops.binomial(votes, i) * success**i * (1 - success) ** (votes - i), (votes + 1) / 2, votes
    )


@majority_accuracy.numeric
@_elementwise
def _majority_accuracy(success: float, votes: float) -> float:
    """The terms of the sum, each from the one before by its logarithm: all are positive, so nothing cancels."""
    if success in (0, 1):
        return success
    least = int(votes + 1) // 2
    j = np.arange(1, votes - least + 1)
    choose = math.fsum(np.log((least + j) / j))
    first = choose + least * math.log(success) + (votes - least) * math.log1p(-success)
    i = np.arange(least, votes)
    steps = np.cumsum(np.log((votes - i) / (i + 1)) + math.log(success) - math.log1p(-success))
    return min(1.0, math.fsum(np.exp(first + np.append(0.0, steps))))


@law(
    symbol=r"\delta",
    unit="1",
    source="chernoff1952measure",
    domain=lambda success, rival, votes: (rival <= success) & (success + rival <= 1),
)
def rival_bound(success, rival, votes):
    """Upper bound on the probability that a wrong answer gets at least as many votes as the right one.

    Each vote is right with probability `success` and for that wrong answer with probability `rival`. The Chernoff
    bound, minimised in closed form; for several wrong answers the sum of their bounds is one. It says nothing where
    the wrong answer is as likely as the right one.
    """
    return (1 - success - rival + 2 * ops.sqrt(success * rival)) ** votes


@law(
    symbol="n_{vote}",
    unit="1",
    source="rival_bound, solved for the votes",
    domain=lambda success, rival, failure: (rival < success) & (success + rival <= 1) & (failure < 1),
)
def votes_needed(success, rival, failure):
    """Votes that surely suffice to keep a wrong answer below the right one with probability 1 - `failure`.

    Has no value where the wrong answer is at least as likely as the right one: no number of votes helps there.
    """
    return ops.log(failure) / ops.log(1 - success - rival + 2 * ops.sqrt(success * rival))


def plurality_accuracy(probabilities: Sequence[float], votes: int) -> float:
    """Probability that the first of several answers gets the most votes; ties are broken evenly at random.

    probabilities: of each answer at one vote, the right one first; they must sum to one. Exact: the votes for the
    answers are independent Poisson counts, given their total. Takes about votes^3 x answers operations. Raises
    InputError for anything that is no such distribution, and for fewer votes than one.
    """
    if votes < 1 or votes != int(votes):
        raise InputError(f"plurality_accuracy: votes must be a whole number from 1, not {votes}")
    if not probabilities or min(probabilities) < 0 or abs(math.fsum(probabilities) - 1) > 1e-9:
        raise InputError("plurality_accuracy: probabilities must be at least 0 and sum to 1")
    right, *wrong = (_poisson(votes * probability, votes) for probability in probabilities)
    won = math.fsum(right[lead] * _followed(wrong, lead, votes - lead) for lead in range(1, votes + 1))
    return float(won / _poisson(votes, votes)[votes])


def _poisson(mean: float, most: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Probabilities of the counts 0 to `most`."""
    counts = np.arange(1, most + 1)
    if mean == 0:
        return np.append(1.0, np.zeros(most))
    return np.exp(-mean + np.append(0.0, np.cumsum(math.log(mean) - np.log(counts))))


def _followed(wrong: Sequence[np.ndarray[Any, np.dtype[np.float64]]], lead: int, rest: int) -> float:
    """Probability that counts sum to `rest` and none exceeds `lead`, each of t ties at `lead` weighing 1 / (t + 1)."""
    ties: list[np.ndarray[Any, np.dtype[np.float64]]] = [np.append(1.0, np.zeros(rest))]
    for counts in wrong:
        below = counts[: min(lead, rest + 1)]
        longer = [np.convolve(ways, below)[: rest + 1] for ways in ties]
        if lead <= rest:
            longer.append(np.zeros(rest + 1))
            for t, ways in enumerate(ties):
                longer[t + 1][lead:] += counts[lead] * ways[: rest + 1 - lead]
        ties = longer
    return float(sum(ways[rest] / (t + 1) for t, ways in enumerate(ties)))


# A verifier that errs


@law(symbol=r"A_\infty", unit="1", source="definition (Bayes)")
def verifier_precision(success, accept_right, accept_wrong):
    """Share of right ones among the samples that a verifier accepts: where best-of-N levels off."""
    return success * accept_right / (success * accept_right + (1 - success) * accept_wrong)


@law(symbol="A_{best}", unit="1", source="cobbe2021verifiers; article line 189")
def best_of_n(success, accept_right, accept_wrong, samples):
    """Probability that the chosen one of N samples is right: one that the verifier accepts, else any.

    The verifier accepts right samples at the rate `accept_right` (true positives) and wrong ones at the rate
    `accept_wrong` (false positives), each sample independently. A perfect one gives `coverage`, one that cannot tell
    gives `success`, and any that ever accepts a wrong sample levels off at `verifier_precision`.
    """
    accepted = success * accept_right + (1 - success) * accept_wrong
    chosen = verifier_precision(success, accept_right, accept_wrong) * coverage(accepted, samples)
    return chosen + success * (1 - accept_right) * (1 - accepted) ** (samples - 1)


@best_of_n.numeric
@_elementwise
def _best_of_n(success: float, accept_right: float, accept_wrong: float, samples: float) -> float:
    accepted = success * accept_right + (1 - success) * accept_wrong
    chosen = success * accept_right / accepted * _some(accepted, samples) if accepted else 0.0
    return chosen + success * (1 - accept_right) * math.pow(1 - accepted, samples - 1)


# The value of a step, from rollouts


@law(symbol=r"\operatorname{E}[\widehat{v}_{hard}]", unit="1", source="wang2023mathshepherd; article line 164")
def hard_estimate(step_value, rollouts):
    """Mean of the hard estimate of a step: 1 if any of its rollouts ends right, else 0.

    It estimates coverage at that many rollouts, not the step's value: it overstates it the more, the more rollouts
    there are.
    """
    return coverage(step_value, rollouts)


@law(symbol=r"\sigma[\widehat{v}_{soft}]", unit="1", source="wang2023mathshepherd; article lines 164 and 191")
def soft_estimate_deviation(step_value, rollouts):
    """Standard deviation of the soft estimate of a step: the share of its rollouts that end right.

    The soft estimate is the Monte Carlo value of the step; its mean is the step's value.
    """
    return ops.sqrt(step_value * (1 - step_value) / rollouts)


@law(symbol="n_r", unit="1", source="soft_estimate_deviation, solved for the rollouts")
def rollouts_needed(step_value, deviation):
    """Rollouts after which the Monte Carlo value of a step has the given standard deviation."""
    return step_value * (1 - step_value) / deviation**2


# Long chains


@law(symbol="E_S", unit="1", source="dziri2023faith; article line 125")
def error_accumulation(error, tokens):
    """Probability that a chain of `tokens` tokens holds an error, each token failing with probability `error`.

    Errors are independent and none is ever repaired; see error_with_repair where some are.
    """
    return coverage(error, tokens)


error_accumulation.numeric(_elementwise(_some))


@law(
    symbol="E_{rep}",
    unit="1",
    source="two-state Markov chain",
    domain=lambda error, repair, tokens: (error + repair > 0) & (error + repair <= 1),
)
def error_with_repair(error, repair, tokens):
    """Probability that a chain is in error after `tokens` tokens, if each token repairs an error with `repair`.

    Levels off at error / (error + repair) instead of one. Without repair it is error_accumulation.
    """
    return error / (error + repair) * coverage(error + repair, tokens)


@law(
    symbol="S_p", unit="1", source="error_accumulation, solved for the tokens", domain=lambda success, error: error < 1
)
def chain_length(success, error):
    """Tokens after which a chain is still right with probability `success`."""
    return ops.log(success) / ops.log(1 - error)


@chain_length.numeric
@_elementwise
def _chain_length(success: float, error: float) -> float:
    if success == 0:
        return math.inf
    return math.log(success) / math.log1p(-error) if error else math.inf


@law(symbol=r"\varepsilon_{hw}", unit="1", coefficient="hour/second", source="definition; article line 122")
def hardware_error(failure_rate, accelerators, speed):
    """Failures of a node to be expected in the time of one token, all its accelerators taken together.

    A probability as long as it is small. One failure may corrupt the token of every user in the batch.
    """
    return failure_rate * accelerators / (SECONDS_PER_HOUR * speed)


def fewest_votes(success: float, target: float, most: int = 10**6) -> int | None:
    """The smallest odd number of votes on two answers that is right with probability `target`.

    None where no number of votes up to `most` is: always so where `success` is at most one half and `target` above it.
    """
    if majority_accuracy(success, 1) >= target:
        return 1
    if success <= 0.5:
        return None
    low, high = 0, 1
    while majority_accuracy(success, 2 * high + 1) < target:
        low, high = high, 2 * high
        if high > most:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if majority_accuracy(success, 2 * middle + 1) < target else (low, middle)
    return 2 * high + 1

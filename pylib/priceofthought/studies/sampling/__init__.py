"""What can be computed about samples, votes, verifiers, steps and long chains."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from priceofthought.article import setting, source
from priceofthought.data import experiments
from priceofthought.data.experiments import RepeatedSampling
from priceofthought.studies.sampling.simulation import (
    Simulated,
    simulate_best_of_n,
    simulate_chain,
    simulate_coverage,
    simulate_plurality,
    simulate_soft_estimate,
)
from priceofthought.studies.training import llama_run
from reasoncost import catalog
from reasoncost.laws import sampling
from reasoncost.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

SOFTWARE = "SWE-bench Lite DeepSeek-Coder-V2-Instruct coverage"
MATH_COVERAGE, MATH_SELECTION = "MATH Llama-3-8B-Instruct coverage (v1)", "MATH Llama-3-8B-Instruct best selection (v1)"
MATH_REVISED = "MATH Llama-3-8B-Instruct coverage (v3)", "MATH Llama-3-8B-Instruct best selection (v3)"
PYTHIA, GEMMA = "MATH Pythia-160M coverage", "CodeContests Gemma-2B coverage"
"""Series of published coverage, and what the best selection without an oracle made of the same samples.

The numbers on MATH are those of the paper's first version; those of the third are known second hand.
"""


def published(item: str) -> tuple[RepeatedSampling, ...]:
    """The published points of a series, by number of samples."""
    rows = (row for row in experiments.repeated_sampling() if row.item == item)
    return tuple(sorted(rows, key=lambda row: row.samples))


@dataclass(frozen=True, slots=True)
class Population:
    """Coverage of a population of problems, fitted through two published points."""

    name: str
    parameters: tuple[float, float]
    coverage: Callable[[float], float]


def power_law(item: str) -> Population:
    """The power law for the logarithm of coverage through the first and the last point of a series; closed form."""
    first, last = published(item)[0], published(item)[-1]
    logs = math.log(math.log(first.share) / math.log(last.share))
    decay = logs / math.log(last.samples / first.samples)
    scale = -math.log(first.share) * first.samples**decay
    name = "power law of log coverage"
    return Population(name, (scale, decay), lambda k: float(sampling.power_law_coverage(scale, decay, k)))


@functools.cache
def beta_population(item: str) -> Population:
    """The beta distribution of success whose coverage goes through the first and the last point of a series."""
    from scipy.optimize import root

    first, last = published(item)[0], published(item)[-1]

    def missed(logs: tuple[float, float]) -> list[float]:
        beta_a, beta_b = math.exp(logs[0]), math.exp(logs[1])
        return [
            math.log((1 - sampling.beta_coverage(beta_a, beta_b, point.samples)) / (1 - point.share))
            for point in (first, last)
        ]

    solved = root(missed, (math.log(0.2), math.log(1.0)), tol=1e-12)
    if not solved.success:
        raise ArithmeticError(f"no beta distribution was found for {item}: {solved.message}")
    beta_a, beta_b = (math.exp(value) for value in solved.x)
    return Population("beta", (beta_a, beta_b), lambda k: float(sampling.beta_coverage(beta_a, beta_b, k)))


def one_success(item: str) -> Population:
    """One success for all problems, from the first point of a series."""
    first = published(item)[0]
    success = -math.expm1(math.log1p(-first.share) / first.samples)
    return Population("one success for all", (success, math.nan), lambda k: float(sampling.coverage(success, k)))


@functools.cache
def problems(item: str, count: int = 400) -> tuple[float, ...]:
    """The successes of that many problems, evenly spaced through the fitted beta population of a series."""
    from scipy.stats import beta

    beta_a, beta_b = beta_population(item).parameters
    return tuple(float(success) for success in beta.ppf((np.arange(count) + 0.5) / count, beta_a, beta_b))


def mean_over(item: str, law: Callable[..., Any], **fixed: float) -> float:
    """The mean of a law over the problems of a fitted population."""
    return float(np.mean(law(success=np.array(problems(item)), **fixed)))


def selection_gap(coverage: str = MATH_COVERAGE, selection: str = MATH_SELECTION) -> tuple[float, float]:
    """What a hundred times as many samples added to coverage and to the best selection, on one model and test."""
    covered, selected = published(coverage), published(selection)
    return covered[-1].share - covered[0].share, selected[-1].share - selected[0].share


def o1_scores() -> dict[str, float]:
    """Published scores of o1 on one test: of a single sample, of a consensus of 64, of 1,000 re-ranked; shares."""
    numbers = source("o1-consensus-reported-apart").numbers
    return {name.removeprefix("percent_"): percent / 100 for name, percent in numbers.items()}


def noticed_failures() -> tuple[float, float]:
    """Unexpected interruptions of a published training run, and those of them put down to silent corruption."""
    noticed = catalog.number("llama-3.1-405b-unexpected-interruptions")
    return noticed, catalog.number("llama-3.1-405b-silent-corruptions")


def hardware_error() -> float:
    """Failures in the time of one token, if they were as frequent as in a published training run of H100.

    As if each spoilt every answer in progress on the accelerators of its node.
    """
    failures, _ = noticed_failures()
    hours = llama_run.window_days() * SECONDS_PER_DAY / SECONDS_PER_HOUR
    rate = failures / (hours * llama_run.published("accelerators"))
    return float(sampling.hardware_error(rate, setting.node().count, setting.SPEED))


TRIALS = 20_000
"""Trials of each simulation."""


@functools.cache
def simulated_cases() -> tuple[tuple[str, float, Simulated], ...]:
    """Closed forms and the seeded simulations they must agree with: name, closed form, simulation."""
    several = (0.4, 0.3, 0.2, 0.1)
    return (
        ("coverage, p = 0.05, k = 20", sampling.coverage(0.05, 20), simulate_coverage(0.05, 20, TRIALS, 1)),
        ("majority of 5, p = 0.6", sampling.majority_accuracy(0.6, 5), simulate_plurality((0.6, 0.4), 5, TRIALS, 2)),
        ("majority of 25, p = 0.4", sampling.majority_accuracy(0.4, 25), simulate_plurality((0.4, 0.6), 25, TRIALS, 3)),
        (
            "plurality of 9, four answers",
            sampling.plurality_accuracy(several, 9),
            simulate_plurality(several, 9, TRIALS, 4),
        ),
        (
            "best of 10, verifier 90% / 10%",
            sampling.best_of_n(0.1, 0.9, 0.1, 10),
            simulate_best_of_n(0.1, 0.9, 0.1, 10, TRIALS, 5),
        ),
        ("best of 10, perfect verifier", sampling.coverage(0.1, 10), simulate_best_of_n(0.1, 1, 0, 10, TRIALS, 6)),
        ("hard label, 8 rollouts, v = 0.1", sampling.hard_estimate(0.1, 8), simulate_coverage(0.1, 8, TRIALS, 7)),
        ("soft label, 8 rollouts, v = 0.1", 0.1, simulate_soft_estimate(0.1, 8, TRIALS, 8)),
        ("chain of 500, e = 0.001", sampling.error_accumulation(0.001, 500), simulate_chain(0.001, 0, 500, TRIALS, 9)),
        (
            "the same, repaired at 0.01",
            sampling.error_with_repair(0.001, 0.01, 500),
            simulate_chain(0.001, 0.01, 500, TRIALS, 10),
        ),
    )

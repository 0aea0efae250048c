"""What was found about samples, votes, verifiers, steps and long chains."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reasoncost import catalog
from reasoncost.audit import llama_run, setting
from reasoncost.audit.evidence import source
from reasoncost.audit.finding import Finding, finding
from reasoncost.audit.simulation import (
    Simulated,
    simulate_best_of_n,
    simulate_chain,
    simulate_coverage,
    simulate_plurality,
    simulate_soft_estimate,
)
from reasoncost.catalog.scaling import RepeatedSampling
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
    return tuple(sorted((row for row in catalog.repeated_sampling() if row.item == item), key=lambda row: row.samples))


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
        rights, wrongs = math.exp(logs[0]), math.exp(logs[1])
        return [
            math.log((1 - sampling.beta_coverage(rights, wrongs, point.samples)) / (1 - point.share))
            for point in (first, last)
        ]

    solved = root(missed, (math.log(0.2), math.log(1.0)), tol=1e-12)
    if not solved.success:
        raise ArithmeticError(f"no beta distribution was found for {item}: {solved.message}")
    rights, wrongs = (math.exp(value) for value in solved.x)
    return Population("beta", (rights, wrongs), lambda k: float(sampling.beta_coverage(rights, wrongs, k)))


def one_success(item: str) -> Population:
    """One success for all problems, from the first point of a series."""
    first = published(item)[0]
    success = -math.expm1(math.log1p(-first.share) / first.samples)
    return Population("one success for all", (success, math.nan), lambda k: float(sampling.coverage(success, k)))


@functools.cache
def problems(item: str, count: int = 400) -> tuple[float, ...]:
    """The successes of that many problems, evenly spaced through the fitted beta population of a series."""
    from scipy.stats import beta

    rights, wrongs = beta_population(item).parameters
    return tuple(float(one) for one in beta.ppf((np.arange(count) + 0.5) / count, rights, wrongs))


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


@finding("error-accumulation")
def error_accumulation() -> Finding:
    """From one token to the next; and what repair and votes make of it."""
    from sympy import simplify

    from reasoncost.audit.findings.pricing import PREVIEW, answer_tokens
    from reasoncost.laws import symbols

    error, tokens = symbols("error", "tokens")
    chain = sampling.error_accumulation.expr()
    step = chain.subs(tokens, tokens + 1) - (chain + (1 - chain) * error)
    answer = answer_tokens(PREVIEW)
    limit = -math.expm1(math.log(0.5) / answer)
    return Finding(
        identity=simplify(step) == 0 and chain.subs(tokens, 0) == 0,
        why=f"Each token turns a share of the right chains wrong, which gives 1 - (1 - e)^n if none is repaired. At "
        f"e = {limit:.2g} half of all chains of {answer:,.0f} tokens are wrong; with repair at rate r the share in "
        f"error levels off at e / (e + r).",
        would_change="Chains that correct themselves, as the article says o1's do: then errors do not accumulate "
        "without bound.",
        sources=("dziri2023faith",),
    )


@finding("coverage-pass-at-k")
def coverage_pass_at_k() -> Finding:
    """The estimator's mean is coverage, and coverage grows."""
    from sympy import Integer, binomial, expand

    from reasoncost.laws import symbols

    success = symbols("success")
    samples = 6
    unbiased = all(
        expand(
            sum(
                binomial(samples, right)
                * success**right
                * (1 - success) ** (samples - right)
                * sampling.pass_at_k.expr(samples=Integer(samples), correct=right, k=k)
                for right in range(samples + 1)
            )
            - sampling.coverage.expr(k=k)
        )
        == 0
        for k in range(1, samples + 1)
    )
    more = expand(sampling.coverage.expr(k=samples) - sampling.coverage.expr(k=samples - 1))
    grows = expand(more - success * (1 - success) ** (samples - 1)) == 0
    covered, selected = selection_gap()
    return Finding(
        identity=unbiased and grows,
        why=f"Coverage is 1 - (1 - p)^k; one more sample adds p (1 - p)^k, which is never negative, and pass@k "
        f"estimates it without bias. Without a verifier little of it can be used: a hundred times the samples added "
        f"{100 * covered:.1f} percentage points of coverage and {100 * selected:.1f} to the best selection on one "
        f"published test.",
        would_change="Samples that depend on each other: then a further one adds less.",
        sources=("chen2021codex", "brown2024monkeys"),
    )


@finding("best-of-n")
def best_of_n() -> Finding:
    """Summed over how many of the samples the verifier accepts."""
    from sympy import binomial, simplify

    from reasoncost.laws import symbols

    success, right, wrong = symbols("success", "accept_right", "accept_wrong")
    accepted = success * right + (1 - success) * wrong
    samples = 4
    some = sum(binomial(samples, i) * accepted**i * (1 - accepted) ** (samples - i) for i in range(1, samples + 1))
    chosen = some * success * right / accepted + (1 - accepted) ** samples * success * (1 - right) / (1 - accepted)
    ceiling = float(sampling.verifier_precision(0.05, 0.9, 0.05))
    perfect = sampling.best_of_n.expr(accept_right=1, accept_wrong=0, samples=samples)
    return Finding(
        identity=simplify(chosen - sampling.best_of_n.expr(samples=samples)) == 0
        and simplify(perfect - sampling.coverage.expr(k=samples)) == 0,
        why="Best-of-N is the precision of the verifier times the chance that it accepts any sample, plus a blind "
        f"choice otherwise. A perfect verifier gives coverage. One that accepts 90% of right and 5% of wrong samples "
        f"of a problem solved once in twenty levels off at {ceiling:.0%}, however many samples there are.",
        would_change="Verifiers whose errors repeat on similar samples, which do worse than independent ones.",
        sources=("cobbe2021verifiers", "lightman2023verify"),
    )


@finding("hard-soft-estimation")
def hard_soft_estimation() -> Finding:
    """Summed over how many roll-outs end right."""
    from sympy import Rational, binomial, expand

    from reasoncost.laws import symbols

    value = symbols("step_value")
    rollouts = 8
    odds = [binomial(rollouts, c) * value**c * (1 - value) ** (rollouts - c) for c in range(rollouts + 1)]
    hard = sum(odds[1:])
    soft = sum(odd * Rational(c, rollouts) for c, odd in enumerate(odds))
    spread = sum(odd * (Rational(c, rollouts) - value) ** 2 for c, odd in enumerate(odds))
    return Finding(
        identity=expand(hard - sampling.hard_estimate.expr(rollouts=rollouts)) == 0
        and expand(soft - value) == 0
        and expand(spread - sampling.soft_estimate_deviation.expr(rollouts=rollouts) ** 2) == 0,
        why=f"The soft label's mean is the value of the step. The hard label's mean is coverage at that many "
        f"roll-outs: with {rollouts} it calls a step that succeeds once in ten good with "
        f"{float(sampling.hard_estimate(0.1, rollouts)):.0%}.",
        would_change="Roll-outs by another model than the one whose steps are judged.",
        sources=("wang2023mathshepherd",),
    )


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
        ("hard label, 8 roll-outs, v = 0.1", sampling.hard_estimate(0.1, 8), simulate_coverage(0.1, 8, TRIALS, 7)),
        ("soft label, 8 roll-outs, v = 0.1", 0.1, simulate_soft_estimate(0.1, 8, TRIALS, 8)),
        ("chain of 500, e = 0.001", sampling.error_accumulation(0.001, 500), simulate_chain(0.001, 0, 500, TRIALS, 9)),
        (
            "the same, repaired at 0.01",
            sampling.error_with_repair(0.001, 0.01, 500),
            simulate_chain(0.001, 0.01, 500, TRIALS, 10),
        ),
    )

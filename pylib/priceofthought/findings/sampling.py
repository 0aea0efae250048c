"""What was found about samples, votes, verifiers, steps and long chains."""

from __future__ import annotations

import math

from priceofthought.findings import finding
from priceofthought.studies.sampling import selection_gap
from reasoncost.audit.finding import Finding
from reasoncost.laws import sampling


@finding("error-accumulation")
def error_accumulation() -> Finding:
    """From one token to the next; and what repair and votes make of it."""
    from sympy import simplify

    from priceofthought.studies.pricing import PREVIEW, answer_tokens
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
    """Summed over how many rollouts end right."""
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
        f"rollouts: with {rollouts} it calls a step that succeeds once in ten good with "
        f"{float(sampling.hard_estimate(0.1, rollouts)):.0%}.",
        would_change="Rollouts by another model than the one whose steps are judged.",
        sources=("wang2023mathshepherd",),
    )

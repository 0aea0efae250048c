"""What was found about over-training: its price, whether it pays, the cluster and the fleet."""

from __future__ import annotations

import math

from priceofthought.article import evidence, find
from priceofthought.findings import finding
from priceofthought.studies.overtraining import (
    CHEAPER,
    COMPUTE,
    interval_of,
    longest_overtraining_of_runs,
    payback,
    published_trades,
    resampled_bought,
)
from priceofthought.studies.overtraining.fits import BREAK_EVEN, forbidding, supporting
from priceofthought.studies.overtraining.refit import longest_overtraining
from priceofthought.studies.training import llama_run
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval, number
from reasoncost.units import BILLION


@finding("overtraining")
def overtraining() -> Finding:
    """Every published fit asked for the compute that a tenfold smaller model of equal loss takes."""
    trades = published_trades()
    bought = Interval.hull(trade.bought() for trade in trades)
    refitted = interval_of(resampled_bought())
    less = [trade for trade in trades if trade.price() < find("overtraining").figure_stated.low]
    beyond = min(trade.overtraining(trade.bought()) for trade in trades) / longest_overtraining()
    return Finding(
        computed=Interval.hull(trade.price() for trade in trades),
        reach=Reach.over(
            [trade.price() for trade in trades],
            find("overtraining").figure_stated,
            (
                Assumption("fit of the loss law", "; ".join(fit.label for fit in supporting()), "the others disagree"),
                Assumption("extrapolation", "the law holds", "no run of so many tokens per parameter has a known loss"),
                Assumption("inference cost", "parameters", "a cache and attention that shrink with the parameters"),
            ),
        ),
        why=f"Of {len(trades)} published fits {len(supporting())} give the stated price, {len(less)} a lower one, and "
        f"{len(forbidding())} forbid a model {CHEAPER} times smaller at any price. {COMPUTE}x compute buys "
        f"{bought.low:.1f} to {bought.high:.1f} times, by our refit of Chinchilla's runs {refitted.low:.1f} to "
        f"{refitted.high:.1f}.",
        would_change="Losses of runs trained that far: every fit extrapolates, at least "
        f"{beyond:,.0f} times beyond the tokens per parameter of the longest over-training in the data "
        f"({longest_overtraining():.0f} times the usual, {longest_overtraining_of_runs():.0f} in Chinchilla's own).",
        sources=("hoffmann2022chinchilla", "besiroglu2024chinchilla", "gadre2024overtraining", "epoch2023tradingoff"),
    )


@finding("overtraining-affordable")
def overtraining_affordable() -> Finding:
    """Whether the accelerators that the smaller model frees return the extra training within its life."""
    cases = payback.cases()
    returned = [case.returned for case in cases]
    paying = [case for case in cases if case.returned >= BREAK_EVEN]
    waits = [payback.payback_days(case.accelerators, case.trade.bought()) for case in cases]
    dollars = payback.run_dollars()
    least = min(case.accelerators * case.years for case in paying)
    return Finding(
        reach=Reach.over(
            returned,
            Interval(BREAK_EVEN, math.inf),
            (
                Assumption("fleet x years", f"at least {number(least)}", "accelerators that one model's life occupies"),
                Assumption("accelerators", llama_run.ACCELERATOR, "those that trained the published run"),
                Assumption("inference cost", "parameters", "the most that a smaller model can save"),
                Assumption("data", "enough", "no stock of text is that large"),
            ),
        ),
        why=f"A hundred times {number(llama_run.published('gpu-hours'))} accelerator hours, "
        f"{dollars.low / BILLION:.1f} to {dollars.high / BILLION:.1f} billion USD at the rents of 2024, "
        f"come back after {min(waits):,.0f} to {max(waits):,.0f} days of a fleet of the stated size, "
        f"if cost follows parameters: within the model's life in {len(paying)} of {len(cases)} cases.",
        would_change="The volume of inference and the life of a model, which the article does not give; a training "
        "budget chosen for that volume is several times smaller than a hundredfold.",
        sources=("dubey2024llama3", "sardana2024beyond", "llama-3.1-405b-training-gpu-hours", "h100-rent-2024"),
    )


def _public(claim_id: str) -> tuple[Interval, tuple[str, ...]]:
    """What the evidence that states the claim says of its figure, and the evidence."""
    stating = [entry for entry in evidence(claim_id) if entry.supports is True and entry.interval is not None]
    intervals = [entry.interval for entry in stating if entry.interval is not None]
    hull = Interval(min(interval.low for interval in intervals), max(interval.high for interval in intervals))
    return hull, tuple(entry.id for entry in stating)


@finding("million-gpu-cluster")
def million_gpu_cluster() -> Finding:
    """Public reports of the plan, and how long the hundredfold run would take there."""
    public, sources = _public("million-gpu-cluster")
    count = find("million-gpu-cluster").figure_stated.middle
    return Finding(
        public=public,
        why=f"The plan was reported at the time, for {public} accelerators. A hundred times Llama 3.1 405B's run would "
        f"take {payback.days(count):.1f} days on it, at the {llama_run.overall_share():.0%} utilisation of that run.",
        would_change="A denial by the company; the plan says nothing of one training run on all of them.",
        sources=sources,
    )


@finding("inference-fleet")
def inference_fleet() -> Finding:
    """Public reports of the fleet; others bear on it without stating it."""
    public, sources = _public("inference-fleet")
    partly = tuple(entry.id for entry in evidence("inference-fleet") if entry.supports == "partly")
    trained = payback.as_trained(public.low)
    waits = [payback.payback_days(trained, trade.bought()) for trade in published_trades()]
    return Finding(
        public=public,
        why=f"One report gives {public} A100, with the arithmetic of {number(round(trained, -3))} H100. Counted in the "
        f"training that they could do, the hundredfold run comes back after {min(waits):,.0f} to {max(waits):,.0f} "
        f"days, if all of them serve one model.",
        would_change="Figures from the companies: the report rests on one unnamed source and was disputed.",
        sources=(*sources, *partly),
    )

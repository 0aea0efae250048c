"""What was found about the length of training runs, and about algorithmic progress."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

import numpy as np

from reasoncost import catalog
from reasoncost.audit import llama_run
from reasoncost.audit.claims import find
from reasoncost.audit.evidence import source
from reasoncost.audit.finding import Assumption, Finding, Reach, finding
from reasoncost.audit.interval import Interval, number
from reasoncost.laws.training import compute_saved
from reasoncost.units import DAYS_PER_YEAR, SECONDS_PER_DAY, SECONDS_PER_HOUR

MONTHS = 12
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS

HALVING = "algorithmic-progress-halving"
LATER_HALVING = "algorithmic-progress-halving-conference"
"""Months in which the compute for a given loss halves, by the first and by the later version of one estimate."""


@dataclass(frozen=True, slots=True)
class Run:
    """A training run of published length."""

    name: str
    days: float
    how: str


@functools.cache
def published_runs() -> tuple[Run, ...]:
    """Runs whose length, or whose accelerator-hours and accelerators, were published by those who ran them."""
    hours = catalog.number("deepseek-v3-pretraining-gpu-hours")
    deepseek = hours * SECONDS_PER_HOUR / catalog.number("deepseek-v3-training-accelerators") / SECONDS_PER_DAY
    return (
        Run("DeepSeek-V3", deepseek, "hours over accelerators"),
        Run("Llama 3.1 405B", llama_run.booked_days(), "hours over the most accelerators: at least"),
        Run("BLOOM 176B", source("bloom-run-length").figure, "first to last day"),
    )


@finding("run-length")
def run_length() -> Finding:
    """The published runs as a space: which of them last one to two months."""
    runs, stated = published_runs(), find("run-length").figure_stated
    listed = ", ".join(f"{one.name} {one.days / DAYS_PER_MONTH:.1f}" for one in runs)
    within = [one for one in runs if stated.meets(Interval.point(one.days / DAYS_PER_MONTH))]
    shorter = sum(one.days / DAYS_PER_MONTH <= 3 for one in runs)
    return Finding(
        reach=Reach.over(
            [one.days / DAYS_PER_MONTH for one in runs],
            stated,
            (Assumption("run", ", ".join(one.name for one in within), "the other published runs lasted longer"),),
        ),
        why=f"Of the runs whose makers published enough, in months: {listed}; {len(within)} of {len(runs)} within "
        "one to "
        f"two, {shorter} within three. A small sample, and runs grew longer by the one count that was found.",
        would_change="The lengths of the runs of the laboratories that do not publish them.",
        sources=("deepseek2024v3", "dubey2024llama3", "bloom-run-length", "emberson2025runs"),
    )


@functools.cache
def orion_months() -> tuple[float, float]:
    """Months from the announced start of a frontier model to the first and last day of Orion's reported finish."""
    began = date.fromisoformat(source("openai-frontier-model-begun").date)
    return (
        (date(2024, 9, 1) - began).days / DAYS_PER_MONTH,
        (date(2024, 9, 30) - began).days / DAYS_PER_MONTH,
    )


@finding("orion-run-length")
def orion_run_length() -> Finding:
    """Press reports that point beyond three months, none of which states a length of the run."""
    longest = source("orion-six-month-run").figure
    span = Interval(orion_months()[0], longest)
    return Finding(
        reach=Reach(
            span,
            span,
            share=1.0,
            chance_share=1.0,
            assumptions=(
                Assumption("the frontier model begun in May 2024", "Orion", "OpenAI did not name it"),
                Assumption("reports", "believed", "retold from unnamed sources; OpenAI called one of them inaccurate"),
            ),
        ),
        why=f"OpenAI has published no length. Two dates that may belong to Orion lie {orion_months()[0]:.1f} to "
        f"{orion_months()[1]:.1f} months apart, and a report speaks of runs of several months and of one of "
        f"{longest:.0f}. "
        "The stated figure is open above, so that any of them meets it.",
        would_change="Dates of the run from OpenAI.",
        sources=("orion-six-month-run", "openai-frontier-model-begun", "orion-training-finished"),
    )


def saved(halving_months: float) -> float:
    """Share of compute saved in a year at a halving time."""
    return float(compute_saved(MONTHS, halving_months))


@finding("algorithmic-progress")
def algorithmic_progress() -> Finding:
    """By a third, or to a third: the best estimate says to, and the widest published interval admits by."""
    estimate, (low, high) = catalog.number(HALVING), catalog.bounds(HALVING)
    later_low, later_high = catalog.bounds(LATER_HALVING)
    stated, best = find("algorithmic-progress").figure_stated, saved(estimate)
    months = np.linspace(later_low, later_high, 201)
    meeting = [one for one in months if stated.contains(Interval.point(saved(one)))]
    return Finding(
        computed=Interval.point(best),
        reach=Reach.over(
            [saved(one) for one in months],
            stated,
            (
                Assumption(
                    "halving time",
                    f"at least {min(meeting):.0f} months",
                    f"the slow end of the later version's 90 percent interval of {number(later_low)} to "
                    f"{number(later_high)}",
                ),
            ),
        ),
        why=f"Halving every {estimate:.0f} months saves {best:.0%} a year: compute falls TO {1 - best:.0%}, "
        f"about a third, not BY a third. The 95 percent interval of the first version, {saved(high):.0%} to "
        f"{saved(low):.0%}, excludes the figure; the wider 90 percent interval of the later one, "
        f"{saved(later_high):.0%} to {saved(later_low):.0%}, does not.",
        would_change="A narrower estimate of the rate of progress.",
        sources=("ho2024algorithmic", "ho-algorithmic-progress", "ho-algorithmic-progress-neurips"),
    )

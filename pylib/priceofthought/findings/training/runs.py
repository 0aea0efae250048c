"""What was found about the length of training runs, and about algorithmic progress."""

from __future__ import annotations

import numpy as np

from priceofthought.article import find, source
from priceofthought.findings import finding
from priceofthought.studies.training.runs import (
    DAYS_PER_MONTH,
    HALVING,
    LATER_HALVING,
    orion_months,
    published_runs,
    saved,
)
from reasoncost import catalog
from reasoncost.audit.finding import Assumption, Finding, Reach
from reasoncost.interval import Interval, number


@finding("run-length")
def run_length() -> Finding:
    """The published runs as a space: which of them last one to two months."""
    runs, stated = published_runs(), find("run-length").figure_stated
    listed = ", ".join(f"{run.name} {run.days / DAYS_PER_MONTH:.1f}" for run in runs)
    within = [run for run in runs if stated.meets(Interval.point(run.days / DAYS_PER_MONTH))]
    shorter = sum(run.days / DAYS_PER_MONTH <= 3 for run in runs)
    return Finding(
        reach=Reach.of_sources(
            [run.days / DAYS_PER_MONTH for run in runs],
            stated,
            (Assumption("run", ", ".join(run.name for run in within), "the other published runs lasted longer"),),
        ),
        why=f"Of the runs whose makers published enough, in months: {listed}; {len(within)} of {len(runs)} within one "
        f"to two, {shorter} within three. A small sample, and runs grew longer by the one count that was found.",
        would_change="The lengths of the runs of the laboratories that do not publish them.",
        sources=("deepseek2024v3", "dubey2024llama3", "bloom-run-length", "emberson2025runs"),
    )


@finding("orion-run-length")
def orion_run_length() -> Finding:
    """Press reports that point beyond three months, none of which states a length of the run."""
    longest = source("orion-six-month-run").figure
    return Finding(
        reach=Reach.of_sources(
            [*orion_months(), longest],
            find("orion-run-length").figure_stated,
            (
                Assumption("the frontier model begun in May 2024", "Orion", "OpenAI did not name it"),
                Assumption("reports", "believed", "retold from unnamed sources; OpenAI called one of them inaccurate"),
            ),
        ),
        why=f"OpenAI has published no length. Two dates that may belong to Orion lie {orion_months()[0]:.1f} to "
        f"{orion_months()[1]:.1f} months apart, and a report speaks of runs of several months and of one of "
        f"{longest:.0f}. The stated figure is open above, so that any of them meets it.",
        would_change="Dates of the run from OpenAI.",
        sources=("orion-six-month-run", "openai-frontier-model-begun", "orion-training-finished"),
    )


@finding("algorithmic-progress")
def algorithmic_progress() -> Finding:
    """By a third, or to a third: the best estimate says to, and the widest published interval admits by."""
    estimate, (low, high) = catalog.number(HALVING), catalog.bounds(HALVING)
    later_low, later_high = catalog.bounds(LATER_HALVING)
    stated, best = find("algorithmic-progress").figure_stated, saved(estimate)
    months = np.linspace(later_low, later_high, 201)
    meeting = [month for month in months if stated.contains(Interval.point(saved(month)))]
    return Finding(
        computed=Interval.point(best),
        reach=Reach.over(
            [saved(month) for month in months],
            stated,
            (
                Assumption(
                    "halving time",
                    f"at least {min(meeting, default=later_high):.0f} months",
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

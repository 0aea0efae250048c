"""What can be computed about the length of training runs, and about algorithmic progress."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from priceofthought.article import all_evidence
from reasoncost import catalog
from reasoncost.laws.training import compute_saved, reached_share, run_seconds
from reasoncost.units import DAYS_PER_YEAR, SECONDS_PER_DAY, SECONDS_PER_HOUR

ACCELERATOR, PRECISION = "H100-SXM", "bf16"
"""What Llama 3.1 405B was trained on, and in which precision."""

MONTHS = 12
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS


def llama(name: str) -> float:
    """A published constant of the training of Llama 3.1 405B."""
    return catalog.constant(f"llama-3.1-405b-{name}").value


def peak() -> float:
    """Dense peak of one accelerator, FLOP/s."""
    return catalog.accelerator(ACCELERATOR).peak_flops(PRECISION)


def booked_seconds() -> float:
    """Accelerator time that the model card states."""
    return llama("training-gpu-hours") * SECONDS_PER_HOUR


def booked_days() -> float:
    """Days that the stated hours last on all the accelerators of the paper: the run is at least that long."""
    return booked_seconds() / llama("training-accelerators") / SECONDS_PER_DAY


def run_days(mfu: float) -> float:
    """Days that the stated FLOPs last on all the accelerators at a share of their peak."""
    return float(run_seconds(llama("training-flops"), llama("training-accelerators"), peak(), mfu)) / SECONDS_PER_DAY


def overall_share() -> float:
    """Share of the peak reached over all of the stated hours."""
    return float(reached_share(llama("training-flops"), booked_seconds(), peak()))


def window_seconds() -> float:
    """Accelerator time of the window over which interruptions were counted, on all the accelerators."""
    return llama("interruption-window") * SECONDS_PER_DAY * llama("training-accelerators")


def window_share() -> float:
    """Share of the peak that the run would have reached, had the window been all of it."""
    return float(reached_share(llama("training-flops"), window_seconds(), peak()))


@dataclass(frozen=True, slots=True)
class Run:
    """A training run of published length."""

    name: str
    days: float
    how: str


@functools.cache
def published_runs() -> tuple[Run, ...]:
    """Runs whose length, or whose accelerator-hours and accelerators, were published by those who ran them."""
    hours = catalog.constant("deepseek-v3-pretraining-gpu-hours").value
    deepseek = hours * SECONDS_PER_HOUR / catalog.constant("deepseek-v3-training-accelerators").value / SECONDS_PER_DAY
    bloom = all_evidence()["bloom-run-length"].value
    assert bloom is not None
    return (
        Run("DeepSeek-V3", deepseek, "hours over accelerators"),
        Run("Llama 3.1 405B", booked_days(), "hours over the most accelerators: at least"),
        Run("BLOOM 176B", bloom, "first to last day"),
    )


@functools.cache
def orion_months() -> tuple[float, float]:
    """Months from the announced start of a frontier model to the first and last day of Orion's reported finish."""
    began = date.fromisoformat(all_evidence()["openai-frontier-model-begun"].date)
    return (
        (date(2024, 9, 1) - began).days / DAYS_PER_MONTH,
        (date(2024, 9, 30) - began).days / DAYS_PER_MONTH,
    )


def saved(halving_months: float) -> float:
    """Share of compute saved in a year at a halving time."""
    return float(compute_saved(MONTHS, halving_months))

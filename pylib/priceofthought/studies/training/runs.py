"""What can be computed about the length of training runs, and about algorithmic progress."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from priceofthought.article import source
from priceofthought.studies.training import llama_run
from reasoncost import catalog
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


@functools.cache
def orion_months() -> tuple[float, float]:
    """Months from the announced start of a frontier model to the first and last day of Orion's reported finish."""
    began = date.fromisoformat(source("openai-frontier-model-begun").date)
    return (
        (date(2024, 9, 1) - began).days / DAYS_PER_MONTH,
        (date(2024, 9, 30) - began).days / DAYS_PER_MONTH,
    )


def saved(halving_months: float) -> float:
    """Share of compute saved in a year at a halving time."""
    return float(compute_saved(MONTHS, halving_months))

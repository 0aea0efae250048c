"""The published training run of Llama 3.1 405B: its length, and the share of the peak that it reached."""

from __future__ import annotations

from reasoncost import catalog
from reasoncost.laws.training import reached_share, run_seconds
from reasoncost.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

ACCELERATOR, PRECISION = "H100-SXM", "bf16"
"""What it was trained on, and in which precision."""


def published(what: str) -> float:
    """What its makers say of it: "flops", "tokens", "accelerators" (the most), "gpu-hours" or "mfu"."""
    return catalog.number(f"llama-3.1-405b-training-{what}")


def peak() -> float:
    """Dense peak of one accelerator, FLOP/s."""
    return catalog.accelerator(ACCELERATOR).peak_flops(PRECISION)


def booked_seconds() -> float:
    """Accelerator time that the model card states."""
    return published("gpu-hours") * SECONDS_PER_HOUR


def booked_days() -> float:
    """Days that the stated hours last on all the accelerators of the paper: the run is at least that long."""
    return booked_seconds() / published("accelerators") / SECONDS_PER_DAY


def days_at(mfu: float) -> float:
    """Days that the stated FLOPs last on all the accelerators at a share of their peak."""
    return float(run_seconds(published("flops"), published("accelerators"), peak(), mfu)) / SECONDS_PER_DAY


def overall_share() -> float:
    """Share of the peak reached over all of the stated hours."""
    return float(reached_share(published("flops"), booked_seconds(), peak()))


def window_days() -> float:
    """Days over which interruptions were counted: not the length of the run."""
    return catalog.number("llama-3.1-405b-interruption-window")


def window_share() -> float:
    """Share of the peak that the run would have reached, had the window been all of it."""
    window_seconds = window_days() * SECONDS_PER_DAY * published("accelerators")
    return float(reached_share(published("flops"), window_seconds, peak()))

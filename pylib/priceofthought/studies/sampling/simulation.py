"""Simulations that closed forms are held against: seeded, with the band in which the truth lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

STANDARD_ERRORS = 3.29
"""Half the width of a band: a normal mean leaves it once in a thousand times."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated mean and the band around it."""

    mean: float
    low: float
    high: float

    def agrees_with(self, value: float) -> bool:
        """Whether the value lies in the band."""
        return self.low <= value <= self.high


def band(outcomes: Array) -> Simulated:
    """The mean of independent outcomes and its band, from their own spread."""
    mean = float(outcomes.mean())
    reach = STANDARD_ERRORS * float(outcomes.std(ddof=1)) / math.sqrt(len(outcomes))
    return Simulated(mean, mean - reach, mean + reach)


def _draws(seed: int, *shape: int) -> Array:
    return np.random.default_rng(seed).random(shape)


def simulate_coverage(success: float, k: int, trials: int, seed: int) -> Simulated:
    """Whether any of k samples is right."""
    return band((_draws(seed, trials, k) < success).any(axis=1).astype(float))


def simulate_plurality(probabilities: Sequence[float], votes: int, trials: int, seed: int) -> Simulated:
    """Whether the first answer gets the most votes; with t others at the top it counts 1 / (t + 1)."""
    counts = np.random.default_rng(seed).multinomial(votes, probabilities, size=trials)
    top = counts.max(axis=1, keepdims=True) == counts
    return band(np.where(top[:, 0], 1 / top.sum(axis=1), 0.0))


def simulate_best_of_n(
    success: float, accept_right: float, accept_wrong: float, samples: int, trials: int, seed: int
) -> Simulated:
    """Whether the chosen sample is right: the first that the verifier accepts, else the first."""
    drawn = _draws(seed, 2, trials, samples)
    right = drawn[0] < success
    accepted = drawn[1] < np.where(right, accept_right, accept_wrong)
    chosen = accepted.argmax(axis=1)
    return band(right[np.arange(trials), chosen].astype(float))


def simulate_chain(error: float, repair: float, tokens: int, trials: int, seed: int) -> Simulated:
    """Whether a chain is in error at its end, token by token."""
    random = np.random.default_rng(seed)
    wrong = np.zeros(trials, dtype=bool)
    for _ in range(tokens):
        drawn = random.random(trials)
        wrong = np.where(wrong, drawn >= repair, drawn < error)
    return band(wrong.astype(float))


def simulate_soft_estimate(step_value: float, rollouts: int, trials: int, seed: int) -> Simulated:
    """The soft label of a step: the share of rollouts that end right."""
    return band(np.random.default_rng(seed).binomial(rollouts, step_value, trials) / rollouts)

"""The fit of L = E + A/N^alpha + B/D^beta to observed losses, as Hoffmann et al. (2022) published the method.

The residual is log L minus the log-sum-exp of (a - alpha log N, b - beta log D, e), with A = exp(a), B = exp(b),
E = exp(e); the objective is the sum of its Huber losses, minimised by BFGS from many starts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DELTA = 1e-3
"""Where the published Huber loss turns from square to absolute, in units of log loss."""

GRID = {
    "a": (0, 5, 10, 15, 20, 25),
    "b": (0, 5, 10, 15, 20, 25),
    "e": (-1, -0.5, 0, 0.5, 1),
    "alpha": (0, 0.5, 1, 1.5, 2),
    "beta": (0, 0.5, 1, 1.5, 2),
}
"""The published starting points (Hoffmann et al. 2022, appendix D.2), all combinations."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One optimum: the constants of the loss law and the sum of Huber losses that it leaves."""

    E: float
    A: float
    B: float
    alpha: float
    beta: float
    objective: float

    @property
    def start(self) -> Floats:
        """(a, b, e, alpha, beta), from which a further fit may start."""
        return np.array([np.log(self.A), np.log(self.B), np.log(self.E), self.alpha, self.beta])


@dataclass(frozen=True)
class Points:
    """Observed runs: parameters N, tokens D and loss, one entry a run."""

    parameters: Floats
    tokens: Floats
    loss: Floats

    def without_worst(self, count: int) -> Points:
        """The same runs without the `count` highest losses, in their order."""
        kept = np.sort(np.argsort(self.loss, kind="stable")[: len(self.loss) - count])
        return Points(self.parameters[kept], self.tokens[kept], self.loss[kept])


class Problem:
    """The objective over (a, b, e, alpha, beta) and its gradient, each run counted `weights` times.

    Both are divided by delta squared, so that BFGS sees numbers near one. Inside, log N and log D are centred: the
    coefficient and the exponent of a power law are then nearly independent, and few steps suffice.
    """

    def __init__(self, points: Points, weights: Floats | None = None, delta: float = DELTA) -> None:
        self.delta = delta
        self.weights = np.ones_like(points.loss) if weights is None else weights
        log_n, log_d = np.log(points.parameters), np.log(points.tokens)
        self.centre = np.array([log_n.mean(), log_d.mean()])
        self.log_n, self.log_d = log_n - self.centre[0], log_d - self.centre[1]
        self.log_loss = np.log(points.loss)

    def value_and_gradient(self, x: Floats) -> tuple[float, Floats]:
        """The scaled objective and its gradient at centred (a, b, e, alpha, beta)."""
        a, b, e, alpha, beta = x
        terms = np.stack([a - alpha * self.log_n, b - beta * self.log_d, np.full_like(self.log_n, e)])
        top = terms.max(axis=0)
        shares = np.exp(terms - top)
        total = shares.sum(axis=0)
        shares /= total
        residual = (top + np.log(total) - self.log_loss) / self.delta
        slope = np.clip(residual, -1, 1)
        value = float(self.weights @ (slope * (residual - slope / 2)))
        from_n, from_d, from_e = shares * (self.weights * slope / self.delta)
        gradient = [from_n.sum(), from_d.sum(), from_e.sum(), -(from_n @ self.log_n), -(from_d @ self.log_d)]
        return value, np.array(gradient)

    def minimise(self, start: Floats) -> Fit:
        """The optimum that BFGS reaches from (a, b, e, alpha, beta)."""
        from scipy.optimize import minimize

        x = np.array(start, dtype=np.float64)
        x[:2] -= x[3:] * self.centre
        with np.errstate(all="ignore"):
            optimum = minimize(self.value_and_gradient, x, jac=True, method="BFGS", options={"gtol": 1e-6})
            a, b, e, alpha, beta = optimum.x
            constants = np.exp([e, a + alpha * self.centre[0], b + beta * self.centre[1]])
        E, A, B = map(float, constants)
        return Fit(E, A, B, float(alpha), float(beta), float(optimum.fun) * self.delta**2)

    def best(self, starts: list[Floats]) -> Fit:
        """The lowest of the optima reached from all starts."""
        return min((self.minimise(start) for start in starts), key=lambda fit: (np.isnan(fit.objective), fit.objective))


def published_starts() -> Iterator[Floats]:
    """Every starting point of the published grid as (a, b, e, alpha, beta)."""
    for a, b, e, alpha, beta in itertools.product(*(GRID[name] for name in ("a", "b", "e", "alpha", "beta"))):
        yield np.array([a, b, e, alpha, beta], dtype=np.float64)


def distinct(fits: list[Fit], count: int) -> list[Fit]:
    """The `count` lowest optima that differ in an exponent by more than a thousandth, best first."""
    kept: list[Fit] = []
    for fit in sorted(fits, key=lambda fit: fit.objective):
        if all(abs(fit.alpha - k.alpha) > 1e-3 or abs(fit.beta - k.beta) > 1e-3 for k in kept):
            kept.append(fit)
        if len(kept) == count:
            break
    return kept

"""What over-training buys and costs: every published fit of the loss law asked the article's question."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from priceofthought.studies.overtraining import refit
from priceofthought.studies.overtraining.refit.fit import Floats
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws import scaling
from reasoncost.laws.training import training_flops

COMPUTE, CHEAPER = 10**2, 10**1
"""The article's trade: two orders of magnitude more training FLOPs for one order less inference cost."""


CORPORA = {"c4_original": "C4", "rpj": "RedPajama", "rw_original": "RefinedWeb"}
"""The testbed's corpora by the names they are known under."""


@functools.cache
def _bought(compute: float, alpha: float, beta: float) -> float:
    """Trade.bought, kept: it is found by bisection and asked for often."""
    return 1 / float(scaling.size_ratio_for_compute(compute, alpha, beta))


@dataclass(frozen=True, slots=True)
class Trade:
    """One fit of the loss law, of which the trade needs the two exponents only."""

    name: str
    title: str
    alpha: float
    beta: float
    confirmed: bool = True

    @property
    def label(self) -> str:
        """The title, and whether the exponents were read second hand."""
        return self.title if self.confirmed else f"{self.title}, second hand"

    @property
    def floor(self) -> float:
        """The smallest size ratio that any amount of data makes up for."""
        return float(scaling.size_floor(self.alpha, self.beta))

    def bought(self, compute: float = COMPUTE) -> float:
        """How many times smaller a model of equal loss becomes for that many times the training compute."""
        return _bought(compute, self.alpha, self.beta)

    def price(self, smaller: float = CHEAPER) -> float:
        """How many times the training compute a model so many times smaller needs; infinite beyond the floor."""
        if 1 / smaller <= self.floor:
            return math.inf
        return float(scaling.compute_multiplier(1 / smaller, self.alpha, self.beta))

    def tokens(self, smaller: float) -> float:
        """How many times the training tokens a model so many times smaller needs; infinite beyond the floor."""
        return self.price(smaller) * smaller

    def overtraining(self, smaller: float) -> float:
        """Tokens per parameter of a model so many times smaller, over those of the optimum."""
        return self.tokens(smaller) * smaller

    def smaller_within(self, overtraining: float) -> float:
        """How many times smaller a model is whose tokens per parameter are `overtraining` times the optimum's."""
        low, high = 1.0, 1 / self.floor
        for _ in range(100):
            middle = math.sqrt(low * high)
            low, high = (middle, high) if self.overtraining(middle) < overtraining else (low, middle)
        return low

    def prices_when_rounded(self, half_unit: float = 0.005) -> Interval:
        """The price of the article's saving when each exponent is known to within `half_unit` only."""
        corners = product(
            (self.alpha - half_unit, self.alpha + half_unit), (self.beta - half_unit, self.beta + half_unit)
        )
        return Interval.hull(Trade(self.name, self.title, *corner).price() for corner in corners)


@functools.cache
def published_trades() -> tuple[Trade, ...]:
    """Every published fit of the catalog."""
    return tuple(
        Trade(name, fit.title, fit.alpha, fit.beta, fit.confirmed) for name, fit in catalog.loss_fits().items()
    )


def refitted_trade() -> Trade:
    """Our own fit to the published runs."""
    best = refit.read().best
    return Trade("refit", "Chinchilla's runs, fitted here", best.alpha, best.beta)


@functools.cache
def resampled_trades() -> tuple[Trade, ...]:
    """Our own fit to every resample of the published runs."""
    return tuple(Trade("resample", "resample", fit.alpha, fit.beta) for fit in refit.read().samples)


@functools.cache
def resampled_bought() -> Floats:
    """How many times smaller a hundredfold compute makes a model, by every resample."""
    bought: Floats = 1 / scaling.size_ratio_for_compute(COMPUTE, *refit.read().exponents())
    return bought


def testbed_trades() -> tuple[Trade, ...]:
    """Our own fits to all runs of the over-training testbed, one a corpus."""
    limit = refit.longest_overtraining()
    return tuple(
        Trade(
            f"testbed-{testbed.corpus}",
            f"{CORPORA[testbed.corpus]} testbed, fitted here",
            testbed.fit.alpha,
            testbed.fit.beta,
        )
        for testbed in refit.read().testbed
        if testbed.limit == limit
    )


def interval_of(values: Floats, share: float = 0.95) -> Interval:
    """The central interval that holds that share of the values."""
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return Interval(float(low), float(high))


def longest_overtraining_of_runs() -> float:
    """The largest tokens per parameter of the published runs, over those of the optimum for the same compute."""
    points, best = refit.published_points(), refit.read().best
    compute = training_flops(points.parameters, points.tokens)
    terms = (best.A, best.B, best.alpha, best.beta)
    at_optimum = scaling.optimal_tokens(compute, *terms) / scaling.optimal_parameters(compute, *terms)
    return float(np.max(points.tokens / points.parameters / at_optimum))

"""Whether over-training pays: what the hundredfold run takes, and what the smaller model gives back."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from priceofthought.article import find, source
from priceofthought.studies.overtraining import CHEAPER, COMPUTE, Trade, published_trades
from priceofthought.studies.training import llama_run
from reasoncost import catalog
from reasoncost.interval import Interval
from reasoncost.laws import scaling
from reasoncost.laws.training import training_flops
from reasoncost.laws.transformer import weight_flops_per_token
from reasoncost.units import DAYS_PER_YEAR

REPORTED = "A100-SXM-80GB"
"""The accelerators of the one inference fleet that was reported."""

LIVES = (0.5, 1.0, 2.0)
"""Years for which a model is served, as assumed."""


def days(accelerators: float, times: float = COMPUTE) -> float:
    """Days that so many times the published run takes on that many of its accelerators, at its utilisation."""
    return times * llama_run.published("gpu-hours") / accelerators / 24


def run_dollars(times: float = COMPUTE) -> Interval:
    """Rent of so many times the published run, in USD, at the lowest and the highest price of an H100 in 2024."""
    rent = source("h100-rent-2024")
    prices = Interval(rent.number("usd_per_hour_low"), rent.number("usd_per_hour_high"))
    return prices.scaled(times * llama_run.published("gpu-hours"))


def text_stock() -> Interval:
    """Tokens of public human text, with the 90 percent interval of the estimate."""
    stock = source("public-text-stock")
    return Interval(stock.number("tokens_low"), stock.number("tokens_high"))


def claimed_tokens() -> float:
    """Training tokens of the article's trade for the published run: more compute on a smaller model."""
    return llama_run.published("tokens") * COMPUTE * CHEAPER


def fleet() -> Interval:
    """The article's inference fleet, in accelerators."""
    return find("inference-fleet").figure_stated


def freed(accelerators: float, smaller: float) -> float:
    """Accelerators of a fleet that are free once a model so many times smaller does all its work.

    As if cost went with parameters: the most that the smaller model can free.
    """
    return accelerators * (1 - 1 / smaller)


def as_trained(accelerators: float, name: str = REPORTED) -> float:
    """So many accelerators in those of the published run, by what they would train: dense 16-bit peaks."""
    peak = catalog.accelerator(name).peak_flops(llama_run.PRECISION)
    return float(accelerators * peak / llama_run.peak())


def payback_days(accelerators: float, smaller: float) -> float:
    """Days of service after which the freed accelerators have returned the extra accelerator hours of training.

    The accelerators are of the kind that the published run trained on; others go through `as_trained`.
    """
    return (COMPUTE - 1) * llama_run.published("gpu-hours") / freed(accelerators, smaller) / 24


@dataclass(frozen=True, slots=True)
class Case:
    """One combination of what the article leaves open: the fit, the fleet, and the years a model is served."""

    trade: Trade
    accelerators: float
    years: float

    @property
    def returned(self) -> float:
        """Accelerator hours that the smaller model returns in its life, over the extra ones its training took."""
        return self.years * DAYS_PER_YEAR / payback_days(self.accelerators, self.trade.bought())


def _cases() -> Iterator[Case]:
    bounds = fleet()
    for trade in published_trades():
        for accelerators in np.geomspace(bounds.low, bounds.high, 11):
            for years in LIVES:
                yield Case(trade, float(accelerators), years)


@functools.cache
def cases() -> tuple[Case, ...]:
    """Every published fit, eleven sizes of the article's fleet, every life."""
    return tuple(_cases())


def volume(accelerators: float, years: float) -> float:
    """The work of a fleet over some years as inference tokens over the training tokens of the published run.

    At the utilisation of the training run; a fleet that reaches less processes fewer tokens at the same cost, which
    leaves every comparison of costs as it is.
    """
    hours = accelerators * years * DAYS_PER_YEAR * 24
    return float(hours / llama_run.published("gpu-hours") * training_flops(1, 1) / weight_flops_per_token(1))


def lifetime(trade: Trade, smaller: float, inference_ratio: float) -> float:
    """Lifetime FLOPs of a model so many times smaller over those of the compute-optimal one of equal loss.

    inference_ratio: tokens processed in its life over the training tokens of the optimum.
    """
    ratio = 1 / smaller
    data = scaling.data_multiplier(ratio, trade.alpha, trade.beta)
    ours = scaling.lifetime_flops(ratio, data, inference_ratio)
    return float(ours / scaling.lifetime_flops(1, 1, inference_ratio))


def pays_from(trade: Trade, smaller: float) -> float:
    """Inference tokens, over the optimum's training tokens, from which the smaller model saves FLOPs at all."""
    return float(scaling.breakeven_inference_ratio(1 / smaller, trade.alpha, trade.beta))


def best_from(trade: Trade, smaller: float) -> float:
    """Inference tokens, over the optimum's training tokens, at which no other size saves more."""
    return float(scaling.optimal_inference_ratio(1 / smaller, trade.alpha, trade.beta))


def best_for(trade: Trade, inference_ratio: float) -> float:
    """How many times smaller the model of lowest lifetime FLOPs is at that volume of inference."""
    return 1 / float(scaling.size_ratio_for_inference(inference_ratio, trade.alpha, trade.beta))

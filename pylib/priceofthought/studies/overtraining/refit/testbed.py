"""The loss law on the over-training testbed of Gadre et al. (2024): fitted near the optimum, held against the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from priceofthought.data import experiments
from priceofthought.data.experiments import OvertrainedModel
from priceofthought.studies.overtraining.refit.bootstrap import Progress, silent
from priceofthought.studies.overtraining.refit.fit import Fit, Points, Problem, published_starts
from reasoncost.laws.scaling import loss

VALIDATION = "c4_val"
"""The validation set on which all corpora are compared."""

EVERY = 29
"""One published start in so many is tried: the testbed is small and its best optimum is found often."""


@dataclass(frozen=True, slots=True)
class TestbedFit:
    """A fit to the testbed's runs on one corpus that have at most `limit` times 20 tokens per parameter."""

    corpus: str
    limit: float
    runs: int
    fit: Fit

    def errors(self) -> dict[float, float]:
        """Mean of predicted over observed loss, less one, by the runs' multiple of 20 tokens per parameter."""
        models = _models(self.corpus, longest_overtraining())
        fit = self.fit
        ratios: dict[float, list[float]] = {}
        for model in sorted(models, key=lambda model: model.multiplier):
            predicted = loss(model.parameters, model.tokens, fit.E, fit.A, fit.B, fit.alpha, fit.beta)
            ratios.setdefault(model.multiplier, []).append(predicted / model.losses[VALIDATION] - 1)
        return {multiplier: float(np.mean(errors)) for multiplier, errors in ratios.items()}


def _models(corpus: str, limit: float) -> list[OvertrainedModel]:
    return [model for model in experiments.overtrained_models() if model.corpus == corpus and model.multiplier <= limit]


def corpora() -> tuple[str, ...]:
    """The training sets of the testbed."""
    return tuple(sorted({model.corpus for model in experiments.overtrained_models()}))


def longest_overtraining() -> float:
    """The largest multiple of 20 tokens per parameter in the testbed."""
    return max(model.multiplier for model in experiments.overtrained_models())


def testbed_points(corpus: str, limit: float) -> Points:
    """The corpus's runs within the limit."""
    models = _models(corpus, limit)
    return Points(
        np.array([float(model.parameters) for model in models]),
        np.array([float(model.tokens) for model in models]),
        np.array([model.losses[VALIDATION] for model in models]),
    )


def fit_testbed(corpus: str, limit: float) -> TestbedFit:
    """Fit the loss law to the corpus's runs within the limit."""
    points = testbed_points(corpus, limit)
    return TestbedFit(corpus, limit, len(points.loss), Problem(points).best(list(published_starts())[::EVERY]))


def fit_all_testbeds(progress: Progress = silent) -> tuple[TestbedFit, ...]:
    """Every corpus, near the optimum only (at most 20 tokens per parameter) and with all its runs."""
    tasks = list(product(corpora(), (1.0, longest_overtraining())))
    return tuple(fit_testbed(*task) for task in progress(tasks, total=len(tasks), desc="testbed"))

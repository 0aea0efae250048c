from math import exp

import numpy as np
import pytest
from scipy.optimize import curve_fit

from priceofthought.data import experiments
from reasoncost import catalog


@pytest.mark.parametrize(
    ("name", "logarithms"),
    [
        ("hoffmann2022-unrounded", {"E": 0.5267228, "A": 6.0073404, "B": 6.0179186}),
        ("muennighoff2023-c4", {"E": 0.6254804, "A": 6.255414, "B": 7.3049974}),
    ],
)
def test_the_unrounded_fits_are_exponentials_of_the_published_logarithms(name, logarithms):
    for parameter, logarithm in logarithms.items():
        assert getattr(catalog.loss_fit(name), parameter) == pytest.approx(exp(logarithm), rel=1e-12)


def test_the_printed_fit_is_the_unrounded_one_rounded():
    printed, unrounded = catalog.loss_fit("hoffmann2022"), catalog.loss_fit("hoffmann2022-unrounded")
    for name, digits in {"E": 2, "A": 1, "B": 1, "alpha": 2, "beta": 2}.items():
        assert round(getattr(unrounded, name), digits) == getattr(printed, name)


def test_the_replication_covers_the_points_it_kept():
    kept = sorted(experiments.chinchilla_runs(), key=lambda run: run.loss)[:240]
    fit = catalog.loss_fit("besiroglu2024")
    parameters = [run.parameters for run in kept]
    tokens = [run.flops / (6 * run.parameters) for run in kept]
    assert fit.parameters == pytest.approx((min(parameters), max(parameters)), abs=1)
    assert fit.tokens == pytest.approx((min(tokens), max(tokens)), abs=1)


@pytest.mark.parametrize(
    ("fit", "corpus"),
    [("gadre2024-c4", "c4_original"), ("gadre2024-redpajama", "rpj"), ("gadre2024-refinedweb", "rw_original")],
)
def test_the_ranges_of_the_overtrained_fits_are_those_of_their_models(fit, corpus):
    models = [model for model in experiments.overtrained_models() if model.corpus == corpus]
    ranges = {"parameters": [m.parameters for m in models], "tokens": [m.tokens for m in models]}
    for name, bounds in ranges.items():
        assert getattr(catalog.loss_fit(fit), name) == (min(bounds), max(bounds))


def test_which_fits_are_complete():
    complete = [name for name, fit in catalog.loss_fits().items() if fit.E is not None]
    assert complete == ["hoffmann2022", "hoffmann2022-unrounded", "besiroglu2024", "muennighoff2023-c4"]


SMALLEST = "d=96_l=8_h=4"
FITTED = {(1, SMALLEST), (16, SMALLEST), (1, "d=512_l=8_h=4"), (1, "d=576_l=24_h=8"), (1, "d=1024_l=24_h=8")}
"""Multiples of 20 tokens per parameter, and shapes, of the runs that the authors fit."""


@pytest.mark.parametrize(
    ("fit", "corpus", "printed"),
    [
        ("gadre2024-c4", "c4_original", 0.121),
        ("gadre2024-redpajama", "rpj", 0.136),
        ("gadre2024-refinedweb", "rw_original", 0.127),
    ],
)
def test_the_overtrained_exponents_are_those_of_the_authors_fit_on_their_five_runs(fit, corpus, printed):
    """Four small models at 20 tokens per parameter and the smallest at 320, by C4 loss: E + (a + b M**-x) N**-x."""
    runs = [
        run
        for run in experiments.overtrained_models()
        if run.corpus == corpus and (run.multiplier, run.name.split("-")[1]) in FITTED
    ]
    assert len(runs) == 5
    parameters = np.array([run.parameters for run in runs], dtype=float)
    tokens = np.array([run.tokens for run in runs], dtype=float)
    losses = np.array([run.losses["c4_val"] for run in runs])

    def predicted(_, a, b, exponent, floor):
        return a * parameters**-exponent + b * 6 ** (-exponent / 2) * tokens**-exponent + floor

    (_, _, exponent, _), _ = curve_fit(predicted, parameters, losses, p0=(100, 300, 0.3, 1), maxfev=10_000)
    record = catalog.loss_fit(fit)
    assert record.alpha == record.beta == round(exponent, 5)
    assert round(exponent / 2, 3) == printed

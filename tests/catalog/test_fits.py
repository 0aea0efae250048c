from math import exp

import pytest

from reasoncost import catalog
from reasoncost.catalog import files
from reasoncost.catalog.fits import parse
from reasoncost.units import InputError

SPECIMEN = '[x]\ntitle = "t"\nalpha = 0.3\nbeta = 0.3\nsource = "s"\ndate = "2024"\n'


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
    kept = sorted(catalog.chinchilla_runs(), key=lambda run: run.loss)[:240]
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
    models = [model for model in catalog.overtrained_models() if model.corpus == corpus]
    ranges = {"parameters": [m.parameters for m in models], "tokens": [m.tokens for m in models]}
    for name, found in ranges.items():
        assert getattr(catalog.loss_fit(fit), name) == (min(found), max(found))


def test_which_fits_are_complete():
    complete = [name for name, fit in catalog.loss_fits().items() if fit.complete]
    assert complete == ["hoffmann2022", "hoffmann2022-unrounded", "besiroglu2024", "muennighoff2023-c4"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("alpha = 0.3", "alpha = 0.3\nE = 1.0", "f.toml: x: E, A and B are given together or not at all"),
        ("alpha = 0.3", "alpha = -0.3", "f.toml: x: alpha: must be above 0"),
        ("alpha = 0.3", "alpha = 0.3\ntokens = [2, 1]", "f.toml: x: tokens: expected"),
        ("alpha = 0.3", "alpha = 0.3\nstandard_errors = {gamma = 1}", "f.toml: x: standard_errors: expected"),
        ('"2024"', '"2024"\nconfirmed = false', "f.toml: x: an unconfirmed fit needs a note"),
    ],
)
def test_a_malformed_fit(old, new, says):
    assert len(parse(files.parse_toml(SPECIMEN, "f.toml"), "f.toml")) == 1
    with pytest.raises(InputError) as fault:
        parse(files.parse_toml(SPECIMEN.replace(old, new), "f.toml"), "f.toml")
    assert str(fault.value).startswith(says)

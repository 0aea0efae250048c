"""Over-training: what the fits buy, what it costs and pays, and the findings."""

import math
import re

import numpy as np
import pytest

from priceofthought.article import find
from priceofthought.ledger import entry
from priceofthought.studies import overtraining
from priceofthought.studies.overtraining import fits, payback
from priceofthought.studies.today import size_family
from priceofthought.studies.training import llama_run
from reasoncost import catalog
from reasoncost.interval import Interval

CLAIMS = ("overtraining", "overtraining-affordable", "million-gpu-cluster", "inference-fleet")


def trade(name: str) -> overtraining.Trade:
    return next(trade for trade in overtraining.published_trades() if trade.name == name)


def test_every_published_fit_is_asked() -> None:
    assert [trade.name for trade in overtraining.published_trades()] == list(catalog.loss_fits())


@pytest.mark.parametrize(
    ("name", "bought", "price"),
    [
        # by bisection and powers in fifty-digit arithmetic
        ("hoffmann2022", 7.9941361, 85310.283),
        ("besiroglu2024", 5.9452091, math.inf),
        ("gadre2024-redpajama", 9.4528114, 200.23841),
        ("minicpm2024", 11.095374, 43.947523),
    ],
)
def test_what_compute_buys_and_what_the_saving_costs(name: str, bought: float, price: float) -> None:
    assert trade(name).bought() == pytest.approx(bought, rel=1e-6)
    assert trade(name).price() == pytest.approx(price, rel=1e-6)


def test_over_training_is_tokens_per_parameter() -> None:
    gadre = trade("gadre2024-c4")
    smaller = gadre.smaller_within(32)
    assert gadre.overtraining(smaller) == pytest.approx(32, rel=1e-9)
    assert gadre.tokens(smaller) * smaller == pytest.approx(32, rel=1e-9)
    assert gadre.price(smaller) == pytest.approx(gadre.tokens(smaller) / smaller)


def test_rounding_moves_the_price() -> None:
    assert trade("gadre2024-c4").prices_when_rounded().contains(Interval.point(trade("gadre2024-c4").price()))
    assert math.isinf(trade("hoffmann2022").prices_when_rounded().high)
    assert trade("hoffmann2022").prices_when_rounded(0).high == pytest.approx(85310, rel=1e-4)


def test_resamples_of_the_refit() -> None:
    bought = overtraining.resampled_bought()
    interval = overtraining.interval_of(bought)
    assert (interval.low, interval.high) == pytest.approx((5.18, 6.51), abs=0.02)
    assert overtraining.refitted_trade().bought() == pytest.approx(np.median(bought), rel=0.01)
    assert all(1 / trade.floor < 10 for trade in overtraining.resampled_trades())


def test_the_run() -> None:
    # 3.8e25 FLOPs in 30.84 million hours at 989 TFLOP/s, by hand
    assert llama_run.overall_share() == pytest.approx(3.8e25 / (30.84e6 * 3600 * 989e12), rel=2e-3)
    assert payback.days(1e6) == pytest.approx(128.5)
    assert payback.claimed_tokens() == 15.6e15


def test_payback_by_hand() -> None:
    assert payback.freed(400_000, 8) == 350_000
    assert payback.payback_days(400_000, 8) == pytest.approx(99 * 30.84e6 / 350_000 / 24)
    case = payback.Case(trade("hoffmann2022"), 400_000, 1)
    assert case.returned == pytest.approx(365.25 / payback.payback_days(400_000, trade("hoffmann2022").bought()))


def test_an_older_fleet_is_counted_in_the_accelerators_that_trained() -> None:
    # dense 16-bit peaks of 312 and 989 TFLOP/s
    assert payback.as_trained(989) == pytest.approx(312, rel=1e-3)
    assert payback.as_trained(989, llama_run.ACCELERATOR) == 989
    waits = [
        99 * 30.84e6 / 24 / (350e3 * 312 / 989 * (1 - 1 / trade.bought())) for trade in overtraining.published_trades()
    ]
    assert (min(waits), max(waits)) == pytest.approx((1259, 1386), rel=2e-3)
    why = entry("inference-fleet").finding.why
    days = [float(text.replace(",", "")) for text in re.findall(r"after ([\d,]+) to ([\d,]+) days", why)[0]]
    assert days == pytest.approx([min(waits), max(waits)], rel=2e-3)


@pytest.mark.parametrize("name", ["hoffmann2022", "besiroglu2024", "gadre2024-c4"])
def test_lifetime(name: str) -> None:
    fitted = trade(name)
    smaller = fitted.bought()
    pays = payback.pays_from(fitted, smaller)
    assert payback.lifetime(fitted, smaller, pays) == pytest.approx(1)
    best = payback.best_for(fitted, pays)
    assert payback.lifetime(fitted, best, pays) < 0.5
    assert payback.lifetime(fitted, best, pays) < payback.lifetime(fitted, best * 1.05, pays)
    assert payback.lifetime(fitted, best, pays) < payback.lifetime(fitted, best / 1.05, pays)
    assert payback.best_for(fitted, payback.best_from(fitted, smaller)) == pytest.approx(smaller, rel=1e-3)


def test_a_fleet_as_a_volume_of_inference() -> None:
    """Hours saved by a smaller model, counted directly, agree with the lifetime law."""
    minicpm, accelerators, years = trade("minicpm2024"), 300_000, 1
    hours = accelerators * years * 365.25 * 24
    smaller = 4.0
    trained = llama_run.published("gpu-hours")
    direct = (minicpm.price(smaller) * trained + hours / smaller) / (trained + hours)
    assert payback.lifetime(minicpm, smaller, payback.volume(accelerators, years)) == pytest.approx(direct)


def test_a_family_shrinks_less_in_service_than_in_parameters() -> None:
    for larger, smaller in (size_family.MODELS[:2], size_family.MODELS[1:]):
        saving = size_family.saving_by_size(larger, smaller, 8_000)
        assert saving.cache < saving.users < saving.flops < saving.parameters
    assert size_family.saving_by_size(*size_family.MODELS[:2], 8_000).cache == pytest.approx(126 / 80)


def test_a_family_whose_larger_model_cannot_be_served() -> None:
    assert math.isinf(size_family.saving_by_size(*size_family.MODELS[:2], 500_000).users)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_verdict_is_the_recorded_one(claim: str) -> None:
    assert entry(claim).verdict == entry(claim).claim.recorded


def test_the_fits_disagree() -> None:
    assert {trade.name for trade in fits.supporting()} == {"gadre2024-redpajama", "gadre2024-refinedweb", "minicpm2024"}
    assert {trade.name for trade in fits.forbidding()} == {"besiroglu2024", "muennighoff2023-c4"}
    reach = entry("overtraining").finding.reach
    assert reach.share == pytest.approx(3 / 9)
    assert reach.chance_share is None
    assert find("overtraining").figure_stated.contains(reach.met)


def test_affordable_under_conditions() -> None:
    reach = entry("overtraining-affordable").finding.reach
    assert 0 < reach.share < 1
    assert 1 <= reach.met.low < 1.001
    assert reach.interval.low < 1


def test_what_the_titles_of_the_figures_say() -> None:
    """Titles are words: these numbers must stay what they say."""
    trades = overtraining.published_trades()
    assert {round(fitted.bought()) for fitted in trades} <= set(range(6, 13))
    for fitted in trades:
        pays = payback.pays_from(fitted, fitted.bought())
        best = payback.best_for(fitted, pays)
        assert fitted.price(best) == pytest.approx(6, abs=0.35)
        assert payback.lifetime(fitted, best, pays) == pytest.approx(0.25, abs=0.055)


def test_published_example_of_lifetime_compute() -> None:
    """Sardana et al. 2024: a 7B model for a 13B one at 2T inference tokens saves 17 percent on 2.1 times the data."""
    fit, hoffmann = catalog.loss_fit("hoffmann2022-unrounded"), trade("hoffmann2022-unrounded")
    tokens = (fit.beta * fit.B / (fit.alpha * fit.A) * 13e9**fit.alpha) ** (1 / fit.beta)
    assert hoffmann.tokens(13 / 7) == pytest.approx(2.1, abs=0.1)
    assert 1 - payback.lifetime(hoffmann, 13 / 7, 2e12 / tokens) == pytest.approx(0.17, abs=0.01)

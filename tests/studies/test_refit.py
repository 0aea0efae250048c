"""The refit: gradient, known fits, published optimum, and rows of the record computed again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from priceofthought.studies.overtraining import interval_of, refit
from priceofthought.studies.overtraining.refit.bootstrap import resample
from priceofthought.studies.overtraining.refit.fit import DELTA, distinct, published_starts
from reasoncost.interval import Interval
from reasoncost.laws.scaling import loss

PUBLISHED = {"E": 1.8172, "A": 482.01, "B": 2085.43, "alpha": 0.3478, "beta": 0.3658}
"""Besiroglu et al. 2024."""

PUBLISHED_INTERVALS = {
    "E": (1.769, 1.871),
    "A": (285.2, 743.6),
    "B": (1042, 5810),
    "alpha": (0.317, 0.373),
    "beta": (0.331, 0.415),
}
"""Their bootstrap, 95 percent, as printed in their notebook."""


@pytest.fixture(scope="module")
def points() -> refit.Points:
    return refit.published_points()


def objective(fit: refit.Fit, points: refit.Points, delta: float) -> float:
    """The sum of Huber losses, written plainly."""
    predicted = loss(points.parameters, points.tokens, fit.E, fit.A, fit.B, fit.alpha, fit.beta)
    off = np.abs(np.log(predicted) - np.log(points.loss))
    return float(np.sum(np.where(off <= delta, off**2 / 2, delta * (off - delta / 2))))


@given(st.lists(st.floats(-0.5, 0.5), min_size=5, max_size=5), st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_gradient(moved: list[float], seed: int) -> None:
    points = refit.published_points()
    problem = refit.Problem(points, resample(len(points.loss), seed, 0), delta=0.1)
    x = np.array([-1.0, -1.0, 0.6, 0.35, 0.35]) + np.array(moved)
    value, gradient = problem.value_and_gradient(x)
    numeric = approx_fprime(x, lambda at: problem.value_and_gradient(at)[0], 1e-7)
    assert gradient == pytest.approx(numeric, rel=1e-3, abs=1e-4 * abs(value) + 1e-3)


def test_known_constants_are_found_again() -> None:
    rng = np.random.default_rng(7)
    parameters, tokens = 10 ** rng.uniform(8, 10.5, 120), 10 ** rng.uniform(9, 12, 120)
    made = refit.Points(parameters, tokens, loss(parameters, tokens, 1.7, 400.0, 900.0, 0.33, 0.31))
    fit = refit.Problem(made).best([np.array([5.0, 5, 0, 0.5, 0.5]), np.array([10.0, 10, 0.5, 0.5, 0.5])])
    assert (fit.E, fit.alpha, fit.beta) == pytest.approx((1.7, 0.33, 0.31), rel=1e-4)
    assert pytest.approx((400, 900), rel=1e-3) == (fit.A, fit.B)


def test_the_five_highest_losses_are_left_out(points: refit.Points) -> None:
    assert len(points.loss) == 240
    assert points.loss.max() < 3.41


def test_the_objective_is_the_published_one(points: refit.Points) -> None:
    best = refit.read().best
    assert objective(best, points, DELTA) == pytest.approx(best.objective, rel=1e-6)
    # the minimum that the replication's own notebook prints for this objective
    assert best.objective == pytest.approx(0.0010182740, rel=1e-7)


def test_the_optimum_is_near_the_published_one() -> None:
    best = refit.read().best
    for name, value in PUBLISHED.items():
        assert getattr(best, name) == pytest.approx(value, rel=0.03), name


def test_the_published_constants_belong_to_the_absolute_loss(points: refit.Points) -> None:
    """A smaller delta leaves the sum of absolute errors, whose minimum is the published one."""
    start = refit.read().best
    for delta in (1e-4, 1e-5, 1e-6):
        start = refit.Problem(points, delta=delta).minimise(start.start)
    for name, value in PUBLISHED.items():
        assert getattr(start, name) == pytest.approx(value, rel=5e-4), name


def test_some_published_starts_reach_the_recorded_optimum(points: refit.Points) -> None:
    fit = refit.Problem(points).best(list(published_starts())[5::450])
    best = refit.read().best
    assert fit.objective == pytest.approx(best.objective, rel=1e-6)
    assert (fit.alpha, fit.beta) == pytest.approx((best.alpha, best.beta), abs=1e-4)
    assert len(list(published_starts())) == 4500


def test_the_record_belongs_to_the_runs(points: refit.Points) -> None:
    assert refit.digest(points) == refit.read().sha256
    changed = refit.Points(points.parameters, points.tokens, points.loss * np.where(np.arange(240) == 3, 1.001, 1))
    assert refit.digest(changed) != refit.read().sha256


@pytest.mark.parametrize("index", [0, 777, 1999])
def test_recorded_resamples_are_computed_again(points: refit.Points, index: int) -> None:
    record = refit.read()
    refitted = refit.fit_resample(points, [fit.start for fit in record.optima], record.seed, index)
    kept = record.samples[index]
    assert refitted.objective == pytest.approx(kept.objective, rel=1e-5)
    assert (refitted.alpha, refitted.beta) == pytest.approx((kept.alpha, kept.beta), abs=1e-3)


def test_the_bootstrap_agrees_with_the_published_one() -> None:
    samples = refit.read().samples
    assert len(samples) >= 1000
    for name, (low, high) in PUBLISHED_INTERVALS.items():
        interval = interval_of(np.array([getattr(fit, name) for fit in samples]))
        assert interval.meets(Interval(low, high))
        assert (interval.low, interval.high) == pytest.approx((low, high), rel=0.08), name


def test_resamples_depend_on_seed_and_index_alone() -> None:
    drawn = resample(240, 1, 5)
    assert drawn.sum() == 240
    assert np.array_equal(drawn, resample(240, 1, 5))
    assert not np.array_equal(drawn, resample(240, 1, 6))
    assert not np.array_equal(drawn, resample(240, 2, 5))


def test_parallel_and_serial_resamples_agree(points: refit.Points) -> None:
    starts = [refit.read().best.start]
    seen: list[int] = []

    def progress(steps, total, desc):
        seen.append(total)
        return steps

    together = refit.bootstrap(points, starts, seed=3, count=4, processes=2, progress=progress)
    alone = [refit.fit_resample(points, starts, 3, index) for index in range(4)]
    assert together == alone
    assert seen == [4]


def test_distinct_optima() -> None:
    best, near, other = (
        refit.Fit(1, 1, 1, alpha, 0.3, objective) for alpha, objective in ((0.3, 1), (0.3004, 2), (0.4, 3))
    )
    assert distinct([other, near, best], 2) == [best, other]


def test_a_record_is_read_as_it_was_written(tmp_path, monkeypatch) -> None:
    record = refit.read()
    short = refit.Record(record.sha256, record.seed, record.optima, record.samples[:3], record.testbed)
    refit.write(short, tmp_path)
    monkeypatch.setattr("priceofthought.studies.overtraining.refit.record.resources.files", lambda _: tmp_path)
    assert refit.read.__wrapped__() == short
    (tmp_path / "samples.csv").write_text("index,E\n0,1\n")
    with pytest.raises(ValueError, match="3 resamples"):
        refit.read.__wrapped__()


@pytest.mark.parametrize("index", range(6))
def test_the_testbed_fits_belong_to_its_runs(index: int) -> None:
    kept = refit.read().testbed[index]
    points = refit.testbed_points(kept.corpus, kept.limit)
    fit = refit.Problem(points).best([np.array([5.0, 5, 0.5, 0.3, 0.3]), np.array([7.0, 5, 0, 0.5, 0.2])])
    assert kept.runs == len(points.loss)
    assert fit.objective == pytest.approx(kept.fit.objective, rel=1e-3)
    assert (fit.alpha, fit.beta) == pytest.approx((kept.fit.alpha, kept.fit.beta), abs=5e-3)


def test_a_law_fitted_near_the_optimum_promises_too_much_beyond() -> None:
    for fit in refit.read().testbed:
        errors = fit.errors()
        assert list(errors) == [0.25, 0.5, 1, 2, 4, 8, 16, 32]
        if fit.limit == 1:
            assert max(abs(errors[near]) for near in (0.5, 1)) < 0.02
            assert -0.2 < errors[32] < -0.1
        else:
            assert abs(errors[32]) < 0.02

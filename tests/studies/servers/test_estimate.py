import numpy as np
import pytest

from priceofthought.studies.servers import estimate
from priceofthought.studies.servers.estimate import (
    TERMS,
    coefficient_range,
    coefficients,
    columns,
    efficiency,
    fit_set,
    fitted_assumptions,
    solve,
    trials,
    weights,
)
from reasoncost import catalog
from reasoncost.serving import Workload, max_batch


def test_the_fit_set_excludes_what_it_says():
    for bound in fit_set():
        row = bound.measurement
        assert "multi-token" not in row.flags
        assert not row.id.startswith("mlperf")
        assert row.accelerators <= 8
    assert len(fit_set()) == 384
    assert len({bound.system for bound in fit_set()}) == 35


def test_more_terms_help_on_systems_left_out():
    error = {name: trial.median_error for name, trial in trials().items()}
    assert error["plain bound"] > error["one efficiency"] > error["three coefficients"] > error["with all-reduces"]
    assert error["with all-reduces"] == pytest.approx(0.132, abs=0.005)
    assert error["three coefficients"] == pytest.approx(0.209, abs=0.005)
    assert error["one efficiency"] == pytest.approx(0.308, abs=0.005)
    assert error["plain bound"] == pytest.approx(0.708, abs=0.005)


def test_an_estimate_is_the_law_of_the_serial_step():
    """Columns times coefficients, and the law with the coefficients put in, are one."""
    for name in ("three coefficients", "with all-reduces"):
        table = columns(fit_set(), TERMS[name])
        by_columns = table @ solve(table, weights(fit_set()), TERMS[name])
        by_law = [coefficients(name).seconds(bound) / bound.seconds for bound in fit_set()]
        assert by_columns == pytest.approx(by_law)


def test_coefficients_are_physical_and_stable():
    found, (low, high) = coefficients(), coefficient_range()
    for name in ("mbu", "mfu", "layer_seconds", "link_use"):
        assert getattr(low, name) <= getattr(found, name) <= getattr(high, name)
        assert getattr(high, name) / getattr(low, name) < 1.4
    assert 0 < found.mbu < 1
    assert 0 < found.mfu < 1
    assert 0 < found.link_use < 1


def test_planted_coefficients_are_found():
    rng = np.random.default_rng(1)
    parts = rng.uniform(0.1, 1, (60, 3))
    planted = np.array([1.4, 2.5, 80.0])
    table = parts / (parts @ planted)[:, None]
    assert solve(table, np.ones(60), TERMS["three coefficients"]) == pytest.approx(planted)


def test_the_single_efficiency_is_the_best_of_a_grid():
    table = columns(fit_set(), ("least",))[:, 0]
    error = lambda share: (weights(fit_set()) * np.abs(table / share - 1)).sum()  # noqa: E731
    grid = np.linspace(0.05, 1, 400)
    assert error(efficiency()) <= min(error(share) for share in grid) + 1e-9


def test_no_system_is_in_its_own_fit():
    """The coefficients that estimate a system come from all others."""
    for inside, solution in estimate._left_out("three coefficients")[:3]:
        bounds = [bound for bound, here in zip(fit_set(), inside, strict=True) if not here]
        terms = TERMS["three coefficients"]
        assert solve(columns(bounds, terms), weights(bounds), terms) == pytest.approx(solution)


def test_fitted_assumptions_serve():
    model, node = catalog.model("llama-3.1-405b"), catalog.node("8xH100")
    answer = max_batch(model, node, Workload(tokens=775, speed=20), fitted_assumptions(model, node))
    ideal = max_batch(model, node, Workload(tokens=775, speed=20))
    assert 0 < answer.max_batch < ideal.max_batch

"""From a bound to an estimate: a few coefficients, fitted to the measurements and tested on systems left out."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from priceofthought.studies.servers.bound import Bound, step_seconds, uses_tensor_parallelism, valid
from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.serving import Assumptions

Columns = NDArray[np.float64]

TERMS = {
    "one efficiency": ("least",),
    "three coefficients": ("read", "arithmetic", "layers"),
    "with all-reduces": ("read", "arithmetic", "layers", "communication"),
}
"""The estimates fitted: what each multiplies by a coefficient."""

FITTED = "with all-reduces"


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What turns a bound into an estimate.

    mbu, mfu: shares of bandwidth and peak; layer_seconds: fixed time of each layer in each step; link_use: share of the
    link rate that all-reduces reach, None where they are left out.
    """

    mbu: float
    mfu: float
    layer_seconds: float
    link_use: float | None

    def seconds(self, bound: Bound) -> float:
        """The estimated time of the step: nothing overlaps."""
        communication = bound.communication_time / self.link_use if self.link_use else 0.0
        times = {
            "weight_time": bound.weight_time / self.mbu,
            "cache_time": bound.cache_time / self.mbu,
            "arithmetic_time": bound.arithmetic_time / self.mfu,
            "communication_time": communication,
            "latency": bound.layers * self.layer_seconds,
        }
        return step_seconds(bound.batch, times, "sum")


@dataclass(frozen=True, slots=True)
class Trial:
    """How an estimate does on systems that its fit has not seen.

    ratio: estimated over measured time, one for each bound of `fit_set()`; 1 is perfect.
    """

    name: str
    ratio: tuple[float, ...]

    @property
    def errors(self) -> Columns:
        """Relative errors without sign."""
        return np.asarray(np.abs(np.array(self.ratio) - 1))

    @property
    def median_error(self) -> float:
        """The median of the relative errors without sign."""
        return float(np.median(self.errors))

    def error_below(self, share: float) -> float:
        """The error that this share of the measurements stays below."""
        return float(np.quantile(self.errors, share))


@functools.cache
def fit_set() -> tuple[Bound, ...]:
    """The measurements that fits use.

    Valid ones whose batch is stated or fills the memory, whose lengths are stated, and whose accelerators split every
    layer within one scale-up domain. Servers held to a latency or a request rate choose smaller batches than the memory
    allows, and are left out.
    """
    return tuple(bound for bound in valid() if uses_tensor_parallelism(bound.measurement) and _conditions_stated(bound))


def _conditions_stated(bound: Bound) -> bool:
    row = bound.measurement
    saturated = row.load is not None and row.load.startswith("saturated")
    return row.kind != "throughput" or (row.input_tokens is not None and saturated)


def columns(bounds: Sequence[Bound], terms: Sequence[str]) -> Columns:
    """The terms of each bound, as multiples of the measured time."""
    return np.array([[getattr(bound, term) / bound.seconds for term in terms] for bound in bounds])


def weights(bounds: Sequence[Bound]) -> Columns:
    """One for each system, shared among its measurements: a system with a long table counts no more than another."""
    systems = [bound.system for bound in bounds]
    return np.array([1 / systems.count(system) for system in systems])


def solve(table: Columns, weight: Columns, terms: Sequence[str]) -> Columns:
    """Coefficients of the columns: weighted least squares of the relative errors.

    No coefficient lets hardware run above its rate, or a layer gain time. A single efficiency is set by least absolute
    errors instead, which is the error reported: the simplest rival is given that advantage.
    """
    from scipy.optimize import lsq_linear

    if terms == TERMS["one efficiency"]:
        return np.array([_least_absolute(table[:, 0], weight)])
    root = np.sqrt(weight)
    least = [0.0 if term == "layers" else 1.0 for term in terms]
    return np.asarray(lsq_linear(table * root[:, None], root, bounds=(least, np.inf)).x)


def _least_absolute(column: Columns, weight: Columns) -> float:
    """The factor that brings the column nearest to 1 in weighted absolute terms: a weighted median."""
    order = np.argsort(1 / column)
    reached = np.cumsum((weight * column)[order])
    return float((1 / column)[order][np.searchsorted(reached, reached[-1] / 2)])


@functools.cache
def trials() -> dict[str, Trial]:
    """Every estimate, each system estimated by a fit to all others."""
    trials = {"plain bound": Trial("plain bound", tuple(columns(fit_set(), ("least",))[:, 0].tolist()))}
    for name, terms in TERMS.items():
        table, ratios = columns(fit_set(), terms), np.empty(len(fit_set()))
        for inside, solution in _left_out(name):
            ratios[inside] = table[inside] @ solution
        trials[name] = Trial(name, tuple(ratios.tolist()))
    return trials


@functools.cache
def _left_out(name: str) -> tuple[tuple[NDArray[np.bool_], Columns], ...]:
    """For each system: which measurements are its own, and the coefficients fitted to all others."""
    bounds, terms = fit_set(), TERMS[name]
    table, systems = columns(bounds, terms), [bound.system for bound in bounds]
    fits = []
    for system in dict.fromkeys(systems):
        inside = np.array([other == system for other in systems])
        others = [bound for bound, here in zip(bounds, inside, strict=True) if not here]
        fits.append((inside, solve(table[~inside], weights(others), terms)))
    return tuple(fits)


@functools.cache
def coefficients(name: str = FITTED) -> Coefficients:
    """The coefficients fitted to all systems."""
    table = columns(fit_set(), TERMS[name])
    return _named(solve(table, weights(fit_set()), TERMS[name]), TERMS[name])


@functools.cache
def coefficient_range(name: str = FITTED) -> tuple[Coefficients, Coefficients]:
    """The least and the greatest of each coefficient over the fits that leave one system out."""
    fits = [_named(solution, TERMS[name]) for _, solution in _left_out(name)]
    return _extreme(fits, min), _extreme(fits, max)


def _named(solution: Columns, terms: tuple[str, ...]) -> Coefficients:
    value = dict(zip(terms, solution.tolist(), strict=True))
    link_use = 1 / value["communication"] if "communication" in value else None
    return Coefficients(1 / value["read"], 1 / value["arithmetic"], value["layers"], link_use)


def _extreme(fits: list[Coefficients], pick: Callable[[Iterable[float]], float]) -> Coefficients:
    links = [fit.link_use for fit in fits if fit.link_use is not None]
    return Coefficients(
        pick(fit.mbu for fit in fits),
        pick(fit.mfu for fit in fits),
        pick(fit.layer_seconds for fit in fits),
        pick(links) if links else None,
    )


def fitted_assumptions(model: Model, node: Node, weights: str = "fp8", kv: str = "bf16") -> Assumptions:
    """The fitted coefficients as a serving estimate's assumptions; times add up, and all-reduces are counted."""
    fit, link = coefficients(), node.accelerator.link_bandwidth
    reached = None if link is None or fit.link_use is None else link.value * fit.link_use
    return Assumptions(
        weights=weights,
        kv=kv,
        mbu=fit.mbu,
        mfu=fit.mfu,
        latency=model.layers * fit.layer_seconds,
        link_bandwidth=reached,
        combine="sum",
        hbm="reported",
    )


@functools.cache
def efficiency() -> float:
    """The single efficiency, fitted to all systems."""
    terms = TERMS["one efficiency"]
    return float(1 / solve(columns(fit_set(), terms), weights(fit_set()), terms)[0])

"""The bootstrap of the fit: runs drawn anew with replacement, each draw fitted from the few best optima."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from priceofthought.studies.overtraining.refit.fit import Fit, Floats, Points, Problem, distinct, published_starts

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Progress = Callable[..., Iterable[Any]]
"""Something that hands on what it iterates and shows how far it is, e.g. tqdm; called with total= and desc=."""


def silent(steps: Iterable[Any], **_: Any) -> Iterable[Any]:
    """A Progress that shows nothing."""
    return steps


def resample(count: int, seed: int, index: int) -> Floats:
    """How often each of `count` runs is drawn in the resample of that index; depends on nothing else."""
    return np.random.default_rng([seed, index]).multinomial(count, np.full(count, 1 / count)).astype(np.float64)


def fit_resample(points: Points, starts: list[Floats], seed: int, index: int) -> Fit:
    """The best fit of one resample."""
    return Problem(points, resample(len(points.loss), seed, index)).best(starts)


def _fit_resample(task: tuple[Points, list[Floats], int, int]) -> Fit:
    return fit_resample(*task)


def _fit_start(task: tuple[Points, Floats]) -> Fit:
    points, start = task
    return Problem(points).minimise(start)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Processes to work in; imported here, since a browser has none."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(processes)


def fit_all_starts(points: Points, count: int, processes: int = 2, progress: Progress = silent) -> list[Fit]:
    """The `count` best distinct optima that the published grid of starting points leads to, best first."""
    tasks = [(points, start) for start in published_starts()]
    with _pool(processes) as pool:
        steps = pool.map(_fit_start, tasks, chunksize=16)
        return distinct(list(progress(steps, total=len(tasks), desc="starts")), count)


def bootstrap(
    points: Points, starts: list[Floats], seed: int, count: int, processes: int = 2, progress: Progress = silent
) -> list[Fit]:
    """The best fits of `count` resamples, in the order of their index."""
    tasks = [(points, starts, seed, index) for index in range(count)]
    with _pool(processes) as pool:
        steps = pool.map(_fit_resample, tasks, chunksize=8)
        return list(progress(steps, total=len(tasks), desc="resamples"))

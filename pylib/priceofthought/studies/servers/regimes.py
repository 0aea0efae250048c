"""What reality adds to other findings: what binds in measurements, batches at fitted coefficients."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import numpy as np

from priceofthought.article import find, setting
from priceofthought.studies.servers.bound import Bound, bandwidth_bound, valid
from priceofthought.studies.servers.estimate import fit_set, fitted_assumptions
from reasoncost.records import given
from reasoncost.serving import MaxBatch, Workload, max_batch


def interactive_bandwidth_bound() -> tuple[int, int]:
    """Of the measurements at a stated batch: how many bandwidth binds, and how many there are."""
    return bandwidth_bound(bound for bound in valid() if bound.measurement.kind != "throughput")


def saturated_bandwidth_bound() -> tuple[int, int]:
    """Of the measurements at a batch that fills the memory: how many bandwidth binds, and how many there are."""
    return bandwidth_bound(saturated())


def saturated() -> tuple[Bound, ...]:
    """The measurements at a batch that fills the memory."""
    return tuple(bound for bound in fit_set() if bound.measurement.kind == "throughput")


def saturated_by_lengths() -> dict[tuple[float, float], tuple[Bound, ...]]:
    """The measurements at a batch that fills the memory, by tokens of prompt and of answer: most prompt first."""
    groups: dict[tuple[float, float], list[Bound]] = {}
    for bound in saturated():
        lengths = bound.measurement.number("input_tokens"), bound.measurement.number("output_tokens")
        groups.setdefault(lengths, []).append(bound)
    order = sorted(groups, key=lambda pair: (pair[1] / pair[0], sum(pair)))
    return {pair: tuple(groups[pair]) for pair in order}


def share_explained(views: Mapping[str, Callable[[Bound], float]]) -> dict[str, float]:
    """How much of the variance of the share of the bound each view of a row accounts for alone, in logarithms."""
    shares = np.log([bound.share for bound in fit_set()])
    seen = {name: np.log([of(bound) for bound in fit_set()]) for name, of in views.items()}
    return {name: float(np.corrcoef(values, shares)[0, 1] ** 2) for name, values in seen.items()}


def greatest_share() -> float:
    """The greatest share of a bound that any valid measurement reaches: 1 would touch the roofline."""
    return max(bound.share for bound in valid())


def fitted_cost_ratio() -> float:
    """Cost of a token of the long answer over one of the short at equal speed: the batches' ratio, not rounded.

    It hardly depends on the fixed latency, which both lengths share.
    """
    short, long = (
        given(fitted_batch(claim).bounds["together"], f"{claim}: the batch that is read and computed in time")
        for claim in ("tokens-gpt-4o", "tokens-o1-preview")
    )
    return short / long


@functools.cache
def fitted_batch(claim_id: str, slower: float = 1) -> MaxBatch:
    """The largest batch at 30 tokens per second and user with the fitted coefficients, at the length a claim states.

    slower: what to multiply every step's estimated time by, to see what an error of the estimate does.
    """
    model, node = setting.model(), setting.node()
    tokens = find(claim_id).figure_stated.middle
    return max_batch(
        model, node, Workload(tokens=tokens, speed=setting.SPEED * slower), fitted_assumptions(model, node)
    )

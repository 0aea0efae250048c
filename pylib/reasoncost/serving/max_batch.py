"""The largest batch at which every user of a node keeps a speed, and what binds it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.law import Law
from reasoncost.laws import roofline
from reasoncost.serving.assumptions import Assumptions
from reasoncost.serving.demand import Demand, demand
from reasoncost.serving.describe import assumed, not_modeled
from reasoncost.serving.supply import Supply, supply
from reasoncost.serving.workload import Workload
from reasoncost.units import GB

RULES: dict[str, tuple[Law, Law]] = {
    "max": (roofline.overlapped_step, roofline.overlapped_batch),
    "prefetch": (roofline.prefetched_step, roofline.prefetched_batch),
    "exposed": (roofline.exposed_step, roofline.exposed_batch),
    "sum": (roofline.serial_step, roofline.serial_batch),
}
"""How times combine: the law of the step's time, and its inverse, the law of the largest batch."""


@dataclass(frozen=True, slots=True)
class MaxBatch:
    """The answer. `max_batch` is None where no batch will do; `reason` then says why.

    bound: capacity, bandwidth, compute or latency (which is what communication and the fixed latency leave); where
    times add up, the one that takes most of the step. bounds: the largest batch, not yet whole, that each would allow
    alone, and `together` what they allow under the rule of combination; None where a bound does not apply.
    """

    max_batch: int | None
    bound: str
    bounds: dict[str, float | None]
    step_ms: float | None
    assumptions: tuple[dict[str, str], ...]
    not_modeled: tuple[str, ...]
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record under the names that other programs rely on."""
        if self.max_batch is None:
            return {"max_batch": None, "bound": self.bound, "reason": self.reason, "bounds": self.bounds}
        return {
            "max_batch": self.max_batch,
            "bound": self.bound,
            "bounds": self.bounds,
            "step_ms": self.step_ms,
            "assumptions": list(self.assumptions),
            "not_modeled": list(self.not_modeled),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """The times of one decode step, as functions of the batch where they depend on it; seconds."""

    needs: Demand
    offers: Supply
    assumptions: Assumptions

    def weight_time(self, batch: float) -> float:
        """Reading the weights that this batch touches."""
        read = self.needs.weights_read(batch)
        return float(roofline.read_seconds(read, self.offers.bandwidth, self.assumptions.mbu))

    @property
    def cache_time(self) -> float:
        """Reading the cache of one sequence."""
        return float(roofline.read_seconds(self.needs.sequence, self.offers.bandwidth, self.assumptions.mbu))

    @property
    def arithmetic_time(self) -> float:
        """The arithmetic of one token."""
        return float(roofline.compute_seconds(self.needs.token, self.offers.peak, self.assumptions.mfu))

    @property
    def communication_time(self) -> float:
        """Exchanging the activations of one token; 0 where communication is left out."""
        link = self.assumptions.link_bandwidth
        return 0.0 if link is None else float(roofline.communication_seconds(self.needs.traffic, link))

    def each(self) -> tuple[float, float, float]:
        """What one sequence adds: cache, arithmetic, exchange."""
        return self.cache_time, self.arithmetic_time, self.communication_time

    def seconds(self, batch: float) -> float:
        """The step's time."""
        law, _ = RULES[self.assumptions.combine]
        return float(law(batch, self.weight_time(batch), *self.each(), self.assumptions.latency))

    def takes_most(self, batch: float) -> str:
        """Which of bandwidth, compute and latency takes the most of a step at this batch."""
        shares = {
            "bandwidth": self.weight_time(batch) + batch * self.cache_time,
            "compute": batch * self.arithmetic_time,
            "latency": self.assumptions.latency + batch * self.communication_time,
        }
        return max(shares, key=shares.__getitem__)


def max_batch(model: Model, node: Node, workload: Workload, assumptions: Assumptions | None = None) -> MaxBatch:
    """The largest batch, in whole multiples of the granularity, that fits the node and keeps every user's speed.

    In closed form, but for a mixture of experts whose weights read depend on the batch: there the same bounds are
    solved by bisection over whole batches. Raises InputError where the node lacks what the assumptions ask for.
    """
    assumptions = assumptions or Assumptions()
    offers = supply(node, assumptions)
    needs = demand(model, workload.context_tokens, node.count, assumptions)
    step = Step(needs, offers, assumptions)
    budget = float(roofline.step_budget(workload.speed, assumptions.latency))
    bounds = _bounds(step, budget)
    answer = partial(
        MaxBatch,
        bounds=bounds,
        assumptions=assumed(workload, assumptions, needs, offers),
        not_modeled=not_modeled(model, assumptions),
    )
    if failure := _failure(step, workload, budget, bounds):
        bound, reason = failure
        return answer(max_batch=None, bound=bound, step_ms=None, reason=reason)
    capacity, together = bounds["capacity"], bounds["together"]
    assert capacity is not None
    assert together is not None
    batch = int(roofline.whole_batch(together, capacity, assumptions.granularity, 0))
    bound = "capacity" if capacity <= together else _binding(step, bounds, batch)
    if batch == 0:
        reason = f"the largest batch, {math.floor(min(capacity, together))}, is below the granularity"
        return answer(max_batch=None, bound=bound, step_ms=None, reason=f"{reason} of {assumptions.granularity}")
    return answer(max_batch=batch, bound=bound, step_ms=step.seconds(batch) * 1000)


def _bounds(step: Step, budget: float) -> dict[str, float | None]:
    """The largest batch that each bound allows alone, and all of them together."""
    needs, cache, arithmetic, exchange = step.needs, *step.each()
    capacity = float(roofline.batch_by_capacity(step.offers.memory, needs.weights, needs.sequence))
    if budget < 0:
        return {"capacity": capacity, "bandwidth": 0.0, "compute": 0.0, "latency": 0.0, "together": 0.0}
    _, law = RULES[step.assumptions.combine]
    return {
        "capacity": capacity,
        "bandwidth": _settled(step, lambda weights: float(roofline.batch_by_bandwidth(budget, weights, cache))),
        "compute": float(roofline.batch_by_compute(budget, arithmetic)),
        "latency": float(roofline.batch_by_communication(budget, exchange)) if exchange else None,
        "together": _settled(step, lambda weights: float(law(budget, weights, cache, arithmetic, exchange))),
    }


def _settled(step: Step, bound: Callable[[float], float]) -> float:
    """The bound, as a function of the weights' time, where that time depends on the batch it allows.

    A larger batch touches more experts and so lowers the bound: the answer is the largest whole batch that its own
    bound still allows. Where the weights' time is constant the bound is returned as it is.
    """
    fewest, most = step.weight_time(1), step.weight_time(math.inf)
    if fewest == most or bound(fewest) < 1:
        return bound(fewest)
    low, high = 1, math.floor(bound(fewest)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if bound(step.weight_time(middle)) >= middle else (low, middle)
    return min(bound(step.weight_time(low)), low + 1 - 1e-9)


def _binding(step: Step, bounds: dict[str, float | None], batch: int) -> str:
    """Which of bandwidth, compute and latency binds: the least bound, or where times add up the largest time."""
    if step.assumptions.combine != "max":
        return step.takes_most(max(batch, 1))
    alone = {name: bounds[name] for name in ("bandwidth", "compute", "latency")}
    return min(alone, key=lambda name: math.inf if alone[name] is None else alone[name])  # type: ignore[arg-type,return-value]


def _failure(step: Step, workload: Workload, budget: float, bounds: dict[str, float | None]) -> tuple[str, str] | None:
    """What binds and why, where not even one sequence can be served; None where one can."""
    capacity, together = bounds["capacity"], bounds["together"]
    assert capacity is not None
    assert together is not None
    needs, memory = step.needs, step.offers.memory
    if capacity < 0:
        return "capacity", f"the weights take {needs.weights / GB:,.1f} GB, the node has {memory / GB:,.1f} GB"
    if capacity < 1:
        free = memory - needs.weights
        cache = f"the cache of one sequence takes {needs.sequence / GB:,.1f} GB"
        return "capacity", f"{cache}, {free / GB:,.1f} GB are free beside the weights"
    allowed = 1000 / workload.speed
    if budget <= 0:
        fixed = step.assumptions.latency * 1000
        return "latency", f"the fixed latency of {fixed:.1f} ms leaves nothing of the {allowed:.1f} ms of a token"
    if together < 1:
        taken = step.seconds(1) * 1000
        return step.takes_most(1), f"a batch of one takes {taken:.1f} ms a step, {allowed:.1f} ms are allowed"
    return None

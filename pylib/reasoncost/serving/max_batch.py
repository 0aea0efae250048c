"""The largest batch at which every user of a node keeps a speed, and what binds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any

from reasoncost.catalog.model import Model
from reasoncost.catalog.node import Node
from reasoncost.law.plan import Settings, Values, conclusion, is_finite
from reasoncost.models import Architecture
from reasoncost.serving import inputs as filled
from reasoncost.serving.assumptions import Assumptions
from reasoncost.serving.describe import assumed, not_modeled
from reasoncost.serving.plans import BINDING, FAILURES, LONGEST, SERVED, STEP
from reasoncost.serving.workload import Workload
from reasoncost.units import GB, InputError

_BOUNDS = {
    "capacity": "by_capacity",
    "bandwidth": "by_bandwidth",
    "compute": "by_compute",
    "latency": "by_communication",
    "together": "by_time",
}


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
            answer = {"max_batch": None, "bound": self.bound, "reason": self.reason, "bounds": self.bounds}
            return answer | {"assumptions": list(self.assumptions)}
        return {
            "max_batch": self.max_batch,
            "bound": self.bound,
            "bounds": self.bounds,
            "step_ms": self.step_ms,
            "assumptions": list(self.assumptions),
            "not_modeled": list(self.not_modeled),
        }


def max_batch(
    model: Model | Architecture, node: Node, workload: Workload, assumptions: Assumptions | None = None
) -> MaxBatch:
    """The largest batch, in whole multiples of the granularity, that fits the node and keeps every user's speed.

    In closed form, but for a mixture of experts whose weights read depend on the batch: there the same bounds are
    solved by bisection over whole batches. Raises InputError where the node lacks what the assumptions ask for.
    """
    assumptions = assumptions or Assumptions()
    values = filled.inputs(model, node, workload, assumptions)
    settings = filled.timing("experts" in values, assumptions)
    known = values | SERVED.run(SERVED.pick(values), settings)
    answer = partial(
        MaxBatch,
        bounds=_bounds(known),
        assumptions=assumed(model, node, workload, assumptions, known),
        not_modeled=not_modeled(model, node, assumptions),
    )
    if failure := conclusion(FAILURES, known, settings):
        bound, reason = _no_batch(failure, known, _step(values, settings, 1), settings)
        return answer(max_batch=None, bound=bound, step_ms=None, reason=reason)
    binding = conclusion(BINDING, known, settings)
    if binding is None or not is_finite(known["step_time"]):
        raise InputError(f"no step of {model.title} on {node.name} has a time that can be computed")
    return answer(max_batch=int(known["batch"]), bound=binding, step_ms=known["step_time"] * 1000)


def step_seconds(
    model: Model | Architecture, node: Node, workload: Workload, assumptions: Assumptions, batch: float
) -> float:
    """The time of a decode step of any batch; whether it fits, and whether it keeps the speed, is not asked."""
    values = filled.inputs(model, node, workload, assumptions)
    return float(_step(values, filled.timing("experts" in values, assumptions), batch)["step_time"])


def _step(values: Values, settings: Settings, batch: float) -> Values:
    return STEP.run(STEP.pick(values) | {"batch": batch}, settings)


def _bounds(known: Values) -> dict[str, float | None]:
    """The bounds by name. Where the latency leaves less than no time, the laws have no value, and no batch is left."""
    late = known["budget"] < 0
    values = {name: 0.0 if late and name != "capacity" else known[result] for name, result in _BOUNDS.items()}
    return {name: float(value) if is_finite(value) else None for name, value in values.items()}


def _no_batch(failure: str, known: Values, single: Values, settings: Settings) -> tuple[str, str]:
    """What binds and why, where no batch is left; `single` is a step of one sequence."""
    allowed = 1000 / known["speed"]
    match failure:
        case "weights":
            weights, memory = known["weight_memory"] / GB, known["memory"] / GB
            return "capacity", f"the weights take {weights:,.1f} GB, the node has {memory:,.1f} GB"
        case "cache":
            cache, free = known["sequence_memory"] / GB, (known["memory"] - known["weight_memory"]) / GB
            held = f"the cache of one sequence takes {cache:,.1f} GB"
            return "capacity", f"{held}, {free:,.1f} GB are free beside the weights"
        case "latency":
            fixed = f"the fixed latency of {known['latency'] * 1000:.1f} ms"
            return "latency", f"{fixed} leaves nothing of the {allowed:.1f} ms of a token"
        case "step":
            taken = single["step_time"] * 1000
            reason = f"a batch of one takes {taken:.1f} ms a step, {allowed:.1f} ms are allowed"
            return str(conclusion(LONGEST, single, settings)), reason
        case _:
            largest = math.floor(min(known["by_capacity"], known["by_time"]))
            reason = f"the largest batch, {largest}, is below the granularity of {known['granularity']}"
            return str(conclusion(BINDING, known | single, settings)), reason

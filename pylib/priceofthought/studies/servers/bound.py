"""Published measurements beside the least time that their conditions allow."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reasoncost import catalog
from reasoncost.catalog.accelerator import Accelerator
from reasoncost.catalog.formats import element_bytes
from reasoncost.catalog.measurement import Measurement
from reasoncost.catalog.model import Model
from reasoncost.catalog.value import Value
from reasoncost.law.plan import Plan, Settings, Values
from reasoncost.laws import attention, roofline, transformer
from reasoncost.records import given
from reasoncost.serving.inputs import ACTIVATION_BYTES, of_model, switches_of
from reasoncost.serving.parameters import Parts, multiplied_parameters, parameter_count, parameter_parts
from reasoncost.serving.plans import SERVING
from reasoncost.units import InputError

LEAST_CACHE = "fp8"
"""The cache's format where a source states none: the narrowest in common use, which keeps the bound a bound."""

SHORT_CONTEXT = 100
"""Positions taken for the gpt-fast rows, which decode short texts after a prompt of five tokens; it hardly matters."""

PREDICTED = ("step", "bandwidth", "static", "throughput")
"""The kinds of measurement that say how long decoding takes."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A measurement as one decode step, and what the step must at least do.

    seconds: of one step, measured; batch: sequences that share it, stated or what the memory holds; context: positions
    each holds. The parts of a step at full bandwidth, full peak and full link rate, in seconds: `weight_time` and, per
    sequence, `cache_time`, `arithmetic_time` (which includes the sequence's share of its own prompt) and
    `communication_time` (the all-reduces of tensor parallelism; 0 where sequences or experts are spread instead).
    """

    measurement: Measurement
    seconds: float
    batch: float
    context: float
    layers: int
    weight_time: float
    cache_time: float
    arithmetic_time: float
    communication_time: float

    @property
    def read(self) -> float:
        """Seconds of reading weights and caches at full bandwidth."""
        return float(roofline.reading_time(self.batch, self.weight_time, self.cache_time))

    @property
    def arithmetic(self) -> float:
        """Seconds of arithmetic at peak."""
        return float(roofline.computing_time(self.batch, self.arithmetic_time))

    @property
    def communication(self) -> float:
        """Seconds of all-reduces at full link rate."""
        return float(roofline.waiting_time(self.batch, self.communication_time, 0))

    @property
    def least(self) -> float:
        """Seconds below which no step can go: reading and arithmetic, perfectly overlapped; no communication."""
        times = {"weight_time": self.weight_time, "cache_time": self.cache_time}
        times |= {"arithmetic_time": self.arithmetic_time, "communication_time": 0, "latency": 0}
        return step_seconds(self.batch, times, "max")

    @property
    def share(self) -> float:
        """Share of the bound's speed that was reached: at most 1 unless the bound is wrong."""
        return self.least / self.seconds

    @property
    def regime(self) -> str:
        """What binds: bandwidth or compute."""
        return "bandwidth" if self.read >= self.arithmetic else "compute"

    @property
    def system(self) -> tuple[str, str, int]:
        """Model, accelerator and their number: what a cross-validation leaves out together."""
        row = self.measurement
        return str(row.model), str(row.accelerator), int(row.accelerators or 0)

    @property
    def tokens_per_second(self) -> float:
        """Output tokens per second of the whole batch, measured."""
        return self.batch / self.seconds

    @property
    def most_tokens_per_second(self) -> float:
        """Output tokens per second of the whole batch, by the bound."""
        return self.batch / self.least


_PLAN = SERVING.under({"experts_read": "all"}).taking("weight_memory")
"""The serving plan with the weights that a step reads counted here: experts and other weights may differ in format."""
_DEMAND = _PLAN.towards("sequence_memory", "token_flops")
_CAPACITY = _PLAN.towards("by_capacity")
_TIMES = _PLAN.taking("sequence_memory", "token_flops", mbu=1, mfu=1).towards(
    "weight_time", "cache_time", "arithmetic_time", "communication_time"
)
_STEP = (
    SERVING.under({"experts_read": "all"})
    .taking("batch", "weight_time", "cache_time", "arithmetic_time", "communication_time")
    .towards("step_time")
)


def step_seconds(batch: float, times: dict[str, float], combine: str) -> float:
    """The time of a step of that batch, of the times that it is made of and a fixed latency."""
    return float(_STEP.run(times | {"batch": batch}, {"combine": combine})["step_time"])


@functools.cache
def bounds() -> tuple[Bound, ...]:
    """Every measurement whose conditions suffice, beside its bound; several tokens a step and simulations included."""
    judged = (_bound(row) for row in catalog.measurements() if row.kind in PREDICTED)
    return tuple(bound for bound in judged if isinstance(bound, Bound))


@functools.cache
def unpredicted() -> dict[str, str]:
    """The decoding measurements without a bound: id and reason."""
    judged = ((row.id, _bound(row)) for row in catalog.measurements() if row.kind in PREDICTED)
    return {name: reason for name, reason in judged if isinstance(reason, str)}


@functools.cache
def valid() -> tuple[Bound, ...]:
    """The bounds that must hold: one token a step, nothing simulated."""
    return tuple(bound for bound in bounds() if not {"multi-token", "simulated"} & set(bound.measurement.flags))


def bandwidth_bound(rows: Iterable[Bound]) -> tuple[int, int]:
    """How many of the measurements are bound by bandwidth, and of how many."""
    regimes = [bound.regime for bound in rows]
    return regimes.count("bandwidth"), len(regimes)


def _bound(row: Measurement) -> Bound | str:
    if row.model is None:
        return "no model of the catalog has its shapes"
    if row.weights is None:
        return "the number format of the weights is not stated"
    try:
        accelerator = catalog.accelerator(str(row.accelerator))
    except InputError:
        return f"{row.accelerator} is not in the catalog"
    model = catalog.model(row.model)
    if "expert_slots" in row.details:
        return _spread(row, model, accelerator)
    if row.kind in ("step", "bandwidth"):
        return _of_steps(row, model, accelerator)
    return _of_requests(row, model, accelerator)


def _of_steps(row: Measurement, model: Model, accelerator: Accelerator) -> Bound | str:
    """A row that states the time of a step, or the speed of a single sequence."""
    seconds = row.value / 1000 if row.kind == "step" else 1 / row.value
    batch = _sequences_in_a_step(row, seconds)
    if batch is None:
        return "no batch is stated"
    case = _case(row, model, accelerator, row.context_tokens or SHORT_CONTEXT)
    return _make(case, seconds, batch, batch, _weights_read(row, model, batch))


def _sequences_in_a_step(row: Measurement, seconds: float) -> float | None:
    """Sequences that decode together: by the printed throughput where there is one, else the stated concurrency.

    Concurrency counts requests that wait or are in their prompt; throughput times the time of a step does not.
    """
    details, count = row.details, row.accelerators or 1
    if "effective_batch" in details:
        return details["effective_batch"]
    if "output_tokens_per_second" in details:
        return details["output_tokens_per_second"] * seconds
    if "output_tokens_per_second_per_accelerator" in details:
        return details["output_tokens_per_second_per_accelerator"] * count * seconds
    return row.batch


def _of_requests(row: Measurement, model: Model, accelerator: Accelerator) -> Bound | str:
    """A row that states the throughput over whole requests: each step also carries its share of the prompts.

    Where the engine chose the batch, it is what the memory can hold at the mean context: the most favourable one.
    Where a source states no prompt length, none is counted.
    """
    if row.output_tokens is None:
        return "no output length is stated"
    prompt = row.input_tokens or 0
    if prompt and (model.mla or model.window):
        return "the prompt's attention is neither full nor grouped"
    case = _case(row, model, accelerator, prompt + row.output_tokens / 2)
    batch = row.batch
    if batch is None:
        capacity = accelerator.hbm_reported_bytes
        if capacity is None:
            return f"the memory that a {accelerator.name} reports is not known"
        weights = parameter_count(model) * element_bytes(str(row.weights))
        batch = float(case.run(_CAPACITY, weight_memory=weights, memory=capacity * case.accelerators)["by_capacity"])
        if batch < 1:
            return "by the memory alone it would not fit"
    prompt_flops = _prompt_flops(model, prompt) / row.output_tokens if prompt else 0
    positions = batch * (prompt + row.output_tokens) / row.output_tokens
    return _make(case, batch / row.value, batch, positions, _weights_read(row, model, batch), prompt_flops)


def _spread(row: Measurement, model: Model, accelerator: Accelerator) -> Bound:
    """One accelerator of a group that spreads experts and sequences: it holds all attention and a few experts."""
    mixture, parts = given(model.moe, f"{model.name}: moe"), parameter_parts(model)
    held = row.details["expert_slots"] / row.details["expert_parallel"] / mixture.experts
    weights = (_always_read(model, parts) - _table(model) + parts.experts * held) * element_bytes(str(row.weights))
    case = _case(replace(row, accelerators=1), model, accelerator, row.context_tokens or SHORT_CONTEXT)
    batch = row.details["batch_per_accelerator"]
    return replace(_make(case, row.value / 1000, batch, batch, weights), measurement=row)


@dataclass(frozen=True, slots=True)
class _Case:
    """A measurement's conditions as the plan's inputs and settings."""

    measurement: Measurement
    values: Values
    settings: Settings

    @property
    def accelerators(self) -> int:
        return int(self.values["accelerators"])

    def run(self, plan: Plan, **known: float) -> Values:
        """The plan under these conditions, and with what is known besides."""
        return plan.run(plan.pick(self.values | known), self.settings)


def _case(row: Measurement, model: Model, accelerator: Accelerator, context: float) -> _Case:
    count, link = row.accelerators or 1, accelerator.link_bandwidth
    together = link is not None and uses_tensor_parallelism(row)
    values = of_model(model) | {
        "parameters": multiplied_parameters(model),
        "tokens": context,
        "accelerators": count,
        "element_bytes": element_bytes(row.cache or LEAST_CACHE),
        "activation_bytes": ACTIVATION_BYTES,
        "bandwidth": count * _highest(accelerator.bandwidth),
        "peak": count * _fastest(accelerator, str(row.weights)),
        "link_bandwidth": link.value if link is not None and together else math.inf,
    }
    copied = {"cache": "tensor" if "cache-replicated" in row.flags else "sharded"}
    return _Case(row, values, switches_of(model) | copied)


def _make(
    case: _Case, seconds: float, batch: float, positions: float, weights: float, prompt_flops: float = 0
) -> Bound:
    """The bound of a step that reads so many bytes of weights.

    positions: all that it works on, decoded and of prompts; prompt_flops: FLOPs of prompts for each decoded token.
    """
    asked = case.run(_DEMAND)
    times = case.run(
        _TIMES,
        weight_memory=weights,
        sequence_memory=asked["sequence_memory"],
        token_flops=asked["token_flops"] + prompt_flops,
    )
    return Bound(
        case.measurement,
        seconds,
        batch,
        case.values["tokens"],
        case.values["layers"],
        float(times["weight_time"]),
        float(times["cache_time"]),
        float(times["arithmetic_time"]),
        float(times["communication_time"]) * positions / batch,
    )


def uses_tensor_parallelism(row: Measurement) -> bool:
    """Whether the row's accelerators split every layer among them and sit in one scale-up domain."""
    count = row.accelerators or 1
    return count <= catalog.accelerator(str(row.accelerator)).scale_up.value and "DP" not in (row.parallelism or "")


def _highest(value: Value) -> float:
    """The most that any reading of the value allows, so that the bound holds under all of them."""
    return max(value.value, value.high or 0)


def _fastest(accelerator: Accelerator, weights: str) -> float:
    """The highest rate among the precisions at least as wide as the weights."""
    width = element_bytes(weights)
    return max(_highest(rate) for name, rate in accelerator.peak.items() if element_bytes(name) >= width)


def _table(model: Model) -> int:
    return int(transformer.vector_parameters(model.vocab, model.hidden))


def _always_read(model: Model, parts: Parts) -> int:
    """Weights that every step multiplies with, whatever experts it uses."""
    return parts.attention + parts.ffn + parts.router + _table(model)


def _weights_read(row: Measurement, model: Model, batch: float) -> float:
    """Bytes of weights that a step of this batch reads: a mixture reads the experts that uniform routing touches.

    Experts with a number format of their own leave the other weights in 16 bits.
    """
    parts, number = parameter_parts(model), element_bytes(str(row.weights))
    if model.moe is None:
        return _always_read(model, parts) * number
    touched = roofline.experts_touched(batch, model.moe.experts, model.moe.top_k) / model.moe.experts
    other = element_bytes("bf16") if model.moe.dtype else number
    return float(parts.experts * touched * number + _always_read(model, parts) * other)


def _prompt_flops(model: Model, prompt: float) -> float:
    """FLOPs of a prompt: the output head multiplies its last position only, which is counted with the first token."""
    weights = transformer.weight_flops_per_token(multiplied_parameters(model) - _table(model))
    seen = attention.sdpa_flops_causal(model.heads, model.layers, model.head_dim, prompt)
    return float(prompt * weights + seen)
